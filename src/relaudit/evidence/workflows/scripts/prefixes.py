"""The programs that run another program: `sudo`, `env`, `timeout` and their like."""

from collections.abc import Mapping

from relaudit.core.record import replace
from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Command, Word

_ASSIGNMENT = regex(r"[A-Za-z_]\w*=")
_WITH_VALUE: Mapping[str, frozenset[str]] = {
    "sudo": frozenset(
        [
            "-u",
            "-g",
            "-h",
            "-p",
            "-C",
            "-D",
            "-R",
            "-T",
            "-r",
            "-t",
            "-U",
            "--user",
            "--group",
            "--host",
            "--prompt",
            "--chdir",
        ]
    ),
    "env": frozenset(["-u", "-C", "-S", "--unset", "--chdir", "--split-string"]),
    "time": frozenset(["-f", "-o", "--format", "--output"]),
    "command": frozenset(),
    "builtin": frozenset(),
    "exec": frozenset({"-a"}),
    "nohup": frozenset(),
    "timeout": frozenset(["-s", "-k", "--signal", "--kill-after"]),
    "xvfb-run": frozenset(
        [
            "-e",
            "-f",
            "-n",
            "-p",
            "-s",
            "--error-file",
            "--auth-file",
            "--server-num",
            "--xauth-protocol",
            "--server-args",
        ]
    ),
    "nice": frozenset({"-n", "--adjustment"}),
}
_NOT_RUNNING = {"command": ("-v", "-V"), "sudo": ("-l", "-v", "-k", "-e"), "env": ("-S", "--split-string")}


def unwrapped(command: Command) -> Command:
    """The command that is run in the end; the command itself when that cannot be told."""
    words = command.words
    while words and words[0].text in _WITH_VALUE:
        rest = _behind(words[0].text or "", words[1:])
        if rest is None:
            break
        words = rest
    return replace(command, words=words) if words is not command.words else command


def _behind(name: str, words: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """The command after a prefix; None when there is none, or when the run decides what is an option."""
    while words and words[0].source.startswith("-"):
        option, words = words[0], words[1:]
        is_told = option.text is not None or "=" in option.source
        if not is_told or option.text in _NOT_RUNNING.get(name, ()):
            return None
        if option.text == "--":
            break
        words = words[1:] if option.text in _WITH_VALUE[name] else words
    if name == "timeout":
        words = words[1:]
    while name in ("env", "sudo") and words and _ASSIGNMENT.match(words[0].source):
        words = words[1:]
    return words or None
