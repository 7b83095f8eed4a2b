"""`relaudit rules`."""

from argparse import Namespace

from relaudit.builtin import everything
from relaudit.views.rules import listing


def run(_: Namespace) -> int:
    """List the rules."""
    print(listing(everything().rules), end="")
    return 0
