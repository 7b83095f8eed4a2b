"""How help is laid out."""

import argparse
import os
from functools import cache

_COLUMNS = 80


class Formatter(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, which argparse asks for at each option through a module that imports all of compression."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width() - 2)


@cache
def _width() -> int:
    """The columns of the terminal, as `shutil.get_terminal_size` has them."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(1).columns or _COLUMNS
    except OSError:
        return _COLUMNS
