"""The argument parser: one subparser for each command, whose module is imported when it runs."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from relaudit import __version__
from relaudit.cli.help import Formatter

COMMANDS = ("check", "rules", "explain", "policy", "org", "completion")
EXITS = """\
exit codes, the first that applies:
  2  the run itself is wrong: usage, policy, plugin
  4  interrupted, or a repository could not be audited
  1  findings at or above the policy's fail-on
  3  with --strict, something is unknown
  0  none of these
"""
_TOP = """\
examples:
  relaudit .                           audit this checkout
  relaudit check --at v1.2.0 .         audit it as it was at a tag
  relaudit org --local ~/src           one report over a folder of repositories
  relaudit explain version-files-agree what a rule wants, with examples

"""
_CHECK = """\
examples:
  relaudit check                            audit the checkout you are in
  relaudit check --select versions ../lib   one family of rules, another folder
  relaudit check --format github --format json=report.json .
  relaudit check --fix .                    write the safe fixes, and report what is left
  relaudit check --patch . | git apply      look at them, or apply them, yourself
  relaudit check --policy-at origin/main .  the policy of main, whatever this branch changed in it

"""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of one command; without a command word it is `check`."""
    first = arguments[0] if arguments else ""
    if first not in (*COMMANDS, "-h", "--help", "--version"):
        arguments = ["check", *arguments]
    if arguments[0] == "check":
        arguments = _with_levels(arguments)
    return build(arguments[0]).parse_args(arguments)


def _with_levels(arguments: list[str]) -> list[str]:
    """A bare `--fix` means the safe ones: the word after it is a target, not its value."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return ["--fix=safe" if word == "--fix" and place < end else word for place, word in enumerate(arguments)]


def build(only: str = "") -> argparse.ArgumentParser:
    """The whole parser; with the name of a command, no more than that command needs."""
    parser = _parser("relaudit", "Audit how a repository releases against how its team says it does.", _TOP)
    parser.add_argument("--version", action="version", version=f"relaudit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    builders = {
        "check": _check, "rules": _rules, "explain": _explain, "policy": _policy, "org": _org, "completion": _completion,
    }  # fmt: skip
    for build_one in [builders[only]] if only in builders else builders.values():
        build_one(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def _check(commands: Commands) -> None:
    command = _command(
        commands, "check", "audit repositories (the command that is meant when none is named)", _CHECK
    )
    command.add_argument(
        "targets", nargs="*", default=["."], metavar="TARGET", help="a checkout or a bare git directory"
    )
    command.add_argument("--at", default="", metavar="REV", help="audit the tree of a revision")
    command.add_argument(
        "--released", default="", metavar="VERSION", help="judge as after the release of a version"
    )
    command.add_argument("--changed-since", default="", metavar="REV",
                         help="judge the change since a revision; of a branch, as origin has it")  # fmt: skip
    _fixing(command)
    _judging(command)
    _output(command)


def _fixing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", nargs="?", const="safe", choices=("safe", "unsafe"), default="", metavar="unsafe",
                         help="write the safe fixes, with =unsafe all of them; report what is left")  # fmt: skip
    command.add_argument(
        "--patch", action="store_true", help="print what --fix would change, for git apply; write nothing"
    )


def _judging(command: argparse.ArgumentParser) -> None:
    _choosing_policy(command)
    for name, summary in (
        ("--select", "a rule, a family or PACK/*; repeatable"),
        ("--ignore", "as --select; repeatable"),
    ):
        command.add_argument(name, action="append", default=[], metavar="RULE", help=summary)
    command.add_argument("--strict", action="store_true", help="exit 3 when something is unknown")
    command.add_argument("--offline", action="store_true", help="forbid the network; nothing asks it yet")


def _choosing_policy(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--policy", default="", metavar="FILE", help="a policy file instead of the repository's own"
    )
    command.add_argument(
        "--policy-at", default="", metavar="REV", help="the repository's policy as it is at a revision"
    )


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", action="append", default=[], metavar="NAME[=PATH]",
                         help="console, json, github, markdown; to a file with =PATH; repeatable")  # fmt: skip
    command.add_argument("--quiet", action="store_true", help="show errors only")
    command.add_argument("--verbose", action="store_true", help="show every finding, and what does not apply")
    command.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="NO_COLOR is respected"
    )


def _rules(commands: Commands) -> None:
    _command(commands, "rules", "list the rules")


def _explain(commands: Commands) -> None:
    explain = _command(commands, "explain", "show what a rule wants, why, and examples of it")
    explain.add_argument("rule", metavar="RULE")


def _policy(commands: Commands) -> None:
    policy = _command(commands, "policy", "show the policy that a repository is judged by")
    inner = policy.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    show = inner.add_parser("show", help="the merged policy, each value with its origin")
    show.add_argument("target", nargs="?", default=".", metavar="TARGET")
    _choosing_policy(show)
    inner.add_parser("schema", help="the JSON Schema of a policy file, for editors")


def _completion(commands: Commands) -> None:
    completion = _command(commands, "completion", "print a completion script for a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def _org(commands: Commands) -> None:
    command = _command(commands, "org", "audit many repositories, one report")
    command.add_argument("--local", metavar="FOLDER", required=True, help="every repository in a folder")
    command.add_argument("--markdown", metavar="PATH", help="write the report as Markdown")
    command.add_argument("--json", metavar="PATH", help="write the report as JSON")
    _judging(command)
    _output(command)


def _command(commands: Commands, name: str, summary: str, examples: str = "") -> argparse.ArgumentParser:
    epilog = examples + EXITS if examples or name == "org" else None
    command = commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", epilog=epilog,
        formatter_class=Formatter,
    )  # fmt: skip
    command.set_defaults(run=_lazily(name))
    return command


def _parser(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=name, description=description, epilog=examples + EXITS,
        formatter_class=Formatter,
    )  # fmt: skip


def _lazily(name: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        command: Callable[[argparse.Namespace], int] = import_module(f"relaudit.cli.{name}").run
        return command(options)

    return run
