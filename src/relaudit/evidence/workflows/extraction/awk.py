"""What awk makes of a text: fields of the lines that are meant."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.extraction.dialects import Dialect, compiled
from relaudit.evidence.workflows.extraction.limits import Effort, UndecidedError
from relaudit.evidence.workflows.extraction.pattern import Pattern, finds, matches
from relaudit.evidence.workflows.extraction.words import Read, content, joined, lines_of, options

_PROGRAM = regex(
    r"\s*(?:/(?P<pattern>(?:[^/\\\n]|\\.)+)/|NR\s*==\s*(?P<row>\d{1,5})|\$(?P<key>\d)\s*==\s*\"(?P<value>[^\"\\]*)\")?\s*"
    r"\{\s*print(?:\s+\$(?P<field>\d{1,2}|NF)|\s*\$(?P<near>\d{1,2}|NF))?\s*(?P<quits>;\s*exit\s*)?;?\s*\}\s*"
)
_ESCAPES = {"\\t": "\t", "\\|": "|", "\\.": "."}


@record
class _Program:
    """One pattern and one field of the lines that it means."""

    field: str
    quits: bool
    pattern: Pattern | None
    row: int
    key: int
    value: str


def awk(words: Sequence[str], given: str, read: Read, effort: Effort) -> str:
    """What the program prints."""
    said = options(words, "", "F", {"--field-separator": "F"})
    operands = list(said.operands)
    program = _program(operands.pop(0) if operands else "")
    separator = said.said.get("F", " ")
    found: list[str] = []
    for number, line in enumerate(lines_of(content(operands, given, read)), 1):
        fields = _fields(line, separator, effort)
        if not _is_meant(program, number, line, fields, effort):
            continue
        found.append(_field(program.field, line, fields))
        if program.quits:
            break
    return joined(found)


def _program(text: str) -> _Program:
    read = _PROGRAM.fullmatch(text) if len(text) < 200 else None  # noqa: PLR2004 - nobody prints a field in more
    if read is None:
        raise UndecidedError
    pattern = compiled(read["pattern"], Dialect.AWK) if read["pattern"] else None
    field = read["field"] or read["near"] or "0"
    return _Program(
        field, bool(read["quits"]), pattern, int(read["row"] or 0), int(read["key"] or 0), read["value"] or ""
    )


def _is_meant(program: _Program, number: int, line: str, fields: Sequence[str], effort: Effort) -> bool:
    if program.pattern is not None:
        return finds(program.pattern, line, effort) is not None
    if program.row:
        return number == program.row
    return not program.key or _field(str(program.key), line, fields) == program.value


def _field(said: str, line: str, fields: Sequence[str]) -> str:
    if said == "0" or (said == "NF" and not fields):
        return line
    number = len(fields) if said == "NF" else int(said)
    return fields[number - 1] if number <= len(fields) else ""


def _fields(line: str, separator: str, effort: Effort) -> Sequence[str]:
    if separator == " ":
        return line.split()
    plain = _ESCAPES.get(separator, separator)
    if len(plain) == 1 and plain != "\\":
        return line.split(plain) if line else []
    if "\\" in plain:
        raise UndecidedError
    found: list[str] = []
    position = 0
    for one in matches(compiled(plain, Dialect.AWK), line, effort):
        if one.end == one.start:
            raise UndecidedError
        found.append(line[position : one.start])
        position = one.end
    return [*found, line[position:]] if line else []
