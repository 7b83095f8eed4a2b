"""Where the changelog is kept: found, followed to where it leads, and read."""

from collections.abc import Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import replace
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.fragments import Fragments
from relaudit.evidence.changelogs.heading import Heading
from relaudit.evidence.changelogs.located import candidates, files_in, version_in_name
from relaudit.evidence.changelogs.sections import sections_of
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.project import Project
from relaudit.process import ChangelogFormat

_STEPS = 3
_MOVED = ("now", "moved", "longer", "only", "after", "as of", "since")
_READMES = ("README.md", "README.rst")


@evidence(reads=("CHANGELOG*", "CHANGES*", "HISTORY*", "NEWS*", "docs/**", "doc/**", "README*"))
def changelog(
    tree: Tree, form: ChangelogFormat | Unknown, project: Project | Unknown, fragments: Fragments | Unknown
) -> Changelog | Unknown:
    """The stated file; else the one that a tool collects fragments in, or the first of a usual name that names a version."""
    stated = form.path if isinstance(form, ChangelogFormat) and form.states("path") else ""
    name = project.name if isinstance(project, Project) else ""
    if stated:
        return _read(tree, stated, name, is_stated=True) or Changelog(stated, is_stated=True)
    collected = fragments.changelog if isinstance(fragments, Fragments) else ""
    missed: list[Unknown] = []
    for path in filter(None, (collected, *candidates(tree))):
        found = _read(tree, path.rstrip("/"), name)
        if isinstance(found, Changelog):
            return found
        if found and found.reason not in (Reason.UNDECIDABLE, Reason.INAPPLICABLE):
            return found
        missed += [found] if found else []
    elsewhere = [unknown for unknown in missed if unknown.reason is Reason.INAPPLICABLE]
    return next(iter((*elsewhere, *missed)), None) or _elsewhere(tree, project, fragments) or Changelog()


def parsed(text: Text, project: str) -> tuple[Entry, ...]:
    """The sections of one file, which know where they are."""
    return tuple(replace(section, path=text.path) for section in sections_of(text, project))


def _read(tree: Tree, path: str, project: str, *, is_stated: bool = False) -> Changelog | Unknown | None:
    """The changelog at a path, where the path leads, or why it is none; None when nothing is there."""
    text = tree.read(path)
    if text is None:
        return _in_folder(tree, path, project, is_stated=is_stated)
    for _ in range(_STEPS):
        if isinstance(text, Unknown):
            return _too_large(text)
        sections = parsed(text, project)
        following = None if sections else _following(tree, text)
        if following is None:
            return _judged(text, sections, is_stated=is_stated)
        text = following
    return Unknown("Changelog", Reason.UNDECIDABLE, detail=f"{path} leads from file to file, and to no entry")


def _judged(text: Text, sections: tuple[Entry, ...], *, is_stated: bool) -> Changelog | Unknown:
    elsewhere = _pointed(text, sections)
    if elsewhere and not is_stated:
        detail = f"{text.path} says that the changelog is kept elsewhere: {elsewhere}"
        return Unknown("Changelog", Reason.INAPPLICABLE, detail=detail)
    if not sections and not is_stated:
        return Unknown("Changelog", Reason.UNDECIDABLE, detail=f"{text.path}: no heading names a version")
    return Changelog(text.path, {text.path: text}, sections, is_stated=is_stated)


def _pointed(text: Text, sections: Sequence[Entry]) -> str:
    """Where the file says that the changelog is; most say nothing of the kind, in words that are quickly told."""
    preamble = text.text[: text.start_of(sections[0].first)].lower() if sections else ""
    if sections and not any(word in preamble for word in _MOVED):
        return ""
    from relaudit.evidence.changelogs.pointers import kept_elsewhere

    return kept_elsewhere(text, sections)


def _following(tree: Tree, text: Text) -> Text | Unknown | None:
    from relaudit.evidence.changelogs.pointers import included

    found = (tree.read(path) for path in included(text) if path != text.path)
    return next((other for other in found if other is not None), None)


def _in_folder(tree: Tree, path: str, project: str, *, is_stated: bool) -> Changelog | Unknown | None:
    texts: dict[str, Text] = {}
    sections: list[Entry] = []
    for name in files_in(tree, normal(path), project):
        text = tree.read(name)
        if isinstance(text, Unknown):
            return _too_large(text)
        if text is not None:
            texts[name] = text
            sections += parsed(text, project) or _as_whole(text)
    return Changelog(normal(path), texts, tuple(sections), is_stated=is_stated) if sections else None


def _as_whole(text: Text) -> Sequence[Entry]:
    """A file that is named after a version, and has no heading of it, is the version's section."""
    version = version_in_name(text.path)
    last = text.text.count("\n") + 1
    return (
        [Entry(version, Heading(1, version, 1, 1, 0), first=1, last=last, path=text.path)] if version else []
    )


def _too_large(unknown: Unknown) -> Unknown:
    if unknown.reason is not Reason.TOO_LARGE:
        return unknown
    return replace(
        unknown, needs="process.changelog.path: a file with the recent entries; move the old ones to another"
    )


def _elsewhere(tree: Tree, project: Project | Unknown, fragments: Fragments | Unknown) -> Unknown | None:
    """Who says that the changelog is not in the tree."""
    from relaudit.evidence.changelogs.pointers import linked_elsewhere, stated_elsewhere

    said = stated_elsewhere(project)
    if said:
        return _kept(f"pyproject.toml says that the changelog is at {said}")
    if isinstance(fragments, Fragments) and fragments.tool == "reno":
        return _kept(f"reno builds the changelog out of {fragments.folders[0]}, with the documentation")
    for name in _READMES:
        text = tree.read(name)
        linked = linked_elsewhere(text.text) if isinstance(text, Text) else ""
        if linked:
            return _kept(f"{name} says that the changelog is at {linked}")
    return None


def _kept(detail: str) -> Unknown:
    return Unknown("Changelog", Reason.INAPPLICABLE, detail=f"no changelog in the tree: {detail}")
