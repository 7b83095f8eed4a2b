"""The steps of workflows, those of the repository's own composite actions among them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.model import Job, Part, Step, Workflow
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml

_NAMES = ("action.yml", "action.yaml")
_DEPTH = 9  # GitHub follows ten
_MOST = 5_000


class StepAt:
    """A step, and where it stands: in the job itself, or in the action that the step `within` uses, whose `file` it is then."""

    def __init__(
        self, workflow: Workflow, job: Job, step: Step, file: Yaml, within: "StepAt | None" = None
    ) -> None:
        self.workflow = workflow
        self.job = job
        self.step = step
        self.file = file
        self.within = within

    @property
    def depth(self) -> int:
        """How many actions it stands in."""
        return 0 if self.within is None else 1 + self.within.depth

    @property
    def earlier(self) -> Sequence[Step]:
        """The steps of the job that come before it, or before the one that uses the action that it stands in."""
        if self.within is not None:
            return self.within.earlier
        return list(takewhile(lambda step: step is not self.step, self.job.steps))

    def stands_in(self, file: Yaml) -> bool:
        """Whether it stands in an action, at whatever depth."""
        return self.within is not None and (self.file is file or self.within.stands_in(file))

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


class WorkflowSteps:
    """Every step of the workflows, in order, each before those of the action that it uses; and why some actions cannot be read.

    `elsewhere` are those of the workflows of other repositories that they call: they run, and are not judged.
    """

    def __init__(
        self, every: Sequence[StepAt], unknowns: Sequence[Unknown], elsewhere: Sequence[StepAt] = ()
    ) -> None:
        self.every = every
        self.unknowns = unknowns
        self.elsewhere = elsewhere
        self._by_job: dict[int, list[StepAt]] = {}
        for at in (*every, *elsewhere):
            self._by_job.setdefault(id(at.job), []).append(at)

    def of(self, job: Job) -> Sequence[StepAt]:
        """Those of one job."""
        return self._by_job.get(id(job), ())


@evidence()
def workflow_steps(workflows: Workflows, tree: Tree) -> WorkflowSteps:
    """For all that ask what steps do."""
    followed = _Followed(tree)
    every = [at for workflow in workflows.workflows for at in followed.of(workflow)]
    elsewhere = [at for workflow in workflows.called_elsewhere() for at in followed.of(workflow)]
    return WorkflowSteps(every, followed.unknowns, elsewhere)


class _Followed:
    """The actions of the repository: the file of each is read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._actions: dict[str, Yaml | None] = {}
        self._followed = 0
        self.unknowns: list[Unknown] = []

    def of(self, workflow: Workflow) -> Iterator[StepAt]:
        """The steps of a workflow."""
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
