"""Where workflows upload distributions to an index."""

from collections.abc import Iterator

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.steps import StepAt, Steps
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.tasks.model import TASKS

_UPLOAD = "upload"
TABLE = GateTable(
    {
        _UPLOAD: (
            "twine upload",
            "uv publish",
            "hatch publish",
            "flit publish",
            "pdm publish",
            "poetry publish",
        )
    },
    {_UPLOAD: ("pypa/gh-action-pypi-publish",)},
)
_UNSTATED = Unknown("Gates", Reason.UNSTATED)


@record
class Uploads:
    """The steps that upload, and the scripts that cannot be read for it."""

    steps: tuple[StepAt, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


def uploads_in(workflows: Workflows, tree: Tree) -> Uploads:
    """By the commands and actions that do it, task runners followed."""
    lookup = Lookup(TABLE, _UNSTATED, tree)
    found = [one for at in Steps(tree).of(workflows) for one in _of_step(at, lookup)]
    steps = tuple(one for one in found if isinstance(one, StepAt))
    unknowns = (one for one in found if isinstance(one, Unknown))
    told = (
        one for one in unknowns if not steps or one.evidence != TASKS
    )  # a runner that cannot be followed is no second way out
    return Uploads(steps, (*workflows.unknowns, *dict.fromkeys(told)))


def _of_step(at: StepAt, lookup: Lookup) -> Iterator[StepAt | Unknown]:
    if at.step.action in lookup.by_action:
        yield at
    elif at.step.run is not None:
        found = lookup.gates(at.step.run.value, at.shell, at.folder)
        yield from [at] if any(not isinstance(one, Unknown) for one in found) else ()
        place = at.file.place(at.step.run)
        for one in found:
            if isinstance(one, Unknown):
                yield replace(one, detail=f"{place.path}:{place.line} may upload: {one.detail}")
