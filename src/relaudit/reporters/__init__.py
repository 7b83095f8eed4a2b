"""Reporters: from a report to text. They read, and judge nothing."""

from collections.abc import Mapping

from relaudit.api import Report, Reporter


def relaudit_reporters() -> Mapping[str, Reporter]:
    """The built-in formats, through the same hook as those of any pack; each is imported when it is used."""
    return {"console": _console, "json": _json, "github": _github, "markdown": _markdown}


def _console(report: Report) -> str:
    from relaudit.reporters.console import render

    return render(report)


def _json(report: Report) -> str:
    from relaudit.reporters.json import render

    return render(report)


def _github(report: Report) -> str:
    from relaudit.reporters.github import render

    return render(report)


def _markdown(report: Report) -> str:
    from relaudit.reporters.markdown import render

    return render(report)
