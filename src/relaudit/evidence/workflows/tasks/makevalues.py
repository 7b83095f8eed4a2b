"""Variables of make: the values that are written out, and texts with these values in them."""

from collections.abc import Mapping
from types import MappingProxyType

from relaudit.core.regex import regex
from relaudit.evidence.files import normal
from relaudit.evidence.workflows.tasks.doubts import UntoldError

Values = Mapping[str, str]
NONE: Values = MappingProxyType({})
_BUILT_IN = {"MAKE": "make", "RM": "rm -f", "SHELL": "/bin/sh", ".SHELLFLAGS": "-c"}
_BRACKETS = {"(": (regex(r"[()]"), ")"), "{": (regex(r"[{}]"), "}")}
_SILENT = regex(r"(?:info|warning)\s")
_PLAIN = regex(r"[^\s:#=,$(){}]+")
_ABSOLUTE = regex(r"(?:abspath|realpath)\s+([^\s,]+)\s*")
_WORD = regex(r"\w{1,40}")
_DEPTH = 30
_EFFORT = 1_000_000
_LENGTH_AT_MOST = 50_000


class Variables:
    """Those of a Makefile so far; `given` are those of the command line, which win.

    What only the run can tell, a function or a name that is nowhere defined, becomes `${name}`: a shell takes it for
    a word, whereas `$(name)` would be a command of its own.
    """

    def __init__(self, given: Values = NONE) -> None:
        self._given = frozenset(given)
        self._values: dict[str, str | None] = {**_BUILT_IN, **given}
        self._simple: set[str] = set()
        self._left = _EFFORT

    def assign(self, name: str, operator: str, value: str) -> None:
        """A definition as it is written."""
        if name in self._given or (operator == "?=" and name in self._values):
            return
        if operator == "+=" and name in self._values:
            self._append(name, value)
        elif operator.startswith(":"):
            self._simple.add(name)
            self._values[name] = _kept(self.expanded(value))
        else:
            self._simple.discard(name)
            self._values[name] = None if operator == "!=" else value

    def override(self, name: str) -> None:
        """From now on the Makefile has its way, whatever the command line says."""
        self._given -= {name}

    def doubt(self, name: str) -> None:
        """The value depends on what only the run can tell."""
        if name not in self._given:
            self._values[name] = None

    def get(self, name: str) -> str | None:
        """The value, empty for a name that is nowhere defined; None where only the run can tell it."""
        raw = self._values.get(name, "")
        text = None if raw is None else self.expanded(raw)
        return None if text is None or "$" in text else text

    def expanded(self, text: str, own: Values = NONE, depth: int = 0) -> str:
        """A text with the values in it; `own` are those that one recipe has alone.

        Raises:
            UntoldError: there is too much of it.
        """
        parts: list[str] = []
        position = 0
        while (dollar := text.find("$", position)) >= 0:
            parts.append(text[position:dollar])
            position = end_of_reference(text, dollar)
            inner = text[dollar + 1 : position]
            name = inner[1:-1] if inner[:1] in _BRACKETS else inner
            parts.append("$" if inner == "$" else self._value(name, own, depth + 1))
            self._left -= 1 + len(parts[-1])
            if self._left < 0:
                raise UntoldError("the variables of the Makefile are too long to be followed")
        return "".join((*parts, text[position:]))

    def _append(self, name: str, value: str) -> None:
        old = self._values[name]
        more = _kept(self.expanded(value)) if name in self._simple else value
        if old is not None and len(old) > _LENGTH_AT_MOST:
            self._values[name] = None
        elif old is not None:
            self._values[name] = f"{old} {more}" if old else more

    def _value(self, name: str, own: Values, depth: int) -> str:
        if _SILENT.match(name):
            return ""
        if "$" in name and depth < _DEPTH:
            name = self.expanded(name, own, depth)
        if name in own:
            return own[name]
        path = _ABSOLUTE.fullmatch(name)
        if path is not None and "$" not in path[1] and normal(path[1]):
            return normal(path[1])  # from where make runs: that is where its files are told from
        value = self._values.get(name) if depth < _DEPTH and _PLAIN.fullmatch(name) else None
        if value is not None:
            return self.expanded(value, own, depth)
        word = _WORD.search(name)
        return f"${{{word[0] if word else '_'}}}"


def end_of_reference(text: str, start: int) -> int:
    """Where a reference ends that begins with the dollar sign at `start`."""
    opening = text[start + 1 : start + 2]
    if opening not in _BRACKETS:
        return min(start + 2, len(text))
    either, closing = _BRACKETS[opening]
    depth = 0
    for bracket in either.finditer(text, start + 1):
        depth += -1 if bracket[0] == closing else 1
        if depth == 0:
            return bracket.end()
    return len(text)


def outside(text: str, wanted: str) -> int:
    """Where the first of some characters stands outside of references; -1 where there is none."""
    position = 0
    while position < len(text):
        if text[position] == "$":
            position = end_of_reference(text, position)
        elif text[position] == "\\":
            position += 2
        elif text[position] in wanted:
            return position
        else:
            position += 1
    return -1


def _kept(text: str) -> str:
    """A text that is the same after it is read once more."""
    return text.replace("$", "$$")
