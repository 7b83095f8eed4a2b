"""`unset`: keys of what lies below a policy document, taken away."""

from collections.abc import Iterator, Sequence

from relaudit.config.documents import Document
from relaudit.evidence.toml import key_path
from relaudit.process.decode import ShapeError, nearest
from relaudit.process.values import KeyPath, Table, dotted, paths

_KEPT = ("extends", "requires", "unset")


def unset(document: Document, below: Table) -> tuple[KeyPath, ...]:
    """The keys that a document takes away from the documents below it.

    Raises:
        PolicyError: a key that is none, or that nothing below the document says.
    """
    written = document.toml.get(*document.below, "unset")
    try:
        return tuple(_each(written if isinstance(written, list) else (), below))
    except ShapeError as wrong:
        raise document.error(wrong) from None


def _each(written: Sequence[object], below: Table) -> Iterator[KeyPath]:
    known = [path for path in paths(below) if path[0] not in _KEPT]
    for index, text in enumerate(written):
        place: KeyPath = ("unset", str(index))
        path = key_path(str(text))
        if path is None:
            raise ShapeError(
                place, f"'{text}' is no key as TOML writes it, as in: process.branches.\"fix/*\""
            )
        if path[0] in _KEPT:
            raise ShapeError(place, f"'{path[0]}' cannot be unset")
        if path not in known:
            raise ShapeError(place, f"nothing that is extended says '{dotted(path)}'{_near(path, known)}")
        yield path


def _near(path: KeyPath, known: Sequence[KeyPath]) -> str:
    """What may have been meant, at the first key that is not there."""
    depth = next(depth for depth in range(len(path)) if path[: depth + 1] not in known)
    return nearest(path[depth], tuple(one[depth] for one in known if one[:-1] == path[:depth]))
