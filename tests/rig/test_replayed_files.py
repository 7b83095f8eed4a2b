"""Commits, trees and files that were recorded open a repository, or are unknown."""

import pytest

from recordings import OK, Recording, address, recordings
from relaudit.core.errors import UsageError
from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.sources.github.connect import Means, server_at
from relaudit.sources.github.opening import opened_on
from relaudit.sources.github.tree import TreeOnGitHub
from tape import NAME, Player, Tape, playing

COMMIT, TREE, BLOB = "/commits/{ref}", "/git/trees/{tree_sha}", "/git/blobs/{file_sha}"


def recorded(template: str, status: int = OK) -> list[Recording]:
    return [one for one in recordings() if (one.template, one.status) == (template, status)]


def tree_of(answers: dict[str, Recording]) -> TreeOnGitHub:
    """What is recorded of one folder or file is told of no other."""
    pages = {address(f"/repos/{NAME}{path}"): one for path, one in answers.items()}
    return TreeOnGitHub(Tape({}, pages).github(), "x")


def opened(player: Player, one: Recording) -> str | None:
    player.tape = Tape({"": recorded("")[0], COMMIT: one})
    try:
        with opened_on(Means(server_at(player.page), {}), f"{NAME}@v1", is_demanded=True) as found:
            return found.revision
    except UsageError:
        return None


def test_a_recorded_commit_opens_a_repository() -> None:
    commits = recorded(COMMIT)
    nameless = [one.saying({key: said for key, said in one.json.items() if key != "sha"}) for one in commits]
    with playing() as player:
        told = [opened(player, one) for one in commits]
        refused = [opened(player, one) for one in (*nameless, *recorded(COMMIT, 304))]

    assert len(commits) > 30
    assert told == [one.json["sha"] for one in commits]
    assert set(refused) == {None}


def test_a_recorded_tree_is_read_as_a_whole_or_not_at_all() -> None:
    """Older ones are given the word that they are not cut, which GitHub says today."""
    whole = [{"truncated": False, **one.json} for one in recorded(TREE)]
    told = [
        tree_of({"/git/trees/x": one.saying(body)}).paths()
        for one, body in zip(recorded(TREE), whole, strict=True)
    ]
    known = [(body, paths) for body, paths in zip(whole, told, strict=True) if not isinstance(paths, Unknown)]

    assert len(whole) >= 9
    assert len(known) >= 4
    assert max(len(paths) for _, paths in known) > 50
    for body, paths in known:
        assert paths == sorted(item["path"] for item in body["tree"] if item["type"] != "tree")


@pytest.mark.parametrize("key", ["tree", "truncated", "path", "mode", "sha"])
def test_a_recorded_tree_that_leaves_out_a_key_is_unknown(key: str) -> None:
    for one in recorded(TREE):
        body = one.json
        for part in (body, *body["tree"]):
            part.pop(key, None)
        told = tree_of({"/git/trees/x": one.saying(body)}).paths()

        assert isinstance(told, Unknown), one.label


def file_of(one: Recording, without: str = "") -> Text | Unknown | None:
    body = {name: said for name, said in one.json.items() if name != without}
    item = {"path": "a", "mode": "100644", "type": "blob", "sha": "y", "size": one.json["size"]}
    listing = one.saying({"tree": [item], "truncated": False})
    return tree_of({"/git/trees/x": listing, "/git/blobs/y": one.saying(body)}).read("a")


def test_a_recorded_file_is_read_to_its_last_byte() -> None:
    told = [file_of(one) for one in recorded(BLOB)]

    assert len(told) == 3
    for one, text in zip(recorded(BLOB), told, strict=True):
        assert isinstance(text, Text)
        assert len(text.text.encode()) == one.json["size"]


@pytest.mark.parametrize("key", ["content", "encoding"])
def test_a_recorded_file_that_leaves_out_a_key_is_unknown(key: str) -> None:
    assert [type(file_of(one, key)) for one in recorded(BLOB)] == [Unknown] * 3
