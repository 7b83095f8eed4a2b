"""What a Makefile says: its rules, its variables, and what about them only the run can tell."""

import re
from collections.abc import Sequence

from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.tasks.doubts import UntoldError
from relaudit.evidence.workflows.tasks.makerules import (
    RecipeLine,
    Rule,
    logical_lines,
    plain_name,
    uncommented,
)
from relaudit.evidence.workflows.tasks.makevalues import Values, Variables, outside

_CONDITIONS = ("ifeq", "ifneq", "ifdef", "ifndef")
_INCLUDES = ("include", "-include", "sinclude")
_UNDEFINED = ("export", "unexport", "vpath", "undefine", "load", "-load")
_CONTINUED = regex(r"(?<![ \t])[ \t]*\\\n[ \t]*", needs=("\\\n",))
_MODIFIERS = regex(r"(?:(?:export|unexport|override|private)[ \t]+)*")
_ASSIGNMENT = regex(
    r"(?P<name>(?:[^\s:#=?+!$]|[?+!](?!=)|\$\([^()]*\)|\$\{[^{}]*\})+)[ \t]*(?P<operator>:{0,3}=|[?+!]=)[ \t]*(?P<value>[\s\S]*)"
)
_DEFINE = regex(r"define[ \t]+([^\s:=?+!]+)", needs=("define",))
_SUFFIXES = regex(r"\.[A-Za-z]\w*(\.[A-Za-z]\w*)")
_HARMLESS = ("", "${error}")  # make stops at it, or it says nothing
_INCLUDED_AT_MOST = 50
_SIZE_AT_MOST = 1_000_000
_RULES_AT_MOST = 5000


class Makefile:
    """What the files say that were read so far; `is_open` says why there may be more rules than these, empty when there are none."""

    def __init__(self, tree: Tree, folder: str, given: Values) -> None:
        self.variables = Variables(given)
        self.rules: dict[str, list[Rule]] = {}
        self.patterns: list[str] = []
        self.first = ""
        self.first_doubt = ""
        self.is_open = ""
        self._tree, self._folder = tree, folder
        self._conditions = self._defines = self._included = self._count = self._size = 0
        self._rule: Rule | None = None

    def read(self, text: Text) -> None:
        """Take in a file.

        Raises:
            UntoldError: there is too much of it.
        """
        self._size += len(text.text)
        if self._size > _SIZE_AT_MOST:
            raise UntoldError("the Makefile is too large to be followed")
        prefix = "\t"
        for number, line in logical_lines(text):
            if self._rule is not None and line.startswith(prefix) and not self._defines:
                shell = line[1:].replace(f"\\\n{prefix}", "\\\n")
                self._rule.add(RecipeLine(shell, number, text), self._doubt())
            elif line:
                self._directive(RecipeLine(_CONTINUED.sub(" ", line), number, text))
                prefix = (self.variables.get(".RECIPEPREFIX") or "\t")[0]
        self._rule = None

    def special(self, name: str) -> Sequence[str] | None:
        """What a target such as `.PHONY` is given; None when it does not stand there.

        Raises:
            UntoldError: it depends on the run.
        """
        rules = self.rules.get(name)
        if rules and name != ".PHONY" and any(rule.doubt for rule in rules):
            raise UntoldError(f"{name} stands under a condition")
        return None if rules is None else [need for rule in rules for need in rule.needs]

    def _doubt(self) -> str:
        return "stands under a condition" if self._conditions else ""

    def _directive(self, line: RecipeLine) -> None:
        said = uncommented(line.text).lstrip()
        bare = _MODIFIERS.sub("", said, count=1)
        word = bare.split(None, 1)[0] if bare else ""
        if self._defines or _DEFINE.match(bare):
            self._define(bare)
        elif word in _CONDITIONS:
            self._conditions += 1
        elif word == "endif":
            self._conditions = max(0, self._conditions - 1)
        elif said and word != "else":
            self._rule = None
            self._statement(said, bare, line)

    def _define(self, said: str) -> None:
        """A value of several lines is not followed."""
        self._rule, name = None, _DEFINE.match(said)
        if name and not self._defines:
            self.variables.doubt(name[1])
        self._defines += 1 if name else -1 if said.split()[:1] == ["endef"] else 0

    def _statement(self, said: str, bare: str, line: RecipeLine) -> None:
        word = said.split(None, 1)[0]
        assignment = _ASSIGNMENT.fullmatch(bare)
        if assignment:
            self._assign(assignment, said[: len(said) - len(bare)])
        elif word in _INCLUDES:
            self._include(self.variables.expanded(said[len(word) :]).split())
        elif word not in _UNDEFINED:
            self._rule_line(line)

    def _assign(self, found: re.Match[str], modifiers: str) -> None:
        name = self.variables.expanded(found["name"])
        if "override" in modifiers:
            self.variables.override(name)
        self.variables.assign(name, found["operator"], found["value"])
        if self._conditions:
            self.variables.doubt(name)

    def _include(self, names: Sequence[str]) -> None:
        for name in names:
            self._included += 1
            path = "" if name.startswith("/") or set("$*?[") & set(name) else normal(self._folder + name)
            text = self._tree.read(path) if path and self._included <= _INCLUDED_AT_MOST else None
            if isinstance(text, Text):
                self.read(text)
            else:
                self.is_open = self.is_open or f"{name} is included and cannot be read"

    def _rule_line(self, line: RecipeLine) -> None:
        end = outside(line.text, ";#")
        head, tail = (line.text[:end], line.text[end:]) if end >= 0 else (line.text, "")
        colon = outside(head, ":")
        if colon < 0:
            head = self.variables.expanded(head)
            colon = head.find(":")
        if colon >= 0:
            self._add_rule(head[:colon], head[colon + 1 :])
        elif head.strip() not in _HARMLESS:
            self.is_open = self.is_open or "a line of it is computed"
        if tail.startswith(";") and self._rule is not None:
            self._rule.add(RecipeLine(tail[1:].lstrip(), line.number, line.source), self._doubt())

    def _add_rule(self, before: str, after: str) -> None:
        own = _ASSIGNMENT.fullmatch(_MODIFIERS.sub("", after.lstrip(": \t"), count=1))
        if own:  # it holds for what the target needs as well, so nowhere is it sure
            self.variables.doubt(own["name"])
            return
        doubt = self._doubt() or ("has a rule with two colons" if after.startswith(":") else "")
        if outside(after.lstrip(":"), ":") >= 0:
            doubt = doubt or "has a rule with a pattern"
        targets = self.variables.expanded(before).split()
        if targets and targets[-1].endswith("&"):
            doubt, targets = doubt or "is made with others at once", [*targets[:-1], targets[-1][:-1]]
        self._rule = Rule(self.variables.expanded(after.lstrip(":")).split(), doubt)
        for target in filter(None, targets):
            self._add_target(plain_name(target), self._rule)

    def _add_target(self, name: str, rule: Rule) -> None:
        self._count += 1
        if self._count > _RULES_AT_MOST:
            raise UntoldError(f"the Makefile has more than {_RULES_AT_MOST} rules")
        suffixes = _SUFFIXES.fullmatch(name)
        if "$" in name:
            self.is_open = self.is_open or "a target of it is computed"
        elif "%" in name or suffixes:
            self.patterns.append(f"%{suffixes[1]}" if suffixes else name)
        if "$" not in name and "%" not in name:
            self.rules.setdefault(name, []).append(rule)
            self._note_first(name)

    def _note_first(self, name: str) -> None:
        if not self.first and (name[:1] != "." or "/" in name):
            self.first, self.first_doubt = name, self._doubt() or self.is_open
