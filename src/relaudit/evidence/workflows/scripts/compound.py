"""The compound statements: what is a condition, what a body, and which substitutions stand in their words."""

from collections.abc import Sequence as Items
from typing import Protocol

from relaudit.core.record import replace
from relaudit.evidence.workflows.scripts.commands import Command, Span
from relaudit.evidence.workflows.scripts.known import DECIDING
from relaudit.evidence.workflows.scripts.simple import ASSIGNMENTS, REDIRECTS, Source, substitutions
from relaudit.evidence.workflows.scripts.statements import (
    Case,
    Conditional,
    Definition,
    Loop,
    Redirected,
    Sequence,
    Simple,
    Statement,
    Subshell,
    Substitution,
    Use,
)
from relaudit.evidence.workflows.scripts.syntax import Piece

_WORDY = ("for_statement", "c_style_for_statement", "case_statement")


class Grouper(Protocol):
    """What makes statements of pieces."""

    source: Source

    def sequence(self, pieces: Items[Piece], span: Span) -> Sequence:
        """The statements among these."""
        ...

    def statement(self, piece: Piece) -> Statement:
        """The statement of one."""
        ...


def compound(grouper: Grouper, piece: Piece | None, redirects: tuple[Piece, ...]) -> Statement:
    """The statement of a piece that no operator divides."""
    if piece is None:
        span = (redirects[0].start, redirects[-1].end)
        return _simple(grouper, Piece("command", "", *span), redirects)
    made = _structured(grouper, piece)
    if made is None:
        return _simple(grouper, piece, redirects)
    words = [
        part for part in piece.parts if piece.kind in _WORDY and part.kind not in ("do_group", "case_item")
    ]
    use = Use.READ if piece.kind == "case_statement" else Use.LOST
    found = [
        *_found(grouper, words, use),
        *_found(grouper, redirects, Use.LOST),
    ]
    writes = grouper.source.writes(redirects)
    return Redirected(made, tuple(found), writes, made.span) if found or writes else made


def definition(grouper: Grouper, piece: Piece) -> Definition:
    """A function."""
    name = next((grouper.source.of(part) for part in piece.of("name")), "")
    bodies = piece.of("body")
    span = (piece.start, piece.end)
    body = compound(grouper, bodies[0], piece.of("redirect")) if bodies else Sequence((), span)
    return Definition(name, body, span)


def _structured(grouper: Grouper, piece: Piece) -> Statement | None:  # noqa: PLR0911 - one for each kind of piece
    span = (piece.start, piece.end)
    match piece.kind:
        case "subshell":
            return Subshell(grouper.sequence(piece.parts, span), span)
        case "compound_statement" if piece.parts[0].kind != "((":
            return grouper.sequence(piece.parts, span)
        case "if_statement":
            return _conditional(grouper, piece.parts, span)
        case "while_statement":
            condition = grouper.sequence(piece.of("condition"), _cover(piece.of("condition"), span))
            return Loop(condition, piece.parts[0].kind == "until", _body(grouper, piece), span)
        case "for_statement" | "c_style_for_statement":
            return Loop(None, False, _body(grouper, piece), span, _is_entered(grouper, piece))
        case "case_statement":
            branches = [part for part in piece.parts if part.kind == "case_item"]
            return Case(tuple(_branch(grouper, part) for part in branches), span)
        case "function_definition":
            return definition(grouper, piece)
        case "redirected_statement" | "list" | "pipeline" | "negated_command":
            return grouper.statement(piece)
        case "ERROR":
            return grouper.sequence([part for part in piece.parts if _is_statement(part)], span)
        case _:
            return None


