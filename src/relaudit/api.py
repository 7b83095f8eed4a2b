"""The words a rule, a provider or a pack is written in."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import walk_packages

from relaudit.core.dossier import Provider, evidence
from relaudit.core.errors import PluginError
from relaudit.core.model import Edit, Fix, Problem, Reason, Severity, Unknown
from relaudit.core.occasion import HistorySince, Moment, Occasion, Today
from relaudit.core.places import InCommit, InFile, InRef, InRegistry, InSettings, Location
from relaudit.core.record import record
from relaudit.core.report import Report
from relaudit.core.rule import Options, Rule, rule

__all__ = [
    "Edit",
    "Fix",
    "HistorySince",
    "InCommit",
    "InFile",
    "InRef",
    "InRegistry",
    "InSettings",
    "Location",
    "Moment",
    "Occasion",
    "Options",
    "PluginError",
    "Problem",
    "Provider",
    "Reason",
    "Report",
    "Reporter",
    "Rule",
    "Severity",
    "Today",
    "Unknown",
    "evidence",
    "record",
    "rule",
    "rules_in",
]

Reporter = Callable[[Report], str]


def rules_in(package: str) -> Iterable[Rule]:
    """Every rule of a package: each module of it that has a rule of the module's own name.

    Raises:
        PluginError: a module below a family's package has no rule of its name.
    """
    found = import_module(package)
    modules = [name for _, name, is_package in walk_packages(found.__path__, f"{package}.") if not is_package]
    return tuple(_rule_of(name) for name in sorted(modules))


def _rule_of(module: str) -> Rule:
    name = module.rpartition(".")[2]
    rule_found = getattr(import_module(module), name, None)
    if not isinstance(rule_found, Rule):
        raise PluginError(f"{module}: a rule module has to define a rule of its own name, '{name}'")
    return rule_found
