"""The seed rows: complete, each with an example of our own, and the two processes readable."""

import sys
from pathlib import Path

import pytest

from relaudit.builtin import own
from relaudit.config.documents import extended, from_text
from relaudit.config.settings import settings
from relaudit.core.model import Status
from relaudit.evidence.files import Text
from relaudit.pages import page_of
from relaudit.process import Branches, Events, Secrets
from relaudit.process.parts import DerivedProcess, part_of

SEEDS = Path(__file__).parent / "seeds"
sys.path.insert(0, str(SEEDS))

import rows  # noqa: E402 - beside its data, run by itself as well

DEMANDED = {
    *(["A21", "A22", "A23", "A24", "A30", "A72", "A47", "A48", "A49", "A50", "A58"]),
    *(["B28", "B48", "B57", "B60", "B61", "B65", "B72", "B78", "B79"]),
}
BOTH = ("mdnu838/OpenMux@f7d0ed4", "AI-LLM-World/OpenMux@9a8217b")
ROWS, POLICIES = rows.read()


def test_every_demanded_row_is_there_for_every_repository() -> None:
    present = {(row.row, row.repository) for row in ROWS}
    wanted = {(name, where) for name in DEMANDED if name[0] == "A" for where in BOTH}
    wanted |= {(name, "x0tta6bl4-ai/x0tta6bl4@f77b4930") for name in DEMANDED if name[0] == "B"}

    assert present == wanted
    assert set(POLICIES) == {where for _, where in wanted}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.row} {row.repository} {row.rule}")
def test_a_row_expects_something_and_names_an_example(row: rows.Row) -> None:
    rule, _, title = row.example.partition(": ")
    page = page_of(next(one for one in own().rules if one.id == rule))
    example = next(one for one in (page.examples if page else ()) if one.title == title)

    assert row.found or row.absent or row.fact
    assert not row.found or (row.rule == rule and example.ends is Status.FAILED)
    assert row.found or row.fact or example.ends is Status.PASSED


@pytest.mark.parametrize("name", sorted(set(POLICIES.values())))
def test_a_seed_process_is_sayable(name: str) -> None:
    text = Text.decoded(name, (SEEDS / name).read_bytes())
    said = settings(extended(from_text(text), lambda _: None), own().rules)
    parts = [part_of(part, said.process, DerivedProcess()) for part in (Branches, Events, Secrets)]

    assert all(part.is_stated for part in parts if isinstance(part, Branches | Events | Secrets))
    assert len([part for part in parts if isinstance(part, Branches | Events | Secrets)]) == 3


def test_a_repository_that_is_not_there_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = rows.hold(tmp_path)
    printed = capsys.readouterr().out

    assert failures == len(DEMANDED)
    assert f"0 of {len(DEMANDED)} rows" in printed
