"""What is generated is current, and what is written by hand names only what exists."""

import re
from pathlib import Path

import pytest

from relaudit import docs
from relaudit.builtin import own
from relaudit.config.documents import presets
from relaudit.config.language import TopLevel
from relaudit.core.record import names_of
from relaudit.process.decode import key_of
from relaudit.process.parts import PARTS

ROOT = Path(__file__).parent.parent


def test_the_rule_pages_are_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert docs.stale() == []


def test_an_edited_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert len(docs.stale()) == len(own().rules) + 2


def test_relative_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_policy_page_names_every_part_and_preset() -> None:
    text = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")

    assert [key for key in PARTS if f"process.{key}" not in text] == []
    assert [name for name in presets() if f"`{name}`" not in text] == []
    assert [key_of(name) for name in names_of(TopLevel) if key_of(name) not in text] == []


def test_a_schema_that_is_not_current_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["docs"])
    assert docs.main() == 0
    assert docs.stale() == []
    docs.SCHEMA.write_text("{}", encoding="utf-8")

    assert docs.stale() == [docs.SCHEMA]
