"""`relaudit completion`."""

from argparse import Namespace

from relaudit.cli.parser import build


def run(options: Namespace) -> int:
    """Print a completion script: `relaudit completion bash > …/completions/relaudit`."""
    import shtab

    print(shtab.complete(build(), shell=options.shell))
    return 0
