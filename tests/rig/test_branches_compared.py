"""Branches, and what one has that another lacks: without a clone, or with one that has not all of them, as with all of them."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import Repository as Made
from relaudit.cli import run as main
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.branchnames import BranchList, BranchNames, branch_list, branch_names
from relaudit.evidence.github.comparisons import Comparison, Comparisons, comparisons
from relaudit.sources.recorded import Recorded
from rig import Asking, asking_of, serving
from server import Fake, Fault
from test_states import without
from test_without_clone import page_of
from world import Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
Judged = Callable[..., Mapping[str, Any]]
POLICY = "[process.branches.main]\nrole = 'production'\n[process.branches.develop]\nrole = 'integration'\ncontains = ['main']\n"
WORKFLOW = (
    "on: {push: {branches: [develop, old]}}\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n"
)
FILES = {"relaudit.toml": POLICY, ".github/workflows/ci.yml": WORKFLOW, "rudder": "mended"}
BEHIND = "main | Mend the rudder | base\ndevelop, base | Sails"
APART = "main | Mend the rudder | base\ndevelop | Sails | base\nbase | Hull"
MERGED = "develop | Bring it back | main\nmain | Mend the rudder"


@pytest.fixture
def judged(capsys: pytest.CaptureFixture[str]) -> Judged:
    def run(rule: str, *arguments: str) -> Mapping[str, Any]:
        main(["check", *arguments, "--select", rule, "--format", "json"])
        found: Mapping[str, Any] = json.loads(capsys.readouterr().out)["repositories"][0]["verdicts"][0]
        return found

    return run


def of(made: Sequence[Any]) -> Sequence[tuple[str, str]]:
    return [(one["message"], one["fingerprint"]) for one in made]


@pytest.mark.parametrize("log", [BEHIND, MERGED, "main | Alone"], ids=["behind", "merged", "alone"])
@pytest.mark.parametrize(
    "rule", ["hotfixes-are-backported", "trigger-branches-exist", "branch-names-are-allowed"]
)
def test_without_a_clone_branches_are_judged_as_in_a_clone(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, log: str, rule: str
) -> None:
    folder = repository(FILES, log)
    page = page_of(fake, folder, monkeypatch)
    here, there = judged(rule, str(folder), "--offline"), judged(rule, "acme/ferry", "--github-url", page)

    assert here["status"] in ("passed", "failed")
    assert (there["status"], of(there["findings"])) == (here["status"], of(here["findings"]))


def test_a_commit_that_may_have_been_picked_is_unknown_without_a_clone(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged
) -> None:
    other = {f"develop:{path}": text for path, text in {**FILES, "sails": "new"}.items()}
    folder = repository({**FILES, **other}, APART)
    page = page_of(fake, folder, monkeypatch)
    here = judged("hotfixes-are-backported", str(folder), "--offline")
    there = judged("hotfixes-are-backported", "acme/ferry", "--github-url", page)

    assert (here["status"], there["status"]) == ("failed", "unknown")
    assert [one["needs"] for one in there["unknowns"]] == ["a clone"]


def test_a_clone_of_one_branch_asks_for_the_others(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, tmp_path: Path
) -> None:
    origin = repository(FILES, BEHIND)
    page = page_of(fake, origin, monkeypatch)
    clone = cloned(origin, page, tmp_path / "clone")
    alone = judged("trigger-branches-exist", str(clone), "--offline")
    asked = judged("trigger-branches-exist", str(clone), "--github-url", page)
    compared = judged("hotfixes-are-backported", str(clone), "--github-url", page)

    assert alone["status"] == "unknown"
    assert [one["subject"] for one in asked["findings"]] == ["old"]
    assert [one["kind"] for one in compared["findings"]] == ["lacking"]


def test_a_clone_with_every_branch_asks_nobody(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged
) -> None:
    folder = repository(FILES, BEHIND)
    page = page_of(fake, folder, monkeypatch)
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry"], check=True)
    found = judged("trigger-branches-exist", str(folder), "--github-url", page)

    assert found["status"] == "failed"
    assert fake.requests == []


def cloned(origin: Path, page: str, folder: Path) -> Path:
    """A clone of main alone, whose remote is on the server."""
    options = ("--quiet", "--single-branch", "--branch", "main")
    subprocess.run(["git", "clone", *options, f"file://{origin}", folder], check=True)
    subprocess.run(["git", "-C", folder, "remote", "set-url", "origin", f"{page}/acme/ferry"], check=True)
    return folder


def test_what_a_clone_of_one_branch_knows_is_asked_of_nobody(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, tmp_path: Path
) -> None:
    origin = repository(
        {**FILES, ".github/workflows/ci.yml": WORKFLOW.replace("develop, old", "main")}, BEHIND
    )
    page = page_of(fake, origin, monkeypatch)
    clone = cloned(origin, page, tmp_path / "clone")
    alone = judged("trigger-branches-exist", str(clone), "--offline")
    asked = judged("trigger-branches-exist", str(clone), "--github-url", page)

    assert (alone["status"], asked["status"], fake.requests) == ("passed", "passed", [])


def test_what_a_clone_of_one_branch_lacks_is_told_once(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, tmp_path: Path
) -> None:
    origin = repository(FILES, BEHIND)
    clone = cloned(origin, page_of(fake, origin, monkeypatch), tmp_path / "clone")
    found = judged("trigger-branches-exist", str(clone), "--offline")

    assert [one["detail"] for one in found["unknowns"]] == ["only some branches were fetched"]


def test_names_are_judged_by_the_whole_list_where_a_clone_has_one(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, tmp_path: Path
) -> None:
    origin = repository({"relaudit.toml": POLICY}, "main | Hull\ndevelop | Sails\nodd | Oars")
    page = page_of(fake, origin, monkeypatch)
    clone = cloned(origin, page, tmp_path / "clone")
    subprocess.run(["git", "-C", clone, "branch", "own"], check=True)
    alone = judged("branch-names-are-allowed", str(clone), "--offline")
    asked = judged("branch-names-are-allowed", str(clone), "--github-url", page)

    assert ([one["subject"] for one in alone["findings"]], len(alone["unknowns"])) == (["own"], 1)
    assert ([one["subject"] for one in asked["findings"]], asked["unknowns"]) == (["odd"], [])


def test_a_repository_without_branches_has_none_to_judge(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged
) -> None:
    page = page_of(fake, repository(FILES, "main | Alone"), monkeypatch)
    fake.change = lambda operation, body: [] if operation.path.endswith("/branches") else body
    found = judged("hotfixes-are-backported", "acme/ferry", "--github-url", page)

    assert (found["status"], found["unknowns"]) == ("not-applicable", [])


@pytest.mark.parametrize(
    ("days", "status", "unknowns"),
    [(["2999-01-01", "2999-01-01"], "passed", 0), (["2999-01-01", "2026-01-01"], "unknown", 1), (["2026-01-01"] * 2, "unknown", 1)],
    ids=["new", "one-is-old", "old"],
)  # fmt: skip
def test_only_a_commit_that_is_late_may_be_lost(
    fake: Fake,
    repository: Made,
    monkeypatch: pytest.MonkeyPatch,
    judged: Judged,
    days: Sequence[str],
    status: str,
    unknowns: int,
) -> None:
    other = {f"develop:{path}": text for path, text in {**FILES, "sails": "new"}.items()}
    log = "main | Mend the mast\nhull | Mend the rudder | base\ndevelop | Sails | base\nbase | Hull"
    page = page_of(fake, repository({**FILES, **other}, log.replace("mast", "mast | hull")), monkeypatch)
    fake.change = lambda operation, body: dated(body, days) if "/compare/" in operation.path else body
    found = judged("hotfixes-are-backported", "acme/ferry", "--github-url", page)

    assert (found["status"], len(found["unknowns"]), found["findings"]) == (status, unknowns, [])


def dated(body: Any, days: Sequence[str]) -> object:
    for one, day in zip(body["commits"], days, strict=True):
        one["commit"]["committer"]["date"] = f"{day}T12:00:00Z"
    return body


def told(github: Any) -> Comparison | Unknown:
    found = comparisons.function(github)
    assert isinstance(found, Comparisons)
    return found.of("develop", "main")


def listed(github: Any) -> frozenset[str] | Unknown:
    found = branch_list.function(github)
    assert isinstance(found, BranchList)
    return found.every()


@pytest.mark.assumed
def test_what_may_not_be_read_is_unknown(fake: Fake, repository: Made, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"] = Repository(folder=repository(FILES, BEHIND), is_private=True)
    github = asking(issues="read")
    found = [told(github), listed(github)]

    assert [(one.reason, one.needs) for one in found if isinstance(one, Unknown)] == [
        (Reason.FORBIDDEN, "contents:read on GitHub")
    ] * 2


@pytest.mark.assumed
def test_a_branch_that_is_not_there_cannot_be_compared(fake: Fake, repository: Made, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"] = Repository(folder=repository(FILES, "main | Alone"))
    found = told(asking(contents="read"))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.HIDDEN


@pytest.mark.parametrize("key", ["ahead_by", "behind_by", "commits", "commit", "sha", "parents"])
def test_what_is_left_out_is_unknown(fake: Fake, repository: Made, asking: Asking, key: str) -> None:
    fake.world.repositories["acme/ferry"] = Repository(folder=repository(FILES, BEHIND))
    fake.cut = lambda operation, body: without(body, key) if "/compare/" in operation.path else body
    found = told(asking(contents="read"))

    assert isinstance(found, Unknown)
    assert found.reason in (Reason.OMITTED, Reason.TRUNCATED)


def test_commits_are_read_page_by_page(fake: Fake, repository: Made, asking: Asking) -> None:
    log = "\n".join(f"fix-{number} | Mend {number}" for number in range(129))
    folder = repository(FILES, f"main | Mend it\n{log}\ndevelop | Sails")
    fake.world.repositories["acme/ferry"] = Repository(folder=folder)
    there = comparisons.function(asking(contents="read"))
    assert isinstance(there, Comparisons)
    found, _ = (there.of("develop", "main") for _ in range(2))

    assert isinstance(found, Comparison)
    assert (len({one.oid for one in found.ahead}), found.is_behind) == (130, False)
    assert len(fake.requests) == 2


@pytest.mark.parametrize("log", [BEHIND, APART, "main, develop | Alone"], ids=["behind", "apart", "equal"])
def test_a_pair_is_asked_about_once(fake: Fake, repository: Made, asking: Asking, log: str) -> None:
    other = {f"develop:{path}": text for path, text in {**FILES, "sails": "new"}.items()}
    fake.world.repositories["acme/ferry"] = Repository(folder=repository({**FILES, **other}, log))
    found = comparisons.function(asking(contents="read"))
    assert isinstance(found, Comparisons)
    said = [found.of("develop", "main") for _ in range(2)]

    assert all(isinstance(one, Comparison) for one in said)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("changed", [{"date": "yesterday"}, {"date": None}, None], ids=str)
def test_a_commit_without_a_day_is_unknown(changed: object) -> None:
    commit = {"sha": "1" * 40, "parents": [], "commit": {"committer": changed, "message": "Mend"}}
    found = told(Recorded({"/compare/develop...main": {"ahead_by": 1, "behind_by": 0, "commits": [commit]}}))

    assert isinstance(found, Unknown)
    assert (found.reason, found.detail) == (
        Reason.OMITTED,
        "GitHub leaves out the day of a commit for this token",
    )


@pytest.mark.parametrize(("ahead", "behind"), [("1", 0), (1, None), (1, "0")])
def test_numbers_that_are_none_are_unknown(ahead: object, behind: object) -> None:
    body = {"ahead_by": ahead, "behind_by": behind, "commits": []}
    found = told(Recorded({"/compare/develop...main": body}))

    assert isinstance(found, Unknown)
    assert (found.reason, found.needs) == (Reason.OMITTED, "contents:read on GitHub")


def test_a_name_is_one_segment_of_the_address(fake: Fake, repository: Made, asking: Asking) -> None:
    folder = repository(FILES, "fix/rudder#1%2F | Mend the rudder | base\ndevelop, base | Sails")
    fake.world.repositories["acme/ferry"] = Repository(folder=folder)
    found = comparisons.function(asking(contents="read"))
    assert isinstance(found, Comparisons)
    said = found.of("develop", "fix/rudder#1%2F")

    assert isinstance(said, Comparison)
    assert [one.subject for one in said.ahead] == ["Mend the rudder"]


def test_commits_that_are_not_all_told_are_unknown(fake: Fake, repository: Made, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"] = Repository(folder=repository(FILES, BEHIND))
    fake.change = lambda _, body: {**body, "ahead_by": 9} if isinstance(body, dict) else body
    found = told(asking(contents="read"))

    assert isinstance(found, Unknown)
    assert (found.reason, found.needs, found.detail) == (
        Reason.TRUNCATED,
        "a clone",
        "GitHub tells 1 of 9 commits",
    )


def test_merges_bring_nothing_of_their_own() -> None:
    person = {"date": "2026-01-01T00:00:00Z"}
    commits = [
        {"sha": "1" * 40, "parents": [{}, {}], "commit": {"committer": person, "message": "Merge"}},
        {"sha": "2" * 40, "parents": [{}], "commit": {"committer": person, "message": "\nMend\n\nWhy"}},
    ]
    body = {"ahead_by": 2, "behind_by": 0, "commits": commits}
    found = told(Recorded({"/compare/develop...main": body}))

    assert isinstance(found, Comparison)
    assert [(one.oid[0], one.subject) for one in found.ahead] == [("2", "Mend")]


def test_a_list_of_several_pages_is_asked_for_once(fake: Fake, repository: Made, asking: Asking) -> None:
    log = "\n".join(f"b{number} | Start {number} | base" for number in range(120))
    folder = repository(FILES, f"main | Now | base\n{log}\nbase | Then")
    fake.world.repositories["acme/ferry"] = Repository(folder=folder)
    there = branch_list.function(asking(contents="read"))
    found = branch_names.function(Unknown("LiveBranches", Reason.INAPPLICABLE), there)
    assert isinstance(found, BranchNames)

    assert fake.requests == []
    assert (found.has("b119"), found.has("b120"), len(found), len(fake.requests)) == (True, False, 122, 2)


def test_a_branch_without_a_name_is_no_branch() -> None:
    assert isinstance(listed(Recorded({"/branches": [{"name": "main"}, {}]})), Unknown)


def test_branches_that_nobody_tells_are_not_none() -> None:
    doubt = Unknown("BranchList", Reason.FORBIDDEN)
    names = BranchNames(known=frozenset(), every=lambda: doubt)

    assert (len(names), names.has("main")) == (1, doubt)


@pytest.mark.parametrize(
    ("reason", "told_of"), [(Reason.NO_TOKEN, "LiveBranches"), (Reason.FORBIDDEN, "BranchList")]
)
def test_without_branches_the_question_that_was_asked_is_told(reason: Reason, told_of: str) -> None:
    live = Unknown("LiveBranches", Reason.UNREADABLE)
    found = branch_names.function(live, Unknown("BranchList", reason))

    assert isinstance(found, Unknown)
    assert found.evidence == told_of


def test_a_clone_without_the_branch_that_has_to_be_contained_asks(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, judged: Judged, tmp_path: Path
) -> None:
    policy = "[process.branches.main]\nrole = 'production'\ncontains = ['develop']\n"
    log = "develop | Mend the rudder | base\nmain, base | Sails"
    origin = repository({"relaudit.toml": policy, "main:relaudit.toml": policy}, log)
    page = page_of(fake, origin, monkeypatch)
    clone = cloned(origin, page, tmp_path / "clone")
    found = judged("hotfixes-are-backported", str(clone), "--github-url", page)

    assert [one["kind"] for one in found["findings"]] == ["lacking"]


def test_a_clone_without_contents_tells_nothing_of_patches(
    repository: Made, judged: Judged, tmp_path: Path
) -> None:
    policy = {"relaudit.toml": POLICY, "develop:relaudit.toml": POLICY, "base:relaudit.toml": POLICY}
    files = {**policy, "rudder": "mended", "develop:rudder": "mended", "base:rudder": "broken"}
    log = "main | Mend the rudder | base\ndevelop | Mend it, too | base\nbase | Hull"
    origin, clone = repository(files, log), tmp_path / "clone"
    subprocess.run(["git", "-C", origin, "config", "uploadpack.allowFilter", "true"], check=True)
    options = ("--quiet", "--filter=blob:none")
    subprocess.run(["git", "clone", *options, f"file://{origin}", clone], check=True)
    found = judged("hotfixes-are-backported", str(clone), "--offline")

    assert (found["status"], [one["reason"] for one in found["unknowns"]]) == ("unknown", ["missing-objects"])


def test_a_list_that_breaks_off_is_no_list(fake: Fake, repository: Made, asking: Asking) -> None:
    log = "\n".join(f"b{number} | Start {number} | base" for number in range(120))
    fake.world.repositories["acme/ferry"] = Repository(
        folder=repository(FILES, f"main | Now | base\n{log}\nbase | Then")
    )
    whole = listed(asking(contents="read"))
    fake.fault = lambda _, path: Fault(502) if "page=2" in path else None
    broken = listed(asking(contents="read"))

    assert not isinstance(whole, Unknown)
    assert len(whole) == 122
    assert isinstance(broken, Unknown)