def _conditional(grouper: Grouper, parts: Items[Piece], span: Span) -> Conditional:
    """`if` or `elif`: what stands before `then`, what after it, and the branches behind."""
    kinds = [part.kind for part in parts]
    then = kinds.index("then") if "then" in kinds else len(parts)
    branch = next((at for at, kind in enumerate(kinds) if kind in ("elif_clause", "else_clause")), len(parts))
    otherwise: Statement | None = None
    if branch < len(parts):
        rest = parts[branch]
        inside = (rest.start, rest.end)
        if rest.kind == "elif_clause":
            otherwise = _conditional(grouper, [*rest.parts[1:], *parts[branch + 1 :]], inside)
        else:
            otherwise = grouper.sequence(rest.parts[1:], inside)
    before = parts[:then] if kinds[:1] != ["if"] else parts[1:then]
    after = [part for part in parts[then + 1 : branch] if part.kind != "fi"]
    return Conditional(
        grouper.sequence(before, _cover(before, span)),
        grouper.sequence(after, _cover(after, span)),
        otherwise,
        span,
    )


def _body(grouper: Grouper, piece: Piece) -> Sequence:
    bodies = piece.of("body")
    span = _cover(bodies, (piece.start, piece.end))
    return grouper.sequence(
        [part for body in bodies for part in body.parts if part.kind not in ("do", "done")], span
    )


def _branch(grouper: Grouper, piece: Piece) -> Sequence:
    kinds = [part.kind for part in piece.parts]
    start = kinds.index(")") + 1 if ")" in kinds else len(kinds)
    rest = [part for part in piece.parts[start:] if part.field not in ("termination", "fallthrough")]
    return grouper.sequence(rest, (piece.start, piece.end))


def _simple(grouper: Grouper, piece: Piece, redirects: tuple[Piece, ...]) -> Simple:
    inner = tuple(part for part in piece.parts if part.kind in REDIRECTS)
    command = grouper.source.command(piece, (*inner, *redirects))
    use = Use.READ if command.name in DECIDING else Use.LOST
    found = [_in_name(item, command) for item in _found(grouper, [piece], use)]
    redirected = _found(grouper, redirects, Use.LOST)
    if (
        piece.kind in ASSIGNMENTS
        and found
        and not redirected
        and grouper.source.text[found[-1].span[0]] in "$`"
    ):
        found[-1] = replace(found[-1], use=Use.STATUS)
    writes = grouper.source.writes((*inner, *redirects))
    return Simple(command, (*found, *redirected), writes, command.span)


def _in_name(substitution: Substitution, command: Command) -> Substitution:
    """What a substitution says decides when it is the name of the command."""
    is_name = bool(command.words) and substitution.span[0] < command.words[0].span[1]
    return replace(substitution, use=Use.READ) if is_name else substitution


def _found(grouper: Grouper, pieces: Items[Piece], use: Use) -> list[Substitution]:
    made: list[Substitution] = []
    for found in substitutions(pieces):
        span = (found.piece.start, found.piece.end)
        inner = Use.LOST if found.piece.kind == "process_substitution" else use
        made.append(
            Substitution(grouper.sequence(found.piece.parts, span), inner, found.is_conditional, span)
        )
    return made


def _cover(pieces: Items[Piece], otherwise: Span) -> Span:
    return (pieces[0].start, pieces[-1].end) if pieces else otherwise


def _is_entered(grouper: Grouper, piece: Piece) -> bool:
    """Whether a `for` has a word that stays one whatever the run makes of it: bash keeps an empty text in quotes, and a pattern that matches nothing."""
    words = [grouper.source.of(part) for part in piece.of("value")]
    open_signs = ("$", "`", "{", "*", "?", "[") if "nullglob" in grouper.source.text else ("$", "`", "{")
    is_quoted = (word[:1] == word[-1:] == '"' and "@" not in word and "${{" not in word for word in words)
    is_plain = (not any(sign in word for sign in open_signs) for word in words)
    return piece.parts[0].kind == "for" and (any(is_quoted) or any(is_plain))


def _is_statement(piece: Piece) -> bool:
    return piece.kind.endswith(("command", "statement", "assignment", "definition")) or piece.kind in (
        "list", "pipeline", "subshell",
    )  # fmt: skip
