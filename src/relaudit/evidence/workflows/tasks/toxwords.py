"""The words of a tox command: what stands in braces is filled in, as far as it is known before the run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from shlex import quote, shlex

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # around the name of what only the run can tell; no text holds them
_DEEPEST = 20
_MOST = 200_000
_LONGEST = 20_000
_ESCAPED = frozenset(":{}[]")
_REFERENCE = regex(r"\[(?P<section>[^\]]*)\](?P<key>[\w-]+)(?::(?P<default>[\s\S]*))?")
_NAMED = regex(r"(?P<key>[\w-]+)(?::[\s\S]*)?")
_TOLD = {
    "envpython": "python", "env_python": "python", "toxinidir": ".", "tox_root": ".", "/": "/", ":": ":",
}  # fmt: skip
_MARK = regex(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_ODD = regex(r"\W+")
Refer = Callable[[str, str], str | None]


@record
class Given:
    """What a command line gives an environment: its name, and the words after `--`, None when there is no `--`."""

    env: str
    posargs: Sequence[str] | None


@record
class ToxCommand:
    """The words of a command; what only the run can tell is marked in them."""

    words: Sequence[str]
    place: InFile


class Filling:
    """Fills in what stands in braces; `refer` gives the raw text of a key of a section."""

    def __init__(self, given: Given, refer: Refer) -> None:
        self.given = given
        self._refer = refer
        self._left = _MOST
        bin_folder = f".tox/{given.env}/bin"
        self._told: Mapping[str, str] = _TOLD | {
            "envname": given.env, "env_name": given.env, "envbindir": bin_folder, "env_bin_dir": bin_folder,
        }  # fmt: skip

    def split(self, line: str) -> list[str]:
        """The words of a line; what only the run can tell is marked in them."""
        filled = self.filled(line) if len(line) < _LONGEST else ""
        if not filled or len(filled) > _LONGEST:
            return [marked("line")] if line and len(line) + len(filled) > _LONGEST else []
        splitter = shlex(filled, posix=True)
        splitter.whitespace_split = True
        splitter.commenters = ""
        try:
            return list(splitter)
        except ValueError:  # a quote that is not closed
            return filled.split()

    def filled(self, text: str, deep: int = 0) -> str:
        """A text with its braces filled in."""
        return "".join(self._pieces(text.replace(OPEN, "").replace(CLOSE, ""), deep))

    def _pieces(self, text: str, deep: int) -> Iterator[str]:
        position = 0
        ends = _ends(text)
        while position < len(text):
            here = text[position : position + 2]
            if len(here) > 1 and here[0] == "\\" and here[1] in _ESCAPED:
                yield here[1]
                position += 2
            elif here[:1] == "{" and position in ends:
                yield self._value(text[position + 1 : ends[position]], deep)
                position = ends[position] + 1
            elif here == "[]":
                yield self._posargs("", deep)
                position += 2
            else:
                yield here[0]
                position += 1

    def _value(self, inner: str, deep: int) -> str:
        self._left -= 1 + len(inner)
        if deep > _DEEPEST or self._left < 0:
            return marked("too_much")
        kind, _, rest = inner.partition(":")
        if kind == "posargs":
            return self._posargs(rest, deep)
        if inner in self._told:
            return self._told[inner]
        reference = _REFERENCE.fullmatch(inner)
        if reference:
            return self._referred(reference["section"], reference["key"], reference["default"], deep)
        named = _NAMED.fullmatch(inner)
        return (
            marked(rest.partition(":")[0] if kind == "env" else kind)
            if named
            else f"{{{self.filled(inner, deep + 1)}}}"
        )

    def posargs(self, default: Sequence[str]) -> Sequence[str]:
        """The words after `--`, or these."""
        if self.given.posargs is None:
            return [self.filled(word) for word in default]
        return [word or marked("posargs") for word in self.given.posargs]

    def _posargs(self, default: str, deep: int) -> str:
        if self.given.posargs is None:
            return self.filled(default, deep + 1)
        return " ".join(quote(word) if word else marked("posargs") for word in self.given.posargs)

    def _referred(self, section: str, key: str, default: str | None, deep: int) -> str:
        found = self._refer(section, key)
        text = default if found is None else " ".join(found.split("\n"))
        self._left -= len(text or "")
        return marked(key) if text is None else self.filled(text, deep + 1)


def marked(name: str) -> str:
    """What only the run can tell, inside a word."""
    return f"{OPEN}{_ODD.sub('_', name) or '_'}{CLOSE}"


def shell_text(words: Sequence[str]) -> str:
    """The words as a line for a shell; what only the run can tell is a variable."""
    return " ".join("".join(_quoted(word)) for word in words)


def _quoted(word: str) -> Iterator[str]:
    if not word:
        yield "''"
    for number, piece in enumerate(_MARK.split(word)):
        if piece:
            yield f"${{{piece}}}" if number % 2 else quote(piece)


def _ends(text: str) -> Mapping[int, int]:
    """Where each brace that is opened is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    is_escaped = False
    for position, character in enumerate(text):
        if character == "{" and not is_escaped:
            opened.append(position)
        elif character == "}" and not is_escaped and opened:
            found[opened.pop()] = position
        is_escaped = character == "\\" and not is_escaped
    return found
