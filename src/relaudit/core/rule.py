"""What a rule is."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from relaudit.core.errors import PluginError
from relaudit.core.model import Problem, Severity, Unknown
from relaudit.core.needs import Need, needs_of, where
from relaudit.core.record import NOTHING, record

Judge = Callable[..., Iterator[Problem | Unknown]]
NO_KINDS: Mapping[str, Severity] = MappingProxyType({})


@record
class Options:
    """Base of a rule's options: a record whose fields policy may set, each with a default."""


@record
class Rule:
    """A judge with its name and standing.

    `severity` holds where the process states what the rule judges, `unstated` otherwise. `kinds` gives a
    kind of problem a severity of its own. `over` names the parameters the rule ranges over: when all of
    them are empty there is nothing to judge.
    """

    id: str
    family: str
    judge: Judge
    needs: tuple[Need, ...]
    severity: Severity
    added: str
    unstated: Severity | None = None
    over: tuple[str, ...] = ()
    kinds: Mapping[str, Severity] = NOTHING

    @property
    def docstring(self) -> str:
        """The rule's documentation: a summary sentence, then sections."""
        from inspect import cleandoc

        return cleandoc(self.judge.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence, without its full stop."""
        first, _, _ = (self.judge.__doc__ or "").partition("\n\n")
        return " ".join(first.split()).rstrip(".")

    @property
    def options(self) -> type[Options] | None:
        """The class of the rule's options, when it takes any."""
        return next((need.type for need in self.needs if issubclass(need.type, Options)), None)

    def severity_of(self, problem: Problem, *, stated: bool) -> Severity:
        """The severity before policy has its say."""
        if problem.kind in self.kinds:
            return self.kinds[problem.kind]
        return self.severity if stated or self.unstated is None else self.unstated


def rule(
    *,
    severity: Severity,
    added: str,
    unstated: Severity | None = None,
    over: str | tuple[str, ...] = (),
    kinds: Mapping[str, Severity] = NO_KINDS,
) -> Callable[[Judge], Rule]:
    """Make a generator function a rule: its name becomes the id, its package the family.

    Raises:
        PluginError: the parameters are not needs, or `over` names one that does not exist.
    """
    ranges = (over,) if isinstance(over, str) else over

    def decorate(judge: Judge) -> Rule:
        needs = needs_of(judge)
        unheard = set(ranges) - {need.name for need in needs}
        if unheard:
            raise PluginError(f"{where(judge)}: over names {sorted(unheard)}, which are no parameters of it")
        name, family = (
            judge.__name__.replace("_", "-"),
            judge.__module__.rpartition(".")[0].rpartition(".")[2],
        )
        return Rule(name, family, judge, needs, severity, added, unstated, ranges, kinds)

    return decorate
