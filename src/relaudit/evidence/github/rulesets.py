"""The rulesets of a repository, those that its organisation has for it among them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, replace
from relaudit.evidence.github.bodies import mapping, mappings, number, text, texts
from relaudit.evidence.github.service import GitHub, named
from relaudit.evidence.github.states import Asked, found, items, omitted, waiting

_ASKED = Asked("Rulesets", "metadata:read", keys=("id", "name", "enforcement"))
_ACTORS = Asked("Rulesets", "administration:write")
_ROLES = {1: "read", 2: "maintain", 3: "triage", 4: "write", 5: "admin"}
_WITH_PARENTS = {"includes_parents": "true"}


@named_record
class Passer:
    """Who may pass by a rule: the kind as GitHub names it, the number that it goes by, and when: `always`, `exempt`, or in a `pull_request` alone."""

    kind: str
    number: int = 0
    mode: str = "always"

    @property
    def name(self) -> str:
        """As the process names it: `RepositoryRole:admin`, `Team:7`, `OrganizationAdmin`, `DeployKey`."""
        known = (
            _ROLES.get(self.number, str(self.number)) if self.kind == "RepositoryRole" else str(self.number)
        )
        return (
            f"{self.kind}:{known}"
            if self.number and self.kind not in ("OrganizationAdmin", "DeployKey")
            else self.kind
        )


@named_record
class Ruleset:
    """One ruleset: `kinds` are the types of its rules, `include` and `exclude` the references that it is for, `passers` who may pass by it."""

    number: int
    name: str
    target: str
    enforcement: str
    kinds: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    passers: tuple[Passer, ...] | Unknown = ()
    is_own: bool = True  # of the repository, and not of its organisation

    @property
    def is_active(self) -> bool:
        """Whether it is enforced, and not only tried out."""
        return self.enforcement == "active"


@named_record
class Rulesets:
    """Each as the list tells it, without its rules; `of` asks for one by its number."""

    every: tuple[Ruleset, ...]
    of: Callable[[int], Ruleset | Unknown]
    page: str
    repository: str


@evidence(permission="metadata:read")
def rulesets(github: GitHub | Unknown) -> Rulesets | Unknown:
    """One list, and one request for each ruleset that is asked about."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    said = items(github.listed("/rulesets", _WITH_PARENTS), _ASKED)
    if isinstance(said, Unknown):
        return said

    @cache
    def of(number: int) -> Ruleset | Unknown:
        body = found(github.ask(f"/rulesets/{number}", _WITH_PARENTS), _ASKED)
        if isinstance(body, Unknown):
            return body
        return _whole(body)

    listed = tuple(_summary(body) for body in said)
    return Rulesets(every=listed, of=of, page=f"{github.page}/settings/rules", repository=named(github))


def _summary(body: Mapping[str, object]) -> Ruleset:
    return Ruleset(
        number=number(body, "id"), name=text(body, "name"), target=text(body, "target"), enforcement=text(body, "enforcement"),
        is_own=text(body, "source_type") in ("", "Repository"),
    )  # fmt: skip


def _whole(body: Mapping[str, object]) -> Ruleset | Unknown:
    """One that leaves out what its rules are, or for which references, is none."""
    rules, names = mappings(body, "rules"), mapping(mapping(body, "conditions"), "ref_name")
    actors = mappings(body, "bypass_actors")
    told = {
        "rules": rules is not None and all("type" in rule for rule in rules),
        "conditions": "include" in names and "exclude" in names,
    }
    missing = next((key for key, is_told in told.items() if not is_told), "")
    if rules is None or missing:
        return omitted(missing, _ASKED)
    return replace(
        _summary(body), kinds=frozenset(text(rule, "type") for rule in rules),
        include=tuple(texts(names, "include")), exclude=tuple(texts(names, "exclude")), passers=_passers(actors),
    )  # fmt: skip


def _passers(actors: Sequence[Mapping[str, object]] | None) -> tuple[Passer, ...] | Unknown:
    """An actor without a mode passes by always."""
    if actors is None or not all("actor_type" in one and "actor_id" in one for one in actors):
        return omitted("bypass_actors", _ACTORS)
    return tuple(
        Passer(kind=text(one, "actor_type"), number=number(one, "actor_id"), mode=text(one, "bypass_mode") or "always")
        for one in actors
    )  # fmt: skip
