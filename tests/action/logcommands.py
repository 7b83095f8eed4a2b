"""What a step writes to its log, read as GitHub's runner reads it: workflow commands, and the lines that are none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LEVELS = frozenset({"error", "warning", "notice"})
_REFUSED = frozenset({"set-env", "add-path"})
_MATCHERS = frozenset({"add-matcher", "remove-matcher"})
_STOP = "stop-commands"
KNOWN = (
    LEVELS
    | _REFUSED
    | _MATCHERS
    | {_STOP, "add-mask", "debug", "echo", "endgroup", "group", "save-state", "set-output"}
)
_LINE_END = re.compile("\r\n|\r|\n")
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_BRACKETED = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"))


class CannotRunError(Exception):
    """What this runner does not do: it says so, and skips nothing."""


@dataclass(frozen=True)
class Command:
    """A workflow command; its name is in lower case, as the runner compares it."""

    name: str
    properties: Mapping[str, str]
    message: str


@dataclass
class Log:
    """The log of one step. `masks` are those of the whole job; a command that may not be given fails the step."""

    masks: list[str]
    lines: list[str] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    _token: str = ""

    def take(self, text: str) -> None:
        """What the process wrote; a carriage return ends a line as well."""
        lines = _LINE_END.split(text)
        for line in lines if lines[-1] else lines[:-1]:
            self._line(line)

    def masked(self, text: str) -> str:
        """The text without what is masked by now."""
        for secret in sorted(self.masks, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def _line(self, line: str) -> None:
        command = command_in(line, self._token)
        if command is None or (self._token and command.name != self._token.lower()):
            self.lines.append(self.masked(line))
        elif self._token:
            self._token = ""
        else:
            self._obey(command)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "add-mask":
                self.masks += [part for part in _LINE_END.split(command.message) if part.strip()]
            case "set-output" if "name" in command.properties:
                self.outputs[command.properties["name"]] = command.message
            case "stop-commands":
                self._stop(command.message)
            case "set-env" | "add-path" | "set-output":
                self.errors.append(f"the command {command.name} is disabled, or lacks a name")
            case "add-matcher" | "remove-matcher":
                raise CannotRunError(f"problem matchers: {command.message}")
            case _:
                pass  # it is shown, or kept for steps that come after a job
        properties = {name: self.masked(value) for name, value in command.properties.items()}
        self.commands.append(Command(command.name, properties, self.masked(command.message)))

    def _stop(self, token: str) -> None:
        if not token or token.lower() in KNOWN:
            self.errors.append("commands cannot be stopped with this token")
        else:
            self._token = token


def command_in(line: str, token: str = "") -> Command | None:
    """The command that a line is; `token` is a name that counts as one for now."""
    return _with_colons(line, token) or _in_brackets(line, token)


def _with_colons(line: str, token: str) -> Command | None:
    """`::name key=value,…::message`, after any white space."""
    begun = line.lstrip()
    said, separator, message = begun.removeprefix("::").partition("::")
    name, _, properties = said.partition(" ")
    if not begun.startswith("::") or not separator or not _is_known(name, token):
        return None
    return Command(name.lower(), _properties(properties.strip(), ",", _PROPERTY), _unescaped(message, _DATA))


def _in_brackets(line: str, token: str) -> Command | None:
    """`##[name key=value;…]message`, the older kind, wherever in a line it stands."""
    _, start, rest = line.partition("##[")
    said, end, message = rest.partition("]")
    name, _, properties = said.partition(" ")
    if not start or not end or not _is_known(name, token):
        return None
    return Command(name.lower(), _properties(properties, ";", _BRACKETED), _unescaped(message, _BRACKETED))


def _is_known(name: str, token: str) -> bool:
    return bool(name) and (name.lower() in KNOWN or name.lower() == token.lower())


def _properties(text: str, between: str, escapes: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    pairs = [part.split("=", 1) for part in text.split(between) if "=" in part]
    return {name: _unescaped(value, escapes) for name, value in pairs}


def _unescaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text
