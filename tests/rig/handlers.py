"""What the made-up GitHub answers to each request, before the description fills it up."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from contract import ASSUMED, Assumed
from guards import branch
from objects import blob_of, branches_of, commit_of, compared, content_of, tree_of
from world import Body, Repository, Token, about, drafts_left_out, environment

Given = Mapping[str, str]
Handler = Callable[[Repository, Token | None, Given], object]


class Refused(Exception):  # noqa: N818 - an answer, and no error of the program
    """An answer that is none."""

    def __init__(self, assumed: Assumed, **headers: str) -> None:
        super().__init__(assumed.message)
        self.assumed = assumed
        self.headers = headers


class Bare(Exception):  # noqa: N818 - an answer, and no error of the program
    """A status without a body."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def _protection(one: Repository, name: str) -> Body:
    if name not in one.protections:
        raise Refused(ASSUMED["not protected"])
    return one.protections[name]


def _secrets(one: Repository, names: Sequence[str]) -> list[Body]:
    day = "2026-01-01T00:00:00Z"
    return [{"name": name, "created_at": day, "updated_at": one.updated.get(name, day)} for name in names]


def _variables(one: Repository, names: Sequence[str]) -> list[Body]:
    return [{**item, "value": "of " + item["name"]} for item in _secrets(one, names)]


def _branches(one: Repository, given: Given) -> object:
    names = [one.default_branch, *branches_of(one), *one.rules, *one.protections]
    every = [branch(one, name) for name in dict.fromkeys(names)]
    wanted = given.get("protected")
    return [
        {key: each[key] for key in ("name", "protected")}
        for each in every
        if wanted in (None, str(each["protected"]).lower())
    ]


def _activity(one: Repository, _: Token | None, given: Given) -> object:
    wanted = {
        key: given[name]
        for key, name in (("ref", "ref"), ("activity_type", "activity_type"))
        if name in given
    }
    found = [item for item in one.activity if all(item[key] == value for key, value in wanted.items())]
    return sorted(found, key=lambda item: item["timestamp"], reverse=given.get("direction", "desc") == "desc")


def _pulls(one: Repository, _: Token | None, given: Given) -> object:
    states = ("open", "closed") if given.get("state") == "all" else (given.get("state", "open"),)
    base = given.get("base")
    found = [pull for pull in one.pulls if pull["state"] in states and base in (None, pull["base"]["ref"])]
    by = given.get("sort", "created")
    direction = given.get("direction", "desc" if by == "created" else "asc")
    return sorted(found, key=lambda pull: pull[f"{by}_at"], reverse=direction == "desc")


def _pulls_of(one: Repository, _: Token | None, given: Given) -> object:
    return [pull for pull in one.pulls if given["commit_sha"] in one.brought.get(pull["number"], ())]


def _runs(one: Repository, _: Token | None, given: Given) -> object:
    file = unquote(given.get("workflow_id", ""))
    return [
        run
        for run in one.runs
        if (not file or run["path"].endswith(f"/{file}"))
        and given.get("status", run["status"]) in (run["status"], run["conclusion"])
    ]


def _rulesets(one: Repository, _: Token | None, given: Given) -> object:
    targets = given.get("targets", "branch,tag,push").split(",")
    hidden = ("rules", "conditions", "bypass_actors")
    return [
        {key: value for key, value in ruleset.items() if key not in hidden}
        for ruleset in one.rulesets
        if ruleset.get("target", "branch") in targets
    ]


def _ruleset(one: Repository, token: Token | None, given: Given) -> object:
    """Who may pass by is told to those who may change it."""
    found = next((each for each in one.rulesets if str(each["id"]) == given["ruleset_id"]), None)
    if found is None:
        raise Refused(ASSUMED["hidden"])
    may_see = token is not None and token.permissions.get("administration") == "write"
    return {key: value for key, value in found.items() if may_see or key != "bypass_actors"}


def _immutable(one: Repository) -> object:
    if not one.is_immutable:
        raise Bare(404)
    return {"enabled": True, "enforced_by_owner": False}


def _latest(one: Repository) -> object:
    published = [each for each in one.releases if not each["draft"] and not each["prerelease"]]
    if not published:
        raise Refused(ASSUMED["hidden"])
    return published[0]


