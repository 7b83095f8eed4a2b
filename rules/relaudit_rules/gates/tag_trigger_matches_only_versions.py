"""Only tags of versions start a release."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.tagged import TagNames, likely_names
from relaudit.evidence.workflows.triggers import takes_tag

_SHOWN = 3


@rule(severity=Severity.ERROR, added="0.1", over="workflows", kinds={"could": Severity.NOTICE})
def tag_trigger_matches_only_versions(
    workflows: Workflows, tags: TagNames, paths: ReleasePaths
) -> Iterator[Problem | Unknown]:
    """A workflow that waits for release tags, and then publishes, starts for nothing else.

    Why:
        `v*` is the usual filter, and `v2-draft` or `vendored` match it as well: the tag is pushed, and a release that nobody meant goes
        out, under a version that is none.

    How to fix:
        Ask for digits: `v[0-9]+.[0-9]+.[0-9]+`, with entries of their own for pre-releases, such as `v[0-9]+.[0-9]+.[0-9]+rc[0-9]+`; or let the
        first job check the name. An existing tag that matches and is no version is an error, one that could match a notice.
    """
    yield from paths.unknowns
    publishing = {path.workflow.path for path in paths.paths if path.ref.startswith("refs/tags/")}
    publishing |= {remote.path for remote in paths.remotes}
    for workflow in (one for one in workflows.workflows if one.path in publishing):
        trigger = workflow.trigger("push")
        entries = list(trigger.patterns("tags")) if trigger else []
        if (
            trigger is None
            or not entries
            or not any(takes_tag(trigger, name) for name in (*tags.releases, "v1.2.3", "1.2.3"))
        ):
            continue
        existing = [name for name in tags.others if takes_tag(trigger, name)]
        could = next((name for name in likely_names(text_of(entries[0])) if takes_tag(trigger, name)), "")
        yield from _found(workflow, entries[0], existing, could)


def _found(workflow: Workflow, entry: Scalar, existing: list[str], could: str) -> Iterator[Problem]:
    place, name = place_of(workflow.file, entry), text_of(entry)
    if existing:
        shown = f"{', '.join(existing[:_SHOWN])}{f' and {len(existing) - _SHOWN} more' if len(existing) > _SHOWN else ''}"
        message = f"{shown}: no versions, and tags that start {workflow.path}"
        related = tuple(InRef(name=tag) for tag in existing[:_SHOWN])
        yield Problem(message, place, related, kind="existing", subject=f"{workflow.path} {name}")
    if could and not existing:
        message = f"{name} takes more than versions: a tag {could} would start {workflow.path}"
        yield Problem(message, place, kind="could", subject=f"{workflow.path} {name}")
