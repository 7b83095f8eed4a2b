"""Regular expressions out of a configuration, searched for within bounds: only plain ones, and only where they may begin."""

import re
import warnings
from collections.abc import Iterator

from relaudit.core.regex import regex

_WINDOW = 400  # characters that one match may take
_STARTS = 500  # places at which one expression is tried
_LOOSE = 2  # repeats without a fixed number: each multiplies the work by the window
_ITEM = regex(
    r"(?P<atom>\\[dDwWsS]|\\[^A-Za-z0-9]|\\[nrt]|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[\](){}*+?|^$])(?P<repeat>\{\d{1,3}\}|[*+?]\??|\{\d*,\d*\}\??)?"
    r"|(?P<open>\((?:\?:|\?P<[A-Za-z_]\w*>)?)|(?P<close>\))(?![*+?{])|(?P<anchor>[$^]|\\b)"
)
_CLASSES = (r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", ".")
_ESCAPED = {r"\n": "\n", r"\r": "\r", r"\t": "\t"}


class NotPlainError(Exception):
    """An expression that is not tried: nested repeats, alternatives, look-around, or no fixed text to begin with."""


def starts(expression: str, text: str) -> Iterator[int]:
    """Where the expression matches, each line having a beginning and an end.

    Raises:
        NotPlainError: the expression is not plain, or it would have to be tried too often.
    """
    literal = _literal(expression)
    compiled = _compiled(expression)
    at = text.find(literal)
    for _ in range(_STARTS):
        if at < 0:
            return
        limit = min(at + _WINDOW, len(text))
        found = compiled.match(text, at, limit)
        if found and found.end() == limit < len(text):
            raise NotPlainError  # where the window ends, the end of a line cannot be told
        if found:
            yield at
        at = text.find(literal, at + 1)
    if at >= 0:
        raise NotPlainError


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(expression, re.MULTILINE)
    except (re.error, OverflowError) as error:
        raise NotPlainError from error


def _literal(expression: str) -> str:
    """The fixed text that every match begins with, once the whole expression has been found plain."""
    position, loose, depth, literal, is_open = 0, 0, 0, "", True
    while position < len(expression):
        item = _ITEM.match(expression, position)
        if item is None:
            raise NotPlainError
        position = item.end()
        depth += bool(item["open"]) - bool(item["close"])
        atom, repeat = item["atom"] or "", item["repeat"] or ""
        loose += bool(repeat) and not repeat[1:-1].isdigit()
        fixed = "" if repeat or atom in _CLASSES or atom.startswith("[") else atom
        is_open = is_open and not (atom and not fixed)
        literal += _ESCAPED.get(fixed, fixed.removeprefix("\\")) if is_open else ""
        if depth < 0:
            raise NotPlainError
    if loose > _LOOSE or depth or not literal:
        raise NotPlainError
    return literal
