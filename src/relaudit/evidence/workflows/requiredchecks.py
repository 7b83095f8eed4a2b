"""The status checks that a branch requires, held against those that jobs report on a pull request into it."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.paths.names import examples
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import check_runs
from relaudit.evidence.workflows.requirednames import RequiredName, RequiredNames, SeenReports
from relaudit.evidence.workflows.triggers import takes_branch
from relaudit.process import Branches

_PROPOSING = ("pull_request", "pull_request_target", "merge_group")
_TOPIC = "something"
_OF_AN_APP = "GitHub asks for it, and no job is called like it: it may be that of an app, which reports on pull requests alone"
# How the checks of services are called, which no workflow reports.
_SERVICES = (
    "codecov/", "coverage/", "coveralls", "ci/circleci", "continuous-integration/", "pre-commit.ci", "docs/readthedocs", "readthedocs", "netlify", "vercel", "license/",
    "dco", "codeql", "sonarcloud", "sonarqube", "socket security", "codeclimate", "qlty", "buildkite/", "jenkins", "travis", "gitguardian", "mergify", "wip", "security/",
    "deepsource", "codefactor", "codacy", "azure", "cirrus", "appveyor", "semaphore", "drone", "renovate/", "cla/", "easycla", "codspeed", "cloudflare", "gitlab", "teamcity",
)  # fmt: skip


@record
class Reported:
    """A job and the names that it is reported under, None for one that only the run can tell."""

    workflow: Workflow
    job: Job
    names: tuple[str | None, ...]

    @property
    def label(self) -> str:
        """What each of its names begins with, as far as the file tells."""
        return (self.job.text("name") or self.job.id).split(OPEN)[0]

    def may_be(self, name: str) -> bool:
        """Whether a name may be one of those that only the run can tell."""
        return None in self.names and name.startswith(self.label)

    def is_alike(self, name: str) -> bool:
        """Whether somebody may have meant this job: by its id, or its name, without what a matrix adds."""
        base = name.split(" (", maxsplit=1)[0].rsplit(" / ", maxsplit=1)[-1].strip().lower()
        own = {self.job.id.lower(), self.job.text("name").lower(), self.label.strip().lower()}
        return base in own - {""}


@record
class RequiredCheck:
    """A name that a branch requires: whether a job reports it, `alike` the jobs that may have been meant, `doubt` why it cannot be told."""

    branch: str
    name: str
    is_reported: bool
    alike: tuple[Reported, ...] = ()
    near: tuple[str, ...] = ()
    doubt: str = ""
    reported: tuple[Reported, ...] = ()


@record
class RequiredChecks:
    """Every required check: those that the process states, and those that GitHub asks for; `unknowns` are why there may be more of these."""

    checks: tuple[RequiredCheck, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.checks)


@evidence()
def required_checks(
    stated: Branches | Unknown, required: RequiredNames, workflows: Workflows, seen: SeenReports
) -> RequiredChecks:
    """Held against workflows; what no job reports, an app may have reported on the commit that was judged."""
    found = []
    for branch, names in required.by_branch.items():
        reported = list(_reported(branch, stated, workflows)) if names else []
        found += [_check(branch, name, reported, workflows, seen) for name in names]
    return RequiredChecks(tuple(found), required.unknowns)


def _reported(branch: str, stated: Branches | Unknown, workflows: Workflows) -> Iterator[Reported]:
    """By the workflows that a pull request into the branch starts, or a push to the branch that it comes from."""
    into = examples(branch, "branches")[:1]
    topics = [name for one in _sources(branch, stated) for name in examples(one, "branches")[:1]]
    for workflow in workflows.workflows:
        triggers = [one for event in _PROPOSING if (one := workflow.trigger(event)) is not None]
        push = workflow.trigger("push")
        is_proposed = any(takes_branch(trigger, name) for trigger in triggers for name in into)
        if is_proposed or (push is not None and any(takes_branch(push, name) for name in topics)):
            for job in workflow.jobs:
                yield Reported(workflow, job, (*check_runs(job, workflows), *_skipped(job)))


def _sources(branch: str, stated: Branches | Unknown) -> Sequence[str]:
    """Where pull requests into a branch come from."""
    branches = stated.by_name if isinstance(stated, Branches) else {}
    topics = [name for name, one in branches.items() if one.role in ("topic", "hotfix")]
    into = branches[branch].from_ if branch in branches else ()
    return (*into, *topics, _TOPIC)


def _skipped(job: Job) -> Iterator[str]:
    """A job that its condition skips is reported once, under its name as written."""
    if job.condition is not None:
        yield job.text("name") or job.id


def _check(
    branch: str, name: RequiredName, reported: Sequence[Reported], workflows: Workflows, seen: SeenReports
) -> RequiredCheck:
    by = tuple(each for each in reported if name.text in each.names)
    if by:
        return RequiredCheck(branch, name.text, is_reported=True, reported=by)
    found = _unreported(branch, name.text, reported, workflows)
    if not name.is_on_github:
        return found
    if seen.of(name.text):
        return replace(found, is_reported=True)
    is_strange = name.is_of_app or not (found.alike or found.near)
    return replace(found, doubt=found.doubt or _OF_AN_APP) if is_strange else found


def _unreported(branch: str, name: str, reported: Sequence[Reported], workflows: Workflows) -> RequiredCheck:
    names = dict.fromkeys(one for each in reported for one in each.names if one is not None)
    alike = tuple(each for each in reported if each.is_alike(name))
    meant = dict.fromkeys(one for each in alike for one in each.names if one is not None)
    return RequiredCheck(
        branch,
        name,
        False,
        alike,
        tuple(meant or _near(name, list(names))),
        _doubt(name, reported, workflows),
    )


def _near(name: str, names: Sequence[str]) -> Sequence[str]:
    from difflib import get_close_matches

    caller, is_called, _ = name.partition(" / ")
    called = [one for one in names if is_called and one.startswith(f"{caller} / ")]
    return called or get_close_matches(name, names, n=3)


def _doubt(name: str, reported: Sequence[Reported], workflows: Workflows) -> str:
    lower = name.lower()
    if any(lower.startswith(service) for service in _SERVICES):
        return "its name is like that of a service, which no workflow tells of"
    maybe = next((one for one in reported if one.may_be(name)), None)
    if maybe is not None:
        place = maybe.workflow.file.place(maybe.job.key)
        return f"job {maybe.job.id} at {place.path}:{place.line} is named when it runs"
    return workflows.unknowns[0].detail if workflows.unknowns else ""
