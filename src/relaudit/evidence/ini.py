"""INI files as configparser reads them, with places."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.files import Text, unreadable

if TYPE_CHECKING:
    from configparser import RawConfigParser

_SECTION = r"\[(?P<name>[^]]+)\]"


class Ini:
    """An INI file; values are raw, without interpolation."""

    def __init__(self, text: Text, parser: "RawConfigParser") -> None:
        self.text = text
        self._parser = parser

    @property
    def sections(self) -> list[str]:
        """The names of the sections, in order."""
        return self._parser.sections()

    def get(self, section: str, key: str) -> str | None:
        """A value, None when there is none."""
        return self._parser.get(section, key, fallback=None)

    def flag(self, section: str, key: str) -> bool:
        """A value read as configparser reads booleans; False when it is none."""
        return self._parser.BOOLEAN_STATES.get((self.get(section, key) or "").lower(), False)

    def span(self, section: str, key: str) -> tuple[int, int] | None:
        """The characters of a value that stands on one line, None when it does not."""
        value = self.get(section, key)
        found = None
        for inside, name, start, end in _options(self.text.text):
            if (inside, name) == (section, key.lower()):
                found = start, end
        is_whole = found is not None and self.text.text[slice(*found)] == value
        return found if is_whole else None

    def place(self, section: str, key: str = "", label: str = "") -> InFile:
        """The line of a section's header, or of a key in it."""
        inside = False
        for number, line in enumerate(self.text.text.split("\n"), 1):
            header = re.match(_SECTION, line)
            if header:
                inside = header["name"] == section
            here = header if not key else re.match(rf"{re.escape(key)}\s*[=:]", line, re.IGNORECASE)
            if inside and here:
                return self.text.place_of_line(number, label)
        return self.text.whole(label)


def _options(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Section, key and the place of the value on each line that begins an option, as configparser tells them."""
    section, indent, start, is_open = "", 0, 0, False
    for line in text.split("\n"):
        plain, depth = line.strip(), len(line) - len(line.lstrip())
        header = re.match(_SECTION, plain)
        delimiter = re.search(r"[=:]", plain)
        if not plain or plain.startswith(("#", ";")):
            pass
        elif is_open and depth > indent:
            pass  # the value above goes on
        elif header:
            section, indent, is_open = header["name"], depth, False
        elif delimiter:
            indent, is_open = depth, True
            key, value = plain[: delimiter.start()], plain[delimiter.end() :].lstrip()
            end = start + depth + len(plain)
            yield section, key.strip().lower(), end - len(value), end
        start += len(line) + 1


def parse_ini(text: Text) -> Ini | Unknown:
    """The file, or why it cannot be read."""
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text.text)
    except configparser.Error as error:
        return unreadable(text.path, f"{text.path}: {' '.join(str(error).split())}")
    return Ini(text, parser)
