"""Every rule is judged by its page, and every page by a rule that is broken on purpose."""

from collections.abc import Iterator

import pytest

from relaudit.builtin import own
from relaudit.core.model import Problem, Status, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import replace
from relaudit.core.rule import Rule
from relaudit.pages import Example, page_of
from relaudit.testing import run_example

LOADED = own()
RULES = {rule.id: rule for rule in LOADED.rules}


def examples_of(rule: Rule) -> tuple[Example, ...]:
    page = page_of(rule)
    return page.examples if page else ()


EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.title}")
    for rule in LOADED.rules
    for example in examples_of(rule)
]
# What no checkout can tell, and so no example without GitHub's answers can show; and a rule that has something to judge everywhere.
NEVER_DECIDED_BY_GIT = {
    "branches-are-protected": {Status.NOT_APPLICABLE},
    "tags-stay-put": {Status.FAILED},
    "version-is-new": {Status.PASSED},
}
FAILING = [case for case in EXAMPLES if case.values[1].ends is Status.FAILED]  # type: ignore[union-attr]  # an example
PASSING = [case for case in EXAMPLES if case.values[1].ends is Status.PASSED]  # type: ignore[union-attr]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_page_shows_what_relaudit_prints(rule: Rule, example: Example) -> None:
    result = run_example(rule, example, LOADED)

    assert result.output == example.output
    assert result.verdict.status is example.ends
    assert result.fixed == example.fixed


@pytest.mark.parametrize(("rule", "example"), FAILING)
def test_a_finding_with_a_fix_shows_the_fixed_file(rule: Rule, example: Example) -> None:
    findings = run_example(rule, example, LOADED).verdict.findings

    assert bool(example.fixed) is any(finding.problem.fix for finding in findings)


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: rule.id)
def test_a_page_shows_failing_passing_and_nothing_to_judge(rule: Rule) -> None:
    shown = {example.ends for example in examples_of(rule)}
    open_without = NEVER_DECIDED_BY_GIT.get(rule.id, set())

    assert {Status.FAILED, Status.PASSED, Status.NOT_APPLICABLE} - shown == open_without
    assert not open_without or Status.UNKNOWN in shown


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: rule.id)
def test_a_docstring_says_why_and_how_to_fix(rule: Rule) -> None:
    assert rule.summary
    assert "\n\nWhy:\n" in rule.docstring
    assert "\n\nHow to fix:\n" in rule.docstring


@pytest.mark.parametrize(("rule", "example"), FAILING)
def test_a_rule_that_yields_nothing_is_noticed(rule: Rule, example: Example) -> None:
    def silent(**_: object) -> Iterator[Problem | Unknown]:
        yield from ()

    broken = replace(rule, judge=silent)

    assert run_example(broken, example, LOADED).verdict.status is not example.ends


@pytest.mark.parametrize(("rule", "example"), PASSING)
def test_a_rule_that_always_yields_is_noticed(rule: Rule, example: Example) -> None:
    def loud(**_: object) -> Iterator[Problem | Unknown]:
        yield Problem("always", InFile(path="anything"))

    broken = replace(rule, judge=loud)

    assert run_example(broken, example, LOADED).verdict.status is not example.ends


def test_the_eight_rules_are_there() -> None:
    assert set(RULES) >= {
        "version-files-agree", "version-is-valid", "changelog-has-version", "changelog-and-tags-agree",
        "tags-match-versions", "bump-config-is-current", "bump-targets-exist", "secrets-are-documented",
    }  # fmt: skip
