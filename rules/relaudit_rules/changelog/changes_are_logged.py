"""A change that users notice is written down with it."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, Options, Problem, Reason, Severity, Unknown, record, rule
from relaudit.evidence.changelogs.bodies import statements
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.fragments import Fragments
from relaudit.evidence.files import Text
from relaudit.evidence.past.proposed import Proposed
from relaudit.evidence.project import Project
from relaudit.evidence.tags import ReleaseTags
from relaudit.process import ChangelogFormat

_USUAL = ("src/**", "lib/**")
_SHOWN = 3


@record
class Logging(Options):
    """Which changes are logged.

    Attributes:
        paths: patterns of the files whose changes are; the sources where nothing is said
        trailers: what a commit message says when a change is not to be
    """

    paths: tuple[str, ...] = ()
    trailers: tuple[str, ...] = ("Changelog: none", "Changelog: skip")


@rule(severity=Severity.WARNING, added="0.1", over=("changelog", "fragments"))
def changes_are_logged(
    change: Proposed,
    changelog: Changelog,
    fragments: Fragments | Unknown,
    tags: ReleaseTags | Unknown,
    project: Project | Unknown,
    form: ChangelogFormat | Unknown,
    options: Logging,
) -> Iterator[Problem | Unknown]:
    """A change of the sources adds a line to the changelog, or a news fragment.

    Why:
        Whoever makes a change knows best what it means for users. At the release nobody remembers, and the changelog is
        pieced together from commit subjects.

    How to fix:
        Add a line under Unreleased, or a fragment. Where users notice nothing, say so at the end of a commit message:
        `Changelog: none`. `paths` and `trailers` under `[rules.changes-are-logged]` say which files count and what a commit
        may say instead; `process.changelog.required-for = "every-version"` states that only releases are logged.
    """
    why_not = _not_wanted(changelog, fragments, form)
    if why_not:
        yield Unknown("change", Reason.INAPPLICABLE, detail=why_not)
        return
    sources = change.files(options.paths or _sources(project))
    if isinstance(sources, Unknown):
        yield sources
    elif not sources:
        detail = "no file is where the sources are looked for"
        yield Unknown("change", Reason.UNDECIDABLE, needs="rules.changes-are-logged.paths", detail=detail)
    elif not _is_excused(change, options) and not _is_logged(change, changelog, fragments, tags):
        touched = list(change.changed([path for path in sources if not _is_test(path)]))
        if touched:
            yield _unlogged(change, changelog, fragments, touched)


def _not_wanted(changelog: Changelog, fragments: Fragments | Unknown, form: ChangelogFormat | Unknown) -> str:
    """Why a change need not be logged: the process says so, or says nothing and has no place for it."""
    if isinstance(form, ChangelogFormat) and form.states("required-for"):
        return (
            ""
            if form.required_for == "every-change"
            else f"the process requires entries for {form.required_for}"
        )
    has_place = (
        changelog.pending
        or any(entry.is_pending for entry in changelog.entries)
        or (isinstance(fragments, Fragments) and len(fragments))
    )
    return "" if has_place else f"{changelog.path} has no section for what is not released"


def _sources(project: Project | Unknown) -> Sequence[str]:
    names = project.modules if isinstance(project, Project) else ()
    return (*_USUAL, *(f"{name}{below}" for name in names for below in ("/**", ".py")))


def _is_test(path: str) -> bool:
    return any(part in ("test", "tests", "_tests") for part in path.split("/"))


def _is_excused(change: Proposed, options: Logging) -> bool:
    said = {line.strip().casefold() for message in change.messages for line in message.split("\n")}
    return any(trailer.casefold() in said for trailer in options.trailers)


def _is_logged(
    change: Proposed, changelog: Changelog, fragments: Fragments | Unknown, tags: ReleaseTags | Unknown
) -> bool:
    pending = fragments.pending if isinstance(fragments, Fragments) else ()
    if any(change.before.read(path) is None for path in pending):
        return True
    said = {path: _lines(change.before.read(path)) for path in changelog.texts}
    return any(
        line not in said[entry.path]
        for entry in changelog.sections
        if _is_open(entry, tags) or changelog.place(entry).text.strip() not in said[entry.path]
        for line in statements(changelog.body(entry))
    )


def _is_open(entry: Entry, tags: ReleaseTags | Unknown) -> bool:
    """Whether a section may still grow: it says so, or its version has no tag."""
    return entry.is_pending or not (isinstance(tags, ReleaseTags) and any(map(tags.of, entry.versions)))


def _lines(text: Text | Unknown | None) -> frozenset[str]:
    return (
        frozenset(line.strip() for line in text.text.split("\n")) if isinstance(text, Text) else frozenset()
    )


def _unlogged(
    change: Proposed, changelog: Changelog, fragments: Fragments | Unknown, touched: Sequence[str]
) -> Problem:
    more = f" and {len(touched) - 1} more" if len(touched) > 1 else ""
    in_fragments = isinstance(fragments, Fragments) and fragments.folders
    where = (
        f"{fragments.folders[0]} has no fragment"
        if isinstance(fragments, Fragments) and in_fragments
        else f"{changelog.path} has no line"
    )
    message = f"{touched[0]}{more} changed since {change.base}, {where} about it"
    related = tuple(InFile(path=path, label="changed") for path in touched[:_SHOWN])
    return Problem(message, changelog.place(), related, subject=touched[0])
