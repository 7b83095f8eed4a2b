"""What is in force on a branch: rulesets and the older branch protection, side by side as GitHub applies them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, mappings, number, text
from relaudit.evidence.github.service import GitHub, segment
from relaudit.evidence.github.states import Absent, Asked, found, items, omitted

_RULES = Asked("BranchRules", "metadata:read", keys=("type",))
_CLASSIC = Asked("BranchRules", "administration:read", ("Branch not protected",))
_ACTIONS = 15368  # the app of GitHub Actions on github.com
_BRANCH = Asked("BranchRules", "contents:read", ("Branch not found",))


@named_record
class Guard:
    """What one ruleset, or the branch protection, asks of a branch; `source` is what it is called.

    `kinds` are the types of rules as GitHub names them, those that nobody here has heard of among them; `checks` the contexts that have to
    succeed, `of_apps` those that one app alone may report, which is not that of Actions; `approvals` how many approvals a pull request needs; `is_cut` that the answer leaves out what it should say. A `ruleset` has
    its number, and says itself who may pass by it; of the branch protection `passers` tells it.
    """

    source: str
    kinds: frozenset[str]
    approvals: int = 0
    checks: tuple[str, ...] = ()
    is_cut: bool = False
    of_apps: tuple[str, ...] = ()
    ruleset: int = 0
    passers: tuple[str, ...] = ()


@record
class Guards:
    """All that is in force on a branch; `doubt` is why there may be more."""

    branch: str
    every: tuple[Guard, ...]
    doubt: Unknown | None = None

    def has(self, kind: str) -> bool:
        """Whether a rule of this type is in force: `pull_request`, `non_fast_forward`, `deletion`."""
        return any(kind in guard.kinds for guard in self.every)

    @property
    def approvals(self) -> int:
        """How many approvals a pull request needs, by the strictest."""
        return max((guard.approvals for guard in self.every), default=0)


@named_record
class BranchRules:
    """Answers for a branch by its name, which need not exist; `page` is where the rules of the repository are kept."""

    of: Callable[[str], "Guards | Unknown"]
    page: str
    repository: str


@evidence(permission="metadata:read")
def branch_rules(github: GitHub | Unknown) -> BranchRules | Unknown:
    """Two requests for each branch that is asked about, a third where the token may not read the branch protection."""
    if isinstance(github, Unknown):
        return Unknown("BranchRules", github.reason, github.needs or "metadata:read on GitHub", github.detail)

    @cache
    def of(branch: str) -> Guards | Unknown:
        return _guards(github, branch)

    return BranchRules(of=of, page=f"{github.page}/settings/rules", repository=github.repository)


def _guards(github: GitHub, branch: str) -> Guards | Unknown:
    name = segment(branch)
    said = items(github.listed(f"/rules/branches/{name}"), _RULES)
    if isinstance(said, Unknown | Absent):
        return said if isinstance(said, Unknown) else Guards(branch, ())
    classic = _classic(github, name)
    guards = tuple(_of_rulesets(said))
    if isinstance(classic, Unknown):
        return Guards(branch, guards, classic)
    every = (*guards, classic) if classic is not None else guards
    is_cut = any(guard.is_cut for guard in every)
    return Guards(branch, every, omitted("some of the rules", _CLASSIC) if is_cut else None)


def _classic(github: GitHub, name: str) -> Guard | Unknown | None:
    """None where there is none. A token that may not read it is told by the branch itself whether it is on."""
    body = found(github.ask(f"/branches/{name}/protection"), _CLASSIC)
    if isinstance(body, Absent):
        return None
    if not isinstance(body, Unknown):
        return _of_protection(body)
    branch = found(github.ask(f"/branches/{name}"), _BRANCH)
    if isinstance(branch, Absent):
        return None
    protection = branch.get("protection") if isinstance(branch, Mapping) else None
    is_off = isinstance(protection, Mapping) and protection.get("enabled") is False
    return None if is_off else body


def _of_rulesets(rules: Sequence[Mapping[str, object]]) -> Iterator[Guard]:
    """One guard for each ruleset that has rules for the branch."""
    by_ruleset: dict[str, list[Mapping[str, object]]] = {}
    for rule in rules:
        by_ruleset.setdefault(f"{rule.get('ruleset_source', '')} {rule.get('ruleset_id', '')}", []).append(
            rule
        )
    for name, several in by_ruleset.items():
        kinds = frozenset(kind for rule in several if isinstance(kind := rule.get("type"), str))
        yield Guard(
            source=f"ruleset {name.split()[-1]}", kinds=kinds, ruleset=number(several[0], "ruleset_id"),
            approvals=max((_number(_parameters(rule).get("required_approving_review_count")) for rule in several), default=0),
            checks=tuple(context for rule in several for context in _contexts(_parameters(rule).get("required_status_checks"))),
            of_apps=tuple(context for rule in several for context in _of_apps(_parameters(rule).get("required_status_checks"), "integration_id")),
            is_cut=any(rule.get("type") == "pull_request" and not isinstance(_parameters(rule).get("required_approving_review_count"), int) for rule in several),
        )  # fmt: skip


def _of_protection(body: Mapping[str, object]) -> Guard:
    reviews, checks = body.get("required_pull_request_reviews"), body.get("required_status_checks")
    kinds = {
        "pull_request": isinstance(reviews, Mapping),
        "required_status_checks": isinstance(checks, Mapping),
        "non_fast_forward": _is_off(body, "allow_force_pushes"),
        "deletion": _is_off(body, "allow_deletions"),
        "required_signatures": _is_on(body, "required_signatures"),
        "required_linear_history": _is_on(body, "required_linear_history"),
    }
    return Guard(
        source="branch protection", kinds=frozenset(kind for kind, is_asked in kinds.items() if is_asked),
        approvals=_number(reviews.get("required_approving_review_count")) if isinstance(reviews, Mapping) else 0,
        checks=_checks(checks) if isinstance(checks, Mapping) else (),
        of_apps=tuple(_of_apps(checks.get("checks"), "app_id")) if isinstance(checks, Mapping) else (),
        passers=tuple(_passers(body)),
        is_cut=not all(_is_on(body, key) or _is_off(body, key) for key in ("allow_force_pushes", "allow_deletions")),
    )  # fmt: skip


def _passers(body: Mapping[str, object]) -> Iterator[str]:
    """Who may push to a branch that takes pull requests alone."""
    if not _is_on(body, "enforce_admins"):
        yield "administrators"
    allowed = mapping(mapping(body, "required_pull_request_reviews"), "bypass_pull_request_allowances")
    for kind, key in (("user", "login"), ("team", "slug"), ("app", "slug")):
        yield from (f"{kind} {text(one, key)}" for one in mappings(allowed, f"{kind}s") or ())


def _parameters(rule: Mapping[str, object]) -> Mapping[str, object]:
    said = rule.get("parameters")
    return said if isinstance(said, Mapping) else {}


def _contexts(checks: object) -> Iterator[str]:
    for one in checks if isinstance(checks, list) else ():
        context = one.get("context") if isinstance(one, Mapping) else None
        if isinstance(context, str):
            yield context


def _of_apps(checks: object, key: str) -> Iterator[str]:
    """Those that GitHub takes from one app alone, which is not that of Actions."""
    for one in checks if isinstance(checks, list) else ():
        app = number(one, key) if isinstance(one, Mapping) else 0
        if app > 0 and app != _ACTIONS:
            yield text(one, "context")


def _checks(said: Mapping[str, object]) -> tuple[str, ...]:
    """By the apps that report them; servers of some years ago tell names alone."""
    contexts = said.get("contexts")
    names = contexts if isinstance(contexts, list) else ()
    return tuple(_contexts(said.get("checks"))) or tuple(name for name in names if isinstance(name, str))


def _is_on(body: Mapping[str, object], key: str) -> bool:
    said = body.get(key)
    return isinstance(said, Mapping) and said.get("enabled") is True


def _is_off(body: Mapping[str, object], key: str) -> bool:
    said = body.get(key)
    return isinstance(said, Mapping) and said.get("enabled") is False


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0
