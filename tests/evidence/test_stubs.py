"""A new section looks like the one below it."""

from datetime import date

import pytest

from relaudit.evidence.changelogs import bodies
from relaudit.evidence.changelogs.sections import sections_of
from relaudit.evidence.changelogs.stubs import stub
from relaudit.evidence.files import Text

DAY = date(2026, 1, 9)


@pytest.mark.parametrize(
    ("path", "model", "made"),
    [
        ("a.md", "## [1.2.0](https://example.com/1.1...1.2.0) - 2025-01-11", "## [9.9.10] - 2026-01-09"),
        ("a.md", "## [1.2.0][1.2.0] - 2025-01-11 [YANKED]", "## [9.9.10] - 2026-01-09"),
        ("a.md", "# 1.53.1 (July 20th, 2025)", "# 9.9.10 (2026-01-09)"),
        ("a.md", "# v1.53.1 - July 20, 2025", "# v9.9.10 - January 9, 2026"),
        ("a.md", "# 1.53.1 (20 Jul 2025)", "# 9.9.10 (9 Jan 2026)"),
        ("a.md", "**0.48.0 (2026-08-12)**", "**9.9.10 (2026-01-09)**"),
        ("a.md", "Version 1.2.0\n-------------\n\nReleased 2025-01-11", "Version 9.9.10\n--------------\n\nReleased 2026-01-09"),
        ("a.md", "### v4.2.0\n\n_4 August 2025_", "### v9.9.10\n\n_9 January 2026_"),
        ("a.rst", "*********************\n 4.11.3 (2026-08-13)\n*********************", "*********************\n 9.9.10 (2026-01-09)\n*********************"),
        ("a.rst", "`1.4.0 <https://example.com/1.4.0>`_ - 2026-05-26\n=================================================", "9.9.10 - 2026-01-09\n==================="),
        ("a.rst", "1.4.0\n=====", "9.9.10\n======"),
        ("a.md", "## 1.2.0\r\n", "## 9.9.10"),
    ],
)  # fmt: skip
def test_a_stub_in_the_files_own_style(path: str, model: str, made: str) -> None:
    text = Text(path, f"{model}\n\n- text\n")
    (entry,) = sections_of(text)

    assert stub(text, entry, "9.9.10", DAY).replace("\r\n", "\n").rstrip("\n") == made


def test_a_stub_ends_its_lines_as_the_file_does() -> None:
    text = Text("a.md", "## 1.2.0\r\n\r\n- text\r\n")
    (entry,) = sections_of(text)

    assert stub(text, entry, "1.3.0", DAY) == "## 1.3.0\r\n\r\n"


@pytest.mark.parametrize(
    "body",
    ["", "### Added\n\n### Fixed", "<!-- - a\n- b -->", "- Nothing yet.", "_No unreleased changes_", "TBD", "[1.0]: https://example.com",
     "Added\n~~~~~\n", "**Bug fixes:**", r"- \[Short description of non-trivial change.\]", ".. comment", "* None"],
)  # fmt: skip
def test_a_section_that_says_nothing(body: str) -> None:
    assert list(bodies.statements(body.split("\n"))) == []


@pytest.mark.parametrize("body", ["- A deck.", "### Added\n- A deck.", "<!-- x --> \n- None of the decks leaks.", "Nothing changed for ferries, but for boats."])  # fmt: skip
def test_a_section_that_says_something(body: str) -> None:
    assert len(list(bodies.statements(body.split("\n")))) == 1


@pytest.mark.parametrize(
    "line",
    ["[" * 300, "1." * 200, "1/" * 200, "1.0, " * 100, "ferry " * 80 + "1.0", "**" * 150, "* " * 150, "January " * 40, "1-" * 150, "<a " * 100, "`a <" * 90],
)  # fmt: skip
def test_a_long_line_costs_no_more_than_what_is_read_of_it(line: str) -> None:
    text = Text("CHANGES.txt", f"{line}\n" * 50 + f"# {line * 500}\n\n## {line}\n\n## 1.0.0 - 2026-01-31\n")

    assert [entry.version for entry in sections_of(text)][-1:] == [
        "1.0.0"
    ]  # backtracking on these would take minutes
