"""What several commands take, and how a command is made."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from relaudit.cli.help import Formatter

EXITS = """\
exit codes, the first that applies:
  2  the run itself is wrong: usage, policy, plugin
  4  interrupted, or a repository could not be audited
  1  findings at or above the policy's fail-on
  3  with --strict, something is unknown
  0  none of these
"""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def judging(command: argparse.ArgumentParser) -> None:
    """For commands that judge repositories."""
    choosing_policy(command)
    for name, summary in (
        ("--select", "a rule, a family or PACK/*; repeatable"),
        ("--ignore", "as --select; repeatable"),
    ):
        command.add_argument(name, action="append", default=[], metavar="RULE", help=summary)
    command.add_argument("--strict", action="store_true", help="exit 3 when something is unknown")
    network = command.add_mutually_exclusive_group()
    network.add_argument("--offline", action="store_true", help="forbid the network")
    network.add_argument("--online", action="store_true", help="ask GitHub, with a token or without")
    command.add_argument(
        "--github-url", default="", metavar="URL", help="the address of a GitHub Enterprise Server"
    )


def choosing_policy(command: argparse.ArgumentParser) -> None:
    """For commands that read the policy."""
    command.add_argument(
        "--policy", default="", metavar="FILE", help="a policy file instead of the repository's own"
    )
    command.add_argument(
        "--policy-at", default="", metavar="REV", help="the repository's policy as it is at a revision"
    )


def output(command: argparse.ArgumentParser) -> None:
    """For commands that write reports."""
    command.add_argument("--format", action="append", default=[], metavar="NAME[=PATH]",
                         help="console, json, github, markdown; to a file with =PATH; repeatable")  # fmt: skip
    command.add_argument("--quiet", action="store_true", help="show errors only")
    command.add_argument("--verbose", action="store_true", help="show every finding, and what does not apply")
    colouring(command)


def looking(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """For commands that show one repository."""
    command.add_argument(
        "target", nargs="?", default=".", metavar="TARGET", help="a checkout or a bare git directory"
    )
    command.add_argument("--at", default="", metavar="REV", help="the tree of a revision")
    command.add_argument("--format", choices=formats, default=formats[0])
    choosing_policy(command)
    colouring(command)


def colouring(command: argparse.ArgumentParser) -> None:
    """Whether what is shown is coloured."""
    command.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="NO_COLOR is respected"
    )


def command_in(commands: Commands, name: str, summary: str, examples: str = "") -> argparse.ArgumentParser:
    """A command, whose module is imported when it runs."""
    epilog = examples + EXITS if examples or name == "org" else None
    command = commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", epilog=epilog,
        formatter_class=Formatter,
    )  # fmt: skip
    command.set_defaults(run=_lazily(name))
    return command


def parser_of(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    """A parser with examples and exit codes below its options."""
    return argparse.ArgumentParser(
        prog=name, description=description, epilog=examples + EXITS,
        formatter_class=Formatter,
    )  # fmt: skip


def _lazily(name: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        command: Callable[[argparse.Namespace], int] = import_module(f"relaudit.cli.{name}").run
        return command(options)

    return run
