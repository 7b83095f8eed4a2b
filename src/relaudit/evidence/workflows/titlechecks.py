"""Which steps hold the titles of pull requests, or their commits, to Conventional Commits."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.gates.led import Named
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, environments
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.gates.toolscripts import names, telling
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.titletypes import code_holds_to_types, holds_to_types

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
_COMMANDS = ("commitlint", "cz check", "commitizen check", "cog check", "cog verify", "conform enforce")
_PACKAGE, _NAMED_CLI = "@commitlint/cli", "cli"  # npx runs a package by its name
_BY_NAME = tuple(
    f"{manager} commitlint" for manager in ("npm run", "yarn", "yarn run", "pnpm", "pnpm run", "bun run")
)
_LINTERS = GateTable({"": (*_COMMANDS, *_BY_NAME, _NAMED_CLI)})
_LIBRARY = "@commitlint/"
_WORDS = (_TITLE, "commitlint", "cz check", "commitizen check", "cog ", "conform", *_OF_TITLES, *_OF_COMMITS)
_CALLS = regex(r"\b(?:exec|spawn)\w*\(([^;\n]{0,500})")
_SIGNS = regex(r"[\[\]'\"`,(){}$]")
_USED = regex(
    r"(?:\$\{?(?i:env):|\$\{?[#!]?|\b(?i:env)[.:]|%|\b(?:environ|env|ENV)(?:\.get\(|[\[(])\s*['\"]|\bgetenv\(\s*['\"])(\w+)"
)
_TAKEN = regex(r"\{([\w\s,:]{1,300})\}\s*=\s*process\.env\b", needs=("process.env",))
_NAME = regex(r"\w+")
_UNSTATED = Unknown("Gates", Reason.UNSTATED)


@record
class TitleCheck:
    """A check: the job that runs it, and the place of the action or the script."""

    job: str
    place: InFile


@record
class TitleChecks:
    """Those of `titles`, and those of the `commits` of a pull request; `unknowns` are why there may be more."""

    titles: tuple[TitleCheck, ...] = ()
    commits: tuple[TitleCheck, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def title_checks(steps: WorkflowSteps, tree: Tree) -> TitleChecks:
    """By the actions that are known for it; a script by the linter that it runs, or the types that it holds a title to."""
    titles, commits, unknowns = [], [], []
    lookup: Lookup | None = None
    for at in _mentioning(steps.every):
        node = at.step.uses if at.step.action else at.step.script
        if node is None:
            continue
        lookup = lookup or Lookup(_LINTERS, _UNSTATED, tree)
        is_check = _is_check(at, lookup)
        if isinstance(is_check, Unknown):
            unknowns.append(is_check)
            continue
        check, is_of_title = TitleCheck(at.job.id, place_of(at.file, node)), _is_of_title(at)
        titles += [check] if at.step.action in _OF_TITLES or (is_check and is_of_title) else []
        commits += [check] if at.step.action in _OF_COMMITS or (is_check and not is_of_title) else []
    return TitleChecks(tuple(titles), tuple(commits), tuple(dict.fromkeys(unknowns)))


def _mentioning(every: Sequence[StepAt]) -> Iterator[StepAt]:
    """The steps of files that have some of the words that tell such a check."""
    known: dict[int, bool] = {}
    for at in every:
        if id(at.file) not in known:
            text = at.file.text.text.lower()
            known[id(at.file)] = any(word in text for word in _WORDS)
        if known[id(at.file)] or (at.within is not None and known.get(id(at.within.file), False)):
            yield at


def _is_check(at: StepAt, lookup: Lookup) -> bool | Unknown:
    """Whether a script checks titles or commits; what names a linter, and cannot be read, may."""
    if at.step.script is None:
        return _is_code(_script(at), lookup, is_of_title=_is_of_title(at))
    text = _script(at)
    found = lookup.of_step(at)
    if _runs_linter(found) or (_is_of_title(at) and holds_to_types(text, at.shell)):
        return True
    unread = next((one for one in found if isinstance(one, Unknown)), None)
    if unread is None or not any(names(line, one) for line in telling(text) for one in _COMMANDS):
        return False
    place = at.file.place(at.step.script)
    detail = f"whether {place.path}:{place.line} checks commits or titles: {unread.detail}"
    return Unknown("TitleChecks", unread.reason, unread.needs, detail)


def _is_code(text: str, lookup: Lookup, *, is_of_title: bool) -> bool:
    """JavaScript calls the library with a title, fails for its type, or runs a linter."""
    if is_of_title and (_LIBRARY in text or code_holds_to_types(text)):
        return True
    called = (_SIGNS.sub(" ", match[1]).strip() for match in _CALLS.finditer(text))
    return any(_runs_linter(lookup.gates(line, "", "")) for line in called)


def _runs_linter(found: Sequence[Named | Unknown]) -> bool:
    return any(isinstance(one, Named) and (one.name != _NAMED_CLI or _is_package(one)) for one in found)


def _is_package(named: Named) -> bool:
    return any((word.text or "").startswith(_PACKAGE) for word in named.trail[-1].command.words)


def _is_of_title(at: StepAt) -> bool:
    """Whether it is given the title of a pull request."""
    script = _script(at)
    if _TITLE in script:
        return True
    entries = (entry for part in environments(at) for entry in part.entries())
    names = {text_of(key) for key, node in entries if _TITLE in _said(node)}
    return bool(names) and not names.isdisjoint(_used(script))


def _used(script: str) -> set[str]:
    """The variables that a script reads, in whatever language it is."""
    taken = (name for found in _TAKEN.findall(script) for name in _NAME.findall(found))
    return {*_USED.findall(script), *taken}


def _script(at: StepAt) -> str:
    return text_of(at.step.script) if at.step.script is not None else at.step.part("with").text("script")


def _said(node: Node) -> str:
    return node.value if isinstance(node, Scalar) else ""
