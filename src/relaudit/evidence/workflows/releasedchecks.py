"""What was reported on the commits that were released, of the checks that should have passed on them."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import Today
from relaudit.core.record import record
from relaudit.evidence.github.checks import Check, CommitChecks, Reports
from relaudit.evidence.github.releases import Releases
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
    releases: Releases | Unknown, today: Today,
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
    wanted = _Wanted(tuple(names), tuple(tests), frozenset(_pushed(workflows)))
    found = (_judged(tag, wanted, checks.of(tag.commit), _released(tag, releases)) for tag in judged)
    return Greenness(tuple(found), required.unknowns)


@record
class _Wanted:
    """The `required` names, those of the jobs that test, and those that are reported on what is pushed, and not on pull requests alone."""

    required: tuple[str, ...]
    tests: tuple[str, ...]
    pushed: frozenset[str]


def _released(tag: ReleaseTag, releases: Releases | Unknown) -> str:
    """The moment after which nothing counts any more; empty where it is not known."""
    release = releases.of(tag.name) if isinstance(releases, Releases) else None
    return release.published if release is not None else ""


def _pushed(workflows: Workflows) -> Iterator[str]:
    """How jobs are reported on the commits of branches."""
    for workflow in workflows.workflows:
        if workflow.trigger("push") is not None or workflow.trigger("merge_group") is not None:
            for job in workflow.jobs:
                yield from (name for name in check_runs(job, workflows) if name is not None)


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
        for run in gates.everywhere
        if run.kind == "tests" and run.workflow.trigger("push") is not None
    }
    for job in jobs.values():
        yield from (name for name in check_runs(job, workflows) if name is not None)


def _judged(tag: ReleaseTag, wanted: _Wanted, reports: Reports, released: str) -> ReleasedChecks:
    every = [one for name in (*wanted.required, *wanted.tests) if (one := reports.of(name)) is not None]
    late = [one for one in every if _is_late(one, tag, released)]
    absent = [name for name in wanted.required if reports.of(name) is None]
    missing = tuple(name for name in absent if name in wanted.pushed)
    elsewhere = [name for name in absent if name not in missing]
    red = tuple(one for one in every if not (one in late or one.is_green or one.is_going_on))
    doubts = (*reports.doubts, *_doubts(tag, every, late, elsewhere, is_by_jobs=bool(wanted.tests)))
    return ReleasedChecks(tag, red, missing, doubts)


def _is_late(check: Check, tag: ReleaseTag, released: str) -> bool:
    """Whether it was begun when the release was out, as far as that is known: without a release, on a later day than the tag, and not green."""
    if released:
        return check.begun > released
    return not check.is_green and check.begun[:10] > tag.day.isoformat()


def _doubts(
    tag: ReleaseTag,
    every: Sequence[Check],
    late: Sequence[Check],
    elsewhere: Sequence[str],
    *,
    is_by_jobs: bool,
) -> Iterator[Unknown]:
    """Jobs may have been called otherwise when a tag was made, and run again since."""
    if is_by_jobs and not every:
        yield _undecidable(f"no job that tests today was reported on {tag.name}")
    if elsewhere:
        names = ", ".join(elsewhere)
        yield _undecidable(
            f"{names} was not reported on the commit of {tag.name}: pull requests alone may have it"
        )
    going = [one.name for one in every if one.is_going_on and one not in late]
    if going:
        yield _undecidable(f"{', '.join(going)} on {tag.name} has not ended")
    for one in late:
        yield _undecidable(
            f"{one.name} has run on the commit of {tag.name} since it was tagged: what it said before is not told"
        )


def _undecidable(detail: str) -> Unknown:
    return Unknown("CommitChecks", Reason.UNDECIDABLE, detail=detail)
