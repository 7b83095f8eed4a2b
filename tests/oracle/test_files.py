"""Files are taken or refused as GitHub's own parser does, and the table of what may stand where is its own."""

from random import Random

import pytest

import table
from corpus import judged
from mutations import mutated
from oracle import GitHub, running
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.grammar.verdict import rejected
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.yaml import Yaml, parse_yaml

WORKFLOW = """\
name: Release
run-name: Release by ${{ github.actor }}
on:
  push:
    branches: [main, 'release/**']
    tags: ["v*"]
    paths-ignore:
      - docs/**
  pull_request:
    types: [opened, synchronize]
  schedule:
    - cron: "30 5 * * 1-5"
  workflow_dispatch:
    inputs:
      dry-run:
        type: boolean
        default: true
      target:
        type: choice
        options: [testpypi, pypi]
  workflow_call:
    inputs:
      ref:
        type: string
        required: true
    secrets:
      TOKEN:
        required: false
permissions:
  contents: read
concurrency:
  group: release-${{ github.ref }}
  cancel-in-progress: false
env:
  A: "1"
defaults:
  run:
    shell: bash
jobs:
  test:
    name: Test on ${{ matrix.os }}
    runs-on: ${{ matrix.os }}
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-latest, macos-latest]
        python: ["3.11", "3.12"]
        include:
          - os: ubuntu-latest
            python: "3.13"
        exclude:
          - os: macos-latest
            python: "3.11"
    services:
      db:
        image: postgres
        ports: ["5432:5432"]
    steps:
      - &checkout
        uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - name: Tests
        id: tests
        if: ${{ !cancelled() && env.A == '1' }}
        continue-on-error: ${{ matrix.os == 'macos-latest' }}
        timeout-minutes: 10
        run: |
          python -m pytest \\
            --junit-xml=${{ runner.temp }}/junit.xml
        env:
          TOKEN: ${{ secrets.TOKEN }}
    outputs:
      version: ${{ steps.tests.outputs.version }}
  publish:
    needs: [test]
    if: github.event_name == 'push' && startsWith(github.ref, 'refs/tags/v')
    runs-on: [self-hosted, linux]
    environment:
      name: pypi
      url: https://example.org/${{ needs.test.outputs.version }}
    permissions:
      id-token: write
    container:
      image: python:3.12
    steps:
      - *checkout
      - run: exit 0
        shell: sh
        working-directory: dist
  call:
    needs: publish
    uses: ./.github/workflows/other.yml
    with:
      ref: ${{ github.sha }}
    secrets: inherit
"""
MUTATIONS, AS_MANY = 1_500, 200

github = pytest.fixture(running, scope="module")


def test_the_table_is_taken_from_the_package(github: GitHub) -> None:
    assert table.GRAMMAR.read_text(encoding="utf-8") == table.table()


def test_a_workflow_with_a_bit_of_everything_is_taken(github: GitHub) -> None:
    (answer,) = github.ask([{"ask": "read", "content": WORKFLOW}])

    assert judged(WORKFLOW, answer) == "taken by both"


def test_mutations_of_it_are_taken_and_refused_as_github_does(github: GitHub) -> None:
    random = Random(1)  # noqa: S311 - the same mutations every time
    changed = [mutated(WORKFLOW, random) for _ in range(MUTATIONS)]
    answers = github.ask({"ask": "read", "content": text} for _, text in changed)
    verdicts = [judged(text, answer) for (_, text), answer in zip(changed, answers, strict=True)]
    otherwise = [
        (text, verdict)
        for (_, text), verdict in zip(changed, verdicts, strict=True)
        if "otherwise" in verdict
    ]

    assert otherwise == []
    assert verdicts.count("taken by both") > AS_MANY
    assert verdicts.count("refused by both") > AS_MANY


@pytest.mark.parametrize(
    ("wrong", "reason", "at"),
    [
        ("if: ${{ secrets.TOKEN != '' }}", "'secrets' is not available here", "secrets"),
        ("if: github.ref = 'x'", "'= ' is not expected here", "="),
        ("if: always(", "the expression breaks off", ""),
        ("needs: [nobody]", "job 'test' needs 'nobody', which is no job", "nobody"),
        ("runs-one: x", "'runs-one' is not expected here", "runs-one"),
        ("timeout-minutes: soon", "'soon' is not expected here", "soon"),
        ("env: ${{ fromJSON('{}') }}", "'env' has to be a mapping", "${{"),
    ],
)
def test_a_refusal_says_why_and_where(wrong: str, reason: str, at: str) -> None:
    text = f"on: push\njobs:\n  other:\n    runs-on: x\n    steps: [run: a]\n  test:\n    runs-on: x\n    {wrong}\n    steps: [run: a]\n"
    file = parse_yaml(Text("w.yml", text))
    assert isinstance(file, Yaml)
    (one,) = rejected(Workflow(file))
    start = one.node.start + (one.at or 0)

    assert one.reason == reason.replace("'= '", "'='")
    assert text[start:].startswith(at)
