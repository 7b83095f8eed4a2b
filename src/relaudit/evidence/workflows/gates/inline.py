"""Scripts that stand in a word of a command: `bash -c "…"` and its like."""

from collections.abc import Mapping
from itertools import pairwise

from relaudit.core.places import InFile
from relaudit.evidence.workflows.gates.runners import program
from relaudit.evidence.workflows.scripts.commands import Word
from relaudit.evidence.workflows.tasks.model import LOOSE, Task
from relaudit.evidence.workflows.tasks.shellfile import SHELLS

_OPTIONS: Mapping[str, tuple[str, ...]] = {"nix-shell": ("--run", "--command"), "su": ("-c", "--command")}
_PLAIN_QUOTES = '"'
_NO_FILE = InFile(path="")


def inlined(words: tuple[Word, ...]) -> Task | None:
    """The script that a command is handed; None for a command that is handed none, or one that is put together when it runs."""
    name = program(words[0])
    if name in SHELLS:
        return _of_shell(name, words[1:])
    if name == "eval" and len(words) > 1:
        texts = [_text(word) for word in words[1:]]
        return None if None in texts else Task(" ".join(filter(None, texts)), _NO_FILE, LOOSE)
    for option, word in pairwise(words[1:]):
        if option.text in _OPTIONS.get(name, ()):
            text = _text(word)
            return Task(text, _NO_FILE, LOOSE) if text is not None else None
    return None


def _of_shell(name: str, words: tuple[Word, ...]) -> Task | None:
    """Its options are those of the script; `-l` and `-i` change nothing that counts."""
    options: list[str] = []
    is_handed = False
    while words and (option := words[0].text or "")[:1] in ("-", "+") and option:
        letters = "" if option.startswith("--") else option[1:]
        is_handed |= "c" in letters
        kept = "".join(letter for letter in letters if letter not in "cli")
        options += [option[0] + kept] if kept else []
        words = words[1:]
        if kept.endswith("o") and words:
            options.append(words[0].text or "")
            words = words[1:]
    text = _text(words[0]) if is_handed and words else None
    return Task(text, _NO_FILE, " ".join((name, *options, "{0}"))) if text is not None else None


def _text(word: Word) -> str | None:
    """What a word says; variables in quotes are left for the script, for which they are as little known."""
    if word.text is not None:
        return word.text
    inner = word.source[1:-1]
    is_quoted = len(word.source) > 1 and word.source[0] == word.source[-1] == _PLAIN_QUOTES
    return inner if is_quoted and not any(sign in inner for sign in ('"', "`", "\\", "$(")) else None
