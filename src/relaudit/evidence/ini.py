"""INI files as configparser reads them, with places."""

import re
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

    def keys(self, section: str) -> list[str]:
        """The keys of a section, in order; none where there is no such section."""
        return self._parser.options(section) if self._parser.has_section(section) else []

    def get(self, section: str, key: str) -> str | None:
        """A value, None when there is none."""
        return self._parser.get(section, key, fallback=None)

    def flag(self, section: str, key: str) -> bool:
        """A value read as configparser reads booleans; False when it is none."""
        return self._parser.BOOLEAN_STATES.get((self.get(section, key) or "").lower(), False)

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
