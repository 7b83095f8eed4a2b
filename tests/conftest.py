"""Repositories made for a test, and a clean environment around every one of them."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Status, Verdict
from relaudit.core.occasion import AT_REST, Occasion, Today
from relaudit.examples import build
from relaudit.pages import Example
from relaudit.request import Request
from relaudit.sources.local import opened

Repository = Callable[..., Path]
Verdicts = Callable[..., Mapping[str, Verdict]]


@pytest.fixture(autouse=True)
def _no_ambient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "RELAUDIT_APP_ID",
        "RELAUDIT_APP_PRIVATE_KEY",
        "RELAUDIT_APP_PRIVATE_KEY_FILE",
        "RELAUDIT_APP_SERVER",
        "GITHUB_SERVER_URL",
        "GITHUB_ACTOR",
        "GITHUB_TRIGGERING_ACTOR",
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_REF_TYPE",
        "GITHUB_REF_NAME",
        "GITHUB_BASE_REF",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository from `{title: text}`, as in a rule's page, and a history."""

    def make(files: Mapping[str, str | bytes] | None = None, log: str = "", name: str = "repository") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        encoded = {
            title: text.encode() if isinstance(text, str) else text for title, text in (files or {}).items()
        }
        build(Example("Passes", Status.PASSED, 1, encoded, {"@log": log}), folder)
        return folder

    return make


@pytest.fixture
def verdicts() -> Verdicts:
    """Every verdict on a folder, by rule."""

    def judge(folder: Path, at: str = "", occasion: Occasion = AT_REST) -> Mapping[str, Verdict]:
        auditor = Auditor(own(), Request(today=Today(date(2026, 1, 31)), occasion=occasion))
        with opened(folder, at) as one:
            return {verdict.rule: verdict for verdict in auditor.audit(one).audit.verdicts}

    return judge


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: nothing that the tests need may be missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if isinstance(reporter, pytest.TerminalReporter) else []
    if skipped and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much rests on what GitHub is only assumed to answer, and the figures that tests tell."""
    passed = terminalreporter.stats.get("passed", ())
    for figures in (
        value for report in passed for name, value in report.user_properties if name == "figures"
    ):
        terminalreporter.write_line(figures)
    assumed = sum("assumed" in report.keywords for report in passed)
    if assumed:
        terminalreporter.write_line(
            f"{assumed} tests rest on answers that GitHub's description does not declare: tests/rig/contract.py"
        )
