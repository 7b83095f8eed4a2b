"""A check of titles is told from one of commits, and from what only mentions a title."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from relaudit.evidence.files import Text
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.titlechecks import TitleChecks, title_checks
from relaudit.evidence.yaml import Yaml, parse_yaml
from relaudit.sources.worktree import WorkingTree

Checks = Callable[[str], TitleChecks]
JOB = "on: pull_request\njobs:\n  lint:\n    runs-on: x\n    env:\n      TITLE: ${{ github.event.pull_request.title }}\n    steps:\n"
JAVASCRIPT = "      - uses: actions/github-script@v8\n        with:\n          script: |\n            "
RUN = "      - run: |\n          "
OF_EVENT = "context.payload.pull_request.title"


@pytest.fixture
def checks(tmp_path: Path) -> Checks:
    return partial(checks_of, tmp_path)


def checks_of(folder: Path, step: str) -> TitleChecks:
    parsed = parse_yaml(Text.decoded(".github/workflows/w.yml", (JOB + step + "\n").encode()))
    assert isinstance(parsed, Yaml)
    workflow = Workflow(parsed)
    every = [StepAt(workflow, job, each, parsed) for job in workflow.jobs for each in job.steps]
    found = title_checks.function(WorkflowSteps(every, ()), WorkingTree(folder))
    assert isinstance(found, TitleChecks)
    return found


@pytest.mark.parametrize(
    "step",
    [
        "      - uses: amannn/action-semantic-pull-request@v6",
        "      - uses: Namchee/conventional-pr@v0.15",
        '      - run: echo "$TITLE" | npx commitlint',
        '      - run: echo "$TITLE" | npx --yes commitlint@19 --verbose',
        '      - run: echo "$TITLE" | npx --no -- commitlint',
        '      - run: cz check --message "$TITLE"',
        "      - run: bash -c 'echo \"$TITLE\" | pnpm exec commitlint'",
        "      - run: npx commitlint <<< '${{ github.event.pull_request.title }}'",
        "      - run: '[[ \"$TITLE\" =~ ^(feat|fix|docs): ]]'",
        '      - run: echo "$T" | cz check\n        env:\n          T: ${{ github.event.pull_request.title }}',
        JAVASCRIPT + "const lint = require('@commitlint/lint'); lint(context.payload.pull_request.title)",
        JAVASCRIPT + f"if (!/^(feat|fix): /.test({OF_EVENT})) {{ core.setFailed('no type') }}",
        JAVASCRIPT + f"if (!/^(feat|fix): /.test({OF_EVENT})) throw new Error('no type')",
        JAVASCRIPT
        + f"try {{ lint({OF_EVENT}, ['feat', 'fix']) }} catch (e) {{ console.log(e) }}\n            process.exit(bad ? 1 : 0)",
        JAVASCRIPT
        + "const { TITLE } = process.env\n            if (!/^(feat|fix)/.test(TITLE)) process.exitCode = 1",
        RUN + "if ! echo \"$TITLE\" | grep -qE '^(feat|fix)'; then\n            exit 1\n          fi",
        RUN + "TYPES='feat|fix'\n          [[ $TITLE =~ ^($TYPES): ]] || exit 1",
        RUN + 'case "$TITLE" in\n          feat:*|fix:*) ;;\n          *) exit 1 ;;\n          esac',
        RUN + 'fits() { [[ $1 =~ ^(feat|fix): ]]; }\n          fits "$TITLE"',
        RUN
        + "python3 - <<'END'\n          import os, re, sys\n          if not re.match('feat|fix', os.environ['TITLE']): sys.exit('no type')\n          END",
        RUN + "if ($env:TITLE -notmatch '^(feat|fix)') { exit 1 }\n        shell: pwsh",
        RUN
        + "import os, re\n          assert re.match('feat|fix', os.getenv('TITLE'))\n        shell: python",
        JAVASCRIPT
        + f"if (!/^(feat|fix)/.test({OF_EVENT})) throw new Error('no type')\n            try {{ label() }} catch (e) {{ core.info(e) }}",
        '      - run: npx commitlint <<< "${{ env.TITLE }}"',
        RUN + "echo %TITLE% | findstr /r /c:feat /c:fix || exit 1\n        shell: cmd",
        RUN + "set +e\n          [[ $TITLE =~ ^(feat|fix): ]]",
    ],
)
def test_a_check_of_titles(checks: Checks, step: str) -> None:
    found = checks(step)

    assert ([one.job for one in found.titles], found.commits) == (["lint"], ())


@pytest.mark.parametrize(
    "step",
    [
        "      - uses: wagoid/commitlint-github-action@v6",
        "      - run: npx commitlint --from origin/main",
        "      - run: npx --no -- commitlint --from ${{ github.event.pull_request.base.sha }} --to HEAD",
        "      - run: npm install @commitlint/cli && npx commitlint --from origin/main",
        "      - run: npx @commitlint/cli@19 --from origin/main",
        "      - run: npx -p @commitlint/cli -p @commitlint/config-conventional commitlint --last",
        "      - run: ./node_modules/.bin/commitlint --from origin/main",
        "      - run: yarn commitlint --from origin/main",
        "      - run: pnpm run commitlint",
        "      - run: uv run python -m commitizen check --rev-range origin/main..HEAD",
        "      - run: cog check origin/main..HEAD",
        JAVASCRIPT + "await exec.exec('npx', ['commitlint', '--from', base])",
        JAVASCRIPT + "execSync(`git log -1 | npx commitlint`)",
        "      - run: cz check --rev-range origin/main..HEAD",
        '      - run: npx commitlint --from "$TITLE_BASE" --to "$SUBTITLE"',
        "      - run: npx commitlint --from TITLE",
    ],
)
def test_a_check_of_commits(checks: Checks, step: str) -> None:
    found = checks(step)

    assert (found.titles, [one.job for one in found.commits]) == ((), ["lint"])


@pytest.mark.parametrize(
    "step",
    [
        '      - run: echo "$TITLE"',
        "      - run: git log --format=%s | grep -E 'feat|fix'",
        "      - uses: actions/checkout@v5",
        "      - run: echo commit lint",
        "      - run: echo commitlint",
        "      - run: echo '::error::cz check failed'",
        "      - run: |\n          # commitlint --from origin/main\n          make",
        "      - run: |\n          # feat, fix: $TITLE\n          true",
        '      - run: echo "$TITLE has no prefix feat"',
        "      - run: npx commitlint --version",
        "      - run: npx husky add .husky/commit-msg 'npx --no -- commitlint --edit'",
        "      - run: cat > .husky/commit-msg <<'EOF'\n          npx commitlint --edit\n          EOF",
        "      - run: npx @acme/cli --from origin/main  # commitlint",
        "      - run: git log | grep commitlint",
        JAVASCRIPT + "// commitlint\n            core.info('commitlint has run')",
        "      - run: npm install @commitlint/lint@18 @commitlint/cli commitlint",
        "      - run: npm ci && cat commitlint.config.js",
        JAVASCRIPT + "console.log(context.payload.pull_request.title)",
        JAVASCRIPT + f"const labels = {{ feat: 'enhancement', fix: 'bug' }}; label(labels[{OF_EVENT}])",
        JAVASCRIPT
        + f"try {{ label({{ feat: 'new', fix: 'bug' }}[{OF_EVENT}]) }} catch (e) {{ if (e) {{ core.setFailed(e.message) }} }}",
        JAVASCRIPT
        + f"label({{ feat: 'new', fix: 'bug' }}[{OF_EVENT}]).catch(e => core.setFailed(e.message))",
        JAVASCRIPT
        + f"if (!{OF_EVENT}) throw new Error('no title')\n            label({{ feat: 'new', fix: 'bug' }}[{OF_EVENT}]); process.exit(0)",
        RUN
        + 'case "$TITLE" in feat*) gh pr edit --add-label new ;; fix*) gh pr edit --add-label bug || exit 1 ;; esac',
        RUN + 'echo "Thanks for "$TITLE"! (feat and fix go to the changelog)"',
        RUN + '[[ -n $TITLE ]] || exit 1\n          echo "$TITLE: feat and fix go to the changelog"',
        RUN + "if [[ $TITLE =~ ^(feat|fix) ]]; then\n          gh pr edit --add-label new\n          fi",
        RUN + "[[ $TITLE =~ ^(feat|fix) ]] || exit 0",
        RUN + "set +e\n          [[ $TITLE =~ ^(feat|fix) ]]\n          true",
        RUN + 'echo "feat and fix: $TITLE" )\n          [[ -n $x ]]',
        JAVASCRIPT
        + f"try {{ label({{ feat: 'new', fix: 'bug' }}[{OF_EVENT}]) }} catch (e) {{ if (e) {{ log(e) }} core.setFailed('x') }}",
        JAVASCRIPT + f"// feat, fix\n            if (!{OF_EVENT}) process.exit(1)",
        JAVASCRIPT
        + f"label({{ feat: 'new', fix: 'bug' }}[{OF_EVENT}])\n            // throw new Error('no label')",
        RUN + "echo '^(feat|fix)' $UNTITLED $TITLES | grep TITLE",
    ],
)
def test_what_checks_neither(checks: Checks, step: str) -> None:
    assert checks(step) == TitleChecks()


@pytest.mark.parametrize(
    "step",
    [
        "      - run: commitlint --from origin/main; $x\n        shell: pwsh",
        "      - run: make commitlint",
    ],
)
def test_what_cannot_be_read_and_names_a_linter_may_be_one(checks: Checks, step: str) -> None:
    found = checks(step)

    assert (found.titles, found.commits) == ((), ())
    assert [one.detail.partition(": ")[0] for one in found.unknowns] == [
        "whether .github/workflows/w.yml:8 checks commits or titles"
    ]


@pytest.mark.parametrize("step", ["      - run: echo $x\n        shell: pwsh", "      - run: make"])
def test_what_cannot_be_read_and_names_none_is_none(checks: Checks, step: str) -> None:
    assert checks(step + "\n      - run: echo commitlint") == TitleChecks()


@pytest.mark.parametrize(("line", "count"), [("commitlint --from origin/main", 1), ("eslint .", 0)])
def test_a_script_of_a_package_is_what_it_runs(tmp_path: Path, line: str, count: int) -> None:
    (tmp_path / "package.json").write_text(f'{{"scripts": {{"lint:commits": "{line}"}}}}')
    found = checks_of(tmp_path, "      - run: npm run lint:commits  # commitlint")

    assert (len(found.commits), found.unknowns) == (count, ())
