"""Packs add, fail closed, and are found without importing anything."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from relaudit.api import Problem, Report, Severity, Unknown, evidence, rule
from relaudit.builtin import MODULES, own
from relaudit.core.errors import PluginError
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.gates.table import GATES, GateTable
from relaudit.plugins.discovery import installed_packs
from relaudit.plugins.load import load


class Owners: ...


@evidence()
def owners(tree: Tree) -> Owners:
    return Owners()


@rule(severity=Severity.ERROR, added="1")
def owners_are_named(owners: Owners) -> Iterator[Problem | Unknown]:
    yield from ()


def pack(name: str, **hooks: object) -> tuple[str, str]:
    module = ModuleType(f"pack_{name}")
    vars(module).update(hooks)
    sys.modules[module.__name__] = module
    return name, module.__name__


PROVING = GateTable({"tests": ("make prove",)})


def shout(report: Report) -> str:
    return report.run.tool.upper()


def test_a_pack_adds_rules_evidence_reporters_and_tables() -> None:
    hooks = {
        "relaudit_rules": lambda: [owners_are_named],
        "relaudit_evidence": lambda: [owners],
        "relaudit_reporters": lambda: {"shout": shout},
        "relaudit_tables": lambda: {"gates": PROVING},
    }
    loaded = load(MODULES, [pack("acme", **hooks)])

    assert [rule.id for rule in loaded.rules if "/" in rule.id] == ["acme/owners-are-named"]
    assert {rule.id for rule in own().rules} < {rule.id for rule in loaded.rules}
    assert owners in loaded.providers
    assert loaded.reporters["shout"] is shout
    assert loaded.tables["gates"] == (GATES, PROVING)


def test_the_built_in_pack_comes_through_the_same_hooks_with_pluggy_and_without() -> None:
    with_pluggy = load(MODULES, [pack("empty")])

    assert [rule.id for rule in with_pluggy.rules] == [rule.id for rule in own().rules]
    assert list(with_pluggy.reporters) == list(own().reporters)


@pytest.mark.parametrize(
    ("hooks", "message"),
    [
        (
            {"relaudit_rule": list},
            "pack 'acme': there is no hook 'relaudit_rule'; the hooks are relaudit_rules",
        ),
        ({"relaudit_rules": lambda: [3]}, "relaudit_rules gives 3, which is no rule"),
        (
            {"relaudit_rules": lambda: [owners_are_named, owners_are_named]},
            "rule 'acme/owners-are-named' is defined twice",
        ),
        ({"relaudit_evidence": lambda: [Owners]}, "which is no provider"),
        (
            {"relaudit_tables": lambda: {"gats": PROVING}},
            "pack 'acme': there is no table 'gats'; the tables are gates",
        ),
        (
            {"relaudit_tables": lambda: {"gates": 3}},
            "pack 'acme': the table 'gates' takes a GateTable, not 3",
        ),
        (
            {"relaudit_reporters": lambda: {"json": shout}},
            "reporter 'json' is defined twice; a pack adds, it never replaces",
        ),
        ({"relaudit_reporters": lambda: {"x": 3}}, "the reporter 'x' has to be a function"),
        ({"relaudit_rules": lambda: None}, "pack 'acme': relaudit_rules has to give a list, not None"),
        (
            {"relaudit_rules": lambda: owners_are_named},
            "pack 'acme': relaudit_rules has to give a list, not Rule",
        ),
        ({"relaudit_rules": list}, "pack 'acme': relaudit_rules has to be a function"),
        (
            {"relaudit_reporters": lambda: ["json"]},
            "pack 'acme': relaudit_reporters has to give a mapping by name",
        ),
        ({"relaudit_rules": lambda: 1 / 0}, "pack 'acme' failed: ZeroDivisionError"),
    ],
)
def test_a_broken_pack_ends_the_run_and_is_named(hooks: dict[str, object], message: str) -> None:
    with pytest.raises(PluginError, match=message.replace("(", r"\(")):
        load(MODULES, [pack("acme", **hooks)])


def test_a_pack_that_cannot_be_imported_ends_the_run() -> None:
    with pytest.raises(
        PluginError, match=r"pack 'acme' \(no_such_module\) cannot be imported: ModuleNotFoundError"
    ):
        load(MODULES, [("acme", "no_such_module")])


def test_a_pack_without_a_name_is_refused() -> None:
    with pytest.raises(PluginError, match="is no name for a pack"):
        load(MODULES, [("", "json")])


def test_packs_are_found_by_their_entry_points(tmp_path: Path) -> None:
    def installed(folder: str, text: str) -> None:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "entry_points.txt").write_text(text)

    installed(
        "acme-1.0.dist-info",
        "[console_scripts]\nacme = a:b\n\n[relaudit]\nacme = acme_rules\n# no = comment\n\n[other]\nx = y\n",
    )
    installed("zeta-1.0.egg-info", "[relaudit]\nzeta=zeta.rules:plugin\n")
    installed("other-1.0.dist-info", "[relauditors]\nno = no\n")
    (tmp_path / "empty-1.0.dist-info").mkdir()

    assert installed_packs([str(tmp_path), str(tmp_path / "missing")]) == (
        ("acme", "acme_rules"),
        ("zeta", "zeta.rules:plugin"),
    )
