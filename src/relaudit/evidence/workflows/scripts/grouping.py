"""From the syntax tree to statements; the tree's own grouping of operators is not bash's and is undone."""

from collections.abc import Sequence as Items

from relaudit.core.record import record, replace
from relaudit.evidence.workflows.scripts.commands import Span
from relaudit.evidence.workflows.scripts.compound import compound, definition
from relaudit.evidence.workflows.scripts.simple import REDIRECTS, Source, is_trailing
from relaudit.evidence.workflows.scripts.statements import (
    Background,
    Chain,
    Negated,
    Pipeline,
    Sequence,
    Statement,
)
from relaudit.evidence.workflows.scripts.syntax import Piece

_JOINED = ("list", "pipeline")
_PIPES = ("|", "|&")
_LISTS = ("&&", "||")
_SILENT = ("comment", "heredoc_body", "heredoc_end")


@record
class _Operand:
    """A piece that no operator divides, and its redirections."""

    piece: Piece | None
    redirects: tuple[Piece, ...] = ()


_Item = _Operand | str


class Grouping:
    """Makes statements of the pieces of one text."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)

    def sequence(self, pieces: Items[Piece], span: Span) -> Sequence:
        """The statements among the parts of a piece: those that are named and no comment."""
        items: list[Statement] = []
        for piece in pieces:
            if piece.kind == "&" and items:
                items[-1] = Background(items[-1], items[-1].span)
            elif piece.kind[:1].isalpha() and piece.kind not in _SILENT:
                items.append(self.statement(piece))
        return Sequence(tuple(items), span)

    def statement(self, piece: Piece) -> Statement:
        """One statement, whatever the operators in it."""
        if piece.kind == "function_definition":
            return definition(self, piece)
        chains: list[tuple[str, list[_Item]]] = [("", [])]
        for item in _items(piece):
            if isinstance(item, str) and item in _LISTS:
                chains.append((item, []))
            else:
                chains[-1][1].append(item)
        made = [(operator, self._pipeline(items, piece)) for operator, items in chains]
        return (
            made[0][1]
            if len(made) == 1
            else Chain(made[0][1], tuple(made[1:]), _over([item for _, item in made]))
        )

    def _pipeline(self, items: Items[_Item], piece: Piece) -> Statement:
        parts = [compound(self, item.piece, item.redirects) for item in items if isinstance(item, _Operand)]
        if not parts:
            return Sequence((), (piece.start, piece.end))
        whole = parts[0] if len(parts) == 1 else Pipeline(tuple(parts), _over(parts))
        return Negated(whole, whole.span) if items.count("!") % 2 else whole


def _items(piece: Piece) -> list[_Item]:
    """Operands and operators in the order of the text."""
    if piece.kind in _JOINED:
        return [item for part in piece.parts for item in _items(part)]
    if piece.kind == "negated_command":
        return ["!", *(item for part in piece.parts[1:] for item in _items(part))]
    if piece.kind == "redirected_statement":
        redirects = tuple(part for part in piece.parts if part.kind in REDIRECTS)
        body = [item for part in piece.of("body") for item in _items(part)] or [_Operand(None)]
        return [*_redirected(body, redirects), *_behind(redirects)]
    return (
        [piece.kind]
        if piece.kind in (*_PIPES, *_LISTS, "!")
        else []
        if piece.kind in _SILENT
        else [_Operand(piece)]
    )


def _redirected(items: list[_Item], redirects: tuple[Piece, ...]) -> list[_Item]:
    """The redirections belong to the last operand."""
    last = items[-1]
    if isinstance(last, str):
        return items
    return [*items[:-1], replace(last, redirects=(*last.redirects, *redirects))]


def _behind(redirects: Items[Piece]) -> list[_Item]:
    """What follows the start of a heredoc on its line."""
    trailing = [
        part for redirect in redirects if redirect.kind == "heredoc_redirect" for part in redirect.parts
    ]
    return [item for part in trailing if is_trailing(part) for item in _items(part)]


def _over(statements: Items[Statement]) -> Span:
    return statements[0].span[0], max(statement.span[1] for statement in statements)
