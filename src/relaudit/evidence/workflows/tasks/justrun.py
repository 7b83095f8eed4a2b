"""What just runs for a recipe: those before it, its own lines, those after it."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import dedent

from relaudit.core.regex import regex
from relaudit.evidence.workflows.tasks.doubts import UntoldError
from relaudit.evidence.workflows.tasks.inline import line_shell, script_shell
from relaudit.evidence.workflows.tasks.justfile import Justfile, Recipe
from relaudit.evidence.workflows.tasks.justheader import literal_of
from relaudit.evidence.workflows.tasks.model import LOOSE, Task

_PREFIXES = "@-"
_WORD = regex(r"\w{1,40}")
_DEPTH = 50
_EFFORT = 50_000
_SCRIPT = ("sh", "-eu")
Ran = set[tuple[str, str]]


class Run:
    """The lines so far; `given` are the variables of the command line, which win."""

    def __init__(self, justfile: Justfile, given: Mapping[str, str]) -> None:
        self.tasks: list[Task] = []
        self._justfile = justfile
        self._values = {**justfile.values, **given}
        self._ran: Ran = set()
        self._left = _EFFORT

    def recipe(self, name: str) -> Recipe:
        """The recipe of a name or an alias.

        Raises:
            UntoldError: there is none, or more than one.
        """
        found = self._justfile.recipes.get(self._justfile.aliases.get(name, name), ())
        if not name:
            raise UntoldError("a word of the command is known to the run alone")
        if not found:
            where = ", which takes in other files" if self._justfile.is_open else ""
            raise UntoldError(f"there is no recipe {name} in the justfile{where}")
        if len(found) > 1 and "allow-duplicate-recipes" not in self._justfile.settings:
            raise UntoldError(f"there are several recipes {name}")
        return found[-1]

    def run(self, recipe: Recipe, arguments: str = "") -> None:
        """Follow a recipe that is named."""
        self._run(recipe, arguments, self._ran, 0)

    def _run(self, recipe: Recipe, arguments: str, ran: Ran, depth: int) -> None:
        header = recipe.header
        self._left -= 1 + len(recipe.body)
        if self._left < 0 or depth > _DEPTH:
            raise UntoldError("the recipes depend on each other, or more than is worth following")
        if (header.name, arguments) in ran:
            return
        for need in header.before:
            self._run(self.recipe(need.name), need.arguments, ran, depth + 1)
        self.tasks += self._lines(recipe)
        afresh: Ran = set()  # just runs those behind `&&` even where they ran before
        for need in header.after:
            self._run(self.recipe(need.name), need.arguments, afresh, depth + 1)
        ran.add((header.name, arguments))

    def _lines(self, recipe: Recipe) -> Iterator[Task]:
        first = next((line.strip() for _, line in recipe.body if line.strip()), "")
        script = next((tokens for tokens in recipe.attributes if "script" in tokens[:1]), None)
        if script is not None:
            yield self._script(recipe, [literal_of(part) or "" for part in script[2:-1] if part != ","])
        elif first.startswith("#!"):
            yield self._script(recipe, first[2:].split())
        else:
            yield from self._one_by_one(recipe)

    def _script(self, recipe: Recipe, words: Sequence[str]) -> Task:
        """All lines at once, for an interpreter."""
        interpreter = words or self._setting("script-interpreter") or _SCRIPT
        shell = script_shell(interpreter)
        if shell is None:
            raise UntoldError(
                f"the recipe {recipe.header.name} is for '{' '.join(interpreter)}', which is not read"
            )
        body = [(number, line) for number, line in recipe.body if not line.lstrip().startswith("#!")]
        text = dedent("\n".join(self._told(line, recipe) for _, line in body)).strip("\n")
        number = next(
            (number for number, line in body if line.strip()), recipe.body[0][0] if recipe.body else 1
        )
        return Task(text, self._justfile.text.place_of_line(number), shell)

    def _one_by_one(self, recipe: Recipe) -> Iterator[Task]:
        """Each line for a shell of its own."""
        shell = self._shell()
        for number, line in _joined(recipe.body):
            text = self._told(line, recipe)
            bare = text.lstrip(_PREFIXES)
            if bare.strip() and bare[0] != "#":
                place = self._justfile.text.place_of_line(number)
                yield Task(bare.strip(), place, shell, "-" in text[: len(text) - len(bare)])

    def _shell(self) -> str:
        words = self._setting("shell")
        found = line_shell(words) if words else LOOSE
        if found is None:
            raise UntoldError(f"the recipes are for '{' '.join(words)}', which is not read")
        return found

    def _setting(self, name: str) -> Sequence[str]:
        values = self._justfile.settings.get(name, ())
        if None in values:
            raise UntoldError(f"the setting {name} is computed")
        return [value for value in values if value is not None]

    def _told(self, line: str, recipe: Recipe) -> str:
        """A line with the variables in it that are written out; of the others the run alone can tell."""
        parts: list[str] = []
        position = 0
        while (start := line.find("{{", position)) >= 0:
            parts.append(line[position:start])
            is_escape = line.startswith("{{{{", start)
            end = start + 2 if is_escape else line.find("}}", start)
            if end < 0:
                return "".join((*parts, line[start:]))
            parts.append("{{" if is_escape else self._value(line[start + 2 : end].strip(), recipe))
            position = end + 2
        return "".join((*parts, line[position:]))

    def _value(self, expression: str, recipe: Recipe) -> str:
        is_own = any(parameter.name == expression for parameter in recipe.header.parameters)
        value = None if is_own else self._values.get(expression)
        word = _WORD.search(expression.replace("-", "_"))
        return f"${{{word[0] if word else '_'}}}" if value is None else value


def _joined(body: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each line with those that it is continued on, as just joins them."""
    begun = 0
    parts: list[str] = []
    for number, line in body:
        begun = begun if parts else number
        parts.append(line.strip() if line.endswith("\\") else line.lstrip())
        if line.endswith("\\"):
            parts[-1] = parts[-1][:-1]
        else:
            yield begun, "".join(parts)
            parts = []
    if parts:
        yield begun, "".join(parts)
