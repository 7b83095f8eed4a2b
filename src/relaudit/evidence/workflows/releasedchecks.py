"""What was reported on the commits that were released, of the checks that should have passed on them."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import Today
from relaudit.core.record import record
from relaudit.evidence.github.checks import Check, CommitChecks
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import check_runs
from relaudit.evidence.workflows.requirednames import RequiredNames
from relaudit.process import Branches

_MOST = 5
_KEPT = 400  # days after which GitHub takes checks away
_RELEASED = ("production", "release-line", "")


@record
class ReleasedChecks:
    """A release tag: the wanted checks that were not green, and those that nobody reported."""

    tag: ReleaseTag
    red: tuple[Check, ...]
    missing: tuple[str, ...]
    doubts: tuple[Unknown, ...] = ()


@record
class Greenness:
    """The newest release tags that are judged; `unknowns` are why others are not."""

    tags: tuple[ReleasedChecks, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def greenness(
    tags: ReleaseTags, required: RequiredNames, stated: Branches | Unknown, gates: GateRuns, workflows: Workflows, checks: CommitChecks,
    today: Today,
) -> Greenness:  # fmt: skip
    """Wanted are the checks that the branches of releases require; where none is required, those of the jobs that test, if they were reported."""
    names = _required(required, stated)
    tests = [] if names else list(_tests(gates, workflows))
    judged = [tag for tag in tags.newest_first if tag.is_judged and (today.day - tag.day).days <= _KEPT][
        :_MOST
    ]
    if not judged:
        return Greenness(
            unknowns=(Unknown("ReleaseTags", Reason.INAPPLICABLE, detail="nothing was tagged of late"),)
        )
    if not names and not tests:
        needs = "process.branches.NAME.required-checks"
        return Greenness(
            unknowns=(*required.unknowns, Unknown("RequiredChecks", Reason.UNSTATED, needs=needs))
        )
    return Greenness(tuple(_judged(tag, names, tests, checks) for tag in judged), required.unknowns)


def _required(required: RequiredNames, stated: Branches | Unknown) -> Sequence[str]:
    branches = stated.by_name if isinstance(stated, Branches) else {}
    released = [
        names
        for branch, names in required.by_branch.items()
        if branch not in branches or branches[branch].role in _RELEASED
    ]
    return list(dict.fromkeys(name.text for names in released for name in names))


def _tests(gates: GateRuns, workflows: Workflows) -> Iterator[str]:
    """How the jobs are reported that run tests when something is pushed."""
    jobs = {
        id(run.job): run.job
        for run in gates.runs
        if run.kind == "tests" and run.workflow.trigger("push") is not None
    }
    for job in jobs.values():
        yield from (name for name in check_runs(job, workflows) if name is not None)


def _judged(
    tag: ReleaseTag, names: Sequence[str], tests: Sequence[str], checks: CommitChecks
) -> ReleasedChecks:
    reports = checks.of(tag.commit)
    found = [one for name in (*names, *tests) if (one := reports.of(name)) is not None]
    red = tuple(one for one in found if not one.is_green and not one.is_going_on)
    missing = tuple(name for name in names if reports.of(name) is None)
    return ReleasedChecks(tag, red, missing, (*reports.doubts, *_unreported(tag, found, tests)))


def _unreported(tag: ReleaseTag, found: Sequence[Check], tests: Sequence[str]) -> Iterator[Unknown]:
    """Jobs may have been called otherwise when a tag was made."""
    if tests and not found:
        detail = f"no job that tests today was reported on {tag.name}"
        yield Unknown("CommitChecks", Reason.UNDECIDABLE, detail=detail)
    going = [one.name for one in found if one.is_going_on]
    if going:
        yield Unknown(
            "CommitChecks", Reason.UNDECIDABLE, detail=f"{', '.join(going)} on {tag.name} has not ended"
        )
