"""Comparisons of a tag with a version, by what the two sides are called."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.steps import StepAt, environments
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.scripts.script import script_of

KIND = "version-matches-tag"
_TESTS = ("[", "[[", "test")
_ENDS = ("exit", "return", "false")
_TAG = regex(r"(?i)ref_name|github\.ref\b|github_ref|refs/tags|tag(?!s\b)|git describe|event\.release")
_VERSION = regex(r"(?i)version|(?<![a-z])ver(?![a-z])")
_OPERATOR = regex(r"\s(?:==?|!=)\s")
_VARIABLE = regex(r"\$\{?(\w+)")
_CODE = regex(r"(?i)sys\.exit\(|\bassert\b|\braise\b|exit\(1\)|process\.exit|throw ")
_CHECKING = regex(
    r"(?i)(?:check|verify|validate|ensure|assert|match|compare)[a-z_-]*(?:version|tag)|(?:version|tag)[a-z_-]*(?:check|verify|match)"
)
_LANGUAGES = ("python", "python3", "node", "ruby")
_CLOSED = regex(r"(?:^|[\s;])fi(?:[\s;]|$)")  # what follows belongs to no `if` of its own
_SIGNED = regex(r"verify-(?:tag|commit)")
_MOST = 100_000


def comparisons(at: StepAt) -> Iterator[tuple[str, tuple[Led, ...]]]:
    """Each comparison of a step's script: what it is called by, and the command whose failure tells."""
    text = at.step.script.value if at.step.script is not None else ""
    around = _with_environment(text, at)
    if not _VERSION.search(around) or not _TAG.search(around) or len(text) > _MOST:
        return
    script = script_of(text, at.shell)
    commands = () if isinstance(script, Unknown) else script.commands
    for index, command in enumerate(commands):
        if command.name in _TESTS and _compares(command, text, at):
            telling = _telling(command, commands[index + 1 :], text)
            yield from [(command.name, (Led(telling),))] if telling is not None else ()
        elif _is_checking(command, at) or _is_code(command, text):
            yield bare_words(command)[0], (Led(command),)


def _compares(command: Command, text: str, at: StepAt) -> bool:
    """Whether one side is a tag and the other a version, by their names or by what they are set to."""
    said = " ".join(word.source for word in command.words[1:])
    sides = _OPERATOR.split(f" {said} ")
    if len(sides) != 2:  # noqa: PLR2004 - a comparison has two
        return False
    for one, other in (sides, sides[::-1]):
        if _is_tag(one, text, at) and _VERSION.search(_meaning(other, text, at)) and not _TAG.search(other):
            return True
    return False


def _is_tag(side: str, text: str, at: StepAt) -> bool:
    return _TAG.search(_meaning(side, text, at)) is not None


def _meaning(side: str, text: str, at: StepAt) -> str:
    """A side with what its variables are set to, in the script or in the environment of the step."""
    found = [side]
    for name in _VARIABLE.findall(side):
        found += [line for line in text.splitlines() if f"{name}=" in line]
        found += [said.value for part in environments(at) if (said := part.scalar(name)) is not None]
    return "\n".join(found)


def _telling(command: Command, after: Sequence[Command], text: str) -> Command | None:
    """The command that ends the script when the comparison fails; None where it only chooses what is done."""
    if command.surfaces:
        return command
    ends = next((one for one in after if one.name in _ENDS and _is_failure(one)), None)
    return None if ends is None or _CLOSED.search(text[command.span[1] : ends.span[0]]) else ends


def _is_failure(command: Command) -> bool:
    return command.name == "false" or [word.text for word in command.words[1:2]] not in ([], ["0"])


def _is_checking(command: Command, at: StepAt) -> bool:
    """A script that is called for it, with the tag as an argument."""
    words = [word.source for word in command.words]
    name = next((word for word in words[:3] if _CHECKING.search(word)), "")
    return (
        bool(name)
        and "=" not in name
        and not _SIGNED.search(name)
        and _TAG.search(_with_environment(" ".join(words), at)) is not None
    )


def _is_code(command: Command, text: str) -> bool:
    """Code in another language that ends with a failure, and speaks of a tag and a version."""
    if (bare_words(command) or [""])[0] not in _LANGUAGES:
        return False
    words = [word.source for word in command.words[1:]]
    code = (
        text[slice(*command.span)]
        if "-c" in words
        else text[command.span[0] :]
        if "-" in words or not words
        else ""
    )
    return all(one.search(code) for one in (_CODE, _TAG, _VERSION))


def _with_environment(text: str, at: StepAt) -> str:
    own = (node.value for _, node in at.step.part("env").entries() if isinstance(node, Scalar))
    return "\n".join([text, *own])
