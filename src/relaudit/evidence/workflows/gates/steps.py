"""The steps of workflows, those of the composite actions that they use among them."""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import takewhile

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import normal
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.model import Job, Part, Step, Workflow
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml


class StepAt:
    """A step, and where it stands: in the job itself, or in the action that the step `within` uses, whose `file` it is then.

    `among` are the steps of the job or the action, itself one of them; `home` is as that of a workflow: empty for a file of the repository
    under audit.
    """

    def __init__(
        self,
        workflow: Workflow,
        job: Job,
        step: Step,
        file: Yaml,
        within: "StepAt | None" = None,
        *,
        among: Sequence[Step] | None = None,
        home: str | None = None,
    ) -> None:
        self.workflow = workflow
        self.job = job
        self.step = step
        self.file = file
        self.within = within
        self.among = job.steps if among is None else among
        self.home = workflow.home if home is None else home

    def inside(self, file: Yaml, home: str) -> "Sequence[StepAt]":
        """The steps of the action that it uses, whose file this is; none for one that is no composite."""
        runs = Part(file.root).part("runs")
        among = [Step(item) for item in runs.items("steps")] if runs.text("using") == "composite" else []
        return [StepAt(self.workflow, self.job, step, file, self, among=among, home=home) for step in among]

    @property
    def depth(self) -> int:
        """How many actions it stands in."""
        return 0 if self.within is None else 1 + self.within.depth

    @property
    def position(self) -> tuple[int, ...]:
        """Where the steps begin that lead to it, itself last: in the order in which they run."""
        outer = self.within.position if self.within is not None else ()
        return (*outer, self.step.node.start if self.step.node is not None else 0)

    @property
    def earlier(self) -> Sequence[Step]:
        """The steps that come before it, in the job and in the actions that it stands in."""
        outer = self.within.earlier if self.within is not None else ()
        return [*outer, *takewhile(lambda step: step is not self.step, self.among)]

    @property
    def beside(self) -> "Sequence[StepAt]":
        """Every step of the job, and of the actions that it stands in."""
        outer = self.within.beside if self.within is not None else ()
        where = (self.file, self.within)
        own = (
            StepAt(self.workflow, self.job, step, *where, among=self.among, home=self.home)
            for step in self.among
        )
        return [*outer, *own]

    def stands_in(self, file: Yaml) -> bool:
        """Whether it stands in an action, at whatever depth."""
        return self.within is not None and (self.file is file or self.within.stands_in(file))

    def stands_behind(self, one: "StepAt") -> bool:
        """Whether it stands in the action that a step uses, at whatever depth."""
        return self.within is not None and (self.within is one or self.within.stands_behind(one))

    @cached_property
    def shell(self) -> str:
        """The shell that is named for it, empty for GitHub's default."""
        named = self.step.text("shell")
        if named or self.within is not None:
            return named
        default = self.job.defaults.text("shell") or self.workflow.defaults.text("shell")
        return default or ("pwsh" if "windows" in _runner(self.job) else "")

    @cached_property
    def folder(self) -> str | None:
        """Where its script runs, with a slash; None where only the run can tell."""
        places = (self.step,) if self.within else (self.step, self.job.defaults, self.workflow.defaults)
        said = next((text_of(one) for place in places if (one := place.scalar("working-directory"))), "")
        if OPEN in said or said.startswith("/"):
            return None
        return f"{normal(said)}/" if said and normal(said) not in ("", ".") else ""


@record
class Beyond:
    """What lies in files of other repositories: steps, and why there may be more."""

    steps: tuple[StepAt, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


class WorkflowSteps:
    """Every step of the workflows, in order, each before those of the action that it uses; and why some actions cannot be read.

    `beyond` are those of the workflows and actions of other repositories that they call and use: they run, and are not judged. They are
    asked for when they are needed, by what follows a release.
    """

    def __init__(
        self, every: Sequence[StepAt], unknowns: Sequence[Unknown], ask: Callable[[], Beyond] = Beyond
    ) -> None:
        self.every = every
        self.unknowns = unknowns
        self._ask = ask
        self._by_job: dict[int, list[StepAt]] = {}
        for at in every:
            self._by_job.setdefault(id(at.job), []).append(at)

    def of(self, job: Job) -> Sequence[StepAt]:
        """Those of one job that stand in this repository."""
        return self._by_job.get(id(job), ())

    def before(self, at: StepAt) -> Sequence[StepAt]:
        """The steps of a job that are done when it comes to one, in order and wherever they stand."""
        beyond = (one for one in self.beyond.steps if one.job is at.job)
        every = sorted((*self.of(at.job), *beyond), key=lambda one: one.position)
        return [one for one in every if one.position < at.position and not at.stands_behind(one)]

    @cached_property
    def beyond(self) -> Beyond:
        """Those of other repositories."""
        return self._ask()


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
