"""The seed rows: complete, each with an example of our own, and the two processes readable."""

import sys
from pathlib import Path

import pytest

from conftest import Repository
from relaudit.api import Edit, Fix
from relaudit.builtin import own
from relaudit.config.documents import extended, from_text
from relaudit.config.settings import settings
from relaudit.core.model import Status
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.files import Text
from relaudit.pages import page_of
from relaudit.process import Branches, Events, Secrets
from relaudit.process.parts import DerivedProcess, part_of
from relaudit.sources.worktree import WorkingTree

SEEDS = Path(__file__).parent / "seeds"
sys.path.insert(0, str(SEEDS))

import fixes  # noqa: E402 - as rows
import rows  # noqa: E402 - beside its data, run by itself as well

OF_A = "2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20 21 22 23 24 25 26 27 28 29 30 31 34 35 37 38 39 41 42 44 46 47 48 49 50 56 57 58 59 60 61 62 63 71 72 73"
OF_B = "2 3 4 7 8 9 10 11 13 14 15 18 19 20 21 22 23 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 48 49 51 53 55 57 60 61 62 63 64 65 68 70 72 75 78 79"
DEMANDED = {*(f"A{number}" for number in OF_A.split()), *(f"B{number}" for number in OF_B.split())}
# Today, the document's first day, and the last of the files that it speaks of.
NOW, BEGUN, LAST = "f77b4930", "9c0576bf", "d78e8efc^"
IN_THE_PAST = {
    "B4": (NOW, BEGUN), "B8": (NOW, BEGUN, LAST), "B9": (NOW, BEGUN), "B10": (NOW, BEGUN), "B11": (BEGUN,), "B13": (NOW, BEGUN, LAST),
    "B14": (LAST,), "B15": (NOW, BEGUN), "B18": (BEGUN, LAST), "B19": (BEGUN, LAST), "B20": (NOW, BEGUN), "B21": (NOW, BEGUN),
    "B22": (NOW, BEGUN), "B23": (BEGUN,), "B25": (NOW, BEGUN), "B26": (NOW, BEGUN, LAST), "B27": (BEGUN,), "B28": (NOW, BEGUN, LAST),
    "B29": (BEGUN, LAST), "B30": (LAST,), "B32": (BEGUN,), "B33": (BEGUN,), "B34": (BEGUN,), "B35": (BEGUN, LAST), "B36": (BEGUN, LAST),
    "B37": (NOW, BEGUN), "B38": (BEGUN,), "B39": (NOW, BEGUN), "B40": (BEGUN,), "B41": (NOW, BEGUN), "B44": (BEGUN,),
    "B55": (NOW, BEGUN, LAST), "B62": (NOW, BEGUN, LAST), "B63": (NOW, BEGUN),
}  # fmt: skip
ONE_ONLY = {("A62", "mdnu838/OpenMux@f7d0ed4")}  # there is no tag whose tagger could be judged
BOTH = ("mdnu838/OpenMux@f7d0ed4", "AI-LLM-World/OpenMux@9a8217b")
ROWS, POLICIES = rows.read()


def test_every_demanded_row_is_there_for_every_repository() -> None:
    present = {(row.row, row.repository) for row in ROWS}
    wanted = {(name, where) for name in DEMANDED if name[0] == "A" for where in BOTH}
    wanted -= ONE_ONLY
    wanted |= {
        (name, f"x0tta6bl4-ai/x0tta6bl4@{revision}")
        for name in DEMANDED
        if name[0] == "B"
        for revision in IN_THE_PAST.get(name, (NOW,))
    }

    assert present == wanted
    assert set(POLICIES) == {where for _, where in wanted}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.row} {row.repository} {row.rule}")
def test_a_row_expects_something_and_names_an_example(row: rows.Row) -> None:
    rule, _, title = row.example.partition(": ")
    page = page_of(next(one for one in own().rules if one.id == rule))
    example = next(one for one in (page.examples if page else ()) if one.title == title)

    ends = Status.FAILED if row.found or row.says else Status.UNKNOWN if row.unknown else Status.PASSED

    assert row.found or row.absent or row.fact or row.unknown or row.says
    assert row.fact or (row.rule == rule and example.ends is ends)


@pytest.mark.parametrize("name", sorted(set(POLICIES.values())))
def test_a_seed_process_is_sayable(name: str) -> None:
    text = Text.decoded(name, (SEEDS / name).read_bytes())
    said = settings(extended(from_text(text), WorkingTree(SEEDS)), own().rules)
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


REPAIRABLE = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.0"\n',
    "ferry/__init__.py": '__version__ = "1.0"\n',
}


def test_fixes_are_held_to_real_files(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(REPAIRABLE, name="a+ferry/repo")

    assert fixes.run(tmp_path) == 0
    assert capsys.readouterr().out == (
        "bump-config-is-current: 1\nversion-files-agree: 3\nversion-spelling-is-canonical: 1\n"
        "5 fixes on 1 repositories, all five properties hold\n"
    )


def test_a_fix_that_does_not_hold_is_a_failure(
    repository: Repository,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrong(self: VersionFile, version: str) -> Fix | None:
        edit = self.edit(version)
        return Fix.of("adds", edit and Edit(edit.path, edit.start, edit.end, f"{version} "))

    monkeypatch.setattr(VersionFile, "fix", wrong)
    repository(REPAIRABLE, name="a+ferry/repo")

    assert fixes.run(tmp_path)
    assert "ferry/__init__.py is not what it was beside the edit" in capsys.readouterr().out


def test_fixing_nothing_is_a_failure(tmp_path: Path) -> None:
    assert fixes.run(tmp_path)
