"""The last runs of workflows, as far as they are of the files as they are now."""

from collections.abc import Callable

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git, Head
from relaudit.evidence.github.runs import Run, Runs
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows


@named_record
class StartedRuns:
    """Answers for a workflow; None where it has not run as it is now.

    `recent` looks among the newest runs of the whole repository, which are one list; `last` is worth a request of its own.
    """

    recent: Callable[[Workflow], Run | Unknown | None]
    last: Callable[[Workflow], Run | Unknown | None]


@evidence()
def started_runs(runs: Runs | Unknown, git: Git | Unknown, head: Head, workflows: Workflows) -> StartedRuns:
    """A run of another commit counts where the file was the same, and those that it calls; one that calls what lies elsewhere does not."""

    def of_now(workflow: Workflow, run: Run | Unknown | None) -> Run | Unknown | None:
        if isinstance(run, Run) and run.commit != head.oid and not _is_same(workflow, run, git, workflows):
            return None
        return run

    def recent(workflow: Workflow) -> Run | Unknown | None:
        return runs if isinstance(runs, Unknown) else of_now(workflow, runs.recent(workflow.path))

    def last(workflow: Workflow) -> Run | Unknown | None:
        return runs if isinstance(runs, Unknown) else of_now(workflow, runs.last(workflow.path))

    return StartedRuns(recent=recent, last=last)


def _is_same(workflow: Workflow, run: Run, git: Git | Unknown, every: Workflows) -> bool:
    """Whether the files were then what they are now; they are not where that commit is not here."""
    if isinstance(git, Unknown) or not run.commit.isalnum():
        return False
    then = git.tree(run.commit)
    pending, seen = [workflow], {workflow.path}
    while pending:
        one = pending.pop()
        text = then.read(one.path)
        if not isinstance(text, Text) or text.text != one.file.text.text:
            return False
        for job in one.jobs:
            callee = every.called(job) if job.calls is not None else None
            if job.calls is not None and (callee is None or callee.home):
                return False
            if callee is not None and callee.path not in seen:
                seen.add(callee.path)
                pending.append(callee)
    return True
