"""What the steps of a composite action tell, which is the same in an action of the repository and in one of another."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from subprocess import run

import pytest

from conftest import Repository
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.core.places import InFile
from relaudit.evidence.releasefiles import ReleaseFiles
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.ready import checklist
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.sources.recorded import Recorded
from relaudit.testing import DAY
from relaudit.views.checklist import Item, State

PATH, HERE, THERE = ".github/workflows/release.yml", "./act", "acme/ci/act@v1"
HEAD = "on:\n  push: {tags: [v*]}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    permissions: {id-token: write}\n    steps:\n"
UP = "{run: twine upload dist/*, shell: bash}"

AT = {HERE: "act/action.yml", THERE: "acme/ci/act/action.yml@v1"}
each_place = pytest.mark.parametrize("uses", [HERE, THERE])


def action(*steps: str, inputs: str = "{}") -> str:
    lines = "".join(f"    - {step}\n" for step in steps)
    return f"name: an action\ninputs: {inputs}\nruns:\n  using: composite\n  steps:\n{lines}"


def elsewhere(made: str) -> Mapping[str, object]:
    """The action as GitHub answers for the other repository."""
    body = {"encoding": "base64", "content": b64encode(made.encode()).decode()}
    return {"acme/ci": {"/contents/act/action.yml": body}}


class Case:
    """A workflow whose steps use an action, here or there, and what becomes of it."""

    def __init__(self, repository: Repository, uses: str) -> None:
        self._repository = repository
        self._uses = uses
        self._made = 0

    def _opened(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> tuple[Auditor, str]:
        lines = "".join(f"      - {step}\n" for step in steps).replace("ACTION", self._uses)
        own_files = {PATH: HEAD + lines, **files}
        answers = {"elsewhere": elsewhere(made)}
        if self._uses == HERE:
            own_files["act/action.yml"] = made
        self._made += 1
        folder = str(self._repository(own_files, name=str(self._made)))
        github = Recorded(answers if self._uses == THERE else {})
        return Auditor(own(), Request(today=Today(DAY), github=lambda _: github)), folder

    def paths(self, steps: Sequence[str], made: str, **files: str) -> Sequence[ReleasePath]:
        auditor, folder = self._opened(steps, made, files)
        with opened(folder) as one:
            found = auditor.dossier(one).get(ReleasePaths)
        assert isinstance(found, ReleasePaths)
        return found.paths

    def release_files(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> list[str]:
        auditor, folder = self._opened(steps, made, files)
        with opened(folder) as one:
            found = auditor.dossier(one).get(ReleaseFiles)
        assert isinstance(found, ReleaseFiles)
        return [file.path for file in found.files]

    def verdicts(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> Mapping[str, Verdict]:
        auditor, folder = self._opened(steps, made, files)
        with opened(folder) as one:
            return {verdict.rule: verdict for verdict in auditor.audit(one).audit.verdicts}

    def checklist(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> Sequence[Item]:
        auditor, folder = self._opened(steps, made, files)
        with opened(folder) as one:
            return checklist(auditor, one, "1.2.0")


@pytest.fixture
def case(repository: Repository, uses: str) -> Case:
    return Case(repository, uses)


@each_place
@pytest.mark.parametrize(
    ("steps", "inner", "told"),
    [
        # An action that gets a credential, in the action and by the same id in the job.
        (
            ["{uses: actions/cache@v4, id: auth}", "uses: ACTION"],
            [
                "{uses: rust-lang/crates-io-auth-action@v1, id: auth}",
                "{run: cargo publish, shell: bash, env: {CARGO_REGISTRY_TOKEN: '${{ steps.auth.outputs.token }}'}}",
            ],
            "crates oidc",
        ),
        # A login with a command, and one with an action, each in the action.
        (
            ["{uses: ACTION, with: {token: '${{ secrets.OUTER }}'}}"],
            [
                "{run: 'docker login ghcr.io -u x -p ${{ inputs.token }}', shell: bash}",
                "{run: docker push ghcr.io/acme/ferry, shell: bash}",
            ],
            "ghcr secret:OUTER",
        ),
        (
            [
                "{uses: docker/login-action@v3, with: {registry: quay.io, password: '${{ secrets.QUAY }}'}}",
                "{uses: ACTION, with: {token: '${{ secrets.OUTER }}'}}",
            ],
            [
                "{uses: docker/login-action@v3, with: {registry: ghcr.io, password: '${{ inputs.token }}'}}",
                "{run: docker push quay.io/acme/ferry, shell: bash}",
            ],
            "other:quay.io secret:QUAY",
        ),
        # The checkout that git is left with is the last one before.
        (
            ["uses: actions/checkout@v4", "{uses: ACTION, with: {token: '${{ secrets.OUTER }}'}}"],
            [
                "{uses: actions/checkout@v4, with: {token: '${{ inputs.token }}'}}",
                "{run: git push --tags, shell: bash}",
            ],
            "tag secret:OUTER",
        ),
        # What the job says of its own steps is not what the action says of its own.
        (
            [
                "{uses: rust-lang/crates-io-auth-action@v1, id: auth}",
                "{uses: actions/checkout@v4, with: {token: '${{ steps.auth.outputs.token }}'}}",
                "uses: ACTION",
            ],
            ["{run: git push --tags, shell: bash}"],
            "tag oidc",
        ),
        (
            [
                "{uses: rust-lang/crates-io-auth-action@v1, id: auth}",
                "{uses: docker/login-action@v3, with: {registry: ghcr.io, password: '${{ steps.auth.outputs.token }}'}}",
                "uses: ACTION",
            ],
            ["{run: docker push ghcr.io/acme/ferry, shell: bash}"],
            "ghcr oidc",
        ),
        # What a tool takes from an earlier step of the same action.
        (
            ["uses: ACTION"],
            [
                "{uses: actions/setup-node@v4, with: {registry-url: 'https://npm.pkg.github.com'}}",
                "{run: npm publish, shell: bash}",
            ],
            "other:npm.pkg.github.com oidc",
        ),
        (
            ["uses: ACTION"],
            [
                "{run: 'echo TWINE_REPOSITORY=testpypi >> $GITHUB_ENV', shell: bash}",
                UP,
            ],
            "testpypi oidc",
        ),
    ],
)
def test_what_is_published_is_told_by_the_steps_around_it(
    case: Case, steps: Sequence[str], inner: Sequence[str], told: str
) -> None:
    (path,) = case.paths(steps, action(*inner, inputs="{token: {}}"))

    assert f"{path.target} {path.publication.credential}" == told


@each_place
def test_the_order_of_what_is_published_is_that_of_the_steps(case: Case) -> None:
    steps = [UP, "uses: ACTION", "run: pytest", UP]
    found = case.paths(steps, action(UP, "{run: mypy, shell: bash}"))

    assert [path.publication.at.depth for path in found] == [0, 1, 0]
    assert [[gate.kind for gate in path.gates] for path in found] == [[], [], ["types", "tests"]]


@pytest.mark.parametrize(
    ("uses", "expected"),
    [(HERE, [PATH, "act/Makefile", "act/action.yml"]), (THERE, [PATH, "act/Makefile"])],
)
def test_the_file_of_another_repository_is_none_that_releases_are_made_by(
    case: Case, expected: list[str]
) -> None:
    made = action(UP, "{run: make up, shell: bash, working-directory: act}")

    files = {"act/Makefile": "up:\n\ttwine upload dist/*\n"}

    assert case.release_files(["uses: ACTION"], made, files) == expected


@each_place
def test_an_action_of_the_repository_that_another_uses_is_one_that_releases_are_made_by(case: Case) -> None:
    files = case.release_files(["uses: ACTION"], action("{uses: ./own}"), {"own/action.yml": action(UP)})

    assert files == [PATH, "own/action.yml"]


@pytest.mark.parametrize(("uses", "kinds"), [(HERE, ["tests"]), (THERE, [])])
@pytest.mark.parametrize(
    "inner",
    [
        "{run: pytest, shell: bash, working-directory: '${{ github.action_path }}'}",
        "{run: 'cd \"$GITHUB_ACTION_PATH/src\" && pytest', shell: bash}",
        "{run: 'cd ${{ github.action_path }}; pytest', shell: bash}",
    ],
)
def test_what_an_action_of_another_repository_checks_in_its_own_folder_is_itself(
    case: Case, inner: str, kinds: list[str]
) -> None:
    (path,) = case.paths(["uses: ACTION", UP], action(inner))

    assert [gate.kind for gate in path.gates] == kinds


IMAGES = """
[process]
repository = "acme/ferry"
[process.events.tag]
on = "push"
tags = ["v*"]
[process.events.tag.publishes.ghcr]
images = ["{owner}/{repo}:{tag}"]
"""


@each_place
@pytest.mark.parametrize("given", ["tags: '${{ steps.meta.outputs.tags }}'", ""])
def test_the_tags_of_an_image_are_those_of_the_step_that_the_action_names(
    case: Case, uses: str, given: str
) -> None:
    meta = "{uses: docker/metadata-action@v5, id: meta, with: {images: ghcr.io/acme/ferry, tags: 'type=raw,value=%s'}}"
    push = f"{{uses: docker/build-push-action@v6, with: {{push: true, {given}}}}}"
    bake = "{run: 'docker buildx build --push $(jq -r .tags <<< $DOCKER_METADATA_OUTPUT_JSON) -t ghcr.io/acme/ferry .', shell: bash}"
    steps = [meta % "${{ github.ref_name }}", "uses: ACTION"]
    found = case.verdicts(steps, action(meta % "new", push if given else bake), {"relaudit.toml": IMAGES})
    (finding,) = found["image-tags-follow-process"].findings

    assert "makes ghcr.io/acme/ferry:new instead" in finding.problem.message
    assert isinstance(finding.problem.location, InFile)
    assert finding.problem.location.path == AT[uses]


@each_place
@pytest.mark.parametrize("listed", ["", 'workflows = ["release.yml"]'])
@pytest.mark.parametrize(
    "inner",
    [
        "{run: 'if ($x) { docker push ghcr.io/acme/ferry }', shell: pwsh}",
        "{run: docker push $IMAGE, shell: bash}",
    ],
)
def test_an_image_that_an_action_may_push_is_not_missing(
    case: Case, uses: str, inner: str, listed: str
) -> None:
    found = case.verdicts(
        ["uses: ACTION"],
        action(inner),
        {"relaudit.toml": IMAGES.replace("[process.events.tag]", f"{listed}\n[process.events.tag]")},
    )
    verdict = found["image-tags-follow-process"]

    assert (verdict.status, [f"{AT[uses]}:6" in one.detail for one in verdict.unknowns]) == (
        "unknown",
        [True],
    )


@each_place
@pytest.mark.parametrize(
    ("inner", "reason"),
    [("{run: docker push ghcr.io/acme/ferry, shell: bash}", ""), (UP, "no image pushes")],
)
def test_an_image_that_an_action_pushes_is_one(case: Case, inner: str, reason: str) -> None:
    policy = '[process]\nrepository = "acme/ferry"\n[process.events.main]\non = "push"\nbranches = ["main"]\n'
    found = case.verdicts(["uses: ACTION"], action(inner), {"relaudit.toml": policy})

    assert found["image-tags-follow-process"].not_applicable == reason


REHEARSED = {
    PATH: "on: {push: {branches: [develop, main]}}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - {if: \"github.ref == 'refs/heads/develop'\", run: twine upload -r testpypi dist/*}\n"
    "      - {if: \"github.ref == 'refs/heads/main'\", uses: ACTION}\n      - run: pip download -i https://test.pypi.example/simple ferry\n",
    "relaudit.toml": '[process.events.main]\non = "push"\nbranches = ["main"]\nafter = "testpypi"\npublishes = { pypi = {} }\n',
}


@each_place
@pytest.mark.parametrize(
    ("before", "status"),
    [
        ("{run: pip download -i https://test.pypi.example/simple ferry, shell: bash}", "passed"),
        (UP, "failed"),
    ],
)
def test_an_action_that_asks_the_index_first_asks_before_it_publishes(
    case: Case, uses: str, before: str, status: str
) -> None:
    files = {path: text.replace("ACTION", uses) for path, text in REHEARSED.items()}
    found = case.verdicts([], action(before, UP), files)

    assert found["staging-comes-first"].status == status


DISPATCHED = {
    PATH: "on:\n  workflow_dispatch: {inputs: {tag: {description: An existing tag}}}\njobs:\n  release:\n    runs-on: ubuntu-latest\n"
    "    steps:\n      - uses: actions/checkout@v4\n      - uses: ACTION\n      - run: python -m build\n"
    "      - run: 'echo ${{ inputs.tag }}'\n      - uses: pypa/gh-action-pypi-publish@release/v1\n"
}


@each_place
@pytest.mark.parametrize(
    ("inner", "status"),
    [
        ("{run: git checkout v1, shell: bash}", "passed"),
        ("{run: mypy, shell: bash}", "failed"),
    ],
)
def test_a_checkout_in_an_action_before_is_the_one_that_is_built(
    case: Case, uses: str, inner: str, status: str
) -> None:
    files = {PATH: DISPATCHED[PATH].replace("ACTION", uses)}
    found = case.verdicts([], action(inner), files)["dispatched-releases-build-what-they-name"]

    assert found.status == status


@each_place
def test_the_checkout_in_an_action_is_told_where_it_stands(case: Case, uses: str) -> None:
    said = DISPATCHED[PATH].replace("      - uses: actions/checkout@v4\n", "")
    files = {PATH: said.replace("ACTION", uses).replace("      - run: python -m build\n", "")}
    made = action("{uses: actions/checkout@v4}", "{run: python -m build, shell: bash}")
    (finding,) = case.verdicts([], made, files)["dispatched-releases-build-what-they-name"].findings

    assert isinstance(finding.problem.location, InFile)
    assert finding.problem.location.path == (
        "act/action.yml" if uses == HERE else "acme/ci/act/action.yml@v1"
    )
    assert finding.problem.location.line == 6


@each_place
@pytest.mark.parametrize(
    ("inner", "status"),
    [
        ("{run: pytest, shell: bash}", "passed"),
        ("{run: python scripts/x.py, shell: bash}", "failed"),
        ("{run: invoke -c nowhere all; tox -c $CONFIGURATION, shell: bash}", "unknown"),
    ],
)
def test_a_gate_that_is_asked_for_may_be_run_by_an_action(case: Case, inner: str, status: str) -> None:
    policy = '[process.gates.tests]\nruns = ["pytest"]\n[process.gates.types]\n'
    steps = ["uses: ACTION", "run: mypy"]
    found = case.verdicts(steps, action(inner), {"relaudit.toml": policy, "scripts/x.py": "1\n"})

    assert found["required-gates-run"].status == status


@each_place
@pytest.mark.parametrize(
    ("inner", "status"),
    [
        ("{run: pytest, shell: bash}", "passed"),
        ("{run: mypy, shell: bash}", "failed"),
        ("{run: make -f $MADE all, shell: bash}", "unknown"),
    ],
)
def test_a_kind_of_gate_that_is_asked_for_may_be_run_by_an_action(
    case: Case, inner: str, status: str
) -> None:
    policy = '[process.gates.tests]\nproven = "in-path"\n'
    found = case.verdicts(["uses: ACTION"], action(inner), {"relaudit.toml": policy})

    assert found["required-gates-run"].status == status


@each_place
@pytest.mark.parametrize(
    ("gate", "kinds"),
    [
        ("pytest, shell: bash", []),
        ("mypy, shell: bash", ["tests"]),
        ("'if ($x) { pytest }', shell: pwsh", []),
    ],
)
def test_a_required_check_covers_what_its_actions_run(
    case: Case, uses: str, gate: str, kinds: list[str]
) -> None:
    policy = '[process.branches.main]\nrequired-checks = ["ci"]\n[process.gates.tests]\n'
    ci = f"on: pull_request\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps: [{{uses: {uses}}}]\n"
    made = action(f"{{run: {gate}}}")
    found = case.verdicts([], made, {"relaudit.toml": policy, PATH: ci})
    missing = found["required-checks-cover-gates"].findings

    assert [one.problem.subject.rpartition(" ")[2] for one in missing] == kinds


@each_place
def test_a_runner_in_an_action_that_cannot_be_followed_may_have_checked(case: Case, uses: str) -> None:
    steps = ["run: python -m build", "uses: ACTION", UP]
    (unknown,) = case.verdicts(steps, action("{run: make -f $MADE all, shell: bash}"), {})[
        "artifacts-are-checked"
    ].unknowns

    assert unknown.detail == f"{AT[uses]}:6: a task runner that cannot be followed"


UNSTATED = "job release publishes to pypi when a tag v* is pushed, an event that the process does not state"
BAD = (
    "{uses: actions/checkout@v4, with: {fetch-depth: 1}}",
    "{run: 'pytest || true; make none; python scripts/none.py; pip install -r none.txt', shell: bash}",
    """{run: 'V=$(grep -oP "version=\\K[^x]+" setup.py || true); git log $(git describe --tags --abbrev=0)..HEAD', shell: bash}""",
    "{uses: ./none}",
    "{if: \"secrets.NONE != '' && github.ref == 'refs/heads/none'\", run: 'echo ${{ secrets.NONE }}', shell: bash}",
    "{run: coverage report --fail-under=0, shell: bash, continue-on-error: true}",
    "{uses: actions/upload-artifact@v4, with: {path: none.xml, if-no-files-found: ignore}}",
)


@each_place
def test_what_an_action_of_another_repository_does_wrong_is_not_this_ones_to_mend(
    case: Case, uses: str
) -> None:
    files = {"setup.py": "version='1'\n", "Makefile": "all:\n\ttrue\n", "dist/x": ""}
    steps = ["uses: actions/checkout@v4", "uses: ACTION"]
    found = case.verdicts(steps, action(*BAD), files)
    none = case.verdicts(steps, action("{run: 'true', shell: bash}"), files)
    judged = {rule for rule in found if found[rule].findings != none[rule].findings}
    doubted = {rule for rule in found if found[rule].unknowns != none[rule].unknowns}

    assert ({"gates-can-fail", "gate-targets-exist"} <= judged) is (uses == HERE)
    assert uses == HERE or (judged, doubted) == (set(), set())


@each_place
@pytest.mark.parametrize(("inner", "messages"), [(UP, [UNSTATED]), ("{run: mypy, shell: bash}", [])])
def test_what_only_an_action_publishes_has_to_be_stated(case: Case, inner: str, messages: list[str]) -> None:
    policy = '[process.events.main]\non = "push"\nbranches = ["main"]\n'
    found = case.verdicts(["uses: ACTION"], action(inner), {"relaudit.toml": policy})
    said = [one.problem.message for one in found["triggers-match-process"].findings]

    assert said == messages


@pytest.mark.parametrize(("uses", "told"), [(HERE, [AT[HERE]]), (THERE, [])])
def test_a_release_that_an_action_of_another_repository_flags_is_left_to_it(
    case: Case, told: list[str]
) -> None:
    step = "{uses: softprops/action-gh-release@v2, with: {prerelease: \"${{ contains(%s, 'rc') }}\"}}"
    made = action(step % "inputs.at", inputs="{at: {default: v1}}")
    found = case.verdicts(["uses: ACTION", step % "github.ref"], made, {})["prereleases-are-flagged"]

    places = [finding.problem.location for finding in found.findings]
    assert [place.path for place in places if isinstance(place, InFile)] == told


@each_place
@pytest.mark.parametrize(("tags", "state"), [("v*", State.TICKED), ("x*", State.UNKNOWN)])
def test_the_way_out_of_a_release_may_be_an_action(case: Case, uses: str, tags: str, state: State) -> None:
    workflow = HEAD.replace("v*", tags) + f"      - uses: {uses}\n"
    items = case.checklist([], action(UP), {PATH: workflow})

    assert [item.state for item in items if item.title == "pushing v1.2.0 publishes something"] == [state]


@each_place
@pytest.mark.parametrize(
    ("inner", "count"), [("{run: pytest, shell: bash}", 1), ("{run: make, shell: bash}", 0)]
)
def test_tests_in_an_action_were_red_when_it_was_released(
    repository: Repository, uses: str, inner: str, count: int
) -> None:
    workflow = f"on: push\njobs:\n  unit:\n    runs-on: ubuntu-latest\n    steps: [{{uses: {uses}}}]\n"
    files = {PATH: workflow, **({"act/action.yml": action(inner)} if uses == HERE else {})}
    folder = repository(files, "main, tag: v1.0.0 | Release")
    head = run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()
    red = {"name": "unit", "status": "completed", "conclusion": "failure", "html_url": "https://github.com/x"}
    answers: dict[str, object] = {
        "": {"full_name": "acme/ferry", "default_branch": "main"},
        "/rules/branches/main": [],
        "/branches/main/protection": {"status": 404, "message": "Branch not protected"},
        f"/commits/{head}/check-runs": {"check_runs": [red]},
        f"/commits/{head}/status": {"statuses": []},
        "elsewhere": elsewhere(action(inner)),
    }
    with opened(folder) as one:
        auditor = Auditor(own(), Request(today=Today(DAY), github=lambda _: Recorded(answers)))
        found = {verdict.rule: verdict for verdict in auditor.audit(one).audit.verdicts}

    assert len(found["released-commit-was-green"].findings) == count
