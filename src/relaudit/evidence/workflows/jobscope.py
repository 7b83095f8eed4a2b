"""The job that a text of a workflow stands in, and the environment that the job names."""

from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.scalars import text_of


def job_of(workflow: Workflow, scalar: Scalar) -> Job | None:
    """The job around a text; None outside of jobs."""
    nodes = ((job, job.node) for job in workflow.jobs)
    return next(
        (job for job, node in nodes if node is not None and node.start <= scalar.start < node.end), None
    )


def environment_of(job: Job | None) -> str | None:
    """The environment of a job; empty where it names none, None where the run chooses it, or, outside of jobs, each job has its own."""
    if job is None:
        return None
    said = job.value("environment")
    name = said.get("name") if isinstance(said, Mapping) else said
    if not isinstance(name, Scalar):
        return ""
    return None if OPEN in name.value else text_of(name)
