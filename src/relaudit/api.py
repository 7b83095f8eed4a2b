"""The words a rule, a provider or a pack is written in."""

import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from relaudit.core.dossier import Provider, evidence
from relaudit.core.errors import PluginError
from relaudit.core.model import Edit, Fix, Problem, Reason, Severity, Unknown
from relaudit.core.occasion import HistorySince, Moment, Occasion, Today
from relaudit.core.places import InCommit, InFile, InRef, InRegistry, InSettings, Location
from relaudit.core.record import record, replace
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
    "replace",
    "rule",
    "rules_in",
]

Reporter = Callable[[Report], str]


def rules_in(package: str) -> Iterable[Rule]:
    """Every rule of a package: each module of it that has a rule of the module's own name.

    Raises:
        PluginError: a module below a family's package has no rule of its name.
    """
    folder = os.path.dirname(import_module(package).__file__ or "")
    return tuple(_rule_of(name) for name in sorted(_modules(folder, package)))


def _modules(folder: str, package: str) -> Iterator[str]:
    """The modules below a package; the library's own walk costs more to import than all rules."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and os.path.exists(f"{entry.path}/__init__.py"):
                yield from _modules(entry.path, f"{package}.{entry.name}")
            elif entry.name.endswith(".py") and entry.name != "__init__.py":
                yield f"{package}.{entry.name[:-3]}"


def _rule_of(module: str) -> Rule:
    name = module.rpartition(".")[2]
    rule_found = getattr(import_module(module), name, None)
    if not isinstance(rule_found, Rule):
        raise PluginError(f"{module}: a rule module has to define a rule of its own name, '{name}'")
    return rule_found
