"""The title that was checked is the one that is released by."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.commands import squash_by_title
from relaudit.evidence.github.service import named_at
from relaudit.evidence.github.settings import RepositorySettings
from relaudit.evidence.stated import stated_at
from relaudit.evidence.workflows.titlechecks import TitleChecks
from relaudit.process import Commits


@rule(severity=Severity.WARNING, added="0.1")
def squash_title_feeds_release(
    checks: TitleChecks,
    convention: Commits | Unknown,
    settings: RepositorySettings | Unknown,
    tree: Tree,
) -> Iterator[Problem | Unknown]:
    """Where releases are worked out from subjects, a squashed pull request takes its own title for one.

    Why:
        GitHub's default takes the title of the commit where a pull request has one, and its own where it has several. The check looks at the title of the
        pull request, the branch gets `wip`: the feature is in no release notes, and the next version is a patch.

    How to fix:
        Choose "Pull request title" under "Allow squash merging" in the settings. Where a workflow checks every commit of a pull request, either will do.
    """
    relies = isinstance(convention, Commits) and convention.convention == "conventional"
    if not relies and not checks.titles:
        yield from checks.unknowns or (
            Unknown("Commits", Reason.UNSTATED, needs="process.commits.convention"),
        )
    elif checks.commits:
        return
    elif checks.unknowns:
        yield from checks.unknowns
    elif isinstance(settings, Unknown):
        yield settings
    else:
        yield from _judged(settings, checks, convention, tree)


def _judged(
    settings: RepositorySettings, checks: TitleChecks, convention: Commits | Unknown, tree: Tree
) -> Iterator[Problem | Unknown]:
    title = settings.squash_title
    if isinstance(title, Unknown):
        yield title
    elif not title:
        yield Unknown("RepositorySettings", Reason.INAPPLICABLE, detail="pull requests are not squashed")
    elif title != "PR_TITLE":
        said = convention if isinstance(convention, Commits) and convention.is_stated else None
        asked_by = stated_at(said, "commits", ("convention",), tree) if said is not None else None
        command = squash_by_title(
            named_at(settings.page, settings.name), text(settings.body, "squash_merge_commit_message")
        )
        setting = InSettings(
            setting="squash merging", url=f"{settings.page}/settings", asked_by=asked_by, command=command
        )
        related = tuple(check.place for check in checks.titles)
        yield Problem(_message(checks), setting, related, kind="" if related else "unchecked")


def _message(checks: TitleChecks) -> str:
    fact = "a squashed pull request with one commit is titled as that commit"
    if checks.titles:
        return f"{fact}, and not by the title that job {checks.titles[0].job} has checked"
    return f"{fact}, and not by its own title: releases are worked out from titles"
