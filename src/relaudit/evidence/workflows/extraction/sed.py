"""What sed makes of a text: substitutions and a few other commands, each for some lines."""

from collections.abc import Sequence

from relaudit.evidence.workflows.extraction.dialects import Dialect
from relaudit.evidence.workflows.extraction.limits import Effort, UndecidedError
from relaudit.evidence.workflows.extraction.pattern import Found, finds, matches
from relaudit.evidence.workflows.extraction.sedscript import Command, Script
from relaudit.evidence.workflows.extraction.words import Read, content, joined, lines_of, options

_LONG = {"--quiet": "n", "--silent": "n", "--regexp-extended": "E", "--expression": "e"}


def sed(words: Sequence[str], given: str, read: Read, effort: Effort) -> str:
    """The lines, as the script leaves them."""
    said = options(words, "nEr", "e", _LONG)
    operands = list(said.operands)
    scripts = [value for name, value in said.every if name == "e"] or [operands.pop(0) if operands else ""]
    reader = Script("\n".join(scripts), Dialect.SED_EXTENDED if said.has("E", "r") else Dialect.SED)
    commands = list(iter(reader.command, None))
    if not commands:
        raise UndecidedError
    text = content(operands, given, read)
    lines, found, out = lines_of(text), list[str](), list[str]()
    for number, line in enumerate(lines, 1):
        out, has_quit = _applied(
            commands, line, (number, number == len(lines)), effort, prints=not said.has("n")
        )
        found += out
        if has_quit:
            return joined(found)
    return joined(found) if text.endswith("\n") or not out else joined(found)[:-1]


def _applied(
    commands: Sequence[Command], line: str, place: tuple[int, bool], effort: Effort, *, prints: bool
) -> tuple[list[str], bool]:
    out: list[str] = []
    for command in commands:
        if not _is_meant(command, line, place, effort):
            continue
        match command.letter:
            case "d":
                return out, False
            case "p":
                out.append(line)
            case "q":
                return [*out, *([line] if prints else [])], True
            case _:
                line, has_changed = _substituted(command, line, effort)
                out += [line] if has_changed and "p" in command.flags else []
    return [*out, *([line] if prints else [])], False


def _is_meant(command: Command, line: str, place: tuple[int, bool], effort: Effort) -> bool:
    number, is_last = place
    if command.address is not None:
        return (finds(command.address, line, effort) is not None) is not command.is_negated
    if command.number is not None:
        return (is_last if command.number == -1 else command.number == number) is not command.is_negated
    return True


def _substituted(command: Command, line: str, effort: Effort) -> tuple[str, bool]:
    if command.pattern is None:
        raise UndecidedError
    if "g" not in command.flags:
        one = finds(command.pattern, line, effort)
        found = [one] if one is not None else []
    else:
        found = list(matches(command.pattern, line, effort))
    parts: list[str] = []
    position = 0
    for one in found:
        parts += [line[position : one.start], _filled(command.replacement, line, one)]
        position = one.end
    return "".join((*parts, line[position:])), bool(found)


def _filled(replacement: Sequence[str | int], line: str, found: Found) -> str:
    spans = {0: (found.start, found.end), **found.groups}
    return "".join(
        part if isinstance(part, str) else line[slice(*spans.get(part, (0, 0)))] for part in replacement
    )
