"""Commands out of the syntax tree: their words, and the substitutions in them."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Command, Span, Word
from relaudit.evidence.workflows.scripts.syntax import Piece
from relaudit.evidence.workflows.scripts.templates import templates
from relaudit.evidence.workflows.scripts.words import literal

ASSIGNMENTS = ("variable_assignment", "variable_assignments")
REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")
_DECLARATIONS = ("declaration_command", "unset_command")
_SUBSTITUTIONS = ("command_substitution", "process_substitution")
_CONDITIONAL = ("expansion", "binary_expression", "ternary_expression")
_HARMLESS = regex(
    r"^\d*(?:>>?|>\||&>>?|<)\s*/dev/(?:null|stdout|stderr)$|^\d*[<>]&\s*[\d-]+$|GITHUB_STEP_SUMMARY[\"}]*$|^<<"
)


@record
class Found:
    """A substitution; `is_conditional` when it only runs as the alternative of an expansion."""

    piece: Piece
    is_conditional: bool


class Source:
    """The text of a script, out of which pieces become words and commands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._templates = templates(text)

    def of(self, piece: Piece) -> str:
        """The text of a piece."""
        return self.text[piece.start : piece.end]

    def command(self, piece: Piece, redirects: Sequence[Piece]) -> Command:
        """The command of a piece without substructure; its redirections may hold further words."""
        assigned = _assigned(piece)
        words = self._own_words(piece)
        extra = [word for redirect in redirects for word in _extra_words(redirect)]
        end = max([piece.end, *(word.end for word in extra)])
        return Command(
            (*words, *self._joined(extra)),
            tuple(self._word((part.start, part.end)) for part in assigned),
            (piece.start, end),
        )

    def writes(self, redirects: Sequence[Piece]) -> str:
        """The text of those redirections that may fail."""
        plain = [self.of(piece) for piece in redirects if not _HARMLESS.search(self.of(piece))]
        return " ".join(plain)

    def _own_words(self, piece: Piece) -> list[Word]:
        if piece.kind in ("test_command", "compound_statement"):
            first, last = piece.parts[0], piece.parts[-1]
            inner = self.text[first.end : last.start]
            start = first.end + len(inner) - len(inner.lstrip())
            content = Word(None, inner.strip(), (start, start + len(inner.strip())))
            return [
                self._word((first.start, first.end), is_literal=True),
                *([content] if inner.strip() else []),
            ]
        if piece.kind in _DECLARATIONS:
            return self._joined(piece.parts)
        is_command = piece.kind == "command"
        return self._joined(
            [part for part in piece.parts if is_command and part.field in ("name", "argument")]
        )

    def _joined(self, pieces: Sequence[Piece]) -> list[Word]:
        """A word for each run of pieces without space in between; the end of a line that goes on is none."""
        spans: list[Span] = []
        for piece in pieces:
            if spans and self.text[spans[-1][1] : piece.start] in ("", "\\\n"):
                spans[-1] = (spans[-1][0], piece.end)
            else:
                spans.append((piece.start, piece.end))
        return [self._word(span) for span in spans]

    def _word(self, span: Span, *, is_literal: bool = False) -> Word:
        source = self.text[span[0] : span[1]]
        is_filled_in = any(start < span[1] and end > span[0] for start, end in self._templates)
        return Word(source if is_literal else None if is_filled_in else literal(source), source, span)


def substitutions(pieces: Sequence[Piece]) -> Iterator[Found]:
    """The outermost `$( )` and `<( )`, in order; what follows a heredoc on its line is not part of it."""
    pending = [(piece, False) for piece in reversed(pieces)]
    while pending:
        piece, is_conditional = pending.pop()
        if piece.kind in _SUBSTITUTIONS:
            yield Found(piece, is_conditional)
            continue
        parts = [part for part in piece.parts if not (piece.kind == "heredoc_redirect" and is_trailing(part))]
        pending += [(part, is_conditional or piece.kind in _CONDITIONAL) for part in reversed(parts)]


def is_trailing(part: Piece) -> bool:
    """Whether a part of a heredoc's redirection is the rest of the line behind it."""
    return part.field in ("operator", "right") or part.kind == "pipeline"


def _assigned(piece: Piece) -> list[Piece]:
    if piece.kind == "variable_assignment":
        return [piece]
    if piece.kind not in ("command", "variable_assignments"):
        return []
    return [part for part in piece.parts if part.kind == "variable_assignment"]


def _extra_words(redirect: Piece) -> tuple[Piece, ...]:
    if redirect.kind == "heredoc_redirect":
        return redirect.of("argument")
    return redirect.of("destination")[1:]
