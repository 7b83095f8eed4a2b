"""Secret names come from the expressions of a workflow, and from nothing else in it."""

import pytest

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.secrets import SecretUses, secret_uses
from relaudit.evidence.yaml import Yaml, parse_yaml

JOB = "on: push\njobs:\n  one:\n    runs-on: x\n"


def uses(text: str) -> SecretUses:
    parsed = parse_yaml(Text.decoded(".github/workflows/w.yml", text.encode()))
    assert isinstance(parsed, Yaml)
    found = secret_uses.function(Workflows((Workflow(parsed),)))
    assert isinstance(found, SecretUses)
    return found


def names(text: str) -> list[str]:
    return [use.name for use in uses(text).uses]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("${{ secrets.KEY }}", ["KEY"]),
        ("${{secrets.KEY}}${{ Secrets.other-KEY }}", ["KEY", "other-KEY"]),
        ("${{ secrets['KEY'] || secrets.B }}", ["KEY", "B"]),
        ("${{ format('{0} secrets.NO', secrets.KEY) }}", ["KEY"]),
        ("${{ 'it''s }} secrets.NO' == secrets.KEY }}", ["KEY"]),
        ("${{ inputs.secrets.NO }}", []),
        ("${{ steps.secrets.outputs.NO }}", []),
        ("secrets.NO", []),
        ("$ {{ secrets.NO }}", []),
        ("# ${{ secrets.KEY }}", ["KEY"]),
        ("${{ secrets.GITHUB_TOKEN }}", []),
        ("${{ secrets.github_token }}", []),
    ],
)
def test_names_in_a_value(value: str, found: list[str]) -> None:
    text = f"{JOB}    env:\n      A: >-\n        {value}\n"

    assert names(text) == found
    assert uses(text).unknowns == ()


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("secrets.KEY != ''", ["KEY"]),
        ("${{ secrets.KEY != '' }}", ["KEY"]),
        ("github.ref == 'secrets.NO'", []),
    ],
)
def test_conditions_are_expressions_without_braces(condition: str, found: list[str]) -> None:
    assert names(f'{JOB}    if: "{condition}"\n') == found
    assert names(f'{JOB}    steps:\n      - if: "{condition}"\n        run: x\n') == found


def test_a_key_called_if_elsewhere_is_no_condition() -> None:
    assert (
        names(
            f"{JOB}    env:\n      if: secrets.NO\n    strategy:\n      matrix:\n        if: [secrets.NO]\n"
        )
        == []
    )


@pytest.mark.parametrize(
    "value", ["${{ toJSON(secrets) }}", "${{ secrets[matrix.key] }}", "${{ secrets.* }}", "${{ secrets }}"]
)
def test_what_cannot_be_told_is_undecidable(value: str) -> None:
    found = uses(f"{JOB}    env:\n      A: {value}\n      B: ${{{{ secrets.KEY }}}}\n")

    assert [use.name for use in found.uses] == ["KEY"]
    assert [unknown.reason for unknown in found.unknowns] == ["undecidable"]


@pytest.mark.parametrize(
    "value", ['${{ "x" && secrets.KEY }}', "${{ a ? secrets.KEY : b }}", "${{ secrets.KEY"]
)
def test_an_expression_that_breaks_off_is_undecidable(value: str) -> None:
    found = uses(f"{JOB}    env:\n      A: >-\n        {value}\n")

    assert "cannot be read to its end" in found.unknowns[0].detail


def test_numbers_of_every_kind_are_read() -> None:
    assert names(f"{JOB}    env:\n      A: ${{{{ -Infinity && NaN && 0o7 && .5 && secrets.KEY }}}}\n") == [
        "KEY"
    ]


def test_an_alias_is_a_condition_where_it_is_one() -> None:
    assert names("on: push\njobs:\n  a:\n    env: {X: &c secrets.KEY != 0}\n    if: *c\n") == ["KEY"]


def test_handing_on_every_secret_is_undecidable() -> None:
    found = uses("on: push\njobs:\n  call:\n    uses: a/b/.github/workflows/c.yml@v1\n    secrets: inherit\n")

    assert [unknown.detail for unknown in found.unknowns] == [
        "job call at .github/workflows/w.yml:5 hands on every secret"
    ]


CALLED = "on:\n  workflow_call:\n    secrets:\n      token: {}\n%s\njobs:\n  a:\n    env:\n      T: ${{ secrets.TOKEN }}\n      U: ${{ secrets.OTHER }}\n"


def test_parameters_of_a_workflow_that_is_only_called_are_none_of_the_repository() -> None:
    assert names(CALLED % "") == ["OTHER"]
    assert names(CALLED % "  push:") == ["TOKEN", "OTHER"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (
            f"{JOB}    steps:\n      - run: |\n          first\n          use ${{{{ secrets.KEY }}}} KEY\n",
            8,
            27,
        ),
        (f"{JOB}    if: 'secrets[''KEY'']'\n", 5, 20),
        (f'{JOB}    env: {{A: "KEY ${{{{ secrets.KEY }}}}"}}\n', 5, 31),
    ],
)
def test_a_use_has_its_place(text: str, line: int, column: int) -> None:
    (use,) = uses(text).uses

    assert (use.place.line, use.place.column) == (line, column)
    assert use.place.text[column - 1 : use.place.end_column - 1] == "KEY"


def test_an_anchor_is_read_once() -> None:
    assert names(
        "on: push\nx: &env\n  A: ${{ secrets.KEY }}\njobs:\n  a: {env: *env}\n  b: {env: *env}\n"
    ) == ["KEY"]


def test_an_unreadable_workflow_is_an_unknown_and_the_others_count() -> None:
    broken = Unknown("w", reason="unreadable")  # type: ignore[arg-type]  # any reason
    found = secret_uses.function(Workflows((), (broken,)))

    assert isinstance(found, SecretUses)
    assert found.unknowns == (broken,)


@pytest.mark.parametrize(
    "value", [r'"${{ \x73ecrets.KEY }}"', r'"${{ s\u0065crets.KEY }}"', '"${{ sec\\\n        rets.KEY }}"']
)
def test_escapes_hide_no_secret(value: str) -> None:
    assert names(f"{JOB}    env:\n      A: {value}\n") == ["KEY"]


def test_an_alias_of_a_secret_counts_once() -> None:
    assert names(
        f"{JOB}    env: &env\n      A: ${{{{ secrets.KEY }}}}\n  two:\n    runs-on: x\n    env: *env\n"
    ) == ["KEY"]
