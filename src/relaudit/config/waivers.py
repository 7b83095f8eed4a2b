"""Waivers, as a policy file writes them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from relaudit.config.documents import Document
from relaudit.config.language import WaiverEntry
from relaudit.core.model import Waiver
from relaudit.core.parts import Origin
from relaudit.core.rule import Rule
from relaudit.process.decode import ShapeError, decode, nearest
from relaudit.process.values import KeyPath, table

Layer = tuple[Document, Sequence[KeyPath]]
"""A document, and the keys that it takes away from those below it."""


def waivers(layers: Iterable[Layer], rules: Mapping[str, Rule]) -> tuple[Waiver, ...]:
    """The waivers of all documents, lowest first: they add up, unless what lies below is unset.

    Raises:
        PolicyError: a key, a rule or a date that cannot be.
    """
    found: tuple[Waiver, ...] = ()
    for document, away in layers:
        found = (*(() if ("waivers",) in away else found), *_of(document, rules))
    return found


def _of(document: Document, rules: Mapping[str, Rule]) -> Iterable[Waiver]:
    written = document.toml.get(*document.below, "waivers")
    if written is not None and not isinstance(written, list):
        raise document.error(
            ShapeError(("waivers",), "waivers are a list of tables: [[waivers]]", at_key=True)
        )
    for index, said in enumerate(written or ()):
        path: KeyPath = ("waivers", str(index))
        try:
            yield _waiver(document, said, rules, path)
        except ShapeError as wrong:
            raise document.error(wrong) from None


def _waiver(document: Document, said: object, rules: Mapping[str, Rule], path: KeyPath) -> Waiver:
    if not isinstance(said, dict):
        raise ShapeError(path, "a waiver is a table: [[waivers]]")
    entry = decode(WaiverEntry, table(said, Origin(document.source, document.name)), path)
    if entry.rule not in rules:
        raise ShapeError((*path, "rule"), f"there is no rule '{entry.rule}'{nearest(entry.rule, rules)}")
    if not entry.reason.strip():
        raise ShapeError((*path, "reason"), "a waiver needs a reason")
    until = entry.until if isinstance(entry.until, date) else None
    if until is None and not entry.refs:
        raise ShapeError(
            (*path, "until"),
            "'forever' is for what history has fixed in place: name the refs, or give a date",
        )
    limits = {name: getattr(entry, name) for name in ("refs", "paths", "settings", "subjects", "owner")}
    return Waiver(entry.rule, entry.reason, until, **limits, place=document.where((*path, "rule")))
