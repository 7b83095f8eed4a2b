"""The references under which images are pushed."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.stated import stated_at
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.workflows.images.asked import (
    Asked,
    asked_for,
    latest_by_branch,
    latest_by_prerelease,
    pushed_beside,
    shown,
)
from relaudit.evidence.workflows.images.pushed import ImagePushes, Pushed
from relaudit.process import Events, TagFormat

_KINDS = {"extra": Severity.NOTICE, "latest-unstated": Severity.NOTICE, "could": Severity.NOTICE}


@rule(severity=Severity.WARNING, added="0.1", over="image_pushes", kinds=_KINDS)
def image_tags_follow_process(
    image_pushes: ImagePushes,
    events: Events | Unknown,
    form: TagFormat | Unknown,
    tags: ReleaseTags | Unknown,
    tree: Tree,
) -> Iterator[Problem | Unknown]:
    """Images are pushed under the references that the process states, and `latest` is the latest stable release.

    Why:
        `pattern={{version}}` makes `1.2.0` of the tag `v1.2.0`: whoever pulls `:v1.2.0` as the document says gets nothing. And a `latest` that every
        push to main moves is what people run in production, released or not.

    How to fix:
        Write the pattern that gives the reference: `type=ref,event=tag` or `{{raw}}` keep the `v`. Leave `latest` to `flavor: latest=auto`, which sets it for
        versions that are no pre-releases, and call what comes from main `edge` or `main`.
    """
    asked = list(asked_for(image_pushes, form))
    for one in asked:
        yield from _missing(one, events, tree)
    yield from _extra(asked)
    states_latest = any(one.stated.is_of_tags and one.text.endswith(":latest") for one in asked)
    for pushed in latest_by_branch(image_pushes, form, states_latest=states_latest):
        branch = image_pushes.default_branch
        message = f"job {pushed.publication.route.name} pushes {shown(pushed.text)} whenever {branch} is pushed, so that latest is no release"
        yield _problem(message, pushed, "latest" if states_latest else "latest-unstated")
    existing = (
        tuple(tag.name for tag in tags.newest_first if tag.is_judged) if isinstance(tags, ReleaseTags) else ()
    )
    for tag, is_there, pushed in latest_by_prerelease(image_pushes, form, existing):
        said = (
            f"{tag} is a tag, and"
            if is_there
            else f"a tag {tag} would start {pushed.publication.route.start.path}:"
        )
        message = (
            f"{said} job {pushed.publication.route.name} pushes {shown(pushed.text)} for it, a pre-release"
        )
        yield _problem(message, pushed, "prerelease" if is_there else "could")


def _missing(asked: Asked, events: Events | Unknown, tree: Tree) -> Iterator[Problem | Unknown]:
    if asked.is_met:
        return
    if asked.open_at:
        for at in asked.open_at:
            detail = f"{at} may push {shown(asked.text)}: what it pushes is decided in the run"
            yield Unknown("Images", Reason.UNDECIDABLE, detail=detail)
        return
    place = stated_at(events, "events", asked.stated.keys, tree) if isinstance(events, Events) else None
    closest, other = asked.closest, asked.met_elsewhere
    why = (
        f"job {closest.publication.route.name} makes {shown(closest.text)} instead"
        if closest
        else "no step pushes an image then"
    )
    if other is not None:
        why = f"{why}; only {other.publication.route.start.path} {'does' if other.is_sure else 'may'}, which is none of its workflows"
    message = f"the process has {shown(asked.text)} pushed {asked.when}, and {why}"
    related = (
        *([other.reference.place] if other is not None else []),
        *([place] if place is not None else []),
    )
    subject = f"{asked.stated.name} {asked.stated.template}"
    yield Problem(
        message,
        closest.reference.place if closest else asked.nowhere,
        related,
        kind="missing",
        subject=subject,
    )


def _extra(asked: Sequence[Asked]) -> Iterator[Problem]:
    """What an event pushes to a target beside what is stated for it, told once for a step."""
    told: set[str] = set()
    for one, found in pushed_beside(asked):
        names = ", ".join(dict.fromkeys(shown(pushed.text) for pushed in found))
        first = found[0]
        subject = f"{first.publication.at.workflow.path} {first.publication.route.name} {one.stated.name}"
        if subject not in told:
            told.add(subject)
            message = f"job {first.publication.route.name} pushes {names} {one.when}, which the process does not have"
            yield Problem(message, first.reference.place, _others(found), kind="extra", subject=subject)


def _others(found: Sequence[Pushed]) -> tuple[InFile, ...]:
    places: Mapping[InFile, None] = dict.fromkeys(one.reference.place for one in found)
    return tuple(places)[1:]


def _problem(message: str, pushed: Pushed, kind: str) -> Problem:
    subject = f"{pushed.publication.at.workflow.path} {pushed.publication.route.name} {shown(pushed.text)}"
    return Problem(message, pushed.reference.place, kind=kind, subject=subject)
