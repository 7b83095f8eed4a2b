"""The dossier: the evidence about one repository, gathered once and on demand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, cast

from relaudit.core.errors import PluginError
from relaudit.core.model import Reason, Unknown
from relaudit.core.needs import Need, needs_of, provided_by, where
from relaudit.core.parts import Part
from relaudit.core.record import record

T = TypeVar("T")


@record
class Provider:
    """How one kind of evidence follows from others.

    `reads` are the patterns of the paths it reads, `permission` what it takes to ask a server, so that the
    closure of a run's needs is known before anything is fetched. One that is `early` sets something going that takes a while:
    it is asked before anything is judged.
    """

    gives: type[object]
    function: Callable[..., object]
    needs: tuple[Need, ...]
    reads: tuple[str, ...] = ()
    permission: str = ""
    early: bool = False


def evidence(
    *, reads: tuple[str, ...] = (), permission: str = "", early: bool = False
) -> Callable[[Callable[..., object]], Provider]:
    """Make a function a provider of the evidence that its return annotation names.

    Raises:
        PluginError: a parameter or the return value is not annotated as a need.
    """
    return lambda function: Provider(
        provided_by(function), function, needs_of(function), reads, permission, early
    )


class Catalogue:
    """All providers of a run, checked once: one for each kind of evidence, nothing missing, no circle."""

    def __init__(self, providers: Iterable[Provider], given: frozenset[type[object]]) -> None:
        self.given = given
        self._by_type: dict[type[object], Provider] = {}
        for provider in providers:
            self._add(provider)
        for provider in self._by_type.values():
            self._walk(provider.gives, ())

    def provider_of(self, wanted: type[object]) -> Provider | None:
        """The provider of a type, None when it is given or unheard of."""
        return self._by_type.get(wanted)

    def knows(self, wanted: type[object]) -> bool:
        """Whether this type is given or provided."""
        return wanted in self.given or wanted in self._by_type

    def early(self, wanted: Iterable[type[object]]) -> Iterator[type[object]]:
        """What these types follow from and is better asked for at once."""
        needed = self.closure(wanted)
        return (gives for gives, provider in self._by_type.items() if provider.early and gives in needed)

    def closure(self, wanted: Iterable[type[object]]) -> frozenset[type[object]]:
        """All types that these types follow from, themselves included."""
        found: set[type[object]] = set()
        pending = list(wanted)
        while pending:
            current = pending.pop()
            if current not in found:
                found.add(current)
                provider = self._by_type.get(current)
                pending.extend(need.type for need in provider.needs) if provider else None
        return frozenset(found)

    def _add(self, provider: Provider) -> None:
        if provider.gives in self.given:
            raise PluginError(
                f"{where(provider.function)} provides {provider.gives.__name__}, which is given"
            )
        if provider.gives in self._by_type:
            first = where(self._by_type[provider.gives].function)
            raise PluginError(
                f"{where(provider.function)} and {first} both provide {provider.gives.__name__}"
            )
        self._by_type[provider.gives] = provider

    def _walk(self, wanted: type[object], path: tuple[type[object], ...]) -> None:
        if wanted in path:
            circle = " → ".join(step.__name__ for step in (*path[path.index(wanted) :], wanted))
            raise PluginError(f"providers go in a circle: {circle}")
        provider = self._by_type.get(wanted)
        for need in provider.needs if provider else ():
            if not self.knows(need.type):
                user = where(provider.function) if provider else ""
                raise PluginError(f"{user}: nothing provides {need.type.__name__}, the type of '{need.name}'")
            self._walk(need.type, (*path, wanted))


class Dossier:
    """Answers with evidence, or with why there is none; every answer is worked out once."""

    def __init__(self, catalogue: Catalogue, given: Mapping[type[object], object]) -> None:
        self.catalogue = catalogue
        self._known: dict[type[object], object] = dict(given)

    def get(self, wanted: type[T]) -> T | Unknown:
        """The evidence of this type."""
        if wanted not in self._known:
            self._known[wanted] = self._provide(wanted)
        return cast("T | Unknown", self._known[wanted])  # a provider's return type is its key

    def arguments(self, needs: Iterable[Need]) -> dict[str, object] | Unknown:
        """Values by parameter name, or the first unknown among the required ones.

        What the process says is looked up first: where it says nothing, nothing else is gathered.
        """
        values: dict[str, object] = {}
        for need in sorted(needs, key=lambda need: not issubclass(need.type, Part)):
            value = self.get(need.type)
            if isinstance(value, Unknown) and not need.optional:
                return value
            values[need.name] = value
        return values

    def begin(self, needs: Iterable[Need]) -> None:
        """Set going what answers these needs later."""
        for wanted in self.catalogue.early(need.type for need in needs):
            self.get(wanted)

    def with_given(self, kind: type[object], value: object) -> "Dossier":
        """The same dossier with one given fact exchanged; what does not follow from it is kept."""
        kept = {
            known: answer
            for known, answer in self._known.items()
            if kind not in self.catalogue.closure([known])
        }
        return Dossier(self.catalogue, {**kept, kind: value})

    def _provide(self, wanted: type[object]) -> object:
        provider = self.catalogue.provider_of(wanted)
        if provider is None:
            return Unknown(wanted.__name__, Reason.OFFLINE, detail="nothing was asked for it")
        arguments = self.arguments(provider.needs)
        if isinstance(arguments, Unknown):
            return arguments
        try:
            return provider.function(**arguments)
        except Exception as error:  # noqa: BLE001 - one broken provider costs only what depends on it
            return crashed(wanted.__name__, error)


def crashed(what: str, error: Exception) -> Unknown:
    """A defect of relaudit or of a pack, told as what it makes unknown."""
    return Unknown(what, Reason.CRASHED, needs="a report of this defect", detail=" ".join(_told(error)))


def _told(error: Exception) -> Iterator[str]:
    yield f"{type(error).__name__}: {error}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None:
        yield f"({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})"
