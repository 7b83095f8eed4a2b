"""Words of a command line, and the floor that they ask for."""

from collections.abc import Iterator, Sequence
from shlex import split

from relaudit.core.places import InFile
from relaudit.evidence.coverage.model import Floor

COV_FAIL_UNDER = "--cov-fail-under"
_MOST = 1000.0


def floor_among(words: Sequence[str], place: InFile, *, is_given: bool = False) -> Floor | None:
    """The floor that options of pytest ask for: the last one counts."""
    said = [number for value in values_of(words, COV_FAIL_UNDER) if (number := percent(value)) is not None]
    return Floor(said[-1], place, COV_FAIL_UNDER, is_given) if said else None


def values_of(words: Sequence[str], option: str) -> Iterator[str]:
    """The values of an option: the next word, or what follows its sign of equality."""
    for index, word in enumerate(words):
        if word == option and index + 1 < len(words):
            yield words[index + 1]
        elif word.startswith(f"{option}="):
            yield word.partition("=")[2]


def percent(said: str) -> float | None:
    """A number of percent; None for what is none."""
    try:
        number = float(said.strip().rstrip("%"))
    except ValueError:
        return None
    return number if -_MOST < number < _MOST else None


def words_of(said: str) -> Sequence[str]:
    """The words of a line."""
    try:
        return split(said)
    except ValueError:  # a quote that is not closed
        return said.split()
