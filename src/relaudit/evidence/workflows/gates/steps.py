"""The steps of workflows, those of the repository's own composite actions among them."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.model import Job, Part, Step, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml

HERE = "./"
_NAMES = ("action.yml", "action.yaml")
_DEPTH = 9  # GitHub follows ten
_MOST = 5_000


@record
class StepAt:
    """A step, and where it stands: in the job itself, or in the action that the step `within` uses, whose `file` it is then."""

    workflow: Workflow
    job: Job
    step: Step
    file: Yaml
    within: "StepAt | None" = None

    @property
    def depth(self) -> int:
        """How many actions it stands in."""
        return 0 if self.within is None else 1 + self.within.depth

    def stands_in(self, file: Yaml) -> bool:
        """Whether it stands in an action, at whatever depth."""
        return self.within is not None and (self.file is file or self.within.stands_in(file))

    @property
    def shell(self) -> str:
        """The shell that is named for it, empty for GitHub's default."""
        named = self.step.text("shell")
        if named or self.within is not None:
            return named
        default = self.job.defaults.text("shell") or self.workflow.defaults.text("shell")
        return default or ("pwsh" if "windows" in _runner(self.job) else "")

    @property
    def folder(self) -> str | None:
        """Where its script runs, with a slash; None where only the run can tell."""
        places = (self.step,) if self.within else (self.step, self.job.defaults, self.workflow.defaults)
        said = next((text_of(one) for place in places if (one := place.scalar("working-directory"))), "")
        if OPEN in said or said.startswith("/"):
            return None
        return f"{normal(said)}/" if said and normal(said) not in ("", ".") else ""


class Steps:
    """Every step of the workflows; an action's file is read once, and why some cannot be."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._actions: dict[str, Yaml | None] = {}
        self._followed = 0
        self.unknowns: list[Unknown] = []

    def of(self, workflows: Workflows) -> Iterator[StepAt]:
        """In order, each before those of the action that it uses."""
        for workflow in workflows.workflows:
            for job in workflow.jobs:
                for step in job.steps:
                    yield from self.within(StepAt(workflow, job, step, workflow.file))

    def within(self, one: StepAt) -> Iterator[StepAt]:
        """A step, and those of the action that it uses."""
        yield one
        action = one.step.uses.value if one.step.uses is not None else ""
        file = self._action(normal(action)) if action.startswith(HERE) and one.depth < _DEPTH else None
        self._followed += file is not None
        if file is not None and not one.stands_in(file) and self._followed <= _MOST:
            runs = Part(file.root).part("runs")
            for item in runs.items("steps") if runs.text("using") == "composite" else ():
                yield from self.within(StepAt(one.workflow, one.job, Step(item), file, one))

    def _action(self, folder: str) -> Yaml | None:
        """The file of an action; None where there is none that can be read."""
        if folder not in self._actions:
            texts = (self._tree.read(normal(f"{folder}/{name}")) for name in _NAMES)
            text = next((text for text in texts if isinstance(text, Text)), None)
            file = parse_yaml(text) if text is not None else None
            self.unknowns += [file] if isinstance(file, Unknown) else []
            self._actions[folder] = file if isinstance(file, Yaml) else None
        return self._actions[folder]


def environments(at: StepAt) -> Sequence[Part]:
    """The mappings that set variables for a step, the innermost first."""
    own = at.step.part("env")
    return (
        (own, *environments(at.within)) if at.within else (own, at.job.part("env"), at.workflow.part("env"))
    )


def inputs_of(step: Step) -> Part:
    """What stands under `with`."""
    return step.part("with")


def _runner(job: Job) -> str:
    runner = job.value("runs-on")
    return text_of(runner).lower() if isinstance(runner, Scalar) and OPEN not in runner.value else ""
