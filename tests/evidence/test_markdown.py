"""Headings are those that markdown-it finds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from relaudit.evidence.changelogs.markdown import headings

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").rglob("*.md")])
PIECES = (
    "## 1.0.0", "# Title #", "####### seven", "#none", "   ## indented", "    ## code", "Text", "===", "---", "- item", "* * *",
    "1. one", "2. two", "-", "  ## in item", "    deep", "```", "````", "~~~", "```md", "> quote", "> ```", "<!-- note", "-->",
    "<div>", "</div>", "<b>x</b>", "<script>", "</script>", "[link]: target", "", "", "\t## tab", "+ # in list", "  ```", "10) ten",
)  # fmt: skip


def judge(text: str) -> list[tuple[int, int, str]]:
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        (int(token.tag[1]), (token.map or [0])[0] + 1, folded(tokens[index + 1].content))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def ours(text: str) -> list[tuple[int, int, str]]:
    return [(heading.level, heading.line, folded(heading.text)) for heading in headings(text)]


def folded(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_our_own_documents(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ours(text) == judge(text)


@pytest.mark.parametrize(
    "text",
    [
        "```md\n## [9.9.9]\n```\n## 1.0.0",
        "- item\n\n  ```\n  ## inside\n  ```\n\n## outside",
        "````\n```\n## inside\n````\n## outside",
        "<!--\n## hidden\n-->\n## shown",
        "Version 3.2.0\n-------------\n\nUnreleased\n",
        "text\n## right after",
        "> ## quoted\n\n## not quoted",
        "    ## code\n\n## not code",
        "~~~\n## inside",
        "- a\n## ends the list\n",
        "\r\n## 1.0.0\r\n\r\n```\r\n## no\r\n```\r\n",
        "[1.0.0]: https://example.com\n---\n\n## x",
    ],
)
def test_what_hides_a_heading_and_what_does_not(text: str) -> None:
    assert ours(text) == judge(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_mixture_of_blocks(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert ours(text) == judge(text)
