"""The labels are readable and many enough, and the judge notices what is not as labelled."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from conftest import Repository

sys.path.insert(0, str(Path(__file__).parent / "labels"))

import judge

WORDS = {judge.AGREE, judge.DISAGREE, judge.NOT_COMPARABLE, judge.NO_RELEASE}


def test_ten_repositories_are_labelled_with_enough_tags_that_disagree() -> None:
    told = Counter(
        judge.word(said) for _, label in judge.labels() for said in judge.table(label, "tags").values()
    )

    assert len(list(judge.labels())) == 10
    assert set(told) <= WORDS
    assert told[judge.DISAGREE] >= 20


def test_a_repository_that_is_not_there_is_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge.main(tmp_path) == 10
    assert capsys.readouterr().out.count("not in") == 10


@pytest.mark.parametrize(("module", "answer"), [("1.0.0", judge.AGREE), ("0.9.0", judge.DISAGREE)])
def test_the_judge_compares_what_is_found_with_the_label(
    repository: Repository, tmp_path: Path, module: str, answer: str
) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.0.0"\n',
        "ferry/__init__.py": f'__version__ = "{module}"\n',
    }
    repository(files, log="main, tag: v1.0.0", name="a+ferry/repo")
    label = {
        "head": "main",
        "tags": {"v1.0.0": judge.AGREE},
        "version-files": {"pyproject.toml": "1.0.0", "ferry/__init__.py": module},
        "changelog": {"path": "", "newest-tag": "v1.0.0", "has-entry": False},
    }
    told = {kind: (wanted, found) for kind, wanted, found, _ in judge.judge("a+ferry", label, tmp_path)}

    assert told["tag"] == (judge.AGREE, answer)
    assert told["changelog entry"] == ("False", "False")
