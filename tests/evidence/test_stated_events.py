"""What the stated events set off: names for patterns, the ways they come, and what follows."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from conftest import Repository
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.dossier import Dossier
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.names import examples
from relaudit.evidence.workflows.paths.occurring import outcome_of
from relaudit.evidence.workflows.paths.stated import StatedEvents
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.request import Request
from relaudit.sources.local import opened

UPLOAD = "      - run: twine upload dist/*\n        env: {TWINE_PASSWORD: '${{ secrets.PYPI_TOKEN }}'}\n"
JOB = f"jobs:\n  upload:\n    runs-on: ubuntu-latest\n    steps:\n{UPLOAD}"
PUSH = {
    "relaudit.toml": '[process.events.main]\non = "push"\nbranches = ["main"]\npublishes = { pypi = {} }\n'
}


Known = Callable[[Mapping[str, str]], Evidence]
Stated = Callable[[Mapping[str, str]], StatedEvents]


@pytest.fixture
def dossier(repository: Repository) -> Callable[[Mapping[str, str]], Dossier]:
    def make(files: Mapping[str, str]) -> Dossier:
        with opened(repository(files)) as one:
            return Auditor(own(), Request(today=Today(date(2026, 1, 31)))).dossier(one)

    return make


@pytest.fixture
def known(dossier: Callable[[Mapping[str, str]], Dossier]) -> Known:
    def make(files: Mapping[str, str]) -> Evidence:
        found = dossier(files).get(Evidence)
        assert not isinstance(found, Unknown)
        return found

    return make


@pytest.fixture
def stated(dossier: Callable[[Mapping[str, str]], Dossier]) -> Stated:
    def make(files: Mapping[str, str]) -> StatedEvents:
        found = dossier(files).get(StatedEvents)
        assert not isinstance(found, Unknown)
        return found

    return make


@pytest.mark.parametrize(
    "pattern",
    [
        "v*", "v*.*.*", "*", "**", "v[0-9]+.[0-9]+.[0-9]+", "[0-9]*", "release/**", "release/v*", "**/nightly", "feature/*", "v?1.*", "ferry-v*",
        "*-rc*", "v[0-9]+.[0-9]+.[0-9]+rc[0-9]+",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["branches", "tags"])
def test_a_name_is_found_that_a_pattern_matches(pattern: str, kind: str) -> None:
    found = examples(pattern, kind)

    assert found
    assert all(Pattern.of(pattern).matches(name) for name in found)


def test_a_plain_name_is_its_own_example() -> None:
    found = examples("main", "branches", ["main", "develop"])

    assert list(found) == ["main"]


def test_known_names_are_examples_too() -> None:
    found = examples("release/*", "branches", ["release/1.x", "main"])

    assert "release/1.x" in found
    assert "main" not in found


@pytest.mark.parametrize("pattern", ["", "[", "[z-a]", "***[", "!", "\\", "?*+", "v" * 5000 + "[", "\ud800*"])
def test_no_pattern_does_harm(pattern: str) -> None:
    found = examples(pattern, "tags")

    assert all(isinstance(name, str) for name in found)


def test_a_step_that_asks_for_its_secret_is_meant_to_run(known: Known) -> None:
    asking = JOB.replace("        env:", "        if: ${{ env.TOKEN != '' }}\n        env:")
    guarded = asking.replace("  upload:\n", "  upload:\n    env: {TOKEN: '${{ secrets.PYPI_TOKEN }}'}\n")
    found = known({".github/workflows/a.yml": f"on: push\n{guarded}"})

    (made,) = outcome_of(Occurrence("push", "refs/heads/main"), found).made

    assert made.truth is Truth.YES


def test_what_waits_for_a_workflow_may_follow(known: Known) -> None:
    waiting = f"on:\n  workflow_run:\n    workflows: [CI]\n    types: [completed]\n{JOB}"
    tests = "name: CI\non: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"
    found = known({".github/workflows/a.yml": waiting, ".github/workflows/b.yml": tests})

    outcome = outcome_of(Occurrence("push", "refs/heads/main"), found)

    assert [one.truth for one in outcome.made] == [Truth.MAYBE]
    assert len(outcome.workflows) == 2


def test_workflows_that_wait_for_each_other_end(known: Known) -> None:
    one = f"name: A\non:\n  push:\n  workflow_run:\n    workflows: [B]\n{JOB}"
    other = f"name: B\non:\n  workflow_run:\n    workflows: [A, B]\n{JOB}"
    found = known({".github/workflows/a.yml": one, ".github/workflows/b.yml": other})

    outcome = outcome_of(Occurrence("push", "refs/heads/main"), found)

    assert {workflow.path[-5:] for workflow in outcome.workflows} == {"a.yml", "b.yml"}


def test_an_event_that_nothing_answers_has_a_way_all_the_same(stated: Stated) -> None:
    found = stated(PUSH)

    assert [way.phrase for way in found.events[0].ways] == ["when branch main is pushed"]
    assert not found.events[0].ways[0].made


def test_a_push_to_another_branch_is_not_covered(stated: Stated) -> None:
    found = stated({**PUSH, ".github/workflows/a.yml": f"on:\n  push:\n    branches: [main, edge]\n{JOB}"})

    assert [one.phrase for one in found.uncovered] == ["when branch edge is pushed"]


def test_without_stated_events_there_is_nothing(stated: Stated) -> None:
    found = stated({".github/workflows/a.yml": f"on: push\n{JOB}"})

    assert len(found) == 0
    assert not found.uncovered
