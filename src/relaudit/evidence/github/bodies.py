"""What stands under a key of an answer, by its type; nothing where something else stands there."""

from collections.abc import Mapping, Sequence

from relaudit.core.record import NOTHING

Body = Mapping[str, object]


def text(body: Body, key: str) -> str:
    """A text; empty for none."""
    said = body.get(key)
    return said if isinstance(said, str) else ""


def number(body: Body, key: str) -> int:
    """A number; 0 for none."""
    said = body.get(key)
    return said if isinstance(said, int) and not isinstance(said, bool) else 0


def mapping(body: Body, key: str) -> Body:
    """An object; an empty one for none."""
    said = body.get(key)
    return said if isinstance(said, Mapping) else NOTHING


def mappings(body: Body, key: str) -> Sequence[Body] | None:
    """The objects of a list; None where there is no list."""
    said = body.get(key)
    return [one for one in said if isinstance(one, Mapping)] if isinstance(said, list) else None


def texts(body: Body, key: str) -> Sequence[str]:
    """The texts of a list."""
    said = body.get(key)
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else ()
