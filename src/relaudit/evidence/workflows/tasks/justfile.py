"""What a justfile says: its recipes, its settings, its aliases and the variables that are written out."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.tasks.doubts import UntoldError
from relaudit.evidence.workflows.tasks.justheader import (
    Header,
    Tokens,
    goes_on,
    header_of,
    literal_of,
    tokens_of,
)

_LINES_AT_MOST = 50
_SIZE_AT_MOST = 1_000_000
_MORE = ("import", "mod")


@record
class Recipe:
    """A recipe; `body` are its lines by their numbers, `attributes` what stands in brackets above it."""

    header: Header
    body: Sequence[tuple[int, str]]
    attributes: Sequence[Tokens]


class Justfile:
    """The items of a file; `is_open` tells that recipes stand in other files as well."""

    def __init__(self, text: Text) -> None:
        """Read them.

        Raises:
            UntoldError: there is too much, or something that is no item.
        """
        if len(text.text) > _SIZE_AT_MOST:
            raise UntoldError("the justfile is too large to be followed")
        self.text = text
        self.recipes: dict[str, list[Recipe]] = {}
        self.aliases: dict[str, str] = {}
        self.values: dict[str, str | None] = {}
        self.settings: dict[str, Sequence[str | None]] = {}
        self.is_open = False
        self._lines = text.text.replace("\r\n", "\n").split("\n")
        self._read()

    def default(self) -> str:
        """The recipe that is run when none is named."""
        recipes = [recipe for found in self.recipes.values() for recipe in found]
        chosen = [one for one in recipes if any("default" in tokens[:1] for tokens in one.attributes)]
        return next((recipe.header.name for recipe in (*chosen, *recipes)), "")

    def _read(self) -> None:
        position, attributes = 0, list[Tokens]()
        while position < len(self._lines):
            line = self._lines[position]
            if not line.strip() or line[0] in " \t#":
                position += 1
                continue
            tokens, position = self._item(position)
            if tokens[0] == "[":
                attributes += _attributes(tokens)
                continue
            is_recipe = ":" in tokens and ":=" not in tokens[1:3]
            if is_recipe:
                position = self._recipe(tokens, position, attributes)
            else:
                self._statement(tokens)
            attributes = []

    def _item(self, start: int) -> tuple[Tokens, int]:
        """The tokens of an item, and where the next begins."""
        for end in range(start + 1, min(start + _LINES_AT_MOST, len(self._lines)) + 1):
            tokens = tokens_of("\n".join(self._lines[start:end]))
            if not goes_on(tokens):
                return tokens, end
        raise UntoldError(f"line {start + 1} of the justfile cannot be read")

    def _recipe(self, tokens: Tokens, start: int, attributes: Sequence[Tokens]) -> int:
        header = header_of(tokens)
        if header is None:
            raise UntoldError(f"line {start} of the justfile cannot be read")
        end = start
        while end < len(self._lines) and (not self._lines[end].strip() or self._lines[end][0] in " \t"):
            end += 1
        body = [(number + 1, self._lines[number]) for number in range(start, end)]
        self.recipes.setdefault(header.name, []).append(Recipe(header, body, attributes))
        return end

    def _statement(self, tokens: Tokens) -> None:
        match tokens:
            case ["alias", name, ":=", *target]:
                self.aliases[name] = "".join(target)
            case ["set", _, ":=", "false"]:
                pass
            case ["set", name, ":=", *values]:
                self.settings[name] = [literal_of(part) for part in values if part not in "[],"]
            case ["set", name]:
                self.settings[name] = ()
            case [name, ":=", *values] | [_, name, ":=", *values]:
                self.values[name] = literal_of(values[0]) if len(values) == 1 else None
            case [word, *_] if word in _MORE:
                self.is_open = True
            case ["unexport", _]:
                pass
            case _:
                raise UntoldError(f"'{' '.join(tokens)[:40]}' in the justfile cannot be read")


def _attributes(tokens: Tokens) -> Sequence[Tokens]:
    """Those of `[one, two("x")]`, each with its arguments."""
    found: list[list[str]] = [[]]
    depth = 0
    for part in tokens[1:-1]:
        depth += (part == "(") - (part == ")")
        if part == "," and not depth:
            found.append([])
        else:
            found[-1].append(part)
    return found