def _tag(one: Repository, oid: str) -> object:
    if oid not in one.tags:
        raise Refused(ASSUMED["hidden"])
    return one.tags[oid]


def _owners(one: Repository) -> object:
    if one.owners is None:
        raise Bare(404)
    return {"errors": one.owners}


HANDLERS: Mapping[str, tuple[Handler, str]] = {
    "": (lambda one, token, _: about(one, token), ""),
    "/actions/organization-secrets": (lambda one, *_: _secrets(one, one.shared), "secrets"),
    "/actions/organization-variables": (lambda one, *_: _variables(one, one.shared_variables), "variables"),
    "/actions/permissions/workflow": (lambda one, *_: one.workflow_token, ""),
    "/actions/runs": (_runs, "workflow_runs"),
    "/actions/runs/{run_id}/approvals": (
        lambda one, _, given: one.reviews.get(int(given["run_id"]), []),
        "",
    ),
    "/actions/runs/{run_id}/jobs": (lambda one, _, given: one.jobs.get(int(given["run_id"]), []), "jobs"),
    "/actions/secrets": (lambda one, *_: _secrets(one, one.secrets), "secrets"),
    "/actions/variables": (lambda one, *_: _variables(one, one.variables), "variables"),
    "/actions/workflows/{workflow_id}/runs": (_runs, "workflow_runs"),
    "/activity": (_activity, ""),
    "/branches": (lambda one, _, given: _branches(one, given), ""),
    "/branches/{branch}": (lambda one, _, given: branch(one, unquote(given["branch"])), ""),
    "/branches/{branch}/protection": (lambda one, _, given: _protection(one, unquote(given["branch"])), ""),
    "/codeowners/errors": (lambda one, *_: _owners(one), ""),
    "/commits/{commit_sha}/pulls": (_pulls_of, ""),
    "/contents/{path}": (
        lambda one, _, given: content_of(one, unquote(given["path"]), given.get("ref", "HEAD")),
        "",
    ),
    "/compare/{basehead}": (
        lambda one, _, given: compared(one, *map(unquote, given["basehead"].split("..."))),
        "commits",
    ),
    "/commits/{ref}": (lambda one, _, given: commit_of(one, unquote(given["ref"])), ""),
    "/commits/{ref}/check-runs": (lambda one, _, given: one.checks.get(given["ref"], []), "check_runs"),
    "/commits/{ref}/status": (lambda one, _, given: one.statuses.get(given["ref"], []), "statuses"),
    "/environments": (
        lambda one, *_: [one.held.get(name) or environment(name) for name in one.environments],
        "environments",
    ),
    "/environments/{environment_name}/deployment-branch-policies": (
        lambda one, _, given: [
            {"name": name, "type": "branch"} for name in one.policies[unquote(given["environment_name"])]
        ],
        "branch_policies",
    ),
    "/environments/{environment_name}/secrets": (
        lambda one, _, given: _secrets(one, one.environments[unquote(given["environment_name"])]),
        "secrets",
    ),
    "/environments/{environment_name}/variables": (
        lambda one, _, given: _variables(one, one.configured.get(unquote(given["environment_name"]), [])),
        "variables",
    ),
    "/git/blobs/{file_sha}": (lambda one, _, given: blob_of(one, given["file_sha"]), ""),
    "/git/tags/{tag_sha}": (lambda one, _, given: _tag(one, given["tag_sha"]), ""),
    "/git/trees/{tree_sha}": (
        lambda one, _, given: tree_of(one, given["tree_sha"], given.get("recursive")),
        "",
    ),
    "/immutable-releases": (lambda one, *_: _immutable(one), ""),
    "/pulls": (_pulls, ""),
    "/releases": (lambda one, token, _: drafts_left_out(one.releases, token), ""),
    "/releases/latest": (lambda one, *_: _latest(one), ""),
    "/rules/branches/{branch}": (lambda one, _, given: one.rules.get(unquote(given["branch"]), []), ""),
    "/rulesets": (_rulesets, ""),
    "/rulesets/{ruleset_id}": (_ruleset, ""),
}
