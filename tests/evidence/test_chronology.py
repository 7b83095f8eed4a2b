"""Days that contradict the order of versions, and those that do not."""

from datetime import date

import pytest

from relaudit.evidence.changelogs.chronology import breaks, meant
from relaudit.evidence.changelogs.entries import sections_in
from relaudit.evidence.changelogs.markdown import headings

TODAY = date(2026, 1, 31)


def found(text: str) -> list[tuple[str, str, str]]:
    """`1.0.0 2025-01-31, …` as an entry each: what is wrong, with what, and what was meant."""
    changelog = "".join(f"## {line.strip()}\n\n" for line in text.split(","))
    entries = sections_in(list(headings(changelog)), changelog.split("\n"))
    dated = [(entry, entry.day) for entry in entries if entry.day]
    return [(one.entry.version, one.other.version, str(one.meant)) for one in breaks(dated, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "1.2.0 2026-01-30, 1.1.0 2025-12-31, 1.0.0 2025-01-31",
        "2.0.1 2026-01-20, 1.9.5 2026-01-15, 2.0.0 2025-12-01, 1.9.4 2025-11-01",
        "2.0.0 2025-12-01, 1.9.5 2026-01-15, 1.9.4 2025-11-01",
        "2.0.0 2025-12-01, 1.10.0 2026-01-15, 1.9.4 2025-11-01",
        "2.0.0 2025-12-01, 2.0.0rc1 2025-12-01, 1.0.0 2025-06-01",
        "1.1.0 2025-12-01, 1.0.7 2026-01-01",
    ],
)
def test_days_that_fit(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("0.2.2 2025-01-11, 0.1.9 2025-01-10, 0.1.1 2025-11-09, 0.1.0 2025-11-09",
         [("0.2.2", "0.1.0", "2026-01-11"), ("0.1.9", "0.1.1", "2026-01-10")]),
        ("0.2.3 2025-12-31, 0.2.2 2026-12-28, 0.2.1 2025-12-27", [("0.2.2", "0.2.3", "2025-12-28")]),
        ("0.2.5 2026-01-06, 0.2.4 2025-12-30, 0.2.3 2025-12-31, 0.2.2 2026-12-28, 0.2.1 2025-12-27",
         [("0.2.4", "0.2.3", "None"), ("0.2.2", "0.2.3", "2025-12-28")]),
        ("0.2.3 2025-12-31, 0.2.2 2024-12-29, 0.2.1 2025-12-27", [("0.2.2", "0.2.1", "2025-12-29")]),
        ("1.1.0 2025-10-02, 1.0.0 2025-10-03", [("1.1.0", "1.0.0", "None")]),
        ("2.0.0 2024-10-02, 1.0.0 2025-10-03", [("2.0.0", "1.0.0", "None")]),
        ("1.0.1 2025-03-12, 1.0.0 2025-11-03", [("1.0.1", "1.0.0", "2025-12-03")]),
    ],
)  # fmt: skip
def test_days_that_go_back(text: str, wrong: list[tuple[str, str, str]]) -> None:
    assert found(text) == wrong


@pytest.mark.parametrize(
    ("written", "low", "high", "day"),
    [
        ("2025-01-11", "2025-11-09", "2026-01-31", "2026-01-11"),
        ("2025-11-01", "2025-01-05", "2025-01-20", "2025-01-11"),
        ("2020-06-19", "2020-07-17", "2020-07-21", "2020-07-19"),
        ("2025-01-11", "2025-01-20", "2025-01-22", "None"),
        ("2024-02-29", "2025-02-20", "2025-03-03", "None"),
    ],
)
def test_what_was_probably_meant(written: str, low: str, high: str, day: str) -> None:
    assert str(meant(*map(date.fromisoformat, (written, low, high, low)))) == day
