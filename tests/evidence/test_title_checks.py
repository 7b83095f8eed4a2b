"""A check of titles is told from one of commits, and from what only mentions a title."""

import pytest

from relaudit.evidence.files import Text
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.titlechecks import TitleChecks, title_checks
from relaudit.evidence.yaml import Yaml, parse_yaml

JOB = "on: pull_request\njobs:\n  lint:\n    runs-on: x\n    env:\n      TITLE: ${{ github.event.pull_request.title }}\n    steps:\n"
JAVASCRIPT = "      - uses: actions/github-script@v8\n        with:\n          script: |\n            "


def checks(step: str) -> TitleChecks:
    parsed = parse_yaml(Text.decoded(".github/workflows/w.yml", (JOB + step + "\n").encode()))
    assert isinstance(parsed, Yaml)
    workflow = Workflow(parsed)
    every = [StepAt(workflow, job, each, parsed) for job in workflow.jobs for each in job.steps]
    found = title_checks.function(WorkflowSteps(every, ()))
    assert isinstance(found, TitleChecks)
    return found


@pytest.mark.parametrize(
    "step",
    [
        "      - uses: amannn/action-semantic-pull-request@v6",
        "      - uses: Namchee/conventional-pr@v0.15",
        '      - run: echo "$TITLE" | npx commitlint',
        "      - run: npx commitlint <<< '${{ github.event.pull_request.title }}'",
        "      - run: '[[ \"$TITLE\" =~ ^(feat|fix|docs): ]]'",
        '      - run: echo "$T" | cz check\n        env:\n          T: ${{ github.event.pull_request.title }}',
        JAVASCRIPT + "const lint = require('@commitlint/lint'); lint(context.payload.pull_request.title)",
    ],
)
def test_a_check_of_titles(step: str) -> None:
    found = checks(step)

    assert ([one.job for one in found.titles], found.commits) == (["lint"], ())


@pytest.mark.parametrize(
    "step",
    [
        "      - uses: wagoid/commitlint-github-action@v6",
        "      - run: npx commitlint --from origin/main",
        "      - run: cz check --rev-range origin/main..HEAD",
    ],
)
def test_a_check_of_commits(step: str) -> None:
    found = checks(step)

    assert (found.titles, [one.job for one in found.commits]) == ((), ["lint"])


@pytest.mark.parametrize(
    "step",
    [
        '      - run: echo "$TITLE"',
        "      - run: git log --format=%s | grep -E 'feat|fix'",
        "      - uses: actions/checkout@v5",
        "      - run: echo commit lint",
        "      - run: npm install @commitlint/lint@18 @commitlint/cli commitlint",
        "      - run: npm ci && cat commitlint.config.js",
        JAVASCRIPT + "console.log(context.payload.pull_request.title)",
    ],
)
def test_what_checks_neither(step: str) -> None:
    assert checks(step) == TitleChecks()
