"""Headings of reStructuredText are those that docutils finds."""

import io
import sys

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from relaudit.evidence.changelogs import rst
from relaudit.evidence.changelogs.rst import headings

PIECES = (
    "1.0.0", "=====", "-----", "Version 1.2.3", "-------------", "~~~", "==", "Text", "Text::", "::", "", "", "", "  indented",
    "* item", "- item", "1. one", "2. two", "A. first", ".. note::", "..", ".. comment", ".. _target:", ":field: value", "| line", ">>> 1",
    "=====  =====", "=== ===", "+---+---+", "| a | b |", " 2.0 ", "=====", "> quoted", "__ anonymous", "-v  option", "....", "発表", "====",
    "3.0", "***", "***", "-",
)  # fmt: skip
SETTINGS = {
    "doctitle_xform": False, "report_level": 5, "halt_level": 6, "file_insertion_enabled": False, "raw_enabled": False,
    "_disable_config": True,
}  # fmt: skip


def judge(text: str) -> list[tuple[int, str]] | None:
    """None where docutils drops sections because their adornments skip a level: we keep those."""
    told = io.StringIO()
    tree = publish_doctree(text, settings_overrides={**SETTINGS, "report_level": 4, "warning_stream": told})
    skips = "nconsistent" in told.getvalue()
    return None if skips else sections(tree, 1)


def sections(node: nodes.Element, level: int) -> list[tuple[int, str]]:
    found = []
    for child in node.children:
        if isinstance(child, nodes.section):
            title = child.children[0]
            assert isinstance(title, nodes.title)
            found += [(level, title.rawsource), *sections(child, level + 1)]
    return found


def ours(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in headings(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.0\n===\n\n* a\n\n0.9\n===\n", [(1, "1.0"), (1, "0.9")]),
        ("=====\n Log\n=====\n\n1.0\n---\n", [(1, "Log"), (2, "1.0")]),
        ("Code::\n\n  9.9\n  ===\n\n1.0\n===\n", [(1, "1.0")]),
        (".. comment\n\n   9.9\n   ===\n\n1.0\n===\n", [(1, "1.0")]),
        ("..\n   9.9\n   ===\n\n1.0\n===\n", [(1, "1.0")]),
        (".. code-block:: rst\n\n   9.9\n   ===\n\n1.0\n===\n", [(1, "1.0")]),
        ("* item\n\n  9.9\n  ===\n\n1.0\n===\n", [(1, "1.0")]),
        (".. _v1.0:\n\n1.0\n===\n", [(1, "1.0")]),
        ("Quoted::\n\n> 9.9\n> ===\n\n1.0\n===\n", [(1, "1.0")]),
        ("=====  =====\n1.0    2.0\n=====  =====\n\n1.0\n===\n", [(1, "1.0")]),
        ("Some text\n1.0\n===\n\n1.1\n===\n", [(1, "1.1")]),
        ("1.0\n===\ntext at once\n\n----\n\n0.9\n===\n", [(1, "1.0"), (1, "0.9")]),
    ],
)  # fmt: skip
def test_what_hides_a_heading_and_what_does_not(text: str, found: list[tuple[int, str]]) -> None:
    assert ours(text) == judge(text) == found


def test_line_ends_of_windows() -> None:
    assert ours("1.0\r\n===\r\n\r\n* a\r\n") == [(1, "1.0")]


def test_a_heading_tells_which_lines_it_takes() -> None:
    over, under = headings("=====\n Log\n=====\n\n1.0\n---\n")

    assert (over.first, over.line, over.last) == (1, 2, 3)
    assert (under.first, under.line, under.last) == (5, 5, 6)


@settings(max_examples=500, deadline=None)
@example(["Text", "", "====", "3.0", "===="])
@example(["::", "", "- item", "1.0.0", "====="])
@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_mixture_of_blocks(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = judge(text)
    assume(expected is not None)

    assert ours(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "== ==",
        "text::\n\n>",
        "text\n",
        "....",
        "1. a",
        "a" * 3000,
        "=" * 3000,
        ":" * 3000,
        "(" * 3000,
        "-a, " * 500,
        "+-" * 900 + "+",
    ],
)
def test_the_work_grows_with_the_length_and_no_faster(line: str) -> None:
    once, twice = (steps(f"{line}\n" * times) for times in (100, 200))

    assert twice <= 2.2 * once


def steps(text: str) -> int:
    """How many lines of the scanner's code are run."""
    counted = 0

    def count(frame: object, event: str, _: object) -> object:
        nonlocal counted
        counted += event == "line"
        return count if getattr(frame, "f_code").co_filename == rst.__file__ else None  # noqa: B009 - a frame

    sys.settrace(count)  # type: ignore[arg-type]  # a trace function returns itself
    try:
        list(headings(text))
    finally:
        sys.settrace(None)
    return counted
