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
_WORDS = (_TITLE, "commitlint", "cz check", "cog ", "conform", *_OF_TITLES, *_OF_COMMITS)
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
    titles, commits = [], []
    for at in _mentioning(steps.every):
        node = at.step.uses if at.step.action else at.step.script
        if node is None:
            continue
        check = TitleCheck(at.job.id, place_of(at.file, node))
        titles += [check] if at.step.action in _OF_TITLES or _is_script(at, of_titles=True) else []
        commits += [check] if at.step.action in _OF_COMMITS or _is_script(at, of_titles=False) else []
    return TitleChecks(tuple(titles), tuple(commits))


def _mentioning(every: Sequence[StepAt]) -> Iterator[StepAt]:
    """The steps of files that have some of the words that tell such a check."""
    known: dict[int, bool] = {}
    for at in every:
        if id(at.file) not in known:
            text = at.file.text.text.lower()
            known[id(at.file)] = any(word in text for word in _WORDS)
        if known[id(at.file)] or (at.within is not None and known.get(id(at.within.file), False)):
            yield at


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
