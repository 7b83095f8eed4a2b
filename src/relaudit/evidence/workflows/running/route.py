"""A job of a run: in the workflow that an event starts, or in one that a job of it calls."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.model import Job, Workflow


@record
class Route:
    """A job, and the job `by` that calls its workflow; None where an event starts it."""

    workflow: Workflow
    job: Job
    by: "Route | None" = None

    @property
    def name(self) -> str:
        """The ids of the jobs that lead here, with slashes."""
        return f"{self.by.name}/{self.job.id}" if self.by else self.job.id

    @property
    def chain(self) -> Sequence["Route"]:
        """The routes that lead here, the outermost first, itself last."""
        return (*self.by.chain, self) if self.by else (self,)

    @property
    def start(self) -> Workflow:
        """The workflow that the event starts."""
        return self.chain[0].workflow
