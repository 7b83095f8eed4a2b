"""Follows the composite actions that steps use: those of the repository itself, and those of others where they may be read."""

from collections.abc import Iterator
from functools import partial

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.gates.remote import NAMES, RemoteActions
from relaudit.evidence.workflows.gates.steps import Beyond, StepAt, WorkflowSteps
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml

_DEPTH = 9  # GitHub follows ten
_MOST = 5_000


@evidence()
def workflow_steps(workflows: Workflows, tree: Tree, actions: RemoteActions | Unknown) -> WorkflowSteps:
    """For all that ask what steps do."""
    followed = _Followed(tree, None)
    every = [at for workflow in workflows.workflows for at in followed.of(workflow)]
    further = _Followed(tree, actions if isinstance(actions, RemoteActions) else None)
    return WorkflowSteps(every, followed.unknowns, partial(_beyond, every, workflows, further))


def _beyond(every: list[StepAt], workflows: Workflows, further: "_Followed") -> Beyond:
    """What the steps of the repository lead to, and the workflows that its jobs call."""
    used = [inner for at in every for inner in further.used_elsewhere(at)]
    called = [at for workflow in workflows.called_elsewhere() for at in further.of(workflow)]
    return Beyond((*used, *called), further.told())


class _Followed:
    """Follows actions: the file of each is read once; none of other repositories without the `actions` of these."""

    def __init__(self, tree: Tree, actions: RemoteActions | None) -> None:
        self._tree = tree
        self._actions = actions
        self._own: dict[str, Yaml | None] = {}
        self._followed = 0
        self.unknowns: list[Unknown] = []

    def of(self, workflow: Workflow) -> Iterator[StepAt]:
        """The steps of a workflow."""
        for job in workflow.jobs:
            for step in job.steps:
                yield from self._with_used(StepAt(workflow, job, step, workflow.file))

    def used_elsewhere(self, one: StepAt) -> Iterator[StepAt]:
        """The steps of the action of another repository that a step uses; those that it uses itself among them."""
        file = self._actions.of(one.step) if self._actions is not None and one.depth < _DEPTH else None
        return self._inside(one, file, _home_of(one)) if file is not None else iter(())

    def told(self) -> tuple[Unknown, ...]:
        """Why there may be more."""
        cut = f"more than {_MOST} uses of actions are not followed"
        many = [Unknown("WorkflowSteps", Reason.TRUNCATED, detail=cut)] if self._followed > _MOST else []
        return (*self.unknowns, *many, *(self._actions.unknowns() if self._actions is not None else ()))

    def _with_used(self, one: StepAt) -> Iterator[StepAt]:
        """A step, and those of the action that it uses; the folder of a local one is that of the repository under audit, whoever uses it."""
        yield one
        action = text_of(one.step.uses) if one.step.uses is not None else ""
        if action.startswith(HERE):
            file = self._local(normal(action)) if one.depth < _DEPTH else None
            yield from self._inside(one, file, "") if file is not None else ()
        else:
            yield from self.used_elsewhere(one)

    def _inside(self, one: StepAt, file: Yaml, home: str) -> Iterator[StepAt]:
        self._followed += 1
        if not one.stands_in(file) and self._followed <= _MOST:
            for inner in one.inside(file, home):
                yield from self._with_used(inner)

    def _local(self, folder: str) -> Yaml | None:
        """The file of an action of the repository; None where there is none that can be read."""
        if folder not in self._own:
            texts = (self._tree.read(normal(f"{folder}/{name}")) for name in NAMES)
            text = next((text for text in texts if isinstance(text, Text)), None)
            file = parse_yaml(text) if text is not None else None
            self.unknowns += [file] if isinstance(file, Unknown) else []
            self._own[folder] = file if isinstance(file, Yaml) else None
        return self._own[folder]


def _home_of(one: StepAt) -> str:
    """Where the action that a step uses is from."""
    name, _, ref = (text_of(one.step.uses) if one.step.uses is not None else "").rpartition("@")
    return f"{'/'.join(name.split('/')[:2])}@{ref}"
