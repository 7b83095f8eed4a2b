"""The rules of a Makefile, and the lines that it consists of."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text

_OPEN_END = regex(r"(?<!\\)(?:\\\\)*\\$")
_ESCAPED = regex(r"\\#", needs=("\\#",))


@record
class RecipeLine:
    """A line of a recipe without the tab before it; the lines that it goes on in belong to it."""

    text: str
    number: int
    source: Text


class Rule:
    """One rule, its recipe still growing; `doubt` says why its targets cannot be followed, where they cannot."""

    def __init__(self, needs: Sequence[str], doubt: str) -> None:
        bar = needs.index("|") if "|" in needs else len(needs)
        self.needs = tuple(map(plain_name, needs[:bar]))
        self.needs_before = tuple(map(plain_name, needs[bar + 1 :]))
        self.recipe: list[RecipeLine] = []
        self.has_recipe = False
        self.doubt = doubt

    def add(self, line: RecipeLine, doubt: str) -> None:
        """One more line of the recipe."""
        self.recipe.append(line)
        self.has_recipe = True
        self.doubt = self.doubt or doubt


def plain_name(target: str) -> str:
    """A target as make knows it, without `./`."""
    while target.startswith("./") and target.strip("./"):
        target = target[2:].lstrip("/")
    return target


def logical_lines(text: Text) -> Iterator[tuple[int, str]]:
    """Each line with those that it is continued on, by its number."""
    lines = text.text.replace("\r\n", "\n").split("\n")
    start = 0
    for number, line in enumerate(lines):
        if number + 1 == len(lines) or not line.endswith("\\") or not _OPEN_END.search(line):
            yield start + 1, "\n".join(lines[start : number + 1])
            start = number + 1


def uncommented(line: str) -> str:
    """A line outside of a recipe without what `#` begins."""
    position = line.find("#")
    while position > 0 and line[position - 1] == "\\":
        position = line.find("#", position + 1)
    return _ESCAPED.sub("#", line if position < 0 else line[:position])
