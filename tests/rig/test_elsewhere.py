"""Release paths go on through the workflows of other repositories, where these may be read."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import Repository as Made
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.files import Text
from relaudit.evidence.github.elsewhere import RemoteFiles, remote_files
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.workflows.covering import GateCovers
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.testing import DAY
from rig import Asking, asking_of, serving
from server import Fake
from world import Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
PATH = ".github/workflows/release.yml"
CALLER = """\
on: {push: {tags: [v*]}}
jobs:
  test:
    uses: acme/ci/.github/workflows/test.yml@v1
  release:
    needs: test
    uses: acme/ci/.github/workflows/release.yml@v1
    secrets: inherit
"""
CI: Mapping[str, str] = {
    ".github/workflows/test.yml": "on: workflow_call\njobs:\n  unit:\n    uses: ./.github/workflows/inner.yml\n",
    ".github/workflows/inner.yml": "on: workflow_call\njobs:\n  all:\n    runs-on: ubuntu-latest\n    steps: [{run: pytest}]\n",
    PATH: "on: workflow_call\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m build\n      - run: twine upload -p ${{ secrets.PYPI }} dist/*\n",
}
Paths = Callable[..., ReleasePaths]
Missing = Callable[[str], Mapping[str, list[str]]]
PROPOSED = "on: pull_request\njobs:\n  test:\n    uses: acme/ci/.github/workflows/test.yml@v1\n  lint:\n    runs-on: x\n    steps: [{run: ruff check .}]\n"
PROCESS = '[process.branches.main]\nrole = "production"\nrequired-checks = ["%s"]\n[process.gates.tests]\n[process.gates.lint]\n'


@pytest.fixture
def paths(fake: Fake, repository: Made, asking: Asking, tmp_path: Path) -> Paths:
    def told(github: GitHub | None = None, *, is_private: bool = False) -> ReleasePaths:
        fake.world.repositories["acme/ci"] = Repository(
            "acme/ci", folder=repository(CI, "main, tag: v1 | Today"), is_private=is_private
        )
        caller = tmp_path / "caller" / PATH
        caller.parent.mkdir(parents=True)
        caller.write_text(CALLER)
        with opened(str(tmp_path / "caller")) as here:
            request = Request(today=Today(DAY), github=lambda _: github or asking(contents="read"))
            found = Auditor(own(), request).dossier(here).get(ReleasePaths)
        assert isinstance(found, ReleasePaths)
        return found

    return told


def test_a_publication_of_another_repository_is_one_of_this(paths: Paths) -> None:
    (path,) = (found := paths()).paths

    assert (path.event, path.target, path.publication.place.path) == ("push", "pypi", f"acme/ci/{PATH}@v1")
    assert (str(path.publication.credential), path.truth.value) == ("secret:PYPI", "yes")
    assert [(gate.kind, gate.job) for gate in path.gates] == [
        ("tests", "test/unit/all"),
        ("build", "release/up"),
    ]
    assert found.remotes == ()


@pytest.mark.assumed
def test_what_may_not_be_read_is_named(paths: Paths, fake: Fake, asking: Asking) -> None:
    found = paths(asking(issues="read"), is_private=True)

    assert (found.paths, [one.uses for one in found.remotes]) == ((), [
        "acme/ci/.github/workflows/test.yml@v1", "acme/ci/.github/workflows/release.yml@v1",
    ])  # fmt: skip
    assert sum("/acme/ci/contents/" in target for target, _ in fake.requests) == 2


@pytest.mark.assumed
@pytest.mark.parametrize(
    "uses",
    [
        "acme/ci/.github/workflows/none.yml@v1",
        "acme/none/x.yml@v1",
        f"acme/ci/{PATH}@v9",
        "acme/ci/../x@v1",
        "../ci/x.yml@v1",
        "acme/./x.yml@v1",
        "./x.yml",
        f"acme/ci/{PATH}",
    ],
)
def test_a_file_that_is_not_there_is_not_read(paths: Paths, fake: Fake, asking: Asking, uses: str) -> None:
    paths()
    files = remote_files.function(asking(contents="read"))

    assert isinstance(files, RemoteFiles)
    assert isinstance(files.of(uses), Unknown)
    assert not any("/../" in target or "/./" in target for target, _ in fake.requests)


@pytest.mark.parametrize("key", ["content", "encoding"])
def test_a_file_whose_content_is_left_out_is_not_read(
    paths: Paths, fake: Fake, asking: Asking, key: str
) -> None:
    paths()
    fake.cut = lambda _, body: (
        {name: value for name, value in body.items() if name != key} if isinstance(body, dict) else body
    )
    files = remote_files.function(asking(contents="read"))

    assert isinstance(files, RemoteFiles)
    assert isinstance(files.of(f"acme/ci/{PATH}@v1"), Unknown)


def test_a_file_is_told_as_it_is(paths: Paths, asking: Asking) -> None:
    paths()
    files = remote_files.function(asking(contents="read"))
    assert isinstance(files, RemoteFiles)
    text = files.of(f"acme/ci/{PATH}@v1")

    assert isinstance(text, Text)
    assert (text.path, text.text) == (f"acme/ci/{PATH}@v1", CI[PATH])


@pytest.fixture
def missing(fake: Fake, repository: Made, asking: Asking, tmp_path: Path) -> Missing:
    """The gates that the one required check does not run, with the jobs that do."""

    def told(check: str) -> Mapping[str, list[str]]:
        fake.world.repositories["acme/ci"] = Repository(
            "acme/ci", folder=repository(CI, "main, tag: v1 | Today")
        )
        caller = tmp_path / "caller"
        (caller / PATH).parent.mkdir(parents=True)
        (caller / PATH).write_text(PROPOSED)
        (caller / "relaudit.toml").write_text(PROCESS % check)
        with opened(str(caller)) as here:
            request = Request(today=Today(DAY), github=lambda _: asking(contents="read", metadata="read"))
            found = Auditor(own(), request).dossier(here).get(GateCovers)
        assert isinstance(found, GateCovers)
        return {one.gate: [run.job.id for run in one.jobs] for one in found.missing}

    return told


@pytest.mark.assumed
def test_a_required_check_runs_the_gates_of_the_workflow_that_it_calls(missing: Missing) -> None:
    assert missing("test / unit / all") == {"lint": ["lint"]}


@pytest.mark.assumed
def test_one_that_calls_none_does_not(missing: Missing) -> None:
    assert missing("lint") == {"tests": ["all"]}
