"""The entries of a changelog that is written in directives: `.. changelog::` with a `:version:`, as sphinx-changelog reads them."""

from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.changelogs.heading import Heading

_DIRECTIVE = regex(r"\.\. changelog::\s*$")
_FIELD = regex(r"\s+:(?P<name>version|released):\s*(?P<value>.{0,200}?)\s*$")


def directives(lines: Sequence[str]) -> Iterator[Heading]:
    """A heading for each directive: its version and the day of its release, which has not come where none is given."""
    for number, line in enumerate(lines, 1):
        if _DIRECTIVE.match(line):
            fields = dict(_fields(lines, number))
            day = fields.get("released") or "unreleased"
            if "version" in fields:
                yield Heading(1, f"{fields['version']} ({day})", number, number, number)


def _fields(lines: Sequence[str], below: int) -> Iterator[tuple[str, str]]:
    """The options of the directive: the lines that follow it up to the first blank one."""
    for line in lines[below:]:
        if not line.strip():
            return
        found = _FIELD.match(line)
        if found:
            yield found["name"], found["value"]
