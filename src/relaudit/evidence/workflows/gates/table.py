"""What counts as a gate: commands by their first words, actions by their names. Policy and packs add to it."""

from collections.abc import Mapping, Sequence

from relaudit.core.record import NOTHING, record

KINDS = ("tests", "lint", "types", "security", "build", "artifacts", "coverage", "version-matches-tag")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "tests": (
        "pytest", "py.test", "unittest", "nose2", "tox", "nox", "ward", "trial", "behave", "coverage run", "hatch test", "cargo test", "cargo nextest",
        "go test", "npm test", "npm run test", "npm t", "yarn test", "pnpm test", "pnpm run test", "bun test", "vitest", "jest", "make test", "make check",
        "just test", "ctest", "bats", "maturin develop --test", "setup.py test", "manage.py test", "cargo llvm-cov", "cargo tarpaulin", "cargo hack test", "cross test",
        "mvn test", "mvn verify", "mvnw test", "mvnw verify", "gradle test", "gradle check", "gradlew test", "gradlew check", "dotnet test", "swift test", "mix test",
        "rake test", "rake spec", "rspec", "phpunit", "composer test", "meson test", "bazel test", "bazelisk test", "ninja test", "deno test", "mocha",
        "playwright test", "cypress run",
    ),
    "lint": (
        "ruff", "flake8", "pylint", "black", "isort", "pyflakes", "pycodestyle", "pydocstyle", "pre-commit", "prek", "codespell", "yamllint", "actionlint",
        "shellcheck", "markdownlint", "eslint", "prettier", "cargo clippy", "cargo fmt", "golangci-lint", "go vet", "npm run lint", "make lint",
        "just lint", "vale", "typos", "rstcheck", "doc8", "djlint", "sqlfluff", "hadolint", "cargo hack clippy", "helm lint", "ct lint", "deno lint", "deno fmt", "biome", "stylelint", "oxlint",
        "dotnet format", "gofmt", "staticcheck", "ansible-lint", "rubocop", "tflint", "buf lint",
    ),
    "types": ("mypy", "dmypy", "pyright", "basedpyright", "pyre", "pytype", "ty", "tsc", "pyrefly", "npm run typecheck"),
    "security": (
        "bandit", "safety", "pip-audit", "semgrep", "trivy", "grype", "osv-scanner", "gitleaks", "trufflehog", "npm audit", "cargo audit", "cargo deny",
        "govulncheck", "snyk", "zizmor",
    ),
    "build": (
        "build", "uv build", "poetry build", "flit build", "hatch build", "pdm build", "pyproject-build", "setup.py sdist", "setup.py bdist_wheel", "maturin build",
        "cibuildwheel", "cargo build", "cargo run build", "cargo publish", "cargo package", "maturin sdist", "maturin publish", "ko build", "ko publish", "goreleaser release", "pyinstaller", "pyoxidizer build", "cross build", "npm run build", "docker build", "docker buildx build", "pip wheel", "make build", "goreleaser build",
        "go build", "mvn package", "mvnw package", "gradle build", "gradle assemble", "gradlew build", "gradlew assemble", "dotnet build", "dotnet pack", "dotnet publish",
        "helm package", "bazel build", "bazelisk build", "meson compile", "cargo zigbuild", "cargo deb", "cargo hack build", "pnpm build", "pnpm run build", "yarn build",
        "yarn run build", "bun run build", "bun build", "tauri build", "electron-builder", "nuitka", "shiv", "pex", "briefcase build", "conda build", "rattler-build build",
        "docker compose build", "podman build", "buildah build", "buildah bud", "packer build", "swift build",
    ),
    "artifacts": ("twine check", "check-wheel-contents", "abi3audit", "auditwheel", "pyroma", "check-manifest", "npm pack"),
    "coverage": ("coverage report", "coverage xml", "coverage html", "coverage json", "coverage lcov", "codecov", "coveralls", "diff-cover"),
}  # fmt: skip
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "lint": (
        "pre-commit/action", "tox-dev/action-pre-commit-uv", "psf/black", "astral-sh/ruff-action", "chartboost/ruff-action", "rhysd/actionlint", "golangci/golangci-lint-action",
        "super-linter/super-linter", "github/super-linter", "crate-ci/typos", "codespell-project/actions-codespell",
    ),
    "security": (
        "github/codeql-action/analyze", "pypa/gh-action-pip-audit", "aquasecurity/trivy-action", "actions/dependency-review-action",
        "google/osv-scanner-action/osv-scanner-action", "gitleaks/gitleaks-action", "returntocorp/semgrep-action", "anchore/scan-action",
        "zizmorcore/zizmor-action",
    ),
    "types": ("jakebailey/pyright-action",),
    "build": (
        "hynek/build-and-inspect-python-package", "pypa/cibuildwheel", "pyo3/maturin-action", "docker/build-push-action", "goreleaser/goreleaser-action",
    ),
    "coverage": ("codecov/codecov-action", "coverallsapp/github-action", "codecov/test-results-action"),
    "artifacts": ("hynek/build-and-inspect-python-package",),
    "version-matches-tag": ("samuelcolvin/check-python-version",),
    "tests": ("dorny/test-reporter", "enricomi/publish-unit-test-result-action", "mikepenz/action-junit-report"),
}  # fmt: skip


@record
class Harmless:
    """An option that makes a gate succeed whatever it finds: of these commands, or inputs of these actions; of all where none is named."""

    option: str
    of: tuple[str, ...] = ()
    effect: str = "makes it succeed whatever it finds"


@record
class GateTable:
    """What counts as a gate, `commands` and `actions` by kind.

    `options` and `inputs` make gates succeed whatever they find; `reporters` are gates that do no more than report.
    """

    commands: Mapping[str, tuple[str, ...]] = NOTHING
    actions: Mapping[str, tuple[str, ...]] = NOTHING
    options: tuple[Harmless, ...] = ()
    inputs: tuple[Harmless, ...] = ()
    reporters: frozenset[str] = frozenset()


def merged(tables: Sequence[GateTable]) -> GateTable:
    """All of them as one."""
    return GateTable(
        _joined([table.commands for table in tables]),
        _joined([table.actions for table in tables]),
        tuple(one for table in tables for one in table.options),
        tuple(one for table in tables for one in table.inputs),
        frozenset(one for table in tables for one in table.reporters),
    )


def _joined(parts: Sequence[Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for kind, names in part.items():
            found[kind] = (*found.get(kind, ()), *names)
    return found


_NO_FLOOR = "asks for no coverage at all"
OPTIONS = (
    Harmless("--exit-zero", ("ruff", "flake8", "pylint", "bandit")), Harmless("--cov-fail-under=0", effect=_NO_FLOOR), Harmless("--fail-under=0", effect=_NO_FLOOR),
    Harmless("--exit-code=0", ("trivy",)), Harmless("--exit-code 0", ("trivy",)), Harmless("--continue-on-error", ("safety",)),
    Harmless("--no-error", ("semgrep",)), Harmless("--passWithNoTests"), Harmless("--no-fail", ("grype",)),
)  # fmt: skip
INPUTS = (
    Harmless("fail_ci_if_error: false", ("codecov/codecov-action", "codecov/test-results-action")),
    Harmless("fail-on-error: false", ("coverallsapp/github-action",)), Harmless("exit-code: 0", ("aquasecurity/trivy-action",)),
)  # fmt: skip
UPLOADS = frozenset(("codecov", "coveralls", *ACTIONS["coverage"], *ACTIONS["tests"]))  # they report alone
GATES = GateTable(COMMANDS, ACTIONS, OPTIONS, INPUTS, UPLOADS)
