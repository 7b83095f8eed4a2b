"""A small runner of composite actions: the file and its expressions are GitHub's own business, the steps are run here.

What it cannot do (actions in JavaScript or containers, and such as lie elsewhere, unless the caller stands in for them) it
refuses with a CannotRunError before anything runs, as far as that can be told by then; it never skips a step for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from definition import Action, Evaluator, Step, WrongError, read_action
from logcommands import CannotRunError, Log
from machine import Job, Machine
from oracle import GitHub
from results import NOTHING, Called, Done, Result, StandIn
from script import run_script

DEEPEST = 9


class Runner:
    """GitHub's packages, a machine, and stand-ins by the name of what is used (`actions/checkout`)."""

    def __init__(
        self, github: GitHub, machine: Machine, stand_ins: Mapping[str, StandIn] | None = None
    ) -> None:
        self._github = github
        self._machine = machine
        self._stand_ins = stand_ins or {}

    def run(self, folder: Path, inputs: Mapping[str, str] = NOTHING, *, masks: Sequence[str] = ()) -> Result:
        """Run the action of a folder, as the one step of a job.

        Raises:
            WrongError: GitHub does not take its file, or its outputs.
            CannotRunError: this runner cannot.
        """
        token = self._machine.said.get("token", "")
        job = Job(self._machine, [*masks, *([token] if token else [])])
        found = self._composite(job, read_action(self._github, folder), inputs, NOTHING, 0)
        summary, variables = job.summary, job.variables
        return Result(found.conclusion, found.outputs, found.steps, summary, variables, found.warnings)

    def _composite(
        self, job: Job, action: Action, given: Mapping[str, str], outer: Mapping[str, str], depth: int
    ) -> Result:
        if depth > DEEPEST:
            raise WrongError(f"Composite action depth exceeded max depth {DEEPEST}")
        self._refuse(action)
        inputs = self._inputs(action, given)
        unexpected = sorted({name.lower() for name in given} - inputs.keys())
        run = _Run(self, job, action, inputs, outer, depth)
        for index, step in enumerate(action.steps):
            run.take(step, index)
        outputs = run.outputs()
        warnings = [f"Unexpected input(s) {', '.join(unexpected)}"] if unexpected else []
        return Result(run.status, outputs, run.done, warnings=warnings)

    def _refuse(self, action: Action) -> None:
        for step in action.steps:
            used = step.text("uses")
            name = used.partition("@")[0]
            if used and not used.startswith("./") and name not in self._stand_ins:
                raise CannotRunError(f"{used} lies elsewhere, and nothing stands in for it")

    def _inputs(self, action: Action, given: Mapping[str, str]) -> dict[str, str]:
        """Each input as given, else by its default; names in lower case."""
        around = {
            "github": self._machine.github(),
            "runner": self._machine.runner(),
            "job": {},
            "strategy": {},
            "matrix": {},
        }
        evaluator = Evaluator(self._github, around, {})
        said = {name.lower(): value for name, value in given.items()}
        return {
            name.lower(): said.get(name.lower(), evaluator.text(one.get("default", {"text": ""})))
            for name, one in action.inputs.items()
        }

    def used(self, job: Job, step: Step, evaluator: Evaluator, own: Mapping[str, str], depth: int) -> Result:
        """A step that uses another action."""
        name, given = step.text("uses").partition("@")[0], evaluator.texts(step.said.get("with"))
        if name.startswith("./"):
            action = read_action(self._github, self._machine.workspace / name)
            return self._composite(job, action, given, own, depth + 1)
        return Result("success", self._stand_ins[name](Called(given, own, self._machine)), ())

    def evaluator(self, contexts: Mapping[str, object], status: str) -> Evaluator:
        """What answers expressions in a step of an action of which this became."""
        is_failed = status == "failure"
        said = {"always": True, "success": not is_failed, "failure": is_failed, "cancelled": False}
        return Evaluator(self._github, contexts, said)


@dataclass
class _Run:
    """An action on its way through its steps."""

    runner: Runner
    job: Job
    action: Action
    inputs: Mapping[str, str]
    outer: Mapping[str, str]
    depth: int
    status: str = "success"
    done: list[Done] = field(default_factory=list)
    told: dict[str, object] = field(default_factory=dict)

    def outputs(self) -> Mapping[str, str]:
        """The outputs of the action, also where a step failed."""
        evaluator = self._evaluator(self.outer)
        values = {name: one.get("value") for name, one in self.action.outputs.items()}
        return {name: evaluator.text(value) for name, value in values.items() if value}

    def take(self, step: Step, index: int) -> None:
        """Run a step, or skip it, and remember what became of it."""
        done = Done(step.text("id") or f"__run_{index}", step.text("name"), log=Log(self.job.masks))
        try:
            own = {**self.outer, **self._evaluator(self.outer).texts(step.said.get("env"))}
            if self._evaluator(own).holds(step.condition):
                self._started(step, done, own)
            else:
                done.outcome = done.conclusion = "skipped"
        except WrongError as error:
            done.log.errors.append(str(error))
        self._judged(step, done)

    def _started(self, step: Step, done: Done, own: Mapping[str, str]) -> None:
        evaluator = self._evaluator(own)
        if "uses" in step.said:
            found = self.runner.used(self.job, step, evaluator, own, self.depth)
            done.inner, done.outcome = found.steps, found.conclusion
            done.log.outputs |= found.outputs
            done.log.lines += found.warnings
            return
        shell, script, folder = (
            evaluator.text(step.said.get(key, {"text": ""})) for key in ("shell", "run", "working-directory")
        )
        place = self.job.machine.workspace / folder
        around = {**self.job.variables, **own}
        done.exit_code = run_script(self.job, shell, script, place, self._github(), around, done.log)

    def _judged(self, step: Step, done: Done) -> None:
        if done.exit_code or done.log.errors:
            done.outcome = "failure"
        done.conclusion = done.outcome
        if done.outcome == "failure" and self._is_forgiven(step, done):
            done.conclusion = "success"
        self.done.append(done)
        result = {"outputs": dict(done.log.outputs), "outcome": done.outcome, "conclusion": done.conclusion}
        self.told[done.id] = result
        self.status = "failure" if done.conclusion == "failure" else self.status

    def _is_forgiven(self, step: Step, done: Done) -> bool:
        said = step.said.get("continue-on-error", {"text": "false"})
        try:
            return self._evaluator(self.outer).text(said) == "true"
        except WrongError as error:
            done.log.errors.append(str(error))
            return False

    def _evaluator(self, own: Mapping[str, str]) -> Evaluator:
        """What is known to a step: variables of the job, and above them those of the step and of what uses this action."""
        around = {
            "github": self._github(), "inputs": dict(self.inputs), "env": {**self.job.variables, **own}, "steps": self.told,
            "runner": self.job.machine.runner(), "job": {"status": "success"}, "strategy": {}, "matrix": {},
        }  # fmt: skip
        return self.runner.evaluator(around, self.status)

    def _github(self) -> dict[str, object]:
        return self.job.machine.github(action_path=str(self.action.folder), action_status=self.status)
