"""INI files as configparser reads them, with places."""

import re
from typing import TYPE_CHECKING

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.files import Text, unreadable

if TYPE_CHECKING:
    from configparser import RawConfigParser

_MARK = "\ufdd0relaudit\ufdd0"
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

    def keys(self, section: str) -> list[str]:
        """The keys of a section, in order; none where there is no such section."""
        return self._parser.options(section) if self._parser.has_section(section) else []

    def get(self, section: str, key: str) -> str | None:
        """A value, None when there is none."""
        return self._parser.get(section, key, fallback=None)

    def flag(self, section: str, key: str) -> bool:
        """A value read as configparser reads booleans; False when it is none."""
        return self._parser.BOOLEAN_STATES.get((self.get(section, key) or "").lower(), False)

    def span(self, section: str, key: str) -> tuple[int, int] | None:
        """The characters that a value on its key's own line takes, None when that cannot be told.

        A mark is written in its place, and found by the parser.
        """
        value = self.get(section, key)
        if not value or "\n" in value:
            return None
        for found in re.finditer(
            rf"^{re.escape(key)}[ \t]*[=:][ \t]*", self.text.text, re.MULTILINE | re.IGNORECASE
        ):
            start, end = found.end(), found.end() + len(value)
            if self.text.text[start:end] == value:
                marked = parse_ini(
                    Text(self.text.path, f"{self.text.text[:start]}{_MARK}{self.text.text[end:]}")
                )
                if isinstance(marked, Ini) and marked.get(section, key) == _MARK:
                    return start, end
        return None

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


def parse_ini(text: Text, *, keeps_case: bool = False) -> Ini | Unknown:
    """The file, or why it cannot be read; keys are in lower case unless their case is to be kept."""
    import configparser

    parser = configparser.RawConfigParser()
    if keeps_case:
        parser.optionxform = str  # type: ignore[assignment,method-assign]  # as the library's manual has it
    try:
        parser.read_string(text.text)
    except configparser.Error as error:
        return unreadable(text.path, f"{text.path}: {' '.join(str(error).split())}")
    return Ini(text, parser)
