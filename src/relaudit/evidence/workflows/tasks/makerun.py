"""What make runs for its goals: for each target what it needs first, then its own recipe."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.evidence.files import Tree, normal
from relaudit.evidence.workflows.tasks.doubts import UntoldError
from relaudit.evidence.workflows.tasks.inline import line_shell
from relaudit.evidence.workflows.tasks.makefile import Makefile
from relaudit.evidence.workflows.tasks.makerules import RecipeLine, Rule
from relaudit.evidence.workflows.tasks.makevalues import Values
from relaudit.evidence.workflows.tasks.model import Task

_PREFIXES = "@+- \t"
_NOTHING = ("", "${eval}")
_GLOB = frozenset("*?[")
_DEPTH = 100
_EFFORT = 50_000


@record
class _Needs:
    """What a target may be older than; `first` is what `$<` stands for."""

    names: Sequence[str]
    first: str
    is_newer: bool


@record
class Manner:
    """How make is told to run: whatever fails, and whatever is there already."""

    ignores: bool = False
    remakes: bool = False


class Run:
    """The lines so far; no target is made twice."""

    def __init__(self, makefile: Makefile, tree: Tree, folder: str, manner: Manner) -> None:
        self.tasks: list[Task] = []
        self._makefile, self._tree, self._folder, self._manner = makefile, tree, folder, manner
        self._made: dict[str, bool] = {}
        self._above: set[str] = set()
        self._left = _EFFORT
        self._phony = frozenset(makefile.special(".PHONY") or ())
        self._is_phony_sure = not any("$" in name for name in self._phony)
        ignored = makefile.special(".IGNORE")
        self._ignored = None if ignored is None else frozenset(ignored)
        self._is_one_script = makefile.special(".ONESHELL") is not None

    def make(self, name: str, depth: int = 0) -> bool:
        """Whether a target is made anew; where that depends on the ages of files, it only matters to what has a recipe.

        Raises:
            UntoldError: it cannot be told what is run for it.
        """
        self._left -= 1
        if depth > _DEPTH or self._left < 0:
            raise UntoldError("the Makefile has more to follow than is worth it")
        if name not in self._made:
            self._made[name] = False  # for the targets that it needs first and that need it in turn
            rules = self._makefile.rules.get(name)
            if rules is None:
                self._leave(name, is_goal=depth == 0)
                self._made[name] = name in self._phony
            else:
                self._above.add(name)
                self._made[name] = self._follow(name, rules, depth)
                self._above.remove(name)
        return self._made[name]

    def _leave(self, name: str, *, is_goal: bool) -> None:
        """A file that no rule makes: it is there, or it is no business of make."""
        if "$" in name:
            raise UntoldError("what a target needs is computed")
        if name in self._phony or _GLOB & set(name):
            return
        self._refuse_pattern(name)
        if self._is_there(name):
            return
        if ".DEFAULT" in self._makefile.rules or self._makefile.is_open:
            raise UntoldError(
                f"there is no rule for {name}, and {self._makefile.is_open or '.DEFAULT has one'}"
            )
        if is_goal:
            raise UntoldError(f"there is no target {name} in the Makefile")
        if name.endswith(".o"):
            raise UntoldError(f"{name} is made by a rule that make has built in")

    def _follow(self, name: str, rules: Sequence[Rule], depth: int) -> bool:
        doubt = next((rule.doubt for rule in rules if rule.doubt), "")
        if doubt:
            raise UntoldError(f"the target {name} {doubt}")
        main = next((rule for rule in reversed(rules) if rule.has_recipe), rules[0])
        # Each rule with a recipe goes before those above it, for `$<` to be what its recipe expects.
        later = [rule for rule in rules if not rule.has_recipe]
        ordered = (*(rule for rule in reversed(rules) if rule.has_recipe), *later)
        needs = self._make_first(ordered, depth + 1)
        if not main.has_recipe and name not in self._phony:
            self._refuse_pattern(name)
        is_made = self._is_due(name, needs, main)
        if is_made:
            self._run(name, main, needs)
        return is_made

    def _make_first(self, rules: Sequence[Rule], depth: int) -> _Needs:
        named = [need for rule in rules for need in (*rule.needs, *rule.needs_before)]
        dated = {need: None for rule in rules for need in rule.needs if need not in self._above}
        made = {need: self.make(need, depth) for need in dict.fromkeys(named) if need not in self._above}
        names = [need for need in made if need in dated]
        return _Needs(names, next(iter(dated), ""), any(made[need] for need in names))

    def _is_due(self, name: str, needs: _Needs, rule: Rule) -> bool:
        if needs.is_newer or self._manner.remakes or name in self._phony or not self._is_there(name):
            return True
        if not self._is_phony_sure:
            raise UntoldError(f"what .PHONY names is computed, and there is a file {name}")
        if needs.names and rule.has_recipe:
            raise UntoldError(f"the file {name} is there, and its age decides whether it is made")
        return False

    def _run(self, name: str, rule: Rule, needs: _Needs) -> None:
        own = {"@": name}
        self._left -= len(rule.recipe)
        if not any(_GLOB & set(need) for need in needs.names):
            own |= {"<": needs.first, "^": " ".join(needs.names)}
        told = self._joined(rule.recipe) if self._is_one_script else rule.recipe
        self.tasks += filter(None, (self._task(name, line, own) for line in told))

    def _joined(self, recipe: Sequence[RecipeLine]) -> Sequence[RecipeLine]:
        texts = [line.text if line is recipe[0] else line.text.lstrip(_PREFIXES) for line in recipe]
        return [RecipeLine("\n".join(texts), recipe[0].number, recipe[0].source)] if recipe else ()

    def _task(self, name: str, line: RecipeLine, own: Values) -> Task | None:
        full = self._makefile.variables.expanded(line.text, own)
        text = full.lstrip(_PREFIXES)
        if text.strip() in _NOTHING or (text.startswith("#") and "\n" not in text):
            return None
        is_listed = self._ignored is not None and (not self._ignored or name in self._ignored)
        is_ignored = self._manner.ignores or is_listed or "-" in full[: len(full) - len(text)]
        place = line.source.place_of_line(line.number)
        return Task(text.rstrip(), place, shell_of_recipes(self._makefile), is_ignored)

    def _refuse_pattern(self, name: str) -> None:
        self._left -= len(self._makefile.patterns) // 50
        for pattern in self._makefile.patterns:
            start, _, end = pattern.partition("%")
            if name.startswith(start) and name.endswith(end):
                raise UntoldError(f"the rule for {name} is a pattern, {pattern}")

    def _is_there(self, name: str) -> bool:
        path = "" if name.startswith("/") or "\0" in name else normal(self._folder + name)
        if not path:
            return False
        inside = self._tree.folder(path)
        return self._tree.read(path) is not None or (isinstance(inside, Sequence) and bool(inside))


def shell_of_recipes(makefile: Makefile) -> str:
    """The command line of the shell that runs each line of a recipe.

    Raises:
        UntoldError: the Makefile does not say it plainly, or it is no shell whose scripts are read.
    """
    shell, flags = makefile.variables.get("SHELL"), makefile.variables.get(".SHELLFLAGS")
    if shell is None or flags is None:
        raise UntoldError("which shell runs the recipes is computed")
    if flags == "-c" and makefile.special(".POSIX") is not None:
        flags = "-ec"
    found = line_shell([*shell.split(), *flags.split()])
    if found is None:
        raise UntoldError(f"the recipes are for '{shell} {flags}', which is not read")
    return found
