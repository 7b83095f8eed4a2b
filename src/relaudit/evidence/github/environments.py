"""The environments of a repository, and what has to happen before a job that names one runs."""

from collections.abc import Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub, named, segment
from relaudit.evidence.github.states import Asked, items, omitted, waiting

_ASKED = Asked("Environments", "actions:read", keys=("name",))
_POLICIES = Asked("Environments", "actions:read", keys=("name",))
_BRANCHES = Asked("Environments", "contents:read", keys=("name",))
_ALL = frozenset(("*", "**", "**/*"))


@named_record
class Environment:
    """One environment; `rules` are the types of its protection rules as GitHub names them, `patterns` the branches and tags that may use it.

    No patterns are told where all protected branches may, and None where every branch and tag may, or `doubt` says why that is not known.
    """

    name: str
    rules: frozenset[str]
    patterns: tuple[str, ...] | None = None
    doubt: Unknown | None = None

    @property
    def restricts_refs(self) -> bool:
        """Whether not every branch and tag may use it."""
        return self.patterns is not None and not _ALL.intersection(self.patterns)


class Environments:
    """All of them, by name, which is compared without case; `page` is where they are kept."""

    def __init__(self, every: Sequence[Environment], page: str, repository: str) -> None:
        self.every = every
        self.page = page
        self.repository = repository
        self._by_name = {one.name.lower(): one for one in every}

    def of(self, name: str) -> Environment | None:
        """The environment of a name; None where nobody has made it."""
        return self._by_name.get(name.lower())


@evidence(permission="actions:read")
def environments(github: GitHub | Unknown) -> Environments | Unknown:
    """One list."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    said = items(github.listed("/environments", under="environments"), _ASKED)
    if isinstance(said, Unknown):
        return said
    return Environments(
        [_told(body, github) for body in said], f"{github.page}/settings/environments", named(github)
    )


def _told(body: Mapping[str, object], github: GitHub) -> Environment:
    name, rules, policy = (body.get(key) for key in ("name", "protection_rules", "deployment_branch_policy"))
    types = [_type(one) for one in rules] if isinstance(rules, list) else [None]
    kinds = frozenset(kind for kind in types if kind is not None)
    patterns = _patterns(str(name), policy, github)
    if isinstance(patterns, Unknown):
        return Environment(name=str(name), rules=kinds, doubt=patterns)
    is_whole = None not in types and "deployment_branch_policy" in body
    doubt = None if is_whole else omitted("protection_rules", _ASKED)
    return Environment(name=str(name), rules=kinds, patterns=patterns, doubt=doubt)


def _type(rule: object) -> str | None:
    """None where it is not told."""
    said = rule.get("type") if isinstance(rule, Mapping) else None
    return said if isinstance(said, str) else None


def _patterns(name: str, policy: object, github: GitHub) -> tuple[str, ...] | Unknown | None:
    """Those of a policy of its own have to be asked for."""
    if not isinstance(policy, Mapping):
        return None
    if policy.get("custom_branch_policies") is not True:
        is_for_protected = policy.get("protected_branches") is True
        return _protected(github) if is_for_protected else omitted("deployment_branch_policy", _ASKED)
    path = f"/environments/{segment(name)}/deployment-branch-policies"
    said = items(github.listed(path, under="branch_policies"), _POLICIES)
    return said if isinstance(said, Unknown) else tuple(str(one["name"]) for one in said)


def _protected(github: GitHub) -> tuple[str, ...] | Unknown | None:
    """Protected branches alone may use it; where none is protected, GitHub lets every branch."""
    said = items(github.listed("/branches", {"protected": "true"}), _BRANCHES)
    return said if isinstance(said, Unknown) else () if said else None
