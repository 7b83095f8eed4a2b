"""Whether what a workflow calls can be called: where it cannot, GitHub starts nothing of the workflow itself."""

from collections.abc import Container

from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of

_CALLED = "workflow_call"


def uncallable(workflow: Workflow, every: Workflows, refused: Container[str]) -> str:
    """Why a workflow that it calls, itself or by way of others, cannot be called; empty where all can, as far as the files tell."""
    pending, seen = [workflow], {workflow.path}
    while pending:
        for job in pending.pop().jobs:
            said = text_of(job.calls) if job.calls is not None else ""
            callee = every.called(job)
            if callee is None and said.startswith(HERE) and not every.unknowns:
                return f"it calls {said}, which is not there"
            if callee is None or callee.path in seen:
                continue
            if callee.path in refused:
                return f"it calls {callee.path}, which GitHub refuses"
            if callee.trigger(_CALLED) is None:
                return f"it calls {callee.path}, which is not made to be called"
            seen.add(callee.path)
            pending.append(callee)
    return ""
