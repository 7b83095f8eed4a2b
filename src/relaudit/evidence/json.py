"""JSON (RFC 8259), with places: the home of the standard library's decoder."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from relaudit.core.model import Unknown
from relaudit.evidence.document import Document, Span
from relaudit.evidence.files import Text, unreadable

if TYPE_CHECKING:
    from json import JSONDecoder

_SPACE = " \t\r\n"


class Json(Document):
    """A JSON object; places come from the text that was parsed."""

    def span(self, *path: str) -> Span | None:
        """The characters that the value at a key path takes."""
        from json import JSONDecoder

        decoder, start = JSONDecoder(strict=False), _after_space(self.text.text, 0)
        for key in path:
            found = _member(self.text.text, start, key, decoder)
            if found is None:
                return None
            start = found
        return start, decoder.raw_decode(self.text.text, start)[1]


def parse_json(text: Text) -> Json | Unknown:
    """The document, or why it is none."""
    from json import JSONDecodeError, loads

    try:
        data: object = loads(text.text, strict=False)
    except JSONDecodeError as error:
        return unreadable(text.path, f"{text.path}:{error.lineno}:{error.colno}: {error.msg}")
    except RecursionError:
        return unreadable(text.path, f"{text.path}: nested too deeply")
    except ValueError as error:  # a number beyond what Python converts
        return unreadable(text.path, f"{text.path}: {error}")
    return (
        Json(text, data) if isinstance(data, Mapping) else unreadable(text.path, f"{text.path} is no object")
    )


def _member(text: str, start: int, wanted: str, decoder: "JSONDecoder") -> int | None:
    """Where the value of a key, or the element of a number, begins in the object or list at `start`.

    A key that stands twice counts where it stands last, as for every decoder.
    """
    is_object, found, index = text[start] == "{", None, 0
    position = _after_space(text, start + 1)
    while text[start] in "{[" and text[position] not in "}]":
        key = str(index)
        if is_object:
            key, position = decoder.raw_decode(text, position)
            position = _after_space(text, _after_space(text, position) + 1)
        found = position if key == wanted else found
        position = _after_space(text, decoder.raw_decode(text, position)[1])
        position = _after_space(text, position + 1) if text[position] == "," else position
        index += 1
    return found


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position
