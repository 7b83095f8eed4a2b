"""The last runs of workflows, as far as they are of the files as they are now."""

from collections.abc import Callable

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git, Head
from relaudit.evidence.github.runs import Run, Runs
from relaudit.evidence.workflows.model import Workflow


@named_record
class StartedRuns:
    """Answers for a workflow; None where it has not run as it is now.

    The second argument tells that it is worth a request of its own: the newest runs of the whole repository are one list.
    """

    of: Callable[[Workflow, bool], Run | Unknown | None]


@evidence()
def started_runs(runs: Runs | Unknown, git: Git | Unknown, head: Head) -> StartedRuns:
    """A run of another commit counts where the file was the same."""

    def of(workflow: Workflow, is_worth_it: bool) -> Run | Unknown | None:  # noqa: FBT001 - a callable's
        if isinstance(runs, Unknown):
            return runs
        run = runs.last(workflow.path) if is_worth_it else runs.recent(workflow.path)
        return (
            run
            if not isinstance(run, Run) or run.commit == head.oid or _is_same(workflow, run, git)
            else None
        )

    return StartedRuns(of=of)


def _is_same(workflow: Workflow, run: Run, git: Git | Unknown) -> bool:
    """Whether the file was then what it is now; it is not where that commit is not here."""
    if isinstance(git, Unknown) or not run.commit.isalnum():
        return False
    then = git.tree(run.commit).read(workflow.path)
    return isinstance(then, Text) and then.text == workflow.file.text.text
