"""The screens in the documentation are what relaudit prints, of repositories made here.

`python tests/test_screens.py` writes them anew.
"""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Status
from relaudit.core.occasion import Today
from relaudit.examples import build
from relaudit.outcome import report
from relaudit.pages import Example
from relaudit.reporters.console import render
from relaudit.request import Request
from relaudit.sources.local import opened

PAGE = Path(__file__).parent.parent / "docs" / "screens.md"
PROJECT = '[project]\nname = "{name}"\nversion = "{version}"\n'
MODULE = '__version__ = "{version}"\n'
LOG = "# Changelog\n\n"


def entry(version: str, day: str) -> str:
    return f"## [{version}] - {day}\n\n- Sails.\n\n"


def release(name: str, tag: str, metadata: str, module: str) -> Mapping[str, str]:
    return {
        f"{tag}:pyproject.toml": PROJECT.format(name=name, version=metadata),
        f"{tag}:{name}/__init__.py": MODULE.format(version=module),
        f"{tag}:CHANGELOG.md": LOG + entry(metadata, "2025-12-30"),
    }


def head(name: str, version: str, changelog: str) -> Mapping[str, str]:
    return {
        "pyproject.toml": PROJECT.format(name=name, version=version),
        f"{name}/__init__.py": MODULE.format(version=version),
        "CHANGELOG.md": LOG + changelog,
    }


FERRY = {
    **head(
        "ferry",
        "1.3.0",
        entry("1.3.0", "2026-01-01") + "## [Unreleased]\n\n- Oars.\n\n" + entry("1.1.0", "2025-12-30"),
    ),
    "ferry/__init__.py": MODULE.format(version="1.2.0"),
    **release("ferry", "v1.2.0", "1.2.0", "1.1.0"),
    **release("ferry", "v1.1.0", "1.1.0", "1.1.0"),
}
FERRY_LOG = "main | Bump to 1.3.0\ntag: v1.2.0 | Release 1.2.0\ntag: v1.1.0 | Release 1.1.0"
CLEAN = head("skiff", "1.0.0", entry("1.0.0", "2026-01-01"))
CLEAN_LOG = "main, tag: v1.0.0 | Release 1.0.0"
LATE = {
    **head("barge", "2.1.0", entry("2.1.0", "2025-01-01")),
    **release("barge", "v2.1.0", "2.0.0", "2.0.0"),
}
LATE_LOG = "main | Bump\ntag: v2.1.0 | Release"
MADE: Mapping[str, tuple[Mapping[str, str], str]] = {
    "barge": (LATE, LATE_LOG),
    "dinghy": ({**CLEAN, "VERSION": "0.9.0\n"}, CLEAN_LOG),
    "ferry": (FERRY, FERRY_LOG),
    "punt": ({"README.md": "Nothing is released from here.\n"}, "main | Start"),
    "raft": (CLEAN, "main, tag: v1.0.0, light: v1.0.0-final | Release 1.0.0"),
    "skiff": (CLEAN, CLEAN_LOG),
}
SCREENS = {
    "A checkout whose last release went wrong": ("ferry",),
    "A checkout in order": ("skiff",),
    "Many repositories": tuple(MADE),
}


def screen(names: tuple[str, ...]) -> str:
    """What relaudit prints of these repositories."""
    auditor = Auditor(own(), Request(today=Today(date(2026, 1, 31))))
    outcomes = []
    for name in names:
        files, log = MADE[name]
        with TemporaryDirectory(prefix="relaudit-screen-") as folder:
            encoded = {path: text.encode() for path, text in files.items()}
            build(Example(name, Status.PASSED, 1, encoded, {"@log": log}), Path(folder))
            with opened(folder, name=name) as one:
                outcomes.append(auditor.audit(one))
    return render(report(outcomes, own().rules, started="", seconds=0.1))


def page() -> str:
    """The whole page."""
    parts = [f"## {title}\n\n```text\n{screen(names)}```\n" for title, names in SCREENS.items()]
    return "# What relaudit prints\n\n" + "\n".join(parts)


def test_the_screens_are_what_relaudit_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_failing_screen_begins_with_an_error_and_its_place() -> None:
    first = screen(("ferry",)).splitlines()

    assert first[0].startswith("error: ")
    assert "┌ " in first[1]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
