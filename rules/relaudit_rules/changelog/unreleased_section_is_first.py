"""What is not released yet stands in one section, on top."""

from collections.abc import Iterator

from relaudit.api import Edit, Fix, Moment, Occasion, Problem, Severity, Unknown, rule
from relaudit.evidence.changelogs.bodies import content_end, statements
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.fragments import Fragments
from relaudit.evidence.git import Head
from relaudit.evidence.past.graph import History
from relaudit.evidence.schemes import is_final
from relaudit.evidence.tags import ReleaseTags
from relaudit.process import ChangelogFormat


@rule(severity=Severity.WARNING, added="0.1", over="changelog")
def unreleased_section_is_first(
    changelog: Changelog,
    tags: ReleaseTags | Unknown,
    head: Head,
    history: History | Unknown,
    occasion: Occasion,
    fragments: Fragments | Unknown,
    form: ChangelogFormat | Unknown,
) -> Iterator[Problem | Unknown]:
    """What is not released yet stands in one section above all entries, and is empty at a release.

    Why:
        Whoever adds a change looks at the top. In a second section, or below the newest release, changes are lost when the next
        release is cut; what is left under Unreleased at a tag was released without anybody being told in which version.

    How to fix:
        Keep one Unreleased section, above the newest entry; at a release rename it to the version. `relaudit --fix`
        moves a section that stands in the wrong place.
    """
    sections = changelog.pending
    for second in sections[1:]:
        if second.path == sections[0].path:
            message = f"{changelog.path} has a second section for what is not released"
            first = changelog.place(sections[0], "the first")
            yield Problem(
                message, changelog.place(second), (first,), kind="several", subject=second.heading.text
            )
    if len(sections) == 1:
        yield from _out_of_place(changelog, sections[0])
    yield from _left_over(changelog, sections, _released(head, occasion, tags))
    yield from _called_unreleased(changelog, tags, head, history)
    if _is_missing(changelog, form) and not (isinstance(fragments, Fragments) and len(fragments)):
        message = (
            f"{changelog.path} has no section for what is not released, and every change is to be logged"
        )
        yield Problem(message, changelog.place(), kind="missing")


def _is_missing(changelog: Changelog, form: ChangelogFormat | Unknown) -> bool:
    """The process states that every change is logged, and there is no section to log it in."""
    is_wanted = isinstance(form, ChangelogFormat) and form.required_for == "every-change"
    is_there = bool(changelog.pending) or any(entry.is_pending for entry in changelog.entries)
    return is_wanted and bool(changelog.text) and not is_there


def _released(head: Head, occasion: Occasion, tags: ReleaseTags | Unknown) -> str:
    """The final version that the tree under audit was released as, empty when it was not."""
    if occasion.moment is Moment.AFTER_TAG:
        version = occasion.subject.removeprefix("v")
        return version if is_final(version) else ""
    newest = tags.newest_first if isinstance(tags, ReleaseTags) else ()
    here = (tag.version for tag in newest if head.oid and tag.commit == head.oid and is_final(tag.version))
    return next(here, "")


def _out_of_place(changelog: Changelog, section: Entry) -> Iterator[Problem]:
    released = [entry for entry in changelog.entries if entry.path == section.path and not entry.is_pending]
    if released and released[0].heading.line < section.heading.line:
        message = f"{changelog.path} has what is not released below {released[0].version}"
        above = changelog.place(released[0], "what should stand below it")
        fix = _moved(changelog, section, released[0])
        yield Problem(message, changelog.place(section), (above,), kind="order", fix=fix)


def _moved(changelog: Changelog, section: Entry, top: Entry) -> Fix:
    """The section, without the link definitions below it, above the newest entry."""
    text = changelog.texts[section.path]
    lines = text.text.split("\n")[section.first - 1 : section.last]
    kept = content_end(lines)
    blank = next((number for number, line in enumerate(lines[kept:]) if line.strip()), len(lines) - kept)
    start, end = text.start_of(section.first), text.start_of(section.first + kept + blank)
    end_of_line = "\r\n" if lines[0].endswith("\r") else "\n"
    moved = text.text[start : text.start_of(section.first + kept)].rstrip("\r\n") + 2 * end_of_line
    at = text.start_of(top.first)
    return Fix(
        "moves it to the top", (Edit(text.path, at, at, moved), Edit(text.path, start, end, "")), safe=True
    )


def _left_over(changelog: Changelog, sections: tuple[Entry, ...], released: str) -> Iterator[Problem]:
    for section in sections if released else ():
        if next(statements(changelog.body(section)), ""):
            message = f"{changelog.path} still calls unreleased what {released} was released with"
            yield Problem(message, changelog.place(section), kind="left-over", subject=released)


def _called_unreleased(
    changelog: Changelog, tags: ReleaseTags | Unknown, head: Head, history: History | Unknown
) -> Iterator[Problem]:
    """Versions whose tag the tree under audit follows; one tagged on another branch is released there only."""
    pending = [entry for entry in changelog.entries if entry.is_pending]
    followed = history.reached([head.oid]) if pending and isinstance(history, History) else frozenset()
    for entry in pending:
        tag = tags.of(entry.version) if isinstance(tags, ReleaseTags) else None
        if tag and tag.is_judged and tag.commit in followed:
            message = f"{changelog.path} calls {entry.version} unreleased, which is tagged {tag.name}"
            yield Problem(message, changelog.place(entry), kind="tagged", subject=entry.version)
