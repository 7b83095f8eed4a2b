"""Where a report goes: formats, files, and the terminal."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping

from relaudit.api import Report, Reporter
from relaudit.core.errors import UsageError
from relaudit.process.decode import nearest


def write(report: Report, options: Namespace, reporters: Mapping[str, Reporter]) -> None:
    """Render every asked format.

    Raises:
        UsageError: a format that does not exist, a file that cannot be written.
    """
    for wanted in options.format or ["console"]:
        name, _, path = wanted.partition("=")
        if name not in reporters:
            raise UsageError(f"there is no format '{name}'{nearest(name, reporters)}")
        if path:
            save(path, reporters[name](report))
        elif name == "console":
            _console(report, options)
        else:
            plain(reporters[name](report))


def save(path: str, text: str) -> None:
    """Write a report to a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def wants_colour(choice: str) -> bool:
    """Colours go to a terminal that takes them; NO_COLOR turns them off, as no-color.org has it."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _console(report: Report, options: Namespace) -> None:
    from relaudit.reporters.console import Style, lines, render
    from relaudit.reporters.excerpt import ASCII, Glyphs

    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    style = Style(Glyphs() if unicode else ASCII, verbose=options.verbose, quiet=options.quiet)
    if wants_colour(options.color):
        from relaudit.terminal import show

        show(
            ([(segment.text, segment.style) for segment in line] for line in lines(report, style)), sys.stdout
        )
    else:
        plain(render(report, style))


def plain(text: str) -> None:
    """Text to standard output; what its encoding does not have is escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
