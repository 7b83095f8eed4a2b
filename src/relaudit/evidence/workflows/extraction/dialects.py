"""Regular expressions as grep, sed and awk write them: basic, extended, and Perl's."""

from collections.abc import Mapping
from enum import Enum

from relaudit.evidence.workflows.extraction.brackets import SHORT, Accepts, bracket, either_case, negated
from relaudit.evidence.workflows.extraction.limits import PATTERN, UndecidedError
from relaudit.evidence.workflows.extraction.pattern import (
    Assertion,
    Back,
    Characters,
    Group,
    Look,
    Node,
    Pattern,
    Repeat,
)

_MOST = 255
_LOOKS = {"?=": (True, False), "?!": (True, True), "?<=": (False, False), "?<!": (False, True)}
_CONTROL: Mapping[str, str] = {"n": "\n", "t": "\t"}


class Dialect(Enum):
    """How an expression is written; grep takes a backslash before a letter that means nothing for nothing, sed does not."""

    GREP = "grep"
    GREP_EXTENDED = "grep -E"
    PERL = "grep -P"
    SED = "sed"
    SED_EXTENDED = "sed -E"
    AWK = "awk"

    @property
    def is_basic(self) -> bool:
        """Whether groups and most repetitions are written with a backslash."""
        return self in (Dialect.GREP, Dialect.SED)

    @property
    def escapes(self) -> Mapping[str, Accepts | str] | None:
        """What a backslash makes of letters in brackets; None where it is only itself."""
        match self:
            case Dialect.GREP | Dialect.GREP_EXTENDED:
                return None
            case Dialect.PERL:
                return {**_CONTROL, **SHORT}
            case _:
                return _CONTROL


def compiled(text: str, dialect: Dialect, *, ignores_case: bool = False) -> Pattern:
    """The expression.

    Raises:
        UndecidedError: it is too long, or has what is not known.
    """
    if not text or len(text) > PATTERN or "\n" in text:
        raise UndecidedError
    reader = _Reader(text, dialect, ignores_case=ignores_case)
    body = reader.alternatives(None)
    if reader.at < len(text):
        raise UndecidedError
    return Pattern(body, dialect is not Dialect.PERL, reader.groups)


class _Reader:
    """Reads one expression from the left."""

    def __init__(self, text: str, dialect: Dialect, *, ignores_case: bool) -> None:
        self.text = text
        self.at = 0
        self._dialect = dialect
        self._ignores_case = ignores_case
        self.groups = 0

    def alternatives(self, number: int | None) -> Group:
        """Up to the parenthesis that closes the group, or the end."""
        options = [self._option()]
        while self._take("\\|" if self._dialect.is_basic else "|"):
            options.append(self._option())
        return Group(tuple(options), number)

    def _option(self) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.at < len(self.text) and not self._is_end():
            node = self._atom(is_first=not nodes)
            while (bounds := self._bounds()) is not None:
                if isinstance(node, Assertion | Repeat):
                    raise UndecidedError
                node = Repeat(node, *bounds, self._laziness())
            nodes.append(node)
        return tuple(nodes)

    def _is_end(self) -> bool:
        ends = ("\\|", "\\)") if self._dialect.is_basic else ("|", ")")
        return self.text.startswith(ends, self.at)

    def _take(self, word: str) -> bool:
        if not self.text.startswith(word, self.at):
            return False
        self.at += len(word)
        return True

    def _atom(self, *, is_first: bool) -> Node:  # noqa: PLR0911 - one for each kind of character
        one = self.text[self.at]
        self.at += 1
        if one == "\\":
            return self._escaped()
        if one == "[":
            accepts, self.at = bracket(
                self.text, self.at, self._dialect.escapes, ignores_case=self._ignores_case
            )
            return Characters(accepts)
        if one == ".":
            return Characters(lambda character: character != "\n")
        if one == "^" and (is_first or not self._dialect.is_basic):
            return Assertion("^")
        if one == "$" and (not self._dialect.is_basic or self.at == len(self.text) or self._is_end()):
            return Assertion("$")
        if one == "(" and not self._dialect.is_basic:
            return self._group()
        if (one == "*" and not is_first) or (not self._dialect.is_basic and one in "*+?{"):
            raise UndecidedError
        return self._literal(one)

    def _group(self) -> Node:
        look = next((kind for kind in ("?<=", "?<!", "?=", "?!") if self._perl(kind)), None)
        is_kept = look is None and not self._perl("?:")
        if is_kept and self.text.startswith("?", self.at):
            raise UndecidedError
        self.groups += is_kept
        body = self.alternatives(self.groups if is_kept else None)
        if not self._take("\\)" if self._dialect.is_basic else ")"):
            raise UndecidedError
        return body if look is None else Look(body, *_LOOKS[look])

    def _perl(self, word: str) -> bool:
        return self._dialect is Dialect.PERL and self._take(word)

    def _escaped(self) -> Node:
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        if letter == "(" and self._dialect.is_basic:
            return self._group()
        if letter.lower() in SHORT and letter and (letter.lower() != "d" or self._dialect is Dialect.PERL):
            accepts = SHORT[letter.lower()]
            return Characters(accepts if letter.islower() else negated(accepts))
        if letter in ("b", "B", "<", ">") and self._dialect is not Dialect.AWK:
            return Assertion(letter)
        if letter.isdigit() and 0 < int(letter) <= self.groups:
            return Back(int(letter))
        return self._named(letter)

    def _named(self, letter: str) -> Node:
        is_grep = self._dialect in (Dialect.GREP, Dialect.GREP_EXTENDED)
        if letter == "K" and self._dialect is Dialect.PERL:
            return Assertion("K")
        if is_grep and letter in ("d", "t", "n"):
            return self._literal(letter)
        if letter in _CONTROL:
            return Characters(_CONTROL[letter].__eq__)
        if not letter or letter.isalnum() or (self._dialect.is_basic and letter in "{}+?|)"):
            raise UndecidedError
        return self._literal(letter)

    def _literal(self, letter: str) -> Node:
        return self._characters(letter.__eq__)

    def _characters(self, accepts: Accepts) -> Characters:
        return Characters(either_case(accepts) if self._ignores_case else accepts)

    def _bounds(self) -> tuple[int, int | None] | None:
        """How often what stands before is repeated; None where it is not."""
        mark = "\\" if self._dialect.is_basic else ""
        for word, bounds in (("*", (0, None)), (f"{mark}+", (1, None)), (f"{mark}?", (0, 1))):
            if self._take(word):
                return bounds
        if self._dialect is Dialect.AWK and self.text.startswith("{", self.at):
            raise UndecidedError
        return self._counted() if self._take(f"{mark}{{") else None

    def _counted(self) -> tuple[int, int | None]:
        close = "\\}" if self._dialect.is_basic else "}"
        end = self.text.find(close, self.at)
        least, comma, most = self.text[self.at : max(end, self.at)].partition(",")
        self.at = end + len(close)
        if end < 0 or not least.isdecimal() or not (most.isdecimal() or not most):
            raise UndecidedError
        bounds = int(least), (int(most) if most else None if comma else int(least))
        if max(bounds[0], bounds[1] or 0) > _MOST:
            raise UndecidedError
        return bounds

    def _laziness(self) -> bool:
        if self._dialect is not Dialect.PERL:
            return False
        if self.text.startswith("+", self.at):
            raise UndecidedError
        return self._take("?")
