"""What the evidence about GitHub claims: everything that a rule could take for an answer, by a name of its own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.actionsettings import ActionsSettings
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.branchnames import BranchList
from relaudit.evidence.github.checks import CommitChecks
from relaudit.evidence.github.comparisons import Comparisons
from relaudit.evidence.github.elsewhere import RemoteFiles
from relaudit.evidence.github.environments import Environment, Environments
from relaudit.evidence.github.immutable import ImmutableReleases
from relaudit.evidence.github.kept import KeptNames
from relaudit.evidence.github.owners import OwnerErrors
from relaudit.evidence.github.pastruns import PastRuns
from relaudit.evidence.github.pulls import PullRequests
from relaudit.evidence.github.pushes import Pushes
from relaudit.evidence.github.releases import Release, Releases
from relaudit.evidence.github.rulesets import Ruleset, Rulesets
from relaudit.evidence.github.runs import Run, Runs
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.github.settings import RepositorySettings
from relaudit.evidence.github.signatures import TagSignatures
from relaudit.evidence.github.variables import VariableNames

Claims = Mapping[str, object]
RAN = ".github/workflows/build.yml"  # the workflow of GitHub's example
KINDS = ("pull_request", "non_fast_forward", "deletion")  # of rules, those that are asked for


def _of_settings(said: RepositorySettings, _: Sequence[str]) -> Claims:
    unknown = Unknown("RepositorySettings", Reason.OMITTED)
    return {
        "default branch": said.default_branch or unknown,
        "may push": said.may("push"),
        "is an admin": said.may("admin"),
    }


def _of_releases(said: Releases, _: Sequence[str]) -> Claims:
    """By their tags: how a release is called and when it was made is shown, and judged by nobody."""
    return {"published": tuple(one.tag for one in said.published), "drafts": _tags(said.drafts)}


def _tags(drafts: Sequence[Release] | Unknown) -> object:
    return drafts if isinstance(drafts, Unknown) else tuple(one.tag for one in drafts)


def _of_environments(said: Environments, names: Sequence[str]) -> Claims:
    told = {f"{name} {key}": value for name in names for key, value in _of_environment(said.of(name)).items()}
    return {"every": frozenset(one.name for one in said.every), **told}


def _of_environment(one: Environment | None) -> Claims:
    """What holds a job does so whatever else there may be; that nothing does is known without a doubt alone."""
    if one is None:
        return {"is there": False}
    return {
        "waits for a review": "required_reviewers" in one.rules or one.doubt or False,
        "is for some refs": one.restricts_refs or one.doubt or False,
        "rules": one.doubt or one.rules,
    }


def _of_branch_rules(said: BranchRules, _: Sequence[str]) -> Claims:
    """A rule that is in force is so whatever else there may be; that there is none is known without a doubt alone."""
    guards = said.of("main")
    if isinstance(guards, Unknown):
        return {"rules": guards}
    told: dict[str, object] = {kind: guards.has(kind) or guards.doubt or False for kind in KINDS}
    checks = frozenset(name for guard in guards.every for name in guard.checks)
    return {**told, "approvals": guards.doubt or guards.approvals, "checks": guards.doubt or checks}


def _of_kept(said: KeptNames, names: Sequence[str]) -> Claims:
    own = {"repository": said.repository, "organization": said.organization}
    return {**own, **{f"environment {name}": said.environment(name) for name in names}}


def _of_pull_requests(said: PullRequests, _: Sequence[str]) -> Claims:
    merged = said.into("main")
    return {"merged": merged.doubt or tuple((one.number, one.name, one.target) for one in merged.every)}


def _of_pushes(said: Pushes, _: Sequence[str]) -> Claims:
    """Who pushed is shown: a push by somebody who is not told is still one."""
    recorded = said.to("main")
    return {"pushes": recorded.doubt or tuple(one.after for one in recorded.every)}


def _of_runs(said: Runs, _: Sequence[str]) -> Claims:
    last = said.last(RAN)
    if not isinstance(last, Run):
        return {"last": last}
    return {"last": last.never_started, "commit": last.commit or Unknown("Runs", Reason.OMITTED)}


def _of_checks(said: CommitChecks, _: Sequence[str]) -> Claims:
    reports = said.of("a" * 40)
    return {
        "reports": next(iter(reports.doubts), None) or {one.name: one.conclusion for one in reports.every},
        **{f"doubt {place}": doubt for place, doubt in enumerate(reports.doubts)},
    }


def _of_rulesets(said: Rulesets, _: Sequence[str]) -> Claims:
    """What a ruleset is for is told by itself, where the list does not say it."""
    listed = {one.number: (one.name, one.is_active) for one in said.every}
    whole = [
        (f"{one.number} {key}", value)
        for one in said.every
        for key, value in _of_ruleset(said.of(one.number)).items()
    ]
    return {"listed": listed, **dict(whole)}


def _of_ruleset(one: Ruleset | Unknown) -> Claims:
    if isinstance(one, Unknown):
        return {"all": one}
    return {
        "target": one.target or Unknown("Rulesets", Reason.OMITTED), "kinds": one.kinds, "include": one.include, "exclude": one.exclude,
        "passers": one.passers,
    }  # fmt: skip


def _of_immutable(said: ImmutableReleases, _: Sequence[str]) -> Claims:
    return {
        "setting": said.setting,
        "latest": Unknown("x", Reason.HIDDEN) if said.latest is None else said.latest,
    }


def _of_actions(said: ActionsSettings, _: Sequence[str]) -> Claims:
    return {"token": said.default_token, "may approve": said.may_approve}


def _of_signatures(said: TagSignatures, _: Sequence[str]) -> Claims:
    one = said.of("a" * 40)
    return {"verified": one if isinstance(one, Unknown) else one.is_verified}


def _of_past_runs(said: PastRuns, _: Sequence[str]) -> Claims:
    runs = said.ended(RAN)
    if isinstance(runs, Unknown) or not runs:
        return {"runs": runs}
    made = tuple((one.number, one.day or Unknown("PastRuns", Reason.OMITTED)) for one in runs)
    jobs, approvals = said.succeeded(runs[0].number), said.approvals(runs[0].number)
    by = (
        approvals
        if isinstance(approvals, Unknown)
        else tuple((one.environments, one.by) for one in approvals)
    )
    return {"runs": made, "jobs": jobs, "approvals": by}


def _of_branch_list(said: BranchList, _: Sequence[str]) -> Claims:
    return {"branches": said.every()}


def _of_comparisons(said: Comparisons, _: Sequence[str]) -> Claims:
    one = said.of("main", "develop")
    if isinstance(one, Unknown):
        return {"ahead": one}
    return {"ahead": tuple((each.oid, each.day) for each in one.ahead), "is behind": one.is_behind}


def _of_remote_files(said: RemoteFiles, _: Sequence[str]) -> Claims:
    one = said.of("acme/ferry/README.md@main")
    return {"text": one if isinstance(one, Unknown) else one.text}


def _of_owner_errors(said: OwnerErrors, _: Sequence[str]) -> Claims:
    every = said.every
    return {
        "errors": every
        if isinstance(every, Unknown)
        else tuple((one.path, one.line, one.kind) for one in every)
    }


CLAIMS: Mapping[type[object], Callable[[Any, Sequence[str]], Claims]] = {
    RepositorySettings: _of_settings,
    Releases: _of_releases,
    Environments: _of_environments,
    BranchRules: _of_branch_rules,
    SecretNames: _of_kept,
    VariableNames: _of_kept,
    PullRequests: _of_pull_requests,
    Pushes: _of_pushes,
    Runs: _of_runs,
    CommitChecks: _of_checks,
    Rulesets: _of_rulesets,
    ImmutableReleases: _of_immutable,
    ActionsSettings: _of_actions,
    TagSignatures: _of_signatures,
    RemoteFiles: _of_remote_files,
    BranchList: _of_branch_list,
    PastRuns: _of_past_runs,
    Comparisons: _of_comparisons,
    OwnerErrors: _of_owner_errors,
}


def claims_of(kind: type[object], said: object, names: Sequence[str]) -> Claims:
    """What evidence of a kind claims, also of the environments of these names."""
    if isinstance(said, Unknown):
        return {"all of it": said}
    assert isinstance(said, kind), f"{kind.__name__} is a {type(said).__name__}"
    return CLAIMS[kind](said, names)


def unknowns(claims: Claims) -> Sequence[Unknown]:
    """What is not known."""
    return [one for one in claims.values() if isinstance(one, Unknown)]


def more_than(claims: Claims, former: Claims) -> Sequence[str]:
    """What is claimed that was not claimed before."""
    if "all of it" in claims:
        return []
    return [
        f"{name}: {value} where it was {former.get(name, former.get('all of it'))}"
        for name, value in claims.items()
        if not isinstance(value, Unknown) and (name not in former or value != former[name])
    ]


def alike(claims: Claims) -> Claims:
    """What has to be the same wherever the answers come from."""
    return {
        name: (value.evidence, value.reason) if isinstance(value, Unknown) else value
        for name, value in claims.items()
    }
