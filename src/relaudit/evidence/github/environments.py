"""The environments of a repository, and what has to happen before a job that names one runs."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Absent, Asked, items

_ASKED = Asked("Environments", "actions:read")


@named_record
class Environment:
    """One environment; `rules` are the types of its protection rules as GitHub names them, `restricts_refs` tells that not every branch and tag may use it."""

    name: str
    rules: frozenset[str]
    reviewers: int
    restricts_refs: bool


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
    listing = github if isinstance(github, Unknown) else github.listed("/environments", under="environments")
    said = items(listing, _ASKED)
    if isinstance(said, Absent):
        return Unknown("Environments", Reason.HIDDEN, detail=said.message)
    if isinstance(said, Unknown) or isinstance(github, Unknown):
        return said if isinstance(said, Unknown) else Unknown("Environments", Reason.OFFLINE)
    return Environments(list(_every(said)), f"{github.page}/settings/environments", github.repository)


def _every(said: Sequence[Mapping[str, object]]) -> Iterator[Environment]:
    for body in said:
        name, rules = body.get("name"), body.get("protection_rules")
        if isinstance(name, str):
            every = [one for one in rules if isinstance(one, Mapping)] if isinstance(rules, list) else []
            yield Environment(
                name=name, rules=frozenset(kind for one in every if isinstance(kind := one.get("type"), str)),
                reviewers=sum(len(who) for one in every if isinstance(who := one.get("reviewers"), list)),
                restricts_refs=isinstance(body.get("deployment_branch_policy"), Mapping),
            )  # fmt: skip
