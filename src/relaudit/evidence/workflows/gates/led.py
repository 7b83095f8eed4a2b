"""The commands that lead to a gate."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.files import normal
from relaudit.evidence.workflows.scripts.commands import NOWHERE, Certainty, Command
from relaudit.evidence.workflows.tasks.model import Task

_ONE_COMMAND = regex(r"[\w ./=:,@+-]+")
GENERIC = ("build",)  # what Python's `build` is called is a word that others know as well
_VARIABLE = regex(r"\$\w+|\$\{\w+\}|\$\{\{[^{}]*\}\}")


@record
class Led:
    """A command, and the line of the runner that led to it; without a place it stands in the script of the step itself."""

    command: Command
    place: InFile | None = None
    is_ignored: bool = False


@record
class Named:
    """A gate of a script: what it is called, and the commands that lead to it, itself last.

    The first `covered` of those are part of a gate of their own: `pytest` in an environment of tox, where tox is one.
    """

    kind: str
    name: str
    trail: tuple[Led, ...]
    covered: int = 0


def commands_of(text: str, shell: str) -> Sequence[Command] | Unknown:
    """The commands of a script."""
    from relaudit.evidence.workflows.scripts.script import script_of

    is_plain = _ONE_COMMAND.fullmatch(text.strip()) is not None  # the same in every shell
    found = script_of(text, "" if is_plain else shell)
    return found if isinstance(found, Unknown) else found.commands


def led_by(task: Task | None, command: Command, by: tuple[Led, ...]) -> Led:
    """A line that stands in no file of its own, `hatch run pytest`, stands where its runner is called."""
    if task is None:
        return Led(command)
    if task.source is not None:
        return Led(command, task.source.place(*command.span), task.is_ignored)
    if task.place.line or not by:
        return Led(command, task.place, task.is_ignored)
    masks = tuple(replace(mask, span=NOWHERE) for mask in command.masks)
    return Led(replace(command, span=by[-1].command.span, masks=masks), by[-1].place, task.is_ignored)


def moved(folder: str | None, command: Command) -> str | None:
    """The folder after `cd`; None where only the run can tell."""
    to = command.words[1].text if len(command.words) == 2 else None  # noqa: PLR2004 - cd and its operand
    if folder is None or not to or to.startswith(("/", "~", "-", "$")):
        return None
    inside = normal(f"{folder}{to}")
    return f"{inside}/" if inside and inside != "." else "" if inside else None


def behind_variable(command: Command) -> Command | None:
    """What is run if the variable that a command begins with is empty, or a program that runs others: `$SUDO docker push`."""
    words = command.words
    is_open = len(words) > 1 and words[0].text is None and _VARIABLE.fullmatch(words[0].source) is not None
    if not is_open or not words[1].text or words[1].text in GENERIC or words[1].text.startswith("-"):
        return None
    return replace(command, words=words[1:], certainty=Certainty.MAYBE)
