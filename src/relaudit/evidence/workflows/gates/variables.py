"""What variables are set to when a step runs, as far as workflows write it: by mappings, and by scripts before it."""

from collections.abc import Iterator, Sequence
from re import Pattern

from relaudit.core.record import replace
from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.steps import StepAt, environments
from relaudit.evidence.workflows.model import Step
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, Word

_LATER = regex(
    r"""(?m)^[ \t]*echo[ \t]+(["']?)(?P<name>\w+)=(?P<value>[^\n]{0,2000}?)\1[ \t]{0,20}>>[ \t]*["']?\$\{?GITHUB_ENV\b""",
    needs=("GITHUB_ENV",),
)
_HERE = regex(
    r"""(?m)(?:^|[;&])[ \t]*export[ \t]+(?P<name>\w+)=(?P<value>"[^"\n]*"|'[^'\n]*'|(?:\$\{\{[^{}\n]{0,500}\}\}|[^\s;&$]|\$(?!\{\{)){1,2000})""",
    needs=("export",),
)
_RUN = regex(r"""\$\{\{\s*env\.(?P<asked>\w+)\s*\}\}|\$\{?(?P<name>\w+)\}?""")
_PLAIN = regex(r"[\w.+/ -]+")
_LONGEST = 4_000

Programs = tuple[tuple[str, tuple[str, ...]], ...]


def set_before(at: StepAt, name: str) -> str | None:
    """What a script has set a variable to, as it is written: the step's own, or one that sets it for those behind it; the last counts."""
    own = _values(_HERE, at.step, name)
    later = (value for step in at.earlier for value in _values(_LATER, step, name))
    return next(iter([*own][::-1]), None) or next(iter([*later][::-1]), None)


def programs_of(at: StepAt, text: str) -> Programs:
    """The variables of a script that hold commands, `$CARGO`, each with all that it may hold."""
    if "$" not in text:
        return ()
    names = dict.fromkeys(match["asked"] or match["name"] for match in _RUN.finditer(text))
    held = ((name, _held(at, name)) for name in names if f"{name}=" not in text)
    return tuple((name, values) for name, values in held if values)


def filled(command: Command, programs: Programs) -> Sequence[Command]:
    """A command that begins with a variable, once for each of the values that are known for it."""
    first = command.words[0] if programs and command.words else None
    if first is None or first.text is not None:
        return ()
    match = _RUN.fullmatch(first.source.strip('"'))
    name = match["asked"] or match["name"] if match is not None else ""
    values = next((values for known, values in programs if known == name), ())
    return [replace(command, words=(*_words(value, first), *command.words[1:])) for value in values]


def unsure(command: Command) -> Command:
    """The same command, which need not be run."""
    return replace(command, certainty=Certainty.MAYBE)


def _words(value: str, instead: Word) -> Iterator[Word]:
    return (Word(part, part, instead.span) for part in value.split())


def _held(at: StepAt, name: str) -> tuple[str, ...]:
    """All values that a variable may have in a step; none where one of them is put together when it runs."""
    own, *outer = (part.scalar(name) for part in environments(at))
    written = own if own is not None else next((one for one in outer if one is not None), None)
    if written is None:
        return ()
    later = () if own is not None else (value for step in at.earlier for value in _values(_LATER, step, name))
    found = dict.fromkeys((written.value, *later))
    return tuple(found) if all(_PLAIN.fullmatch(value) for value in found) else ()


def _values(pattern: Pattern[str], step: Step, name: str) -> Iterator[str]:
    text = step.script.value if step.script is not None else ""
    lines = (line for line in text.splitlines() if f"{name}=" in line and len(line) < _LONGEST)
    found = (match for line in lines for match in pattern.finditer(line))
    return (match["value"].strip("\"'") for match in found if match["name"] == name)
