"""Which headings of a changelog are entries."""

from collections.abc import Sequence

import pytest

from relaudit.evidence.changelogs.entries import entries_in, is_unreleased, sections_in
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.markdown import headings


def found(*lines: str) -> list[str]:
    return [entry.version for entry in entries_in(list(headings("\n\n".join(lines))))]


def sections(text: str, project: str = "") -> Sequence[Entry]:
    return sections_in(list(headings(text)), text.split("\n"), project)


@pytest.mark.parametrize(
    ("heading", "version"),
    [
        ("## [1.2.3] - 2026-01-31", "1.2.3"),
        ("## [1.2.3](https://example.com/compare/a...b) (2026-01-31)", "1.2.3"),
        ("## [1.2.3]- 2026-01-31", "1.2.3"),
        ("## \\[1.2.3\\] - 2026-01-31", "1.2.3"),
        ("### v1.2.3", "1.2.3"),
        ("## **1.2.3** (2026-01-31)", "1.2.3"),
        ("# Version 1.2.3 - The big one", "1.2.3"),
        ("## Release 1.2", "1.2"),
        ("## [1.2.3] - 2026-01-31 [YANKED]", "1.2.3"),
        ("## 1.2.0-beta.1", "1.2.0-beta.1"),
        ("## [2.0.0-canary.9] - 2026-01-31", "2.0.0-canary.9"),
        ("## [24] - 2026-01-31", "24"),
        ("1.2.3\n-----", "1.2.3"),
    ],
)
def test_a_heading_that_names_a_version(heading: str, version: str) -> None:
    assert found(heading) == [version]


@pytest.mark.parametrize(
    "heading",
    ["## 2 new features", "### 3.12 support", "## 2024", "## Unreleased", "## [X.Y.Z] - YYYY-MM-DD", "## [RC1] - 2026-03-08", "## Added"],
)  # fmt: skip
def test_a_heading_that_names_none(heading: str) -> None:
    assert found(heading) == []


@pytest.mark.parametrize(
    "heading", ["## 1.3.0 (unreleased)", "## 1.3.0 - Unreleased", "## 1.3.0 unreleased", "## [1.3.0] - TBD"]
)
def test_a_version_that_is_called_unreleased_is_pending(heading: str) -> None:
    (entry,) = entries_in(list(headings(heading)))

    assert (entry.version, entry.is_pending) == ("1.3.0", True)


@pytest.mark.parametrize(
    "heading", ["## [Unreleased]", "## Unreleased changes", "## **unreleased**", "## In development"]
)
def test_a_section_of_what_is_not_released(heading: str) -> None:
    assert is_unreleased(next(iter(headings(heading))))


@pytest.mark.parametrize(
    "line", ["# a" + " " * 200_000 + "b", "# " + "[" * 200_000, "# " + "a(" * 100_000, "- " * 100_000]
)
def test_a_hostile_heading_is_read_in_one_go(line: str) -> None:
    assert found(line, "## 1.0") == ["1.0"]  # quadratic work on these lines would take minutes


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("1.2.3 - 2026-01-31", "2026-01-31"),
        ("1.2.3 (2026/01/31)", "2026-01-31"),
        ("1.2.3 January 31, 2026", "2026-01-31"),
        ("1.2.3 (January 31st, 2026)", "2026-01-31"),
        ("1.2.3 - 31 Jan 2026", "2026-01-31"),
        ("1.2.3 (Saturday 31st January, 2026)", "2026-01-31"),
        ("1.2.3 Febuary 26 2025", "2025-02-26"),
        ("1.2.3 - 31.01.2026", "2026-01-31"),
        ("2026.01.30", "None"),
        ("2026.01.30 (2026-01-31)", "2026-01-31"),
        ("1.2.3 - 01/02/2026", "None"),
        ("1.2.3 - 2026-02-30", "None"),
        ("1.2.3 - \x96 2026-01-31", "2026-01-31"),
    ],
)
def test_a_date_in_the_form_people_write(heading: str, day: str) -> None:
    (entry,) = sections(f"## {heading}\n")

    assert str(entry.day) == day


