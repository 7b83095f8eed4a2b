"""GitHub as the two seed documents describe it, for repositories of our own that are made as these documents say."""

from collections.abc import Mapping, Sequence

from guards import pull_request, rule
from history import check, merged, ruleset, run
from world import Body, Repository, release

OPENMUX: Mapping[str, str] = {
    "pyproject.toml": '[project]\nname = "openmux"\nversion = "0.2.0"\n',
    "openmux/__init__.py": '__version__ = "0.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [0.2.0] - 2026-01-31\n\n- More.\n",
    ".github/workflows/ci.yml": """\
on:
  push: {branches: [develop, "feature/*", "fix/*", "docs/*", "chore/*"]}
  pull_request: {branches: [main, develop]}
jobs:
  test:
    name: Test on Python ${{ matrix.python-version }}
    runs-on: ubuntu-latest
    strategy: {matrix: {python-version: ["3.9", "3.10", "3.11", "3.12", "3.13"]}}
    env:
      OPENROUTER_API_KEY: ${{ secrets.OPENROUTER_API_KEY }}
    steps:
      - run: pytest --cov
      - uses: codecov/codecov-action@v4
        with: {token: "${{ secrets.CODECOV_TOKEN }}"}
""",
    ".github/workflows/publish.yml": """\
on: {push: {branches: [main, develop]}}
jobs:
  testpypi:
    if: github.ref == 'refs/heads/develop'
    runs-on: ubuntu-latest
    steps:
      - run: python -m build
      - run: twine upload --repository testpypi -p ${{ secrets.TESTPYPI_TOKEN }} dist/*
  pypi:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    steps:
      - run: python -m build
      - run: twine upload -p ${{ secrets.PYPI_TOKEN }} dist/*
""",
}
X0TTA: Mapping[str, str] = {
    "pyproject.toml": '[project]\nname = "x0tta6bl4"\nversion = "3.4.0"\n',
    "src/version.py": '__version__ = "3.4.0"\n',
    "VERSION": "3.4.0\n",
    "CHANGELOG.md": "# Changelog\n\n## [3.4.0] - 2026-01-31\n\n- More.\n",
    ".github/workflows/test.yml": """\
on:
  push: {branches: [main, develop]}
  pull_request: {branches: [main, develop]}
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: {matrix: {python-version: ["3.10", "3.11", "3.12"]}}
    steps:
      - run: pytest --cov
      - uses: codecov/codecov-action@v4
        with: {token: "${{ secrets.CODECOV_TOKEN }}"}
""",
    ".github/workflows/release.yml": """\
on: {push: {tags: ["v*.*.*"]}}
jobs:
  release:
    runs-on: ubuntu-latest
    permissions: {contents: write}
    steps:
      - run: python -m build
      - run: twine upload -p ${{ secrets.PYPI_API_TOKEN }} dist/*
      - run: gh release create "$GITHUB_REF_NAME" --generate-notes
        env: {GH_TOKEN: "${{ secrets.GITHUB_TOKEN }}"}
""",
}
GUARDS, TAGS = 7, 8  # rulesets
CONTEXTS = [f"Test on Python 3.{minor}" for minor in range(9, 14)]


def guarded(approvals: int, *contexts: str) -> list[Body]:
    """The rules that are in force on a branch."""
    checks = [{"context": context} for context in contexts]
    required = rule(
        "required_status_checks",
        GUARDS,
        required_status_checks=checks,
        strict_required_status_checks_policy=True,
    )
    rules = [
        pull_request(approvals, GUARDS, dismisses=True),
        rule("deletion", GUARDS),
        rule("non_fast_forward", GUARDS),
    ]
    return [*rules, required] if checks else rules


def _rulesets() -> list[Body]:
    branches = ("pull_request", "deletion", "non_fast_forward")
    whole = ruleset(
        GUARDS, "branches", *branches, target="branch", include=("~DEFAULT_BRANCH", "refs/heads/develop")
    )
    whole["rules"][0] |= {"parameters": pull_request(1, dismisses=True)["parameters"]}
    return [whole, ruleset(TAGS, "release tags", "update", "deletion", include=("refs/tags/v*",))]


def openmux(one: Repository, commits: Sequence[str]) -> None:
    """As the guide and the documents that it links to say it."""
    one.secrets = ["TESTPYPI_TOKEN", "PYPI_TOKEN", "OPENROUTER_API_KEY", "CODECOV_TOKEN"]
    one.rules = {"main": guarded(1, *CONTEXTS), "develop": guarded(1)}
    one.rulesets = _rulesets()
    one.workflow_token = {"default_workflow_permissions": "write", "can_approve_pull_request_reviews": False}
    one.pulls = [
        merged(3, "fix/critical-bug"),
        merged(2, "develop"),
        merged(1, "feature/my-new-feature", "develop"),
    ]
    one.brought = {3: [commits[0]], 2: [*commits[1:]]}
    one.runs = [run(1, ".github/workflows/ci.yml", "success", commits[0])]
    one.releases = [release("v0.2.0", immutable=True)]
    one.is_immutable = True


def x0tta(one: Repository, commits: Sequence[str]) -> None:
    """As the document on CI and CD says it."""
    one.secrets = ["PYPI_API_TOKEN"]
    one.rules = {"main": guarded(1), "develop": guarded(1)}
    one.rulesets = _rulesets()
    one.pulls = [merged(2, "develop"), merged(1, "fix/analyzer-bug", "develop")]
    one.brought = {2: [*commits]}
    one.checks = {
        commit: [check(f"test ({python})", "success") for python in ("3.10", "3.11", "3.12")]
        for commit in commits
    }
    one.releases = [release("v3.4.0")]
