"""The shell that a runner gives a line with `-c`, as the command line of a shell that is given a script."""

from collections.abc import Sequence

_SHELLS = ("sh", "bash", "dash")
_ENV = ("/usr/bin/env", "env")


def script_shell(words: Sequence[str]) -> str | None:
    """A command line as under `shell:` in a workflow; None for what is no shell whose scripts are read."""
    shell = [word for word in words if word not in (*_ENV, "-S")]
    name = shell[0].rpartition("/")[2] if shell else ""
    return " ".join((name, *shell[1:], "{0}")) if name in _SHELLS else None


def line_shell(words: Sequence[str]) -> str | None:
    """The same for words of which one is `-c`, alone or among other letters."""
    flags = [word for word in words[1:] if _is_letters(word) and "c" in word]
    kept = [word.replace("c", "") if _is_letters(word) else word for word in words]
    return script_shell([word for word in kept if word != "-"]) if flags else None


def _is_letters(word: str) -> bool:
    return word[:1] == "-" and word[:2] != "--"
