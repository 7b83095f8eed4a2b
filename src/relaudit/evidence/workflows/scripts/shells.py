"""The shell that a step names, and the options that it starts with."""

from collections.abc import Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.options import Options, after_set

_NAMED = {
    "": ("bash", "-e", "{0}"),
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail", "{0}"),
    "sh": ("sh", "-e", "{0}"),
}
_POSIX = ("sh", "dash")
_POWERSHELL = ("pwsh", "powershell")


@record
class Shell:
    """How a script is run; `is_posix` when it is not bash, or bash that does as the standard says."""

    options: Options
    is_posix: bool = False


def shell_of(shell: str) -> Shell | Unknown:
    """The shell of a step, as GitHub reads `shell:`; it is empty where the step says none, on Linux and macOS."""
    if "${{" in shell:
        return _unknown("which shell runs the script is chosen when the workflow runs")
    words = _NAMED.get(shell.strip()) or _split(shell)
    if words is None:
        return _unknown(f"the command line '{shell}' cannot be read")
    name = words[0].rpartition("/")[2] if words else ""
    if name in _POWERSHELL:
        return _unknown("a PowerShell script is not read")
    if name not in ("bash", *_POSIX) or "{0}" not in words:
        return _unknown(f"a script for '{shell}' is not read")
    return _started(name, words[1 : words.index("{0}")], shell)


def _split(shell: str) -> Sequence[str] | None:
    from shlex import split

    try:
        return split(shell)
    except ValueError:
        return None


def _started(name: str, words: Sequence[str], shell: str) -> Shell | Unknown:
    options, is_posix = Options(), name in _POSIX
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("--"):
            is_posix |= word == "--posix"
            if word in ("--rcfile", "--init-file"):
                rest = rest[1:]
        elif word[:1] in ("-", "+") and word[1:].isalpha() and "c" not in word:
            takes_value = "o" in word or "O" in word
            value, rest = (rest[:1], rest[1:]) if takes_value else ([], rest)
            is_posix |= value == ["posix"]
            options = after_set(options, (word, *value)) if "O" not in word else options
        else:
            return _unknown(f"a script for '{shell}' is not read")
    return Shell(options, is_posix)


def _unknown(detail: str) -> Unknown:
    return Unknown("Script", Reason.UNDECIDABLE, detail=detail)
