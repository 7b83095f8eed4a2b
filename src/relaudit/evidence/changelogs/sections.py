"""The sections of one changelog file, in whichever markup it is written."""

from collections.abc import Callable, Iterator, Sequence

from relaudit.evidence.changelogs.entries import sections_in
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.heading import Heading
from relaudit.evidence.files import Text
from relaudit.evidence.git import GitObject
from relaudit.evidence.schemes import same

Reader = Callable[[str], Iterator[Heading]]
_MARKDOWN, _RST = (".md", ".markdown", ".mdx"), (".rst", ".rest")


def sections_of(text: Text, project: str = "") -> Sequence[Entry]:
    """The sections that its headings begin; where no heading names a version, those that bold or dated lines begin."""
    lines = text.text.split("\n")
    ways = [sections_in(list(read(text.text)), lines, project) for read in _readers(text.path)]
    best = max(ways, key=_versions)
    if _versions(best):
        return best
    if ".. changelog::" in text.text:
        from relaudit.evidence.changelogs.directives import directives

        return sections_in(list(directives(lines)), lines, project)
    from relaudit.evidence.changelogs.titles import titles

    return sections_in(list(titles(lines)), lines, project) or best


def has_entry(path: str, blob: GitObject, version: str) -> bool:
    """Whether a changelog of this content has an entry for a version."""
    sections = sections_of(Text.decoded(path, blob.content)) if blob.kind == "blob" else ()
    return any(same(named, version) for entry in sections for named in entry.versions)


def _versions(sections: Sequence[Entry]) -> int:
    return sum(1 for section in sections if section.version)


def _readers(path: str) -> Sequence[Reader]:
    """One for a suffix that says which markup it is, both for any other."""
    name = path.lower()
    readers: list[Reader] = []
    if not name.endswith(_RST):
        from relaudit.evidence.changelogs.markdown import headings as markdown

        readers.append(markdown)
    if not name.endswith(_MARKDOWN):
        from relaudit.evidence.changelogs.rst import headings as rst

        readers.append(rst)
    return readers
