"""What git is asked, and what is made of its answers."""

import subprocess
from pathlib import Path

from conftest import Repository
from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.sources.local import opened
from relaudit.sources.worktree import WorkingTree


def test_the_references_of_pull_requests_are_no_branches(repository: Repository) -> None:
    folder = repository({"VERSION": "1.0.0\n"}, log="main, tag: v1.0.0")
    subprocess.run(["git", "-C", folder, "update-ref", "refs/pull/7/head", "main"], check=True)

    with opened(folder) as one:
        assert one.git is not None
        refs = one.git.refs()

    assert isinstance(refs, tuple)
    assert [ref.name for ref in refs] == ["refs/heads/main", "refs/tags/v1.0.0"]


def test_an_example_has_the_references_that_it_names_and_no_other(repository: Repository) -> None:
    folder = repository({"VERSION": "1\n"}, log="main | three\ntopic | two\n | one")
    listed = subprocess.run(["git", "-C", folder, "for-each-ref"], capture_output=True, text=True, check=True)

    assert [line.split()[-1] for line in listed.stdout.splitlines()] == [
        "refs/heads/main",
        "refs/heads/topic",
    ]


def test_changes_that_were_begun_are_those_that_are_asked_for(repository: Repository) -> None:
    folder = repository(
        {"v1.0.0:VERSION": "1.0.0\n", "v1.1.0:VERSION": "1.1.0\n"}, log="main, tag: v1.1.0\ntag: v1.0.0"
    )
    with opened(folder) as one:
        assert one.git is not None
        assert one.revision
        plain = one.git.changes(one.revision, ["VERSION"])
        one.git.begin_changes(one.revision, ["VERSION"])
        one.git.begin_changes(one.revision, ["never asked for"])
        begun = one.git.changes(one.revision, ["VERSION"])

    assert isinstance(plain, tuple)
    assert begun == plain
    assert len(plain) == 2


def test_a_link_to_a_folder_is_followed_inside_the_tree_alone(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("no\n")
    root = tmp_path / "root"
    (root / "inside").mkdir(parents=True)
    (root / "inside" / "file").write_text("yes\n")
    (root / "near").symlink_to("inside")
    (root / "far").symlink_to("../outside")
    tree = WorkingTree(root)
    near = tree.read("near/file")

    assert isinstance(near, Text)
    assert near.text == "yes\n"
    assert isinstance(tree.read("far/secret"), Unknown)
    assert isinstance(tree.read("inside/../../outside/secret"), Unknown)
