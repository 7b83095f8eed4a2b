"""The release paths of a repository."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.record import record, replace
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.events import Start, starts
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.gates.weakness import Weaknesses
from relaudit.evidence.workflows.model import Trigger, Workflow
from relaudit.evidence.workflows.paths.awaited import awaited_gates
from relaudit.evidence.workflows.paths.gates import GatesByJob, common
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths, Remote
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.resolve import publications
from relaudit.evidence.workflows.publishing.uses import PublishUses
from relaudit.evidence.workflows.read import HERE, Refused, Workflows
from relaudit.evidence.workflows.running.callable import uncallable
from relaudit.evidence.workflows.running.course import both, merged
from relaudit.evidence.workflows.running.journey import JobRun, journey
from relaudit.evidence.workflows.running.permissions import permissions_of
from relaudit.evidence.workflows.scalars import text_of

_CALLED = "workflow_call"


@record
class Evidence:
    """What release paths follow from."""

    workflows: Workflows
    refused: Refused
    uses: PublishUses
    gates: GatesByJob
    tree: Tree


@evidence()
def what_runs(
    workflows: Workflows,
    refused: Refused,
    uses: PublishUses,
    gates: GateRuns,
    weaknesses: Weaknesses,
    tree: Tree,
) -> Evidence:
    """For release paths, and for the simulation of one event."""
    return Evidence(workflows, refused, uses, GatesByJob(gates, weaknesses), tree)


@evidence()
def release_paths(known: Evidence) -> ReleasePaths:
    """Every event of every workflow that publishes, itself or by a workflow of this repository that it calls."""
    paths = tuple(path for workflow in _publishing(known) for path in _of_workflow(workflow, known))
    return ReleasePaths(paths, tuple(_remotes(known.workflows)), known.uses.doubts)


def paths_from(
    start: Start, workflow: Workflow, known: Evidence
) -> Iterator[tuple[Publication, JobRun, Sequence[PathGate]]]:
    """What one run publishes, with the job that does it and the gates before it."""
    runs = [run for run in journey(workflow, start, known.workflows) if run.truth is not Truth.NO]
    for run in runs:
        for use in known.uses.of(run.route.job):
            for publication in publications(use, run, known.uses, known.tree):
                gates = tuple(known.gates.on_path(publication, run, runs))
                awaited = awaited_gates(start, run, publication, known.workflows, known.gates)
                yield publication, run, (*awaited, *gates)


def _publishing(known: Evidence) -> Sequence[Workflow]:
    """The workflows that hold a step that may publish, and those that call them."""
    paths = {use.at.workflow.path for use in known.uses.everywhere}
    every = (*known.workflows.workflows, *known.workflows.called_elsewhere())
    while True:
        calling = {
            workflow.path
            for workflow in every
            for job in workflow.jobs
            if (callee := known.workflows.called(job)) is not None and callee.path in paths
        }
        if calling <= paths:
            return [workflow for workflow in known.workflows.workflows if workflow.path in paths]
        paths |= calling


def _of_workflow(workflow: Workflow, known: Evidence) -> Iterator[ReleasePath]:
    is_refused = workflow.path in known.refused.by_path or bool(
        uncallable(workflow, known.workflows, known.refused.by_path)
    )
    for trigger in workflow.triggers:
        if trigger.event == _CALLED and _is_called(workflow, known.workflows):
            continue
        for path in _of_trigger(workflow, trigger, known):
            yield replace(path, truth=Truth.NO) if is_refused else path


def _of_trigger(workflow: Workflow, trigger: Trigger, known: Evidence) -> Iterator[ReleasePath]:
    """Starts that differ by nothing but the inputs of a run by hand are told as one."""
    groups: dict[tuple[str, tuple[str, ...]], list[Start]] = {}
    asks_action = "event.action" in workflow.file.text.text or "'action'" in workflow.file.text.text
    for start in starts(trigger):
        same = groups.setdefault((start.ref, start.types), [])
        if not (same and _differ_in_action(same[-1], start)) or asks_action:
            same.append(start)
    for (ref, types), variants in groups.items():
        is_filtered = (trigger.has("paths") or trigger.has("paths-ignore")) and not ref.startswith(
            "refs/tags/"
        )
        found = _merged(
            trigger.event, ref, types, [list(paths_from(start, workflow, known)) for start in variants]
        )
        yield from (replace(one, truth=both(one.truth, Truth.MAYBE)) if is_filtered else one for one in found)


def _differ_in_action(one: Start, other: Start) -> bool:
    """Whether two ways to start differ in nothing else."""
    return one.action != other.action and one.run.get("inputs") == other.run.get("inputs")


def _merged(
    event: str,
    ref: str,
    types: tuple[str, ...],
    found: Sequence[Sequence[tuple[Publication, JobRun, Sequence[PathGate]]]],
) -> Iterator[ReleasePath]:
    by_key: dict[tuple[object, ...], list[tuple[Publication, JobRun, Sequence[PathGate]]]] = {}
    for variant in found:
        for one in variant:
            by_key.setdefault(key_of(one[0]), []).append(one)
    for several in by_key.values():
        publication, run, _ = several[0]
        truths = [_truth(one, job) for one, job, _ in several]
        truth = merged([*truths, *[Truth.NO] * (len(found) - len(several))])
        gates = common([gates for _, _, gates in several])
        yield ReleasePath(event, ref, types, truth, publication, gates, permissions_of(run.route))


def key_of(publication: Publication) -> tuple[object, ...]:
    """What tells one publication of a run from others: the same step may publish to several places, and in several ways."""
    return (
        id(publication.use),
        publication.route.name,
        publication.target,
        str(publication.credential),
        publication.environment,
        publication.images,
    )


def _truth(publication: Publication, run: JobRun) -> Truth:
    return both(run.truth, publication.truth)


def _is_called(workflow: Workflow, every: Workflows) -> bool:
    return any(every.called(job) is workflow for other in every.workflows for job in other.jobs)


def _remotes(workflows: Workflows) -> Iterator[Remote]:
    for workflow in workflows.workflows:
        for job in workflow.jobs:
            said = text_of(job.calls) if job.calls is not None else ""
            if job.calls is not None and said and not said.startswith(HERE) and workflows.called(job) is None:
                yield Remote(workflow.path, job.id, said, workflow.file.place(job.calls).line)
