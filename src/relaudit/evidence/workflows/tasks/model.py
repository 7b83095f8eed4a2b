"""A line that a task runner runs, and how a reader of a runner's file answers."""

from collections.abc import Callable, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record, replace
from relaudit.evidence.files import Text, Tree

PLAIN = "sh -e {0}"
LOOSE = "sh {0}"
TASKS = "Tasks"


@record
class Task:
    """One line that a runner runs, as a shell script.

    `shell` is a command line as under `shell:` in a workflow: `LOOSE` where the runner hands the line to `sh -c`, so that of
    `a; b` only `b` counts; `PLAIN` where it is no more than one command with its words. `is_ignored` tells that the runner goes on when the line fails.
    `folder` is where it runs, where that is not the folder that the runner was called in; `source` the file that is the script as a whole.
    """

    text: str
    place: InFile
    shell: str = PLAIN
    is_ignored: bool = False
    folder: str | None = None
    source: Text | None = None


Tasks = Sequence[Task]
Reader = Callable[[Sequence[str], str, Tree], Tasks | Unknown]
"""Gives the lines that a command runs.

It takes the words of the command, the runner first (a word that only the run can tell is empty), the folder that it is run in (`""` for the root,
`"docs/"` below it) and the tree. It gives no lines for a command that runs none, such as `make --version`, and an Unknown where it cannot be told
which lines are run.
"""


def run_in(folder: str, called_in: str, tasks: Tasks | Unknown) -> Tasks | Unknown:
    """The lines of a runner that moves to a folder first."""
    if isinstance(tasks, Unknown) or folder == called_in:
        return tasks
    return [task if task.folder is not None else replace(task, folder=folder) for task in tasks]


def untold(detail: str) -> Unknown:
    """It cannot be told what a runner runs."""
    return Unknown(TASKS, Reason.UNDECIDABLE, detail=detail)
