"""The files that a step may write to: outputs, variables and places for programs, as GitHub's runner reads them."""

from collections.abc import Iterator

BLOCKED = frozenset({"NODE_OPTIONS"})


class MalformedError(Exception):
    """A file that the runner takes for none of its own: the step fails."""


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """`name=value`, or `name<<END`, lines, `END`; what ends a line is a line feed alone.

    Raises:
        MalformedError: a line is neither, a name or an end is empty or missing.
    """
    lines = iter(text.removesuffix("\n").split("\n"))
    for line in lines:
        name, equals, value = line.partition("=")
        before, here, end = line.partition("<<")
        if here and "=" not in before:
            if not before or not end:
                raise MalformedError(
                    f"Invalid format '{line}'. Name must not be empty and delimiter must not be empty"
                )
            yield before, "\n".join(_until(end, lines))
        elif equals:
            if not name:
                raise MalformedError(f"Invalid format '{line}'. Name must not be empty")
            yield name, value
        elif line:
            raise MalformedError(f"Invalid format '{line}'")


def variables(text: str) -> dict[str, str]:
    """What `GITHUB_ENV` sets.

    Raises:
        MalformedError: as `pairs`; a variable that may not be set this way.
    """
    found = dict(pairs(text))
    for name in found:
        if name.upper() in BLOCKED:
            raise MalformedError(f"Can't store {name} output parameter using '$GITHUB_ENV' command.")
    return found


def folders(text: str) -> list[str]:
    """What `GITHUB_PATH` adds, a line for each; the last comes first."""
    return [line for line in reversed(text.splitlines()) if line.strip()]


def _until(end: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise MalformedError(f"Invalid value. Matching delimiter not found '{end}'")
