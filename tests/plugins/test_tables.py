"""What packs add to relaudit's tables is judged as what is built in."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import MODULES
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.gates.table import GateTable, Harmless
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.publishing.table import Publisher, PublishTable
from relaudit.plugins.load import load
from relaudit.request import Request
from relaudit.sources.local import opened

WORKFLOW = """\
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/prove-action@v1
        with: { strict: no-thanks }
      - run: SCRIPT
"""
TABLE = GateTable(
    commands={"tests": ("acme-prove",)},
    actions={"security": ("acme/prove-action",)},
    options=(Harmless("--lenient", ("acme-prove",)),),
    inputs=(Harmless("strict: no-thanks", ("acme/prove-action",)),),
)

SHIP = """\
on: release
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
      - run: acme-ship
        env: {ACME_KEY: "${{ secrets.SHIP_KEY }}"}
      - run: haul up
"""
SHIPPING = PublishTable(commands={"acme-ship": Publisher(target="other:acme", token=("ACME_KEY",))})


@pytest.fixture
def pack() -> Iterator[tuple[str, str]]:
    module = ModuleType("pack_proving")
    module.relaudit_tables = lambda: {"gates": TABLE}  # type: ignore[attr-defined]  # a module made here
    sys.modules[module.__name__] = module
    yield "proving", module.__name__
    del sys.modules[module.__name__]


def judged(folder: Path, script: str, packs: list[tuple[str, str]]) -> Verdict:
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True, exist_ok=True)
    (workflows / "ci.yml").write_text(WORKFLOW.replace("SCRIPT", script))
    request = Request(today=Today(date(2026, 1, 1)), select=("gates-can-fail",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(load(MODULES, packs), request).audit(repository).audit.verdicts
    return verdict


def test_a_pack_and_a_policy_add_what_publishes(tmp_path: Path) -> None:
    module = ModuleType("pack_shipping")
    module.relaudit_tables = lambda: {"publishers": SHIPPING}  # type: ignore[attr-defined]  # a module made here
    sys.modules[module.__name__] = module
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "ship.yml").write_text(SHIP)
    (tmp_path / "relaudit.toml").write_text('[process.targets.depot]\ncommands = ["haul up"]\nuses = []\n')
    try:
        auditor = Auditor(
            load(MODULES, [("shipping", module.__name__)]), Request(today=Today(date(2026, 1, 1)))
        )
        with opened(str(tmp_path)) as repository:
            paths = auditor.dossier(repository).get(ReleasePaths)
    finally:
        del sys.modules[module.__name__]

    assert isinstance(paths, ReleasePaths)
    assert [(path.target, str(path.publication.credential)) for path in paths.paths] == [
        ("other:acme", "secret:SHIP_KEY"),
        ("other:depot", "other"),
    ]


def test_a_pack_adds_a_gate(tmp_path: Path, pack: tuple[str, str]) -> None:
    found = [finding.problem.message for finding in judged(tmp_path, "acme-prove || true", [pack]).findings]

    assert found == [
        "acme/prove-action (security) in job test cannot fail: strict: no-thanks makes it succeed",
        "acme-prove (tests) in job test cannot fail: what follows || succeeds",
    ]


def test_a_pack_adds_an_option_that_makes_a_gate_succeed(tmp_path: Path, pack: tuple[str, str]) -> None:
    found = [finding.problem.message for finding in judged(tmp_path, "acme-prove --lenient", [pack]).findings]

    assert "acme-prove (tests) in job test cannot fail: --lenient makes it succeed whatever it finds" in found


def test_without_the_pack_there_is_no_such_gate(tmp_path: Path) -> None:
    assert judged(tmp_path, "acme-prove || true", []).findings == ()
