"""When a required check is not reported at all: the filters of the workflows that report it."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.model import Trigger, Workflow
from relaudit.evidence.workflows.requiredchecks import Reported, RequiredCheck
from relaudit.evidence.workflows.scalars import text_of

_PROPOSED = ("pull_request", "pull_request_target")
_FILTERS = ("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore")
_ALL = ("**", "**/*")
_WANTED = ("opened", "synchronize")


@record
class Silence:
    """What keeps a workflow from reporting on some pull requests: the filter, where it stands, and what it leaves out.

    `is_of_types` tells that it is one of types, which no second workflow makes up for.
    """

    workflow: Workflow
    at: Scalar
    says: str
    is_of_types: bool = False


def silences(check: RequiredCheck) -> Sequence[Silence]:
    """What keeps every workflow that reports a check from it; none where one of them always does.

    Two workflows with one name are how GitHub tells to report what is filtered out, so that several with filters are taken for that.
    """
    by = {one.workflow.path: one for one in check.reported}
    found = [silence for one in by.values() if (silence := _silence(one)) is not None]
    is_whole = len(found) == len(by) > 0
    return found if is_whole and (len(by) == 1 or all(one.is_of_types for one in found)) else []


def _silence(reported: Reported) -> Silence | None:
    """A push to the branch that is proposed reports the name as well, where nothing filters it."""
    push = reported.workflow.trigger("push")
    if push is not None and not any(push.has(name) for name in _FILTERS):
        return None
    triggers = [one for event in _PROPOSED if (one := reported.workflow.trigger(event)) is not None]
    told = [next(_of(reported.workflow, trigger), None) for trigger in triggers]
    return told[0] if told and None not in told else None


def _of(workflow: Workflow, trigger: Trigger) -> Iterator[Silence]:
    for name in ("paths", "paths-ignore"):
        patterns = [text_of(one) for one in trigger.patterns(name)]
        if trigger.has(name) and not (name == "paths" and patterns and patterns[-1] in _ALL):
            yield Silence(workflow, trigger.name, f"{name}: on a pull request that touches none of the files")
    types = [text_of(one) for one in trigger.patterns("types")] if trigger.has("types") else list(_WANTED)
    missing = [name for name in _WANTED if name not in types]
    if missing:
        yield Silence(
            workflow,
            trigger.name,
            f"types without {' and '.join(missing)}: on a pull request that was {_when(missing)}",
            is_of_types=True,
        )


def _when(missing: Sequence[str]) -> str:
    return "pushed to again" if missing == ["synchronize"] else "just opened"
