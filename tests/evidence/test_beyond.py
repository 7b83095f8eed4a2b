"""What the steps of a composite action tell, which is the same in an action of the repository and in one of another."""

from base64 import b64encode
from collections.abc import Mapping, Sequence

import pytest

from conftest import Repository
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.core.places import InFile
from relaudit.evidence.releasefiles import ReleaseFiles
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.sources.recorded import Recorded
from relaudit.testing import DAY

PATH, HERE, THERE = ".github/workflows/release.yml", "./act", "acme/ci/act@v1"
HEAD = "on:\n  push: {tags: [v*]}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    permissions: {id-token: write}\n    steps:\n"
UP = "{run: twine upload dist/*, shell: bash}"

each_place = pytest.mark.parametrize("uses", [HERE, THERE])


def action(*steps: str, inputs: str = "{}") -> str:
    lines = "".join(f"    - {step}\n" for step in steps)
    return f"name: an action\ninputs: {inputs}\nruns:\n  using: composite\n  steps:\n{lines}"


class Case:
    """A workflow whose steps use an action, here or there, and what becomes of it."""

    def __init__(self, repository: Repository, uses: str) -> None:
        self._repository = repository
        self._uses = uses
        self._made = 0

    def _opened(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> tuple[Auditor, str]:
        lines = "".join(f"      - {step}\n" for step in steps).replace("ACTION", self._uses)
        own_files = {PATH: HEAD + lines, **files}
        body = {"encoding": "base64", "content": b64encode(made.encode()).decode()}
        answers = {"elsewhere": {"acme/ci": {"/contents/act/action.yml": body}}}
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

    def release_files(self, steps: Sequence[str], made: str) -> list[str]:
        auditor, folder = self._opened(steps, made, {"act/Makefile": "up:\n\ttwine upload dist/*\n"})
        with opened(folder) as one:
            found = auditor.dossier(one).get(ReleaseFiles)
        assert isinstance(found, ReleaseFiles)
        return [file.path for file in found.files]

    def verdicts(self, steps: Sequence[str], made: str, files: Mapping[str, str]) -> Mapping[str, Verdict]:
        auditor, folder = self._opened(steps, made, files)
        with opened(folder) as one:
            return {verdict.rule: verdict for verdict in auditor.audit(one).audit.verdicts}


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
    steps = [UP, "uses: ACTION", UP]
    found = case.paths(steps, action(UP, "{run: mypy, shell: bash}"))

    assert [path.publication.at.depth for path in found] == [0, 1, 0]
    assert [[gate.kind for gate in path.gates] for path in found] == [[], [], ["types"]]


@pytest.mark.parametrize(
    ("uses", "expected"),
    [(HERE, [PATH, "act/Makefile", "act/action.yml"]), (THERE, [PATH, "act/Makefile"])],
)
def test_the_file_of_another_repository_is_none_that_releases_are_made_by(
    case: Case, expected: list[str]
) -> None:
    made = action(UP, "{run: make up, shell: bash, working-directory: act}")

    assert case.release_files(["uses: ACTION"], made) == expected


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
@pytest.mark.parametrize(("gate", "kinds"), [("pytest", []), ("mypy", ["tests"])])
def test_a_required_check_covers_what_its_actions_run(
    case: Case, uses: str, gate: str, kinds: list[str]
) -> None:
    policy = '[process.branches.main]\nrequired-checks = ["ci"]\n[process.gates.tests]\n'
    ci = f"on: pull_request\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps: [{{uses: {uses}}}]\n"
    made = action(f"{{run: {gate}, shell: bash}}")
    found = case.verdicts([], made, {"relaudit.toml": policy, PATH: ci})
    missing = found["required-checks-cover-gates"].findings

    assert [one.problem.subject.rpartition(" ")[2] for one in missing] == kinds


@each_place
def test_a_runner_in_an_action_that_cannot_be_followed_may_have_checked(case: Case) -> None:
    steps = ["run: python -m build", "uses: ACTION", UP]
    (unknown,) = case.verdicts(steps, action("{run: make -f $MADE all, shell: bash}"), {})[
        "artifacts-are-checked"
    ].unknowns

    assert unknown.detail.endswith("act/action.yml@v1:6: a task runner that cannot be followed") or (
        unknown.detail == "act/action.yml:6: a task runner that cannot be followed"
    )


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
