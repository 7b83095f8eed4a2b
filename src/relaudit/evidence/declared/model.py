"""What a file says about the version: the version itself, where it comes from, or why it cannot be told."""

from collections.abc import Callable

from relaudit.core.model import Edit, Fix, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.files import Text

Span = tuple[int, int]
_HARMLESS = regex(r"[0-9A-Za-z.+!_-]+")


@record
class VersionFile:
    """A file that holds the version as text; `ref` is the tag at which it was read, empty for today's.

    `locate` finds the characters of `text` that hold the version, quotes included where there are any; `key`
    names which of several versions of the file it is, where a file has several. `spell` writes another
    version for those characters where they do not hold the version itself, as `(1, 2, 3)` does not.
    """

    path: str
    version: str
    text: Text
    locate: Callable[[], Span | None]
    ref: str = ""
    key: str = ""
    spell: Callable[[str], str | None] | None = None

    def place(self, label: str = "") -> InFile:
        """Where the version stands."""
        span = self.locate()
        return replace(self.text.place(*span, label) if span else self.text.whole(label), ref=self.ref)

    def at(self, ref: str) -> "VersionFile":
        """The same content at a tag or commit."""
        return VersionFile(self.path, self.version, self.text, self.locate, ref, self.key, self.spell)

    def edit(self, version: str) -> Edit | None:
        """The edit that writes another version in its place; None where it is not written out plainly."""
        span = self.locate()
        if self.spell is None or span is None:
            return edit_of(self.text, span, self.version, version)
        spelled = self.spell(version)
        return None if spelled is None else Edit(self.path, *span, spelled)

    def fix(self, version: str) -> Fix | None:
        """The safe fix that writes another version in its place."""
        return Fix.of(f"writes {version}", self.edit(version), safe=True)


@record
class Computed:
    """A file that takes the version from elsewhere: installed metadata, a tag, another module.

    `how` says it for people. `at` are the paths of the one file that it points at, as far as they can be told
    from this file alone: the first that exists and says something is meant. `name` is the key or variable there, empty for the
    usual one. `is_tag` tells that a tool takes the version from the tag.
    """

    path: str
    how: str
    at: tuple[str, ...] = ()
    name: str = ""
    is_tag: bool = False


Reading = VersionFile | Computed | Unknown | None


def edit_of(text: Text, span: Span | None, old: str, new: str) -> Edit | None:
    """The edit of a version within some characters; None where it does not stand there once, letter by letter.

    What is written has to be plain: a version with a quote in it could end the string it is put into.
    """
    written = text.text[slice(*span)] if span else ""
    if span is None or written.count(old) != 1 or not _HARMLESS.fullmatch(new):
        return None
    start = span[0] + written.index(old)
    return Edit(text.path, start, start + len(old), new)
