"""A step that runs a script: in the shell that GitHub starts for it, with what it leaves behind."""

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from definition import WrongError
from filecommands import MalformedError, folders, pairs, variables
from logcommands import CannotRunError, Log
from machine import Job

SECONDS = 600
_SHELLS = {
    "bash": "bash --noprofile --norc -e -o pipefail {0}",
    "sh": "sh -e {0}",
    "python": "python {0}",
}
_ENDINGS = {"python": ".py", "bash": ".sh", "sh": ".sh"}
_ELSEWHERE = ("pwsh", "powershell", "cmd")


def run_script(
    job: Job,
    shell: str,
    script: str,
    folder: Path,
    github: Mapping[str, object],
    own: Mapping[str, str],
    log: Log,
) -> int:
    """Run it; its exit code.

    Raises:
        WrongError: it cannot be started, as GitHub cannot start it.
        CannotRunError: its shell is one of another system.
    """
    files = job.files()
    told = {**github, **{name: str(path) for name, path in files.items()}}
    environment = job.machine.environment(told, job.folders, own)
    command = command_of(shell, job.machine.temp / f"step-{job.number}", script)
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, timeout=SECONDS,
        )  # fmt: skip
    except OSError as error:
        raise WrongError(f"{error.filename}: {error.strerror}") from error
    log.take(done.stdout.decode("utf-8", "replace"))
    _kept(job, files, log)
    return done.returncode


def command_of(shell: str, path: Path, script: str) -> Sequence[str]:
    """The command of a shell, its script written beside `path`."""
    name = shell.split(" ", 1)[0]
    if name in _ELSEWHERE:
        raise CannotRunError(f"the shell {name}")
    template = _SHELLS.get(shell, shell)
    if "{0}" not in template:
        raise WrongError(
            "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a format string containing '{0}'"
        )
    file = path.with_suffix(_ENDINGS.get(name, ""))
    file.write_text(script, encoding="utf-8")
    return [word.replace("{0}", str(file)) for word in shlex.split(template)]


def _kept(job: Job, files: Mapping[str, Path], log: Log) -> None:
    """What the step wrote into its files; one that cannot be read fails it, and the others count."""
    texts = {name: path.read_text(encoding="utf-8", errors="replace") for name, path in files.items()}
    job.summary += texts["step_summary"]
    job.folders[:0] = folders(texts["path"])
    for name, into, read in (("output", log.outputs, pairs), ("env", job.variables, variables)):
        try:
            into.update(read(texts[name]))
        except MalformedError as error:
            log.errors.append(f"Unable to process file command '{name}' successfully: {error}")
