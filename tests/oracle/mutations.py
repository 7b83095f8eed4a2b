"""Workflows with something changed in them, as people and tools change them."""

from collections.abc import Callable, Sequence
from random import Random

Lines = list[str]
VALUES = (
    "", "true", "null", "3.10", "[a, b]", "{a: b}", '""', "'x'", "~", "${{ secrets.TOKEN }}", "${{ github.ref", "${{ }}", "${{ matrix.os == 'x' && needs }}",
    "${{ always() }}", "always() && github.ref == 'x'", "${{ insert }}", "*", "inherit", "a b", "-1", "1e3", "${{ 'text' }}", "${{ fromJSON(inputs.x) }}", "prefix ${{ env.A }}",
    "${{ hashFiles('**') }}", "env.A", "secrets.A != ''", "5 4 * * *", "!x", "x: y", "|", "yes",
)  # fmt: skip
KEYS = (
    "on", "jobs", "steps", "runs-on", "uses", "run", "with", "if", "name", "needs", "env", "strategy", "matrix", "include", "id", "environment", "permissions",
    "secrets", "concurrency", "timeout-minutes", "shell", "branches", "paths", "tags-ignore", "types", "cron", "container", "services", "outputs", "background", "wait",
    "parallel", "snapshot", "defaults", "foo", "${{ insert }}", "continue-on-error", "with ", "1", "Run", "default", "type", "options", "image", "group",
)  # fmt: skip


def mutated(text: str, random: Random) -> tuple[str, str]:
    """The kind of the change, and the text with it."""
    lines = text.splitlines(keepends=True)
    change = random.choice(CHANGES)
    return change.__name__, "".join(change(lines, random))


def _place(lines: Sequence[str], random: Random) -> int:
    return random.randrange(max(1, len(lines)))


def without_a_line(lines: Lines, random: Random) -> Lines:
    at = _place(lines, random)
    return lines[:at] + lines[at + 1 :]


def with_a_line_twice(lines: Lines, random: Random) -> Lines:
    at = _place(lines, random)
    return lines[: at + 1] + lines[at : at + 1] + lines[at + 1 :]


def with_lines_exchanged(lines: Lines, random: Random) -> Lines:
    at = _place(lines, random)
    return lines[:at] + lines[at : at + 2][::-1] + lines[at + 2 :]


def with_another_indentation(lines: Lines, random: Random) -> Lines:
    at = _place(lines, random)
    by = random.choice((-2, 2, 4))
    changed = [
        " " * by + line if by > 0 else line[-by:] if line.startswith(" " * -by) else line
        for line in lines[at : at + 1]
    ]
    return lines[:at] + changed + lines[at + 1 :]


def with_another_value(lines: Lines, random: Random) -> Lines:
    places = [at for at, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")]
    if not places:
        return lines
    at = random.choice(places)
    key, _, _ = lines[at].partition(":")
    return [*lines[:at], f"{key}: {random.choice(VALUES)}\n", *lines[at + 1 :]]


def with_another_key(lines: Lines, random: Random) -> Lines:
    places = [at for at, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")]
    if not places:
        return lines
    at = random.choice(places)
    key, _, rest = lines[at].partition(":")
    start = len(key) - len(key.lstrip(" -"))
    return [*lines[:at], f"{key[:start]}{random.choice(KEYS)}:{rest}", *lines[at + 1 :]]


def with_one_more_key(lines: Lines, random: Random) -> Lines:
    at = _place(lines, random)
    line = lines[at] if lines else ""
    start = len(line) - len(line.lstrip(" "))
    return [
        *lines[: at + 1],
        f"{line[:start]}{random.choice(KEYS)}: {random.choice(VALUES)}\n",
        *lines[at + 1 :],
    ]


CHANGES: tuple[Callable[[Lines, Random], Lines], ...] = (
    without_a_line, with_a_line_twice, with_lines_exchanged, with_another_indentation, with_another_value, with_another_value,
    with_another_key, with_another_key, with_one_more_key,
)  # fmt: skip
