"""The words of a command line, apart and together again."""

from collections.abc import Collection, Sequence
from shlex import quote, split

from relaudit.core.regex import regex
from relaudit.evidence.workflows.tasks.doubts import UntoldError

_SPECIAL, _ESCAPED = regex(r'["`\\]|\$(?![\w{])'), r"\\\g<0>"


def leading(words: Sequence[str], valued: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The options before the first other word, with their values, and the words from there on."""
    found: dict[str, list[str]] = {}
    left = list(words)
    while left and left[0].startswith("-"):
        name, is_joined, value = left.pop(0).partition("=")
        if name == "--":
            break
        takes_next = name in valued and not is_joined and left
        found.setdefault(name, []).append(left.pop(0) if takes_next else value)
    return found, left


def quoted(words: Sequence[str]) -> str:
    """The words as a line for a shell; one that only the run can tell is a variable."""
    return " ".join(quote(word) if word else '"${given}"' for word in words)


def words_line(words: Sequence[str]) -> str:
    """The same for words in which variables are filled in, and nothing is done that else a shell would do."""
    return " ".join(f'"{_SPECIAL.sub(_ESCAPED, word)}"' if "$" in word else quote(word) for word in words)


def split_words(text: str) -> list[str]:
    """The words of a text that no shell is given.

    Raises:
        UntoldError: a quote is not closed.
    """
    try:
        return split(text)
    except ValueError:
        raise UntoldError(f"the words of {text[:80]} cannot be told apart") from None
