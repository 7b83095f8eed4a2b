"""What is kept under names, in scopes: by the repository, by its organisation for it, by each of its environments."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import GitHub, Listing, named, segment
from relaudit.evidence.github.states import Asked, items, omitted, waiting

_ENVIRONMENTS = Asked("Environments", "actions:read", keys=("name",))
_OF_ENVIRONMENT = "environment:"
_MOST = 50

Names = frozenset[str]
Days = Mapping[str, date | Unknown]
K = TypeVar("K", bound="KeptNames")


@record
class Store:
    """What GitHub calls the things in its addresses and answers, and what reading the lists takes."""

    name: str
    shared: Asked
    of_environment: Asked


@named_record
class KeptNames:
    """Names in upper case, as GitHub compares them: those of the repository, those that its organisation shares with it, those of environments.

    `updated` tells for a scope, as the process writes it (`repository`, `organization`, `environment:NAME`), the day on which each was last
    set. An environment that nobody has made has none: GitHub makes it when a job first names it.
    """

    updated: Callable[[str], Days | Unknown]
    environments: Callable[[], Sequence[str] | Unknown]
    page: str
    repository_name: str

    @property
    def repository(self) -> Names | Unknown:
        """Those of the repository itself."""
        return _names(self.updated("repository"))

    @property
    def organization(self) -> Names | Unknown:
        """Those that its organisation shares with it."""
        return _names(self.updated("organization"))

    def environment(self, name: str) -> Names | Unknown:
        """Those of an environment."""
        return _names(self.updated(f"{_OF_ENVIRONMENT}{name}"))

    def visible(self, environment: str) -> Names:
        """What a job with this environment is known to have; an empty name for none."""
        return frozenset(
            name for part in self._parts(environment) if not isinstance(part, Unknown) for name in part
        )

    def doubts(self, environment: str) -> Sequence[Unknown]:
        """Why such a job may have more: each permission that is missing is told."""
        return list(dict.fromkeys(part for part in self._parts(environment) if isinstance(part, Unknown)))

    def own(self) -> Iterator[tuple[str, Days | Unknown]]:
        """What the repository and each of its environments keep, by scope; many environments are not all asked about."""
        yield "repository", self.updated("repository")
        known = self.environments()
        if isinstance(known, Unknown):
            yield f"{_OF_ENVIRONMENT}*", known
            return
        for name in known[:_MOST]:
            yield f"{_OF_ENVIRONMENT}{name}", self.updated(f"{_OF_ENVIRONMENT}{name}")
        if len(known) > _MOST:
            detail = f"{_MOST} of {len(known)} environments are asked for what they keep"
            yield f"{_OF_ENVIRONMENT}*", Unknown(type(self).__name__, Reason.TRUNCATED, detail=detail)

    def _parts(self, environment: str) -> Sequence[Names | Unknown]:
        inner = self.environment(environment) if environment else frozenset[str]()
        return (self.repository, self.organization, inner)


def names_kept(kind: type[K], github: GitHub | Unknown, store: Store) -> K | Unknown:
    """The names of a kind; a list is read for each scope that is asked about."""
    if isinstance(github, Unknown):
        return waiting(github, store.shared)
    updated, environments = _kept(github, store)
    return kind(updated=updated, environments=environments, page=github.page, repository_name=named(github))


def _kept(
    github: GitHub, store: Store
) -> tuple[Callable[[str], Days | Unknown], Callable[[], Sequence[str] | Unknown]]:
    """What is kept in a scope, and the environments that there are."""

    @cache
    def environments() -> Sequence[str] | Unknown:
        said = items(github.listed("/environments", under="environments"), _ENVIRONMENTS)
        return said if isinstance(said, Unknown) else [text(one, "name") for one in said]

    @cache
    def updated(scope: str) -> Days | Unknown:
        name = scope.removeprefix(_OF_ENVIRONMENT)
        if name == scope:
            path = f"/actions/{'organization-' if scope == 'organization' else ''}{store.name}"
            return _days(github.listed(path, under=store.name), store.shared)
        known = environments()
        if not isinstance(known, Unknown) and name.upper() not in map(str.upper, known):
            return {}
        path = f"/environments/{segment(name)}/{store.name}"
        return _days(github.listed(path, under=store.name), store.of_environment)

    return updated, environments


def _names(days: Days | Unknown) -> Names | Unknown:
    return days if isinstance(days, Unknown) else frozenset(days)


def _days(listing: Listing | Unknown, asked: Asked) -> Days | Unknown:
    said = items(listing, asked)
    if isinstance(said, Unknown):
        return said
    return {text(one, "name").upper(): _day(text(one, "updated_at"), asked) for one in said}


def _day(moment: str, asked: Asked) -> date | Unknown:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return omitted("updated_at", asked)
