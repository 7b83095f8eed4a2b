"""Where versions come from, what an identity is for, and who uses a secret."""

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Status

TOKEN = "        env: {TWINE_PASSWORD: '${{ secrets.PYPI_TOKEN }}'}\n"  # noqa: S105 - no token
UPLOAD = f"      - run: twine upload dist/*\n{TOKEN}"


def job(steps: str, more: str = "") -> str:
    return f"on: {{push: {{tags: ['v*']}}}}\njobs:\n  upload:\n    runs-on: ubuntu-latest\n{more}    steps:\n{steps}{UPLOAD}"


def status(repository: Repository, verdicts: Verdicts, rule: str, files: dict[str, str]) -> Status:
    return verdicts(repository(files))[rule].status


@pytest.mark.parametrize(
    "script",
    [
        'npm version "$TAG"', "poetry version ${GITHUB_REF_NAME#v}", 'cargo set-version "$V"', 'sed -i "s/x/$V/" pyproject.toml', "echo $V > src/ferry/_version.py",
        "export SETUPTOOLS_SCM_PRETEND_VERSION=$V",
    ],
)  # fmt: skip
def test_a_version_that_the_run_writes_is_the_tags(
    repository: Repository, verdicts: Verdicts, script: str
) -> None:
    text = job(f"      - run: |\n          {script}\n")

    found = status(repository, verdicts, "tag-is-verified-before-publish", {".github/workflows/a.yml": text})

    assert found is Status.PASSED


@pytest.mark.parametrize(
    "script", ["poetry version", "npm version", "echo $V > VERSION", "cat pyproject.toml"]
)
def test_a_version_that_is_only_shown_is_not(repository: Repository, verdicts: Verdicts, script: str) -> None:
    text = job(f"      - run: |\n          {script}\n")

    found = status(repository, verdicts, "tag-is-verified-before-publish", {".github/workflows/a.yml": text})

    assert found is Status.FAILED


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "setup(use_scm_version=True, setup_requires=['setuptools_scm'])\n"),
        ("pyproject.toml", '[tool.pdm.version]\nsource = "scm"\n'),
        ("pyproject.toml", '[build-system]\nrequires = ["poetry-dynamic-versioning"]\n'),
        ("packages/a/pyproject.toml", '[build-system]\nrequires = ["hatch-vcs"]\n'),
    ],
)
def test_a_version_that_the_build_takes_from_tags_is_the_tags(
    repository: Repository, verdicts: Verdicts, path: str, text: str
) -> None:
    files = {".github/workflows/a.yml": job(""), path: text}

    assert status(repository, verdicts, "tag-is-verified-before-publish", files) is Status.PASSED


@pytest.mark.parametrize(
    "step",
    [
        "uses: sigstore/gh-action-sigstore-python@v3",
        "uses: aws-actions/configure-aws-credentials@v4",
        "{uses: codecov/codecov-action@v5, with: {use_oidc: true}}",
        "run: cosign sign ghcr.io/acme/ferry",
        "run: npm publish --provenance",
        "uses: ./.github/actions/upload",
        "run: ./scripts/release.sh",
        "run: make sign",
    ],
)
def test_an_identity_that_something_needs_is_left_alone(
    repository: Repository, verdicts: Verdicts, step: str
) -> None:
    text = job(f"      - {step}\n", "    permissions: {id-token: write}\n")

    found = status(repository, verdicts, "publish-auth-is-single", {".github/workflows/a.yml": text})

    assert found is Status.PASSED


@pytest.mark.parametrize("step", ["run: pip install build", "run: curl -LsSf astral.sh/uv/install.sh | sh"])
def test_an_identity_that_nothing_needs_is_found(
    repository: Repository, verdicts: Verdicts, step: str
) -> None:
    text = job(f"      - {step}\n", "    permissions:\n      id-token: write\n").replace(
        "curl -LsSf astral.sh", "curl -LsSf https://astral.sh"
    )

    found = status(repository, verdicts, "publish-auth-is-single", {".github/workflows/a.yml": text})

    assert found is Status.FAILED


def test_the_permissions_of_a_whole_workflow_are_left_alone(
    repository: Repository, verdicts: Verdicts
) -> None:
    text = f"permissions: {{id-token: write}}\n{job('')}"

    found = status(repository, verdicts, "publish-auth-is-single", {".github/workflows/a.yml": text})

    assert found is Status.PASSED


def test_workflows_that_hand_secrets_to_each_other_end(repository: Repository, verdicts: Verdicts) -> None:
    def calling(other: str) -> str:
        return (
            f"on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/{other}\n    secrets: inherit\n"
        )

    files = {
        "relaudit.toml": "[process.secrets.KEY]\n",
        ".github/workflows/a.yml": calling("b.yml"),
        ".github/workflows/b.yml": calling("a.yml"),
    }

    assert status(repository, verdicts, "documented-secrets-are-used", files) is Status.FAILED


def test_a_name_that_is_chosen_in_the_run_may_be_any(repository: Repository, verdicts: Verdicts) -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ secrets[matrix.key] }}\n"
    files = {"relaudit.toml": "[process.secrets.KEY]\n", ".github/workflows/a.yml": text}

    assert status(repository, verdicts, "documented-secrets-are-used", files) is Status.UNKNOWN
