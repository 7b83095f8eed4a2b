"""The argument parser: one subparser for each command, whose module is imported when it runs."""

import argparse

from relaudit import __version__
from relaudit.cli.options import Commands, choosing_policy, command_in, judging, looking, output, parser_of

COMMANDS = ("check", "graph", "simulate", "ready", "rules", "explain", "policy", "org", "completion")
_TOP = """\
examples:
  relaudit .                           audit this checkout
  relaudit check --at v1.2.0 .         audit it as it was at a tag
  relaudit graph                       what each event publishes, with what, behind which gates
  relaudit simulate tag:v1.2.0         what the push of a tag would run and publish, and why
  relaudit ready 1.2.0                 what still stands between here and that release
  relaudit org --local ~/src           one report over a folder of repositories
  relaudit explain version-files-agree what a rule wants, with examples

"""
_CHECK = """\
examples:
  relaudit check                            audit the checkout you are in
  relaudit check --select versions ../lib   one family of rules, another folder
  relaudit check --format github --format json=report.json .
  relaudit check acme/ferry                 a repository on GitHub, without a clone
  relaudit check --fix .                    write the safe fixes, and report what is left
  relaudit check --patch . | git apply      look at them, or apply them, yourself
  relaudit check --policy-at origin/main .  the policy of main, whatever this branch changed in it

"""
_GRAPH = """\
examples:
  relaudit graph                            the release paths of the checkout you are in
  relaudit graph --format mermaid > paths.mmd
  relaudit graph --format json --at v1.2.0 ../lib

"""
_SIMULATE = """\
examples:
  relaudit simulate push:main               a push to a branch
  relaudit simulate tag:v1.2.0              the push of a tag
  relaudit simulate pull_request:main ../lib
  relaudit simulate release:published --format json

"""
_READY = """\
examples:
  relaudit ready 1.2.0                      the checklist of a release
  relaudit ready 1.2.0 --strict             exit 3 where something cannot be told
  relaudit ready 1.2.0 --format json        for the first job of a release workflow

exit codes: 1 when something stands in the way, 3 with --strict when something cannot be told, else 0
"""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of one command; without a command word it is `check`."""
    first = arguments[0] if arguments else ""
    if first not in (*COMMANDS, "-h", "--help", "--version"):
        arguments = ["check", *arguments]
    if arguments[0] == "check":
        arguments = _with_levels(arguments)
    parser = build(arguments[0])
    options, rest = parser.parse_known_args(arguments)
    if len(rest) == 1 and not rest[0].startswith("-") and getattr(options, "target", "") == ".":
        options.target = rest[0]  # argparse gives an optional word its default as soon as an option follows
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return options


def _with_levels(arguments: list[str]) -> list[str]:
    """A bare `--fix` means the safe ones: the word after it is a target, not its value."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return ["--fix=safe" if word == "--fix" and place < end else word for place, word in enumerate(arguments)]


def build(only: str = "") -> argparse.ArgumentParser:
    """The whole parser; with the name of a command, no more than that command needs."""
    parser = parser_of("relaudit", "Audit how a repository releases against how its team says it does.", _TOP)
    parser.add_argument("--version", action="version", version=f"relaudit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    builders = {
        "check": _check, "graph": _graph, "simulate": _simulate, "ready": _ready, "rules": _rules, "explain": _explain, "policy": _policy, "org": _org, "completion": _completion,
    }  # fmt: skip
    for build_one in [builders[only]] if only in builders else builders.values():
        build_one(commands)
    return parser


def _check(commands: Commands) -> None:
    command = command_in(
        commands, "check", "audit repositories (the command that is meant when none is named)", _CHECK
    )
    command.add_argument(
        "targets",
        nargs="*",
        default=["."],
        metavar="TARGET",
        help="a checkout, a bare git directory, or OWNER/NAME[@REF] on GitHub",
    )
    command.add_argument("--at", default="", metavar="REV", help="audit the tree of a revision")
    command.add_argument(
        "--released", default="", metavar="VERSION", help="judge as after the release of a version"
    )
    command.add_argument("--changed-since", default="", metavar="REV",
                         help="judge the change since a revision; of a branch, as origin has it")  # fmt: skip
    command.add_argument("--secrets-present", action="append", default=[], metavar="NAME=true|false",
                         help="whether a secret is there, where GitHub's list cannot be read; repeatable")  # fmt: skip
    _fixing(command)
    judging(command)
    output(command)


def _fixing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", nargs="?", const="safe", choices=("safe", "unsafe"), default="", metavar="unsafe",
                         help="write the safe fixes, with =unsafe all of them; report what is left")  # fmt: skip
    command.add_argument(
        "--patch", action="store_true", help="print what --fix would change, for git apply; write nothing"
    )


def _graph(commands: Commands) -> None:
    command = command_in(
        commands, "graph", "show what each event publishes, with what, behind which gates", _GRAPH
    )
    looking(command, ("table", "mermaid", "json"))


def _simulate(commands: Commands) -> None:
    command = command_in(commands, "simulate", "show what an event would run and publish, and why", _SIMULATE)
    command.add_argument(
        "event", metavar="EVENT[:REF]", help="push:main, tag:v1.2.0, pull_request:main, schedule, ..."
    )
    looking(command, ("table", "json"))


def _ready(commands: Commands) -> None:
    command = command_in(
        commands, "ready", "show what stands between here and the release of a version", _READY
    )
    command.add_argument("version", metavar="VERSION", help="the version that is to be released: 1.2.0")
    command.add_argument("--strict", action="store_true", help="exit 3 when something is unknown")
    looking(command, ("table", "json"))


def _rules(commands: Commands) -> None:
    command_in(commands, "rules", "list the rules")


def _explain(commands: Commands) -> None:
    explain = command_in(commands, "explain", "show what a rule wants, why, and examples of it")
    explain.add_argument("rule", metavar="RULE")


def _policy(commands: Commands) -> None:
    policy = command_in(commands, "policy", "show the policy that a repository is judged by")
    inner = policy.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    show = inner.add_parser("show", help="the merged policy, each value with its origin")
    show.add_argument("target", nargs="?", default=".", metavar="TARGET")
    choosing_policy(show)
    inner.add_parser("schema", help="the JSON Schema of a policy file, for editors")


def _completion(commands: Commands) -> None:
    completion = command_in(commands, "completion", "print a completion script for a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def _org(commands: Commands) -> None:
    command = command_in(commands, "org", "audit many repositories, one report")
    command.add_argument("--local", metavar="FOLDER", required=True, help="every repository in a folder")
    command.add_argument("--markdown", metavar="PATH", help="write the report as Markdown")
    command.add_argument("--json", metavar="PATH", help="write the report as JSON")
    judging(command)
    output(command)
