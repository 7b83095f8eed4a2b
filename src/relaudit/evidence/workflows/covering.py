"""Which of the gates that the process declares a required check runs: in its own job, or in one that the job waits for."""

from collections.abc import Iterable, Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.model import Job
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import check_runs
from relaudit.evidence.workflows.requiredchecks import Reported, RequiredCheck, RequiredChecks
from relaudit.process import Branches, Gates

_STATUS = regex(r"\b(?:always|failure|cancelled)\s*\(")
_RELEASED = ("production", "release-line")
_LATER = (
    "coverage",
    "build",
    "artifacts",
    "version-matches-tag",
)  # they are of the release, or part of the tests


@record
class GateCover:
    """A gate that no required check of a branch runs; `jobs` are where it is run beside them."""

    branch: str
    gate: str
    jobs: tuple[GateRun, ...]


@record
class GateCovers:
    """What is missing; `unknowns` are why that is not known."""

    missing: tuple[GateCover, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def gate_covers(
    stated: Gates | Unknown,
    branches: Branches | Unknown,
    checks: RequiredChecks,
    runs: GateRuns,
    workflows: Workflows,
) -> GateCovers:
    """Gates that are declared, on branches for which checks are required."""
    wanted = list(stated.by_name) if isinstance(stated, Gates) and stated.is_stated else []
    if not wanted:
        return GateCovers(unknowns=(Unknown("Gates", Reason.UNSTATED, needs="process.gates.NAME"),))
    judged = [check for check in checks.checks if _is_released(check.branch, branches)]
    if not judged:
        none = Unknown("RequiredChecks", Reason.UNSTATED, needs="process.branches.NAME.required-checks")
        return GateCovers(unknowns=checks.unknowns or (none,))
    found: list[GateCover | Unknown] = []
    for branch in dict.fromkeys(check.branch for check in judged):
        own = [check for check in judged if check.branch == branch]
        found += _of_branch(branch, own, _kinds(stated), runs, workflows)
    unknowns = [*checks.unknowns, *(one for one in found if isinstance(one, Unknown))]
    return GateCovers(
        tuple(one for one in found if isinstance(one, GateCover)), tuple(dict.fromkeys(unknowns))
    )


def _kinds(stated: Gates | Unknown) -> Sequence[tuple[str, str]]:
    """Each gate that can be proven on a pull request, by its name, with its kind."""
    gates = stated.by_name.items() if isinstance(stated, Gates) else ()
    kinds = [(name, gate.kind or name) for name, gate in gates if gate.proven in ("", "on-commit")]
    return [(name, kind) for name, kind in kinds if kind not in _LATER]


def _is_released(branch: str, branches: Branches | Unknown) -> bool:
    said = branches.by_name.get(branch) if isinstance(branches, Branches) else None
    return said is None or said.role in _RELEASED or not said.role


def _of_branch(
    branch: str,
    checks: Sequence[RequiredCheck],
    gates: Sequence[tuple[str, str]],
    runs: GateRuns,
    workflows: Workflows,
) -> Iterator[GateCover | Unknown]:
    jobs = {
        id(job) for check in checks for one in check.reported for job in _behind(one, check.name, workflows)
    }
    proposed = {
        id(job)
        for one in workflows.workflows
        if one.trigger("pull_request") is not None
        for job in _all_of(one.jobs, workflows)
    }
    is_whole = all(check.reported for check in checks)
    for name, kind in gates:
        every = [run for run in runs.everywhere if run.kind == kind]
        if any(id(run.job) in jobs for run in every):
            continue
        if not is_whole or (not every and (runs.unknowns or runs.beyond.unknowns)):
            detail = f"whether a required check of {branch} runs {name}: some are reported by no job of a workflow that can be read"
            yield Unknown("RequiredChecks", Reason.UNDECIDABLE, detail=detail)
        else:
            yield GateCover(branch, name, tuple(run for run in every if id(run.job) in proposed))


def _behind(one: Reported, name: str, workflows: Workflows) -> Iterator[Job]:
    """The job that reports a name, of a called workflow where it does, and those whose failure it shows."""
    yield from _reporting(one.job, name, workflows, set())
    yield from _all_of(one.workflow.before(one.job) if _shows_others(one.job) else (), workflows)


def _reporting(job: Job, name: str, workflows: Workflows, seen: set[int]) -> Iterator[Job]:
    """`ci / unit` is reported by the job `unit` of the workflow that `ci` calls."""
    callee = workflows.called(job)
    if callee is None:
        yield job
    if callee is None or id(callee) in seen:
        return
    seen.add(id(callee))
    for inner in callee.jobs:
        ends = [one for one in check_runs(inner, workflows) if one is not None]
        if any(name.endswith(f" / {end}") for end in ends):
            yield from _reporting(inner, name, workflows, seen)
            yield from _all_of(callee.before(inner) if _shows_others(inner) else (), workflows)


def _all_of(jobs: Iterable[Job], workflows: Workflows) -> Iterable[Job]:
    """Jobs, and those of the workflows that they call: a failure of any is one of theirs."""
    found: dict[int, Job] = {}
    pending = list(jobs)
    while pending:
        job = pending.pop()
        if id(job) not in found:
            found[id(job)] = job
            callee = workflows.called(job)
            pending += callee.jobs if callee is not None else ()
    return found.values()


def _shows_others(job: Job) -> bool:
    """Whether it fails, or is not run, when one that it waits for fails: by GitHub's doing, or because its steps look at the results."""
    if job.condition is None or not _STATUS.search(job.condition.value):
        return True
    said = (
        text
        for step in job.steps
        for text in (step.script.value if step.script else "", step.part("with").text("jobs"))
    )
    return any("needs" in text for text in said)
