"""The home of rich: colours and tables, where there is a terminal for them."""

from collections.abc import Iterable, Sequence
from typing import IO

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "notice": "bold cyan",
    "unknown": "bold magenta",
    "passed": "green",
    "title": "bold",
    "place": "blue",
    "frame": "blue",
    "mark": "red",
    "faint": "dim",
}


def show(lines: Iterable[Sequence[tuple[str, str]]], stream: IO[str]) -> None:
    """Lines of `(text, style)` in colour; nothing in them is read as markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False, soft_wrap=True, emoji=False)
    for line in lines:
        console.print(Text.assemble(*((text, STYLES.get(style, "")) for text, style in line)))


def markdown(text: str, stream: IO[str]) -> None:
    """A page, typeset."""
    from rich.console import Console
    from rich.markdown import Markdown

    Console(file=stream, force_terminal=True).print(Markdown(text))
