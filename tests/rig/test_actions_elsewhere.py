"""Release paths go on through the composite actions of other repositories, where these may be read."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import Repository as Made
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Reason
from relaudit.core.occasion import Today
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.workflows.gates.steps import WorkflowSteps
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.testing import DAY
from rig import Asking, asking_of, serving
from server import Fake, Fault
from world import Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
PATH = ".github/workflows/release.yml"
HEAD = "on: {push: {tags: [v*]}}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n"
UP = f"{HEAD}      - uses: acme/ci/test@v1\n      - run: twine upload -p ${{{{ secrets.PYPI }}}} dist/*\n"
Told = Callable[..., ReleasePaths]


def action(*steps: str, inputs: str = "{}") -> str:
    lines = "".join(f"    - {step}\n" for step in steps)
    return f"name: an action\ninputs: {inputs}\nruns:\n  using: composite\n  steps:\n{lines}"


TEST = action("{run: pytest, shell: bash}")


@pytest.fixture
def told(fake: Fake, repository: Made, asking: Asking, tmp_path: Path) -> Told:
    def paths(
        workflow: str,
        files: Mapping[str, str],
        github: GitHub | None = None,
        *,
        is_private: bool = False,
        here: Mapping[str, str] | None = None,
    ) -> ReleasePaths:
        fake.world.repositories["acme/ci"] = Repository(
            "acme/ci", folder=repository(files, "main, tag: v1 | Today"), is_private=is_private
        )
        for path, text in {PATH: workflow, **(here or {})}.items():
            (tmp_path / "caller" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "caller" / path).write_text(text)
        with opened(str(tmp_path / "caller")) as tree:
            request = Request(today=Today(DAY), github=lambda _: github or asking(contents="read"))
            found = Auditor(own(), request).dossier(tree).get(ReleasePaths)
        assert isinstance(found, ReleasePaths)
        return found

    return paths


def gates(path: ReleasePath) -> list[tuple[str, bool | None, str]]:
    """Each with whether it can fail, and the file that its step stands in."""
    return [(one.kind, one.can_fail, one.gate.at.file.text.path) for one in path.gates]


def asked(fake: Fake) -> list[str]:
    """The files of other repositories that were asked for."""
    targets = (target for target, _ in fake.requests if "/acme/ci/contents/" in target)
    return [target.partition("/contents/")[2] for target in targets]


def test_a_gate_in_an_action_is_on_the_path(told: Told, fake: Fake) -> None:
    (path,) = told(UP, {"test/action.yml": TEST}).paths

    assert gates(path) == [("tests", True, "acme/ci/test/action.yml@v1")]
    assert path.publication.place.path == PATH
    assert asked(fake) == ["test/action.yml?ref=v1"]


@pytest.mark.assumed
def test_the_other_name_of_the_file_is_asked_for_next(told: Told, fake: Fake) -> None:
    (path,) = told(UP, {"test/action.yaml": TEST}).paths

    assert gates(path) == [("tests", True, "acme/ci/test/action.yaml@v1")]
    assert asked(fake) == ["test/action.yml?ref=v1", "test/action.yaml?ref=v1"]


@pytest.mark.parametrize(
    "gate", ["{run: pytest || true, shell: bash}", "{run: pytest, shell: bash, continue-on-error: true}"]
)
def test_a_gate_in_an_action_that_is_masked_cannot_fail(told: Told, gate: str) -> None:
    (path,) = told(UP, {"test/action.yml": action(gate)}).paths

    assert gates(path) == [("tests", False, "acme/ci/test/action.yml@v1")]


def test_a_step_that_goes_on_masks_what_its_action_runs(told: Told) -> None:
    masked = UP.replace("ci/test@v1", "ci/test@v1\n        continue-on-error: true")
    (path,) = told(masked, {"test/action.yml": TEST}).paths

    assert gates(path) == [("tests", False, "acme/ci/test/action.yml@v1")]


@pytest.mark.parametrize(
    ("given", "expected"), [("", []), ("\n        with: {level: all}", [("tests", True)])]
)
def test_conditions_in_an_action_are_about_its_inputs(
    told: Told, given: str, expected: list[tuple[str, bool]]
) -> None:
    steps = action("{if: inputs.level == 'all', run: pytest, shell: bash}", inputs="{level: {default: some}}")
    (path,) = told(UP.replace("test@v1", f"test@v1{given}"), {"test/action.yml": steps}).paths

    assert [one[:2] for one in gates(path)] == expected


def test_a_publication_in_an_action_is_one_of_the_workflow(told: Told) -> None:
    inner = "{uses: pypa/gh-action-pypi-publish@v1, with: {password: '${{ inputs.token }}', repository-url: '${{ inputs.index }}'}}"
    inputs = "{token: {required: true}, index: {default: 'https://shelf.example/legacy/'}}"
    uses = "      - uses: acme/ci@v1\n        with: {token: '${{ secrets.REHEARSAL }}'}\n"
    (path,) = told(HEAD + uses, {"action.yml": action(inner, inputs=inputs)}).paths

    assert (path.target, str(path.publication.credential)) == ("other:shelf.example", "secret:REHEARSAL")
    assert (path.publication.place.path, path.publication.place.line) == ("acme/ci/action.yml@v1", 6)
    assert (path.workflow.path, path.publication.route.name) == (PATH, "release")


def test_what_an_action_is_not_given_publishes_by_its_default(told: Told) -> None:
    inner = "{if: inputs.publish == 'true', run: twine upload dist/*, shell: bash}"
    made = action(inner, inputs="{publish: {default: 'false'}}")
    uses = "      - uses: acme/ci@v1\n      - uses: acme/ci@v1\n        with: {publish: true}\n"
    (path,) = told(HEAD + uses, {"action.yml": made}).paths

    assert path.truth.value == "yes"
    assert path.publication.at.within is not None
    assert path.publication.at.within.step.part("with").text("publish") == "true"


def test_steps_of_an_action_are_told_by_ids_of_its_own(told: Told) -> None:
    inner = (
        "{uses: docker/metadata-action@v5, id: meta, with: {images: ghcr.io/acme/ferry}}",
        "{uses: docker/login-action@v3, with: {registry: ghcr.io, password: '${{ inputs.token }}'}}",
        "{uses: docker/build-push-action@v6, with: {push: true, tags: '${{ steps.meta.outputs.tags }}'}}",
    )
    workflow = (
        f"{HEAD}      - uses: docker/metadata-action@v5\n        id: meta\n        with: {{images: quay.io/else}}\n"
        "      - uses: acme/ci@v1\n        with: {token: '${{ secrets.GHCR }}'}\n"
    )
    (path,) = told(workflow, {"action.yml": action(*inner, inputs="{token: {}}")}).paths

    assert (path.target, str(path.publication.credential)) == ("ghcr", "secret:GHCR")


def test_actions_that_actions_use_are_followed(told: Told) -> None:
    files = {"test/action.yml": action("{uses: acme/ci/inner@v1}"), "inner/action.yml": TEST}
    (path,) = told(UP, files).paths

    assert gates(path) == [("tests", True, "acme/ci/inner/action.yml@v1")]
    assert path.gates[0].gate.at.depth == 2


def test_actions_that_use_each_other_end(told: Told, fake: Fake) -> None:
    files = {
        "test/action.yml": action("{uses: acme/ci/inner@v1}", "{run: pytest, shell: bash}"),
        "inner/action.yml": action("{uses: acme/ci/test@v1}", "{run: mypy, shell: bash}"),
    }
    (path,) = told(UP, files).paths

    assert [one.kind for one in path.gates] == ["types", "tests"]
    assert asked(fake) == ["test/action.yml?ref=v1", "inner/action.yml?ref=v1"]


@pytest.mark.parametrize(("depth", "kinds"), [(9, ["tests"]), (10, [])])
def test_as_many_actions_in_actions_are_followed_as_github_takes(
    told: Told, depth: int, kinds: list[str]
) -> None:
    """Ten composites in all: `test` and those in it."""
    inner = {f"a{n}/action.yml": action(f"{{uses: acme/ci/a{n + 1}@v1}}") for n in range(1, depth - 1)}
    files = {"test/action.yml": action("{uses: acme/ci/a1@v1}"), **inner, f"a{depth - 1}/action.yml": TEST}
    (path,) = told(UP, files).paths

    assert [one.kind for one in path.gates] == kinds


def test_a_folder_is_that_of_the_workspace_whoever_names_it(told: Told) -> None:
    here = {"inner/action.yml": TEST, "Makefile": "all:\n\tpytest\n"}
    files = {
        "test/action.yml": action("{uses: ./inner}", "{run: make all, shell: bash}"),
        "inner/action.yml": action("{run: mypy, shell: bash}"),
    }
    (path,) = told(UP, files, here=here).paths

    assert gates(path) == [
        ("tests", True, "inner/action.yml"),
        ("tests", True, "acme/ci/test/action.yml@v1"),
    ]


def test_a_script_beside_an_action_is_no_file_of_the_workspace(told: Told) -> None:
    script = "{run: 'bash ${{ github.action_path }}/x.sh; bash $GITHUB_ACTION_PATH/x.sh', shell: bash}"
    (path,) = told(UP, {"test/action.yml": action(script)}, here={"x.sh": "pytest\n"}).paths

    assert gates(path) == []


@pytest.mark.parametrize(
    "runs",
    [
        "{using: node24, main: x.js, steps: [{run: pytest}]}",
        "{using: docker, image: Dockerfile}",
        "[]",
        "{using: composite}",
    ],
)
def test_what_is_no_composite_stays_closed(told: Told, runs: str) -> None:
    (path,) = told(UP, {"test/action.yml": f"name: test\nruns: {runs}\n"}).paths

    assert gates(path) == []


@pytest.mark.parametrize(
    "uses",
    [
        "actions/checkout@v4",
        "pypa/cibuildwheel@v3",
        "PyPA/GH-Action-PyPI-Publish@release/v1",
        "astral-sh/setup-uv@v7",
        "nick-fields/retry@v3",
        "docker://acme/ci@v1",
        "acme/ci",
        "acme@v1",
        "acme/ci/../x@v1",
        "../ci@v1",
    ],
)
def test_what_is_known_and_what_names_no_action_is_not_asked_for(told: Told, fake: Fake, uses: str) -> None:
    told(UP.replace("acme/ci/test@v1", uses), {})

    assert [target for target, _ in fake.requests] == []


def test_what_the_process_says_of_an_action_holds(told: Told, fake: Fake) -> None:
    policy = '[process.targets.shelf]\nuses = ["acme/ci/test"]\n'
    found = told(UP, {"test/action.yml": TEST}, here={"relaudit.toml": policy}).paths

    assert [(one.target, gates(one)) for one in found] == [("other:shelf", []), ("pypi", [])]
    assert asked(fake) == []


@pytest.mark.assumed
def test_what_may_not_be_read_is_not_known(told: Told, fake: Fake, asking: Asking) -> None:
    found = told(UP, {"test/action.yml": TEST}, asking(issues="read"), is_private=True)

    assert [(one.reason, one.needs) for one in found.unknowns] == [
        (Reason.FORBIDDEN, "contents:read on GitHub")
    ]
    assert asked(fake) == ["test/action.yml?ref=v1"]


@pytest.mark.assumed
@pytest.mark.parametrize("uses", ["acme/ci/none@v1", "acme/none@v1", "acme/ci/test@v9"])
def test_what_is_not_there_is_taken_as_before(told: Told, fake: Fake, uses: str) -> None:
    found = told(UP.replace("acme/ci/test@v1", uses), {"test/action.yml": TEST})

    assert ([gates(one) for one in found.paths], found.unknowns) == ([[]], ())
    assert len(fake.requests) == 2


def test_a_revision_that_github_cannot_make_out_is_taken_as_before(told: Told, fake: Fake) -> None:
    sent = b'{"message": "No commit found for SHA: 0000000000000000000000000000000000000000"}'
    fake.fault = lambda *_: Fault(422, sent, {"Content-Type": "application/json"})
    found = told(UP.replace("@v1", f"@{'0' * 40}"), {"test/action.yml": TEST})

    assert ([gates(one) for one in found.paths], found.unknowns) == ([[]], ())
    assert len(fake.requests) == 2


@pytest.mark.parametrize("key", ["content", "encoding"])
def test_a_file_whose_content_is_left_out_is_not_known(told: Told, fake: Fake, key: str) -> None:
    fake.cut = lambda _, body: (
        {one: said for one, said in body.items() if one != key} if isinstance(body, dict) else body
    )
    found = told(UP, {"test/action.yml": TEST})

    assert ([gates(one) for one in found.paths], [one.reason for one in found.unknowns]) == (
        [[]],
        [Reason.OMITTED],
    )


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(502, b"{}"), Reason.UNREACHABLE),
        (Fault(200, b"<html>", {"Content-Type": "text/html"}), Reason.UNREACHABLE),
        (Fault(cut_after=20), Reason.UNREACHABLE),
        (Fault(403, b'{"message": "API rate limit exceeded for user ID 1."}'), Reason.RATE_LIMITED),
    ],
)
def test_a_server_that_fails_hides_no_part_of_a_release(
    told: Told, fake: Fake, fault: Fault, reason: Reason
) -> None:
    fake.fault = lambda *_: fault
    found = told(UP, {"test/action.yml": TEST})

    assert [(one.reason, "acme/ci/test@v1" in one.detail) for one in found.unknowns] == [(reason, True)]


def test_a_file_that_is_no_yaml_is_taken_as_before(told: Told) -> None:
    found = told(UP, {"test/action.yml": "runs: {using: [\n"})

    assert ([gates(one) for one in found.paths], found.unknowns) == ([[]], ())


def test_an_action_is_asked_for_once(told: Told, fake: Fake) -> None:
    many = UP.replace("    steps:\n", "    steps:\n" + "      - uses: acme/ci/test@v1\n" * 3)
    (path,) = told(many, {"test/action.yml": TEST}).paths

    assert (len(path.gates), len(asked(fake))) == (4, 1)


@pytest.mark.parametrize(
    ("rule", "count"), [("publish-needs-tests", 1), ("gates-can-fail", 0), ("gate-targets-exist", 0)]
)
def test_an_action_is_asked_for_by_what_judges_release_paths(
    told: Told, fake: Fake, asking: Asking, tmp_path: Path, rule: str, count: int
) -> None:
    told(UP, {"test/action.yml": TEST})
    fake.requests.clear()
    with opened(str(tmp_path / "caller")) as tree:
        request = Request(today=Today(DAY), select=(rule,), github=lambda _: asking(contents="read"))
        Auditor(own(), request).audit(tree)

    assert len(asked(fake)) == count


def test_more_actions_than_are_asked_for_are_not_known(told: Told, fake: Fake) -> None:
    files = {f"a{number}/action.yml": TEST for number in range(101)}
    uses = "".join(f"      - uses: acme/ci/a{number}@v1\n" for number in range(101))
    found = told(HEAD + uses, files)

    assert [(one.reason, "acme/ci/a100@v1" in one.detail) for one in found.unknowns] == [
        (Reason.TRUNCATED, True)
    ]
    assert len(asked(fake)) == 100


def test_more_steps_than_are_followed_are_not_known(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relaudit.evidence.workflows.gates.followed._MOST", 2)
    many = UP.replace("    steps:\n", "    steps:\n" + "      - uses: acme/ci/test@v1\n" * 2)
    found = told(many, {"test/action.yml": TEST})

    assert ([one.reason for one in found.unknowns], [len(one.gates) for one in found.paths]) == (
        [Reason.TRUNCATED],
        [2],
    )


def test_what_may_publish_in_an_action_is_not_known(told: Told) -> None:
    made = action("{run: twine upload dist/*, shell: pwsh}")
    (unknown,) = told(HEAD + "      - uses: acme/ci@v1\n", {"action.yml": made}).unknowns

    assert unknown.detail == "acme/ci/action.yml@v1:6 may publish: a PowerShell script is not read"


def test_actions_in_a_workflow_of_another_repository_are_followed(told: Told) -> None:
    called = UP.replace("on: {push: {tags: [v*]}}", "on: workflow_call")
    caller = "on: {push: {tags: [v*]}}\njobs:\n  go: {uses: acme/ci/.github/workflows/up.yml@v1, secrets: inherit}\n"
    (path,) = told(caller, {".github/workflows/up.yml": called, "test/action.yml": TEST}).paths

    assert gates(path) == [("tests", True, "acme/ci/test/action.yml@v1")]


def test_steps_of_others_are_beyond_those_of_the_repository(
    fake: Fake, repository: Made, asking: Asking, tmp_path: Path
) -> None:
    folder = repository({"test/action.yml": TEST}, "main, tag: v1 | Today")
    fake.world.repositories["acme/ci"] = Repository("acme/ci", folder=folder)
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(UP)
    with opened(str(tmp_path)) as tree:
        request = Request(today=Today(DAY), github=lambda _: asking(contents="read"))
        steps = Auditor(own(), request).dossier(tree).get(WorkflowSteps)
        assert isinstance(steps, WorkflowSteps)
        assert fake.requests == []
        beyond = steps.beyond.steps

    assert [at.home for at in steps.every] == ["", ""]
    assert [(at.home, at.workflow.path) for at in beyond] == [("acme/ci@v1", PATH)]
    assert [at.step.text("run") for at in steps.before(steps.every[1])] == ["", "pytest"]
    assert steps.before(beyond[0]) == []
