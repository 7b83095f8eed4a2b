"""Uploads, pushes and releases whose failure is seen."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.visible import doubt_of, masks_of
from relaudit.process import Events

_TRIALS = ("testpypi", "pages")
_PREVIEWING = ("pull_request", "pull_request_target")


@rule(severity=Severity.ERROR, added="0.1", over="release_paths", kinds={"rehearsal": Severity.NOTICE})
def publish_failures_are_visible(
    release_paths: ReleasePaths, events: Events | Unknown
) -> Iterator[Problem | Unknown]:
    """An upload, a push or a release that fails makes its run fail.

    Why:
        `twine upload dist/* || echo "exists already"` is green whatever the index answers: a version that was not raised, a token that expired,
        a file that was refused. The next job announces a release that nobody can install.

    How to fix:
        Take out what swallows the failure. Where a version may be there already, ask for that before, and skip the upload by a condition.
        `continue-on-error` on a rehearsal, such as an upload to TestPyPI or the preview of a pull request, is taken as meant: a notice. A target
        that the process goes on without is stated: `process.events.NAME.publishes.TARGET.optional = true`.
    """
    yield from release_paths.unknowns
    optional = _optional(events)
    by_step: dict[tuple[int, str], list[ReleasePath]] = {}
    for key, paths in release_paths.by_step().items():
        if key[1] not in optional:
            by_step[key] = list(paths)
    told: set[InFile] = set()
    for paths in by_step.values():
        for one in _of_step(paths):
            if isinstance(one, Unknown) or one.location not in told:
                yield one
            if isinstance(one, Problem) and isinstance(one.location, InFile):
                told.add(one.location)


def _of_step(paths: Sequence[ReleasePath]) -> Iterator[Problem | Unknown]:
    publication = paths[0].publication
    found, open_question = masks_of(publication), doubt_of(paths[0])
    if found:
        reasons = "; ".join(dict.fromkeys(one.reason for one in found))
        name, target = publication.route.name, publication.target
        message = f"a failure of {publication.how} ({target}) in job {name} is lost: {reasons}"
        subject = f"{publication.at.workflow.path} {name} {publication.how} {target}"
        is_meant = _is_rehearsal(paths) and all("continue-on-error" in one.reason for one in found)
        related = tuple(dict.fromkeys((*(one.place for one in found[1:]), publication.place)))
        other = tuple(one for one in related if one.line != found[0].place.line)
        yield Problem(message, found[0].place, other, kind="rehearsal" if is_meant else "", subject=subject)
    elif open_question is not None:
        yield open_question


def _is_rehearsal(paths: Sequence[ReleasePath]) -> bool:
    return paths[0].target in _TRIALS or all(path.event in _PREVIEWING for path in paths)


def _optional(events: Events | Unknown) -> frozenset[str]:
    """The targets that the process goes on without, whatever the event."""
    every = events.by_name.values() if isinstance(events, Events) else ()
    return frozenset(
        target
        for event in every
        for target, publication in (event.publishes or {}).items()
        if publication.optional
    )
