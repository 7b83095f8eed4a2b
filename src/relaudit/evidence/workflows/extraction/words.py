"""The words of a program: options apart from operands, and what it reads."""

from collections.abc import Callable, Mapping, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.extraction.limits import UndecidedError

Read = Callable[[str], str]


@record
class Options:
    """What is said by options, by their letter or name, the last of each; and the operands."""

    said: Mapping[str, str]
    operands: Sequence[str]
    every: Sequence[tuple[str, str]] = ()

    def has(self, *names: str) -> bool:
        """Whether one of these is there."""
        return any(name in self.said for name in names)


def options(words: Sequence[str], flags: str, valued: str, aliases: Mapping[str, str]) -> Options:
    """The options among words; `flags` and `valued` are letters, `aliases` the long names of them.

    Raises:
        UndecidedError: one is not known.
    """
    found: list[tuple[str, str]] = []
    operands: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            operands += rest
            break
        if word.startswith("--"):
            name, sign, value = word.partition("=")
            letter = aliases.get(name, "?")
            if letter not in (valued if sign else flags):
                raise UndecidedError
            found.append((letter, value))
        elif word.startswith("-") and len(word) > 1:
            found += _letters(word[1:], rest, flags, valued)
        else:
            operands.append(word)
    return Options(dict(found), operands, found)


def _letters(letters: str, rest: list[str], flags: str, valued: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for index, letter in enumerate(letters):
        if letter in valued:
            value = letters[index + 1 :]
            if not value and not rest:
                raise UndecidedError
            return [*found, (letter, value or rest.pop(0))]
        if letter not in flags:
            raise UndecidedError
        found.append((letter, ""))
    return found


def content(operands: Sequence[str], given: str, read: Read) -> str:
    """What a program reads: the files that it names, else what it is given."""
    if "-" in operands:
        raise UndecidedError
    texts = [read(path) for path in operands]
    if any(text and not text.endswith("\n") for text in texts[:-1]):
        raise UndecidedError
    return "".join(texts) if operands else given


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    found = text.split("\n")
    return found[:-1] if found[-1] == "" else found


def joined(lines: Sequence[str]) -> str:
    """The lines as a text."""
    return "".join(f"{line}\n" for line in lines)
