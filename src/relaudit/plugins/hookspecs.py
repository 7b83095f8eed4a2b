"""The hooks of a pack: plain functions of these names in its module, called once, all of them add-only."""

from collections.abc import Iterable, Mapping

from relaudit.api import Provider, Reporter, Rule

HOOKS = ("relaudit_rules", "relaudit_evidence", "relaudit_reporters", "relaudit_tables")


def relaudit_rules() -> Iterable[Rule]:
    """The rules of the pack; their ids get the pack's name in front."""
    return ()


def relaudit_evidence() -> Iterable[Provider]:
    """The providers of the pack's own kinds of evidence."""
    return ()


def relaudit_reporters() -> Mapping[str, Reporter]:
    """Formats for `--format`, by name."""
    return {}


def relaudit_tables() -> Mapping[str, object]:
    """Parts that extend relaudit's tables, by table: `gates` takes a `GateTable`."""
    return {}
