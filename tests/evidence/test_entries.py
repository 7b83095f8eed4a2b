"""Which headings of a changelog are entries."""

import pytest

from relaudit.evidence.entries import entries_in, is_unreleased
from relaudit.evidence.markdown import headings


def found(*lines: str) -> list[str]:
    return [entry.version for entry in entries_in(list(headings("\n\n".join(lines))))]


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
