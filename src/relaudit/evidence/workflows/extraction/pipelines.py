"""The pipelines whose output a script keeps under a name: `VERSION=$(…)`, `echo "version=$(…)" >> "$GITHUB_OUTPUT"`."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.workflows.extraction.run import Stage
from relaudit.evidence.workflows.scripts.commands import Span
from relaudit.evidence.workflows.scripts.grouping import Grouping
from relaudit.evidence.workflows.scripts.program import TooMuch
from relaudit.evidence.workflows.scripts.shells import shell_of
from relaudit.evidence.workflows.scripts.statements import (
    Chain,
    Conditional,
    Definition,
    Loop,
    Pipeline,
    Redirected,
    Simple,
    Statement,
    Substitution,
    inner_statements,
)
from relaudit.evidence.workflows.scripts.syntax import parsed
from relaudit.evidence.workflows.scripts.words import literal

_ASSIGNED = regex(r"[\"']?(?:::set-output name=)?([A-Za-z_][\w-]*)(?:=|::)")
_KEPT = ("GITHUB_OUTPUT", "GITHUB_ENV", "::set-output")
_DECLARING = ("export", "local", "readonly", "declare")
_INPUT = regex(r"<\s*(?P<path>[^\s<>&|;()]+)")
_MOST = 20_000
_HARMLESS = ("true", ":")


@record
class Kept:
    """A pipeline and the name of what it says; `before` is the text of the conditions that it is under.

    `has_fallback` tells that something else speaks where it fails.
    """

    name: str
    stages: tuple[Stage, ...]
    span: Span
    before: str = ""
    has_fallback: bool = False


@record
class _Around:
    """The script, the conditions that a statement is under, and where it writes to."""

    text: str
    before: str = ""
    writes: str = ""

    def under(self, span: Span) -> "_Around":
        """Under one more condition."""
        return replace(self, before=self.before + self.text[slice(*span)])


def kept(text: str, shell: str) -> Iterator[Kept]:
    """Each pipeline of a script, as far as its words are the same in every run."""
    if "$(" not in text or len(text) > _MOST or isinstance(shell_of(shell), Unknown):
        return
    try:
        tree = parsed(text)
        root = Grouping(text).sequence(tree.root.parts, (0, len(text)))
        found = list(_in(root, _Around(text))) if tree.is_whole else []
    except (RecursionError, TooMuch):
        return
    yield from found


def _in(statement: Statement, around: _Around) -> Iterator[Kept]:
    match statement:
        case Simple():
            yield from _of_simple(statement, around)
        case Definition() | Loop():
            return
        case Chain(first=first, later=later):
            yield from _in(first, around)
            for _, one in later:
                yield from _in(one, around.under((statement.span[0], one.span[0])))
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            for branch in (then, *([otherwise] if otherwise is not None else [])):
                yield from _in(branch, around.under(condition.span))
        case Redirected(inner=inner, writes=writes):
            yield from _in(inner, replace(around, writes=around.writes + writes))
        case _:
            for one in inner_statements(statement):
                yield from _in(one, around)


def _of_simple(statement: Simple, around: _Around) -> Iterator[Kept]:
    command = statement.command
    words = (
        command.words[1:]
        if command.name in _DECLARING or _is_told(statement, around)
        else command.assignments
    )
    for word in words:
        name = _ASSIGNED.match(word.source)
        inside = [one for one in statement.substitutions if word.span[0] <= one.span[0] < word.span[1]]
        if name is not None and len(inside) == 1:
            yield from _of_substitution(name[1], inside[0], around)


def _is_told(statement: Simple, around: _Around) -> bool:
    """Whether GitHub is told a name and a value."""
    said = statement.writes + around.writes + around.text[slice(*statement.span)]
    return statement.command.name == "echo" and any(name in said for name in _KEPT)


def _of_substitution(name: str, substitution: Substitution, around: _Around) -> Iterator[Kept]:
    if not around.text.startswith("$(", substitution.span[0]) or len(substitution.body.items) != 1:
        return
    statement: Statement = substitution.body.items[0]
    has_fallback = False
    if isinstance(statement, Chain) and all(operator == "||" for operator, _ in statement.later):
        has_fallback = not all(_is_harmless(one) for _, one in statement.later)
        statement = statement.first
    parts = statement.parts if isinstance(statement, Pipeline) else (statement,)
    stages = [_stage(part) for part in parts]
    known = tuple(stage for stage in stages if stage is not None)
    if len(known) == len(stages):
        yield Kept(name, known, substitution.span, around.before, has_fallback)


def _is_harmless(statement: Statement) -> bool:
    return isinstance(statement, Simple) and statement.command.name in _HARMLESS


def _stage(statement: Statement) -> Stage | None:
    if not isinstance(statement, Simple) or statement.command.assignments:
        return None
    words = [word.text for word in statement.command.words]
    plain = tuple(word for word in words if word is not None)
    given = _INPUT.fullmatch(statement.writes.strip()) if statement.writes else None
    path = literal(given["path"]) if given is not None else ""
    if len(plain) != len(words) or not words or (statement.writes and not path):
        return None
    return Stage(plain, path or "")
