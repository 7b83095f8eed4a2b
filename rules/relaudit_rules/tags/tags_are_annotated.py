"""A tag says who released, and when."""

from collections.abc import Iterator, Sequence

from relaudit.api import InRef, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.signatures import TagSignatures
from relaudit.evidence.github.states import was_asked
from relaudit.evidence.tagnames import OtherTag, OtherTags, TagObject, TagObjects
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.process import TagFormat

_SHOWN = 3


@rule(
    severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over=("release_tags", "other_tags"),
    kinds={"among-annotated": Severity.NOTICE},
)  # fmt: skip
def tags_are_annotated(
    release_tags: ReleaseTags,
    other_tags: OtherTags,
    objects: TagObjects,
    form: TagFormat | Unknown,
    signatures: TagSignatures | Unknown,
) -> Iterator[Problem | Unknown]:
    """Release tags are annotated, signed and made by whom the process says.

    Why:
        An annotated tag is an object of its own: it records who made it and when, it can be signed, and `git describe` finds it. A
        lightweight tag is a name for a commit, and nobody can tell who put it there.

    How to fix:
        `git tag -a`, or `git tag -s` to sign. Let the release workflow make the tag where `process.tags.by` is
        `automation`. Published tags stay as they are: waive them by `refs`.
    """
    yield from release_tags.unknowns
    tags = [tag for tag in release_tags.newest_first if tag.is_judged]
    others = [tag for tag in other_tags.tags if tag.is_judged and tag.commit]
    if isinstance(form, TagFormat) and form.annotated is not None:
        yield from _lightweight([*tags, *others], "lightweight") if form.annotated else ()
    elif sum(_is_annotated(tag) for tag in tags) * 2 > len(tags):
        first = min(tag.day for tag in tags if _is_annotated(tag))
        yield from _lightweight([tag for tag in tags if tag.day > first], "among-annotated")
    if isinstance(form, TagFormat) and (form.signed or form.by == "automation"):
        made = list(objects.of(tags))
        yield from _made(made, form)
        signed = [tag for tag, one in made if isinstance(one, TagObject) and one.is_signed]
        yield from _verified(signed if form.signed else [], signatures)


def _verified(
    tags: Sequence[ReleaseTag | OtherTag], signatures: TagSignatures | Unknown
) -> Iterator[Problem | Unknown]:
    """Signatures as GitHub has checked them; git alone tells only that there is one."""
    if isinstance(signatures, Unknown):
        yield from [signatures] if tags and was_asked(signatures) else []
        return
    for tag in tags:
        signature = signatures.of(tag.oid)
        if isinstance(signature, Unknown):
            yield signature
        elif not signature.is_verified:
            message = f"GitHub cannot verify the signature of {tag.name}: {signature.reason}"
            yield Problem(message, InRef(name=tag.name), kind="unverified", subject=tag.name)


def _is_annotated(tag: ReleaseTag | OtherTag) -> bool:
    return tag.oid != tag.commit


def _lightweight(tags: Sequence[ReleaseTag | OtherTag], kind: str) -> Iterator[Problem]:
    for tag in tags:
        if not _is_annotated(tag):
            message = f"tag {tag.name} is lightweight: nothing says who made it and when"
            yield Problem(message, InRef(name=tag.name), kind=kind, subject=tag.name)


def _made(
    tags: Sequence[tuple[ReleaseTag | OtherTag, TagObject | Unknown | None]], form: TagFormat
) -> Iterator[Problem | Unknown]:
    silent = [tag.name for tag, made in tags if made is None]
    if form.by == "automation" and silent:
        shown = ", ".join(silent[:_SHOWN]) + (" …" if len(silent) > _SHOWN else "")
        detail = f"lightweight tags do not say who made them: {shown}"
        yield Unknown("TagObjects", Reason.OFFLINE, needs="contents:read on GitHub", detail=detail)
    for tag, made in tags:
        if isinstance(made, Unknown):
            yield made
        elif form.signed and not (made and made.is_signed):
            yield Problem(
                f"tag {tag.name} is not signed", InRef(name=tag.name), kind="unsigned", subject=tag.name
            )
        if form.by == "automation" and isinstance(made, TagObject) and not made.is_by_automation:
            message = f"tag {tag.name} was made by {made.tagger or 'nobody named'}, and not by automation"
            yield Problem(message, InRef(name=tag.name), kind="by-person", subject=tag.name)
