"""TOML: values by the standard library, places by tomlkit, which is imported when one is asked for."""

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, unreadable

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Item

_MARK = '"\ufdd0relaudit\ufdd0"'
_TRIES = 4
_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_POSITION = r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$"


class Toml(Document):
    """A TOML document; places come from the text that was parsed."""

    def span(self, *path: str) -> tuple[int, int] | None:
        """The characters that the value at a key path takes, None when that cannot be told.

        A mark is written in its place, and found by a parser.
        """
        value = self.get(*path)
        quick = self._quoted(path, value) if isinstance(value, str) else None
        return quick or self._marked(path)

    def place_of_key(self, *path: str) -> InFile:
        """Where the last key of the path stands; for an element of a list, the key of the list above it."""
        named = tuple(key for key in path if not key.isdigit()) or path
        try:
            start = self._start_below(path)
        except RecursionError:
            return self.text.whole()
        header = self._header(named, start if path != named else None)
        at = header if header >= 0 else self.text.text.rfind(named[-1], 0, start) if start is not None else -1
        return self.text.place(at, at + len(named[-1])) if at >= 0 else self.text.whole()

    def _start_below(self, path: tuple[str, ...]) -> int | None:
        """Where the first value at or below a path begins."""
        value = self.get(*path)
        if isinstance(value, Mapping) and value:
            starts = [self._start_below((*path, key)) for key in value]
            return min((start for start in starts if start is not None), default=None)
        span = None if isinstance(value, Mapping) else self.span(*path)
        return span[0] if span else None

    def _header(self, path: tuple[str, ...], before: int | None) -> int:
        """Where the last key of a table stands in its header, the last header before an offset when one is given."""
        keys = r"\s*\.\s*".join(rf"""["']?{re.escape(key)}["']?""" for key in path)
        text = self.text.text[:before]
        found = list(re.finditer(rf"^\s*\[\[?\s*{keys}\s*\]", text, re.MULTILINE))
        which = found[-1 if before is not None else 0] if found else None
        return text.rfind(path[-1], which.start(), which.end()) if which else -1

    def _quoted(self, path: tuple[str, ...], value: str) -> tuple[int, int] | None:
        """The one quoted string that becomes the mark at this path when the mark is written there.

        Most places asked for are of short strings: this needs no other parser.
        """
        text = self.text.text
        has_codes = (
            "\\u" in text or "\\U" in text
        )  # then it may be written otherwise, and stand elsewhere for another thing
        alone = text.find(value) if value and text.count(value) == 1 and not has_codes else 0
        if (
            alone > 0
            and text[alone - 1] in "\"'"
            and text[alone - 1] == text[alone + len(value) : alone + len(value) + 1]
        ):
            return alone - 1, alone + len(value) + 1
        for quoted in (f'"{value}"', f"'{value}'"):
            start = text.find(quoted)
            for _ in range(_TRIES):
                if start < 0:
                    break
                end = start + len(quoted)
                if self._becomes_mark(f"{text[:start]}{_MARK}{text[end:]}", path):
                    return start, end
                start = text.find(quoted, end)
        return None

    def _becomes_mark(self, text: str, path: tuple[str, ...]) -> bool:
        try:
            return Toml(self.text, tomllib.loads(text)).get(*path) == _MARK[1:-1]
        except (ValueError, RecursionError):
            return False

    def _marked(self, path: tuple[str, ...]) -> tuple[int, int] | None:
        from tomlkit.exceptions import TOMLKitError
        from tomlkit.items import Item

        try:
            holder: object = self._document
            for key in path[:-1]:
                holder = holder[int(key) if isinstance(holder, list) else key]  # type: ignore[index]  # tomlkit's containers share no useful base
            last = int(path[-1]) if isinstance(holder, list) else path[-1]
            item = holder.item(last) if hasattr(holder, "item") else holder[last]  # type: ignore[index]  # as above
            return self._found(holder, last, item) if isinstance(item, Item) else None
        except (TOMLKitError, LookupError, TypeError, RecursionError, ValueError):
            return None

    def _found(self, holder: object, key: str | int, item: "Item") -> tuple[int, int] | None:
        import tomlkit

        original = item.as_string()
        holder[key] = tomlkit.parse(f"x = {_MARK}").item("x")  # type: ignore[index]  # as above
        start = self._document.as_string().find(_MARK)
        holder[key] = item  # type: ignore[index]  # as above
        if self._document.as_string() != self.text.text:
            del self._document  # putting it back was not exact: the next question parses anew
        return (
            (start, start + len(original))
            if start >= 0 and self.text.text.startswith(original, start)
            else None
        )

    @cached_property
    def _document(self) -> "TOMLDocument":
        import tomlkit

        return tomlkit.parse(self.text.text)


def key_path(text: str) -> tuple[str, ...] | None:
    """The keys of a dotted key, None when the text is none: `branches."feature/*"`."""
    if re.fullmatch(rf"{_KEY}(?:\s*\.\s*{_KEY})*", text) is None:
        return None
    try:
        value: object = tomllib.loads(f"{text} = 0")
    except ValueError:
        return None
    keys: list[str] = []
    while isinstance(value, dict):
        ((key, value),) = value.items()
        keys.append(key)
    return tuple(keys)


def parse_toml(text: Text) -> Toml | Unknown:
    """The document, or why it is none: TOML v1.0.0."""
    if text.encoding != "utf-8":
        return unreadable(text.path, f"TOML has to be UTF-8, this is {text.encoding}")
    try:
        return Toml(text, tomllib.loads(text.text))
    except tomllib.TOMLDecodeError as error:
        place, message = _explained(text, error)
        return unreadable(text.path, f"{text.path}:{place.line}:{place.column}: {message}")
    except RecursionError:
        return unreadable(text.path, f"{text.path}: nested too deeply")
    except ValueError as error:  # a number beyond what Python converts
        return unreadable(text.path, f"{text.path}: {error}")


def _explained(text: Text, error: tomllib.TOMLDecodeError) -> tuple[InFile, str]:
    found = re.search(_POSITION, str(error))
    message = re.sub(_POSITION, "", str(error))
    if found and found["line"]:
        return InFile(path=text.path, line=int(found["line"]), column=int(found["column"])), message
    last = text.text.count("\n") + 1
    return InFile(path=text.path, line=last, column=len(text.line(last)) + 1), message
