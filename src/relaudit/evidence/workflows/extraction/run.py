"""What a pipeline would say, without running any of it."""

from collections.abc import Callable, Mapping, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.extraction.awk import awk
from relaudit.evidence.workflows.extraction.grep import grep
from relaudit.evidence.workflows.extraction.limits import INPUT, Effort, UndecidedError
from relaudit.evidence.workflows.extraction.plain import cat, cut, head, jq, tail, tr, xargs
from relaudit.evidence.workflows.extraction.sed import sed
from relaudit.evidence.workflows.extraction.words import Read

_Program = Callable[[Sequence[str], str, Read, Effort], str]
_PROGRAMS: Mapping[str, _Program] = {
    "awk": awk, "cat": cat, "cut": cut, "grep": grep, "head": head, "jq": jq, "sed": sed, "tail": tail, "tr": tr, "xargs": xargs,
    "egrep": lambda words, *rest: grep(["-E", *words], *rest),
    "fgrep": lambda words, *rest: grep(["-F", *words], *rest),
}  # fmt: skip


@record
class Stage:
    """One program of a pipeline with its words, and the file that is its input where `<` says so."""

    words: tuple[str, ...]
    reads: str = ""


def output(stages: Sequence[Stage], read: Read) -> str | None:
    """What the last one says, as `$( )` takes it; None where that cannot be told."""
    effort = Effort()
    text = ""
    try:
        for number, stage in enumerate(stages):
            program = _PROGRAMS.get(stage.words[0])
            if program is None or len(text) > INPUT or (number and stage.reads):
                return None
            given = read(stage.reads) if stage.reads else text
            text = program(stage.words[1:], given, _told(read, is_first=number == 0), effort)
    except (UndecidedError, RecursionError):
        return None
    return text.rstrip("\n")


def files_of(stages: Sequence[Stage], has: Callable[[str], bool]) -> Sequence[str]:
    """The files that the first program reads."""
    first = stages[0]
    return [word for word in (*first.words[1:], first.reads) if word and has(word)]


def _told(read: Read, *, is_first: bool) -> Read:
    """Only the first may read files: what it is given by the one before would be lost."""

    def told(path: str) -> str:
        if not is_first:
            raise UndecidedError
        return read(path)

    return told
