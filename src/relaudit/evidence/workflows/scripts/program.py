"""What a script says about itself as a whole: its functions, its names, its traps."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Command, Span
from relaudit.evidence.workflows.scripts.known import DECIDING
from relaudit.evidence.workflows.scripts.statements import (
    Definition,
    Redirected,
    Sequence,
    Simple,
    Statement,
    Substitution,
    Use,
    inner_statements,
)

_NAME = regex(r"[A-Za-z_]\w*")
_WAITS = regex(r"\$!|\$\{!\}|\bwait[ \t]+[^\s;&|)]|\bfg\b|\bcoproc\b")
_STATUS = regex(r"\$\?|\$\{\?|PIPESTATUS")
_EFFORT = 200_000


class TooMuch(Exception):  # noqa: N818 - it ends a search, it is not an error
    """The functions of a script call each other more often than is worth following."""


class Program:
    """A script as a whole."""

    def __init__(self, text: str, root: Sequence, *, is_posix: bool) -> None:
        self.text = text
        self.root = root
        self.is_posix = is_posix
        self.simples = tuple(simples(root))
        self.functions = _functions(root)
        self.deciding = frozenset(_NAME.findall(" ".join(self._decisive())))
        self.waits = bool(_WAITS.search(text))
        self.reads_pipes = "PIPESTATUS" in text
        self.inherits_errexit = is_posix or "inherit_errexit" in text or "posix" in text
        self._effort = _EFFORT

    def spend(self) -> None:
        """Count one step.

        Raises:
            TooMuch: there were too many.
        """
        self._effort -= 1
        if self._effort < 0:
            raise TooMuch

    def function(self, command: Command, calls: tuple[str, ...]) -> Statement | None:
        """The body of the function that a command calls; None for any other command, and for a call of itself."""
        found = self.functions.get(command.name or "")
        if found is None or found.name in calls or not (calls or found.span[1] <= command.span[0]):
            return None
        return found.body

    @cached_property
    def _defined(self) -> frozenset[str | None]:
        return frozenset(definition.name for definition in definitions(self.root))

    def is_function(self, name: str | None) -> bool:
        """Whether a name is that of some function."""
        return name in self._defined

    def mentions(self, names: frozenset[str], outside: tuple[Span, ...]) -> bool:
        """Whether one of the names stands anywhere but in these places."""
        found = (match for match in _NAME.finditer(self.text) if match[0] in names)
        return any(not any(start <= match.start() < end for start, end in outside) for match in found)

    def reads_status(self, statement: Statement) -> bool:
        """Whether a statement may look at the status of the one before it."""
        start, end = statement.span
        inside = list(simples(statement))
        bodies = [found.span for simple in inside if (found := self.functions.get(simple.command.name or ""))]
        texts = [self.text[start:end], *(self.text[start:end] for start, end in bodies)]
        return any(_STATUS.search(text) for text in texts) or any(
            _is_bare(simple.command) for simple in inside
        )

    def _decisive(self) -> Iterator[str]:
        for simple in self.simples:
            command = simple.command
            start, end = command.span
            if command.name in DECIDING:
                yield self.text[start:end]
            elif command.words and command.name is None:
                yield command.words[0].source
        yield from _CASE_WORDS.findall(self.text)


_CASE_WORDS = regex(r"\bcase\b[^\n]*?\bin\b")


def simples(statement: Statement) -> Iterator[Simple]:
    """Every command in a statement, those in substitutions too."""
    for node in _nodes(statement):
        if isinstance(node, Simple):
            yield node


def definitions(statement: Statement) -> Iterator[Definition]:
    """Every function that is defined in a statement."""
    return (node for node in _nodes(statement) if isinstance(node, Definition))


def _nodes(statement: Statement) -> Iterator[Statement]:
    pending = [statement]
    while pending:
        node = pending.pop()
        yield node
        pending += inner_statements(node)
        if isinstance(node, Simple | Redirected):
            pending += [substitution.body for substitution in node.substitutions]


def _functions(root: Sequence) -> Mapping[str, Definition]:
    """Those that are defined once, for all that follows."""
    names = [definition.name for definition in definitions(root)]
    plain = [item for item in root.items if isinstance(item, Definition)]
    return {item.name: item for item in plain if names.count(item.name) == 1}


def _is_bare(command: Command) -> bool:
    return command.name in ("exit", "return") and len(command.words) == 1


def outputs(statement: Simple | Redirected, substitution: Substitution) -> frozenset[str]:
    """The variables that the output of a substitution goes into."""
    if isinstance(statement, Redirected) or substitution.use is Use.READ:
        return frozenset()
    command = statement.command
    start = substitution.span[0]
    words = [word for word in (*command.assignments, *command.words) if word.span[0] <= start < word.span[1]]
    return frozenset(name[0] for word in words if "=" in word.source and (name := _NAME.match(word.source)))
