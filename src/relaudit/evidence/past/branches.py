"""The branches that are there: those of the clone itself and, in a checkout, those of its remote."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.git import Git, Head, Ref
from relaudit.process import Branches

_LOCAL, _REMOTES = "refs/heads/", "refs/remotes/"
_REMOTE_NAMES = ("origin", "upstream")
_USUAL_PRODUCTION = ("main", "master", "trunk", "default", "develop")
_LINE = regex(
    r"(?:(?:releases?|maint(?:enance)?|stable|support|hotfix(?:es)?)[-/_])?[a-z]*[-_]?v?\d+(?:\.(?:\d+|[xy]))*(?:[-_./](?:x|stable|maintenance|maint|fixes|patches))?"
    r"|stable|maintenance|production|releases?",
    re.IGNORECASE,
)
_BOTS = ("dependabot/", "renovate/", "copilot/", "pre-commit-ci-", "gh-readonly-queue/", "snyk-", "all-contributors/",
         "release-please--", "changeset-release/", "github-actions/", "create-pull-request/")  # fmt: skip


@record
class LiveBranches:
    """Every branch by its short name, with the commits it stands at: here, and on the remote.

    `default` is the branch that a clone checks out, empty where nobody says; `is_complete` is false where only some were fetched.
    """

    by_name: Mapping[str, tuple[str, ...]]
    default: str = ""
    is_complete: bool = True

    def __len__(self) -> int:
        return len(self.by_name)

    def matching(self, patterns: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The branches whose names match one of the patterns."""
        return {name: oids for name, oids in self.by_name.items() if matches(name, patterns)}


@record
class ReleaseBranches:
    """The branches that releases are made from; `production` is the main one, empty where it is not there."""

    production: str
    lines: Mapping[str, tuple[str, ...]]
    is_stated: bool = False

    @property
    def tips(self) -> tuple[str, ...]:
        """The commits of all release branches."""
        return tuple(dict.fromkeys(oid for oids in self.lines.values() for oid in oids))


@evidence()
def live_branches(git: Git, head: Head) -> LiveBranches | Unknown:
    """The branches, from the references."""
    refs = git.refs()
    if isinstance(refs, Unknown):
        return refs
    found: dict[str, list[str]] = {}
    for name, oid in _named(refs):
        found.setdefault(name, []).append(oid)
    return LiveBranches(
        {name: tuple(dict.fromkeys(oids)) for name, oids in found.items()},
        _default(refs, head),
        git.has_all_branches,
    )


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether a branch's name matches one of the patterns."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def is_of_a_bot(name: str) -> bool:
    """Whether a service made the branch and will remove it."""
    return name.startswith(_BOTS)


def of_role(branches: Branches, *roles: str) -> tuple[str, ...]:
    """The names and patterns of the branches that have one of these roles."""
    return tuple(name for name, branch in branches.by_name.items() if branch.role in roles)


@evidence()
def release_branches(live: LiveBranches, branches: Branches | Unknown) -> ReleaseBranches | Unknown:
    """The stated production branches and release lines; where none is stated, the default branch and the usual names."""
    stated = of_role(branches, "production", "release-line") if isinstance(branches, Branches) else ()
    if stated:
        production = of_role(branches, "production") if isinstance(branches, Branches) else ()
        main = next(iter(live.matching(production)), "")
        return ReleaseBranches(main, live.matching(stated), is_stated=True)
    if not live:
        return Unknown("ReleaseBranches", Reason.INAPPLICABLE, detail="no branches")
    main = live.default or next((name for name in _USUAL_PRODUCTION if name in live.by_name), "")
    if not main:
        detail = "no branch is known to be the one that releases are made from"
        return Unknown("ReleaseBranches", Reason.UNDECIDABLE, needs="process.branches", detail=detail)
    lines = {name: oids for name, oids in live.by_name.items() if name == main or _LINE.fullmatch(name)}
    return ReleaseBranches(main, lines)


def _named(refs: Sequence[Ref]) -> Iterator[tuple[str, str]]:
    """The short names of branches; of several remotes the usual one counts, else the first."""
    remotes = dict.fromkeys(_remote(ref.name) for ref in refs if ref.name.startswith(_REMOTES))
    chosen = next((name for name in _REMOTE_NAMES if name in remotes), next(iter(remotes), ""))
    for ref in refs:
        commit = ref.commit or ref.oid
        if ref.name.startswith(_LOCAL):
            yield ref.name.removeprefix(_LOCAL), commit
        elif chosen and ref.name.startswith(f"{_REMOTES}{chosen}/") and not ref.name.endswith("/HEAD"):
            yield ref.name.removeprefix(f"{_REMOTES}{chosen}/"), commit


def _remote(name: str) -> str:
    return name.removeprefix(_REMOTES).partition("/")[0]


def _default(refs: Sequence[Ref], head: Head) -> str:
    """What a remote's HEAD names; a bare clone's own HEAD."""
    targets = [ref.target for ref in refs if ref.name.startswith(_REMOTES) and ref.name.endswith("/HEAD")]
    return "/".join(targets[0].split("/")[3:]) if targets else head.branch if head.is_bare else ""