@pytest.mark.parametrize(
    "below",
    ["Released 2026-01-31", "Released on January 31, 2026", "_31 January 2026_", ":release-date: 31 January, 2026 7:00 P.M UTC",
     "Release date: 2026-01-31", "(2026-01-31)", "**2026-01-31**"],
)  # fmt: skip
def test_a_date_below_the_heading(below: str) -> None:
    (entry,) = sections(f"## 1.2.3\n\n{below}\n\n- text\n")

    assert str(entry.day) == "2026-01-31"


@pytest.mark.parametrize(
    "below", ["2026-01-31 was a good day", "- since 2026-01-31", "Works until 2026-01-31"]
)
def test_a_day_in_the_text_is_no_date(below: str) -> None:
    (entry,) = sections(f"## 1.2.3\n\n{below}\n")

    assert entry.day is None


@pytest.mark.parametrize(
    "below",
    ["Unreleased", "*unreleased*", ":release-date: TBA", "(bugfix release, release date to be decided)"],
)
def test_an_entry_that_is_called_unreleased_below_its_heading_is_pending(below: str) -> None:
    first, second = sections(f"Version 3.2.0\n-------------\n\n{below}\n\nVersion 3.1.0\n-------------\n")

    assert (first.is_pending, second.is_pending) == (True, False)


def test_a_day_that_no_calendar_has_is_kept_as_it_is_written() -> None:
    (entry,) = sections("## 1.2.3 - 2026-02-30\n")

    assert (entry.day, entry.written) == (None, "2026-02-30")


@pytest.mark.parametrize(
    ("heading", "versions"),
    [
        ("Version 1.44.0/0.65b0 (2026-01-31)", ("1.44.0", "0.65b0")),
        ("8.22, 8.22.1 and 8.22.2", ("8.22", "8.22.1", "8.22.2")),
        ("1.2.3, 2026.01.31", ("1.2.3",)),
        ("1.2.3, 01.31.2026", ("1.2.3",)),
        ("2.0.0 🎉", ("2.0.0",)),
        ("`1.4.0 <https://example.com/1.4.0>`_ - 2026-01-31", ("1.4.0",)),
    ],
)
def test_every_version_that_a_heading_names(heading: str, versions: tuple[str, ...]) -> None:
    (entry,) = sections(f"## {heading}\n")

    assert entry.versions == versions


def test_a_name_before_the_version_is_the_projects_or_common_to_several() -> None:
    text = "# Log\n\n## ferry 1.1.0 (2026-01-31)\n\n### Python 3.12\n\n### Python 3.13\n\n## Ferry 1.0.0\n\n## 0.9.0\n"

    assert [entry.version for entry in sections(text)] == ["1.1.0", "1.0.0", "0.9.0"]
    assert [entry.version for entry in sections("## ferry 1.0.0\n", "ferry")] == ["1.0.0"]
    assert sections("## Python 3.12\n", "ferry") == ()


@pytest.mark.parametrize(
    "word", ["dev", "Next", "Upcoming changes", "**Development version**", "next release"]
)
def test_a_word_for_what_comes_next_counts_above_the_first_entry_only(word: str) -> None:
    assert [entry.version for entry in sections(f"## {word}\n\n## 1.0.0\n\n## {word}\n")] == ["", "1.0.0"]
    assert sections(f"## {word}\n") == ()


def test_a_section_ends_where_the_next_begins_and_has_its_anchors() -> None:
    text = "# Log\n\n(v1.1)=\n\n## 1.1\n\n- a\n\n### Added\n\n.. _v1.0:\n\n## 1.0\n- b\n\n## Links\n"

    assert [(entry.first, entry.last) for entry in sections(text)] == [(3, 10), (11, 15)]
