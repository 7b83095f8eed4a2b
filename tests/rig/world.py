"""A made-up GitHub: its repositories, and the tokens that may see some of it. Bodies hold what GitHub's description requires, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Body = dict[str, Any]
DAY = "2026-01-31T12:00:00Z"


def link(path: str) -> str:
    """An address of the made-up server, where only its form counts."""
    return f"https://github.example/{path}"


def user(login: str = "maria") -> Body:
    """An account."""
    paths = (
        "avatar_url", "events_url", "followers_url", "following_url", "gists_url", "html_url", "organizations_url", "received_events_url",
        "repos_url", "starred_url", "subscriptions_url", "url",
    )  # fmt: skip
    addresses = {name: link(f"{login}/{name}") for name in paths}
    return {
        "login": login,
        "id": 1,
        "node_id": "U1",
        "gravatar_id": "",
        "type": "User",
        "site_admin": False,
        **addresses,
    }


def release(tag: str, **said: object) -> Body:
    """A release of a tag."""
    paths = ("assets_url", "html_url", "tarball_url", "url", "zipball_url")
    return {
        **{name: link(f"releases/{tag}/{name}") for name in paths}, "upload_url": link("up{?name}"), "id": 1, "node_id": "R1",
        "tag_name": tag, "target_commitish": "main", "name": tag, "draft": False, "prerelease": False, "created_at": DAY, "published_at": DAY,
        "author": user(), "assets": [], **said,
    }  # fmt: skip


def environment(name: str, **said: object) -> Body:
    """An environment; one that holds nobody unless it is said."""
    address = link(f"environments/{name}")
    free: Body = {"protection_rules": [], "deployment_branch_policy": None}
    return {
        "id": 1, "node_id": "E1", "name": name, "url": address, "html_url": address, "created_at": DAY, "updated_at": DAY, **free, **said,
    }  # fmt: skip


@dataclass
class Token:
    """What a token may do: `read` or `write` by the name of a permission; `role` is what its owner is to the repository."""

    permissions: Mapping[str, str] = field(default_factory=dict)
    is_admin: bool = False
    can_push: bool = False
    expires: float | None = None  # seconds since the epoch
    repositories: Sequence[str] | None = None  # those of the installation that it was made for


@dataclass
class Installation:
    """Where an App is installed, and what it may do there; one that is suspended `says_so`, or is refused when it asks for a token."""

    number: int
    repositories: Sequence[str]
    permissions: Mapping[str, str]
    is_suspended: bool = False
    says_so: bool = True


@dataclass
class App:
    """An App, by the public half of its key."""

    public: str
    installations: list[Installation] = field(default_factory=list)


@dataclass
class Repository:
    """The state of one repository; what a test does not say is as it is in a repository that was just made."""

    full_name: str = "acme/ferry"
    default_branch: str = "main"
    is_private: bool = False
    folder: Path | None = None  # a real repository, out of which commits, trees and blobs are told
    releases: list[Body] = field(default_factory=list)
    rules: dict[str, list[Body]] = field(default_factory=dict)
    protections: dict[str, Body] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)  # by the organisation
    variables: list[str] = field(default_factory=list)
    shared_variables: list[str] = field(default_factory=list)
    updated: dict[str, str] = field(default_factory=dict)  # when a secret was last set, by name
    environments: dict[str, list[str]] = field(default_factory=dict)  # with their secrets
    configured: dict[str, list[str]] = field(default_factory=dict)  # environments with their variables
    policies: dict[str, list[str]] = field(
        default_factory=dict
    )  # patterns of the branches that may use an environment
    held: dict[str, Body] = field(default_factory=dict)  # environments whose jobs have to wait
    activity: list[Body] = field(default_factory=list)
    pulls: list[Body] = field(default_factory=list)
    brought: dict[int, list[str]] = field(
        default_factory=dict
    )  # the commits of a branch that came by each of them
    runs: list[Body] = field(default_factory=list)
    jobs: dict[int, list[Body]] = field(default_factory=dict)  # by the number of the run
    reviews: dict[int, list[Body]] = field(default_factory=dict)
    checks: dict[str, list[Body]] = field(default_factory=dict)  # by the commit
    statuses: dict[str, list[Body]] = field(default_factory=dict)
    rulesets: list[Body] = field(default_factory=list)
    tags: dict[str, Body] = field(default_factory=dict)  # tag objects, by name
    is_immutable: bool = False  # whether releases are
    owners: list[Body] | None = None  # the errors of CODEOWNERS; None where there is no such file
    workflow_token: Body = field(
        default_factory=lambda: {
            "default_workflow_permissions": "read",
            "can_approve_pull_request_reviews": False,
        }
    )
    merging: Body = field(default_factory=dict)  # how pull requests are merged, beside the usual


@dataclass
class World:
    """Everything that the server knows."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)  # by their numbers or their client ids
    moved: dict[str, str] = field(default_factory=dict)  # what a repository was called, and its name today


def drafts_left_out(releases: Sequence[Body], token: Token | None) -> Sequence[Body]:
    """Drafts are shown to those who may push."""
    may_see = token is not None and token.can_push
    return [one for one in releases if may_see or not one["draft"]]


_ADDRESSES = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents", "contributors", "deployments", "downloads",
    "events", "forks", "git_commits", "git_refs", "git_tags", "hooks", "html", "issue_comment", "issue_events", "issues", "keys", "labels", "languages",
    "merges", "milestones", "notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags", "teams", "trees", "clone",
    "git", "mirror", "ssh", "svn",
)  # fmt: skip
_COUNTS = ("forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers", "watchers_count", "network_count", "subscribers_count")  # fmt: skip
_SWITCHES = (
    "fork",
    "has_issues",
    "has_projects",
    "has_wiki",
    "has_pages",
    "has_discussions",
    "archived",
    "disabled",
)
_MERGES = ("allow_merge_commit", "allow_squash_merge", "allow_rebase_merge", "delete_branch_on_merge")


def about(one: Repository, token: Token | None) -> Body:
    """What GitHub says of a repository as such; how it merges is told to those who may push, and rights to nobody without a token."""
    owner, _, name = one.full_name.partition("/")
    body: Body = {
        **{f"{key}_url": link(f"{one.full_name}/{key}") for key in _ADDRESSES}, "url": link(one.full_name), **dict.fromkeys(_COUNTS, 0),
        **dict.fromkeys(_SWITCHES, False), "id": 1, "node_id": "R1", "name": name, "full_name": one.full_name, "private": one.is_private,
        "owner": user(owner), "description": None, "homepage": None, "language": None, "license": None, "default_branch": one.default_branch,
        "created_at": DAY, "updated_at": DAY, "pushed_at": DAY,
    }  # fmt: skip
    if token is not None:
        body["permissions"] = {"admin": token.is_admin, "push": token.can_push, "pull": True}
    if token is not None and token.can_push:
        body |= dict.fromkeys(_MERGES, True) | one.merging
    return body
