"""Which steps hold the titles of pull requests, or their commits, to Conventional Commits."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, environments
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of

_OF_TITLES = frozenset((
    "amannn/action-semantic-pull-request", "step-security/action-semantic-pull-request", "aslafy-z/conventional-pr-title-action",
    "step-security/conventional-pr-title-action", "overtrue/conventional-pr-title", "namchee/conventional-pr", "surevelox/semantic-pull-request",
    "dreampulse/action-lint-pull-request-title", "dreampulse/action-commitlint-pull-request-title", "ytanikin/pr-conventional-commits",
    "ytanikin/prconventionalcommits", "levibostian/action-conventional-pr-linter", "kontrolplane/pull-request-title-validator",
))  # fmt: skip
_OF_COMMITS = frozenset((
    "wagoid/commitlint-github-action", "webiny/action-conventional-commits", "opensource-nepal/commitlint", "volodya-lombrozo/conventional-commit-linter",
))  # fmt: skip
_TITLE = "pull_request.title"
_LINTS = regex(
    r"^(?!.*\b(?:install|add|i)\b).*(?<![@/])\bcommitlint\b(?![/.])|\bcz check\b|\bcog (?:check|verify)\b|\bconform enforce\b", re.MULTILINE
)  # fmt: skip
_LIBRARY = "@commitlint/"
_NAMES_TYPES = regex(r"\bfeat\b[^\n]*\bfix\b|\bfix\b[^\n]*\bfeat\b", needs=("feat",))


@record
class TitleCheck:
    """A check: the job that runs it, and the place of the action or the script."""

    job: str
    place: InFile


@record
class TitleChecks:
    """Those of `titles`, and those of the `commits` of a pull request."""

    titles: tuple[TitleCheck, ...] = ()
    commits: tuple[TitleCheck, ...] = ()


@evidence()
def title_checks(steps: WorkflowSteps) -> TitleChecks:
    """By the actions that are known for it; a script by the linter that it calls, or the types that it looks for in a title."""
    return TitleChecks(
        tuple(_found(steps.every, of_titles=True)), tuple(_found(steps.every, of_titles=False))
    )


def _found(every: Sequence[StepAt], *, of_titles: bool) -> Iterator[TitleCheck]:
    known = _OF_TITLES if of_titles else _OF_COMMITS
    for at in every:
        node = at.step.uses if at.step.action else at.step.script
        is_check = at.step.action in known or _is_script(at, of_titles=of_titles)
        if node is not None and is_check:
            yield TitleCheck(at.job.id, place_of(at.file, node))


def _is_script(at: StepAt, *, of_titles: bool) -> bool:
    script = text_of(at.step.script) if at.step.script is not None else at.step.part("with").text("script")
    has_title = _TITLE in script or any(
        _TITLE in _said(node) and text_of(key) in script
        for part in environments(at)
        for key, node in part.entries()
    )
    if has_title != of_titles:
        return False
    is_own = has_title and (_LIBRARY in script or bool(_NAMES_TYPES.search(script)))
    return is_own or bool(_LINTS.search(script))


def _said(node: Node) -> str:
    return node.value if isinstance(node, Scalar) else ""
