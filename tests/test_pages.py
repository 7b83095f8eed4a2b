"""A page shows what fixes make of its files, and is wrong when it does not."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from relaudit.api import Edit, Fix, Problem, Rule, Severity, Unknown, rule
from relaudit.builtin import own
from relaudit.core.errors import PluginError
from relaudit.core.record import replace
from relaudit.evidence.files import Text, Tree
from relaudit.pages import page_of, read_page
from relaudit.testing import accept, run_example

FAILING = '## Fails: small\n\n```text title="{title}"{escaped}\n{content}\n```\n\n```text title="@output"\n```\n{more}'


@rule(severity=Severity.ERROR, added="9")
def names_are_tall(tree: Tree) -> Iterator[Problem | Unknown]:
    """NAME begins with a capital letter."""
    text = tree.read("NAME")
    if isinstance(text, Text) and text.text[:1].islower():
        tall = text.text[0].upper()
        fix = Fix.of(f"writes {tall}", Edit("NAME", 0, 1, tall))
        yield Problem("NAME is small", text.place(0, 1), fix=fix)


Paged = Callable[[str], Rule]


@pytest.fixture
def paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paged:
    """The rule, with a page of this text."""

    def make(text: str) -> Rule:
        module = ModuleType("a_pack.names.names_are_tall")
        module.__file__ = str(tmp_path / "names_are_tall.py")
        monkeypatch.setitem(sys.modules, names_are_tall.judge.__module__, module)
        (tmp_path / "names_are_tall.md").write_text(text)
        return replace(names_are_tall, family="names")

    return make


def shown(rule: Rule) -> bool:
    page = page_of(rule)
    assert page
    return run_example(rule, page.examples[0], own()).is_shown(page.examples[0])


@pytest.mark.parametrize(
    ("content", "escaped", "fence"),
    [
        ("ferry", "", '```text title="@fixed NAME"\nFerry\n```\n'),
        ("ferry `a`\n~~~~", "", '```text title="@fixed NAME"\nFerry `a`\n~~~~\n```\n'),
        ("ferry\\r", " escaped", '```text title="@fixed NAME" escaped\nFerry\\r\n```\n'),
        ("ferry\\xe9\\\\n\\", " escaped", '```text title="@fixed NAME" escaped\nFerry\\xe9\\\\n\\\n```\n'),
    ],
    ids=["plain", "ticks", "returns", "bytes without an end"],
)
def test_accept_writes_what_the_fix_makes_of_the_file(
    paged: Paged, content: str, escaped: str, fence: str
) -> None:
    tall = paged(FAILING.format(title="NAME", escaped=escaped, content=content, more="\nprose\n"))

    assert not shown(tall)
    assert accept(tall, own())
    page = page_of(tall)
    assert page
    assert "  = help: relaudit --fix=unsafe writes F · relaudit explain names-are-tall\n" in page.text
    assert page.text.endswith(f"failed\n```\n\n{fence}\nprose\n")
    assert shown(tall)
    assert not accept(tall, own())


def test_a_fixed_file_that_is_outdated_is_written_again_where_it_stands(paged: Paged) -> None:
    old = (
        '\nprose\n\n```text title="@fixed NAME"\nold\n```\n\n```text title="@fixed GONE"\nold\n```\n\nmore\n'
    )
    tall = paged(FAILING.format(title="NAME", escaped="", content="ferry", more=old))

    assert accept(tall, own())
    page = page_of(tall)
    assert page
    assert page.text.endswith('failed\n```\n\nprose\n\n```text title="@fixed NAME"\nFerry\n```\n\nmore\n')
    assert shown(tall)


def test_an_example_that_hides_its_fix_is_wrong(paged: Paged) -> None:
    tall = paged(FAILING.format(title="NAME", escaped="", content="ferry", more=""))
    accept(tall, own())
    page = page_of(tall)
    assert page
    without = page.text[: page.text.index('\n```text title="@fixed')]

    assert shown(tall)
    assert not shown(paged(without))


@pytest.mark.parametrize(
    ("title", "message"),
    [
        (
            "@fixd NAME",
            "there is no '@fixd NAME'; known: @log, @policy, @changed-since, @settings, @secrets-present, @output, @fixed PATH",
        ),
        ("@output", "'@output' stands twice in one example"),
    ],
)
def test_a_title_that_means_nothing_is_an_error(tmp_path: Path, title: str, message: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        FAILING.format(title="NAME", escaped="", content="x", more=f'```text title="{title}"\n```\n')
    )

    with pytest.raises(PluginError, match=message):
        read_page(page)
