"""What one ruleset, or the older branch protection, asks of a branch, out of GitHub's answers."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.bodies import Body, mapping, mappings, number, text, texts
from relaudit.evidence.github.states import Asked, omitted

_ASKED = Asked("BranchRules", "administration:read")
_ACTIONS = 15368  # the app of GitHub Actions on github.com
_REVIEWS, _CHECKS, _APPROVALS = (
    "required_pull_request_reviews",
    "required_status_checks",
    "required_approving_review_count",
)


@named_record
class Guard:
    """What one ruleset, or the branch protection, asks of a branch; `source` is what it is called.

    `kinds` are the types of rules as GitHub names them, those that nobody here has heard of among them; `checks` the contexts that have to
    succeed, `of_apps` those that one app alone may report, which is not that of Actions; `approvals` how many approvals a pull request
    needs, `reapproves` whether what is pushed after an approval needs another, None where that is not told; `is_cut` that the answer leaves
    out what it should say. A `ruleset` has its number, and says itself who may pass by it; of the
    branch protection `passers` tells it.
    """

    source: str
    kinds: frozenset[str]
    approvals: int = 0
    reapproves: bool | None = False
    checks: tuple[str, ...] = ()
    is_cut: bool = False
    of_apps: tuple[str, ...] = ()
    ruleset: int = 0
    passers: tuple[str, ...] | Unknown = ()


def of_rulesets(rules: Sequence[Body]) -> Iterator[Guard]:
    """One guard for each ruleset that has rules for the branch."""
    by_ruleset: dict[tuple[str, int], list[Body]] = {}
    for rule in rules:
        by_ruleset.setdefault((text(rule, "ruleset_source"), number(rule, "ruleset_id")), []).append(rule)
    for (_, ruleset), several in by_ruleset.items():
        said = [mapping(rule, "parameters") for rule in several]
        checks = [check for one in said for check in mappings(one, _CHECKS) or ()]
        yield Guard(
            source=f"ruleset {ruleset}", kinds=frozenset(filter(None, (text(rule, "type") for rule in several))), ruleset=ruleset,
            approvals=max((number(one, _APPROVALS) for one in said), default=0), reapproves=_reapproves(several),
            checks=tuple(_contexts(checks)), of_apps=tuple(_of_apps(checks, "integration_id")), is_cut=any(map(_is_cut, several)),
        )  # fmt: skip


def of_protection(body: Body) -> Guard:
    """What the older protection asks for."""
    reviews, said = mapping(body, _REVIEWS), mapping(body, _CHECKS)
    checks = mappings(said, "checks") or ()
    kinds = {
        "pull_request": isinstance(body.get(_REVIEWS), Mapping),
        "required_status_checks": isinstance(body.get(_CHECKS), Mapping),
        "update": isinstance(body.get("restrictions"), Mapping) or _switch(body, "lock_branch") is True,
        "non_fast_forward": _switch(body, "allow_force_pushes") is False,
        "deletion": _switch(body, "allow_deletions") is False,
        "required_signatures": _switch(body, "required_signatures") is True,
        "required_linear_history": _switch(body, "required_linear_history") is True,
    }
    return Guard(
        source="branch protection", kinds=frozenset(kind for kind, is_asked in kinds.items() if is_asked), approvals=number(reviews, _APPROVALS),
        checks=tuple(_contexts(checks)) or tuple(texts(said, "contexts")),  # servers of some years ago tell names alone
        reapproves=_again(reviews, "dismiss_stale_reviews") if reviews else False,
        of_apps=tuple(_of_apps(checks, "app_id")), passers=_passers(body), is_cut=_leaves_out(body),
    )  # fmt: skip


def _reapproves(rules: Sequence[Body]) -> bool | None:
    asked = [mapping(one, "parameters") for one in rules if one.get("type") == "pull_request"]
    told = [_again(one, "dismiss_stale_reviews_on_push") for one in asked]
    return True if True in told else None if None in told else False


def _again(said: Body, dismisses: str) -> bool | None:
    """Whether approvals are taken back by a push, or do not count of who pushed last; servers of some years ago do not know of the latter."""
    if said.get(dismisses) is True or said.get("require_last_push_approval") is True:
        return True
    return None if dismisses not in said else False


def _is_cut(rule: Body) -> bool:
    """Whether a rule leaves out how many have to approve, or which checks have to succeed."""
    parameters = mapping(rule, "parameters")
    match rule.get("type"):
        case "pull_request":
            return not isinstance(parameters.get(_APPROVALS), int)
        case "required_status_checks":
            return not _are_named(parameters.get(_CHECKS))
        case _:
            return False


def _leaves_out(body: Body) -> bool:
    """Whether a switch is not told, or of what is on the number or the names; what is off is left out by GitHub itself."""
    reviews, checks = body.get(_REVIEWS), body.get(_CHECKS)
    is_told = (
        all(_switch(body, key) is not None for key in ("allow_force_pushes", "allow_deletions")),
        not isinstance(reviews, Mapping) or isinstance(reviews.get(_APPROVALS), int),
        not isinstance(checks, Mapping)
        or _are_named(checks.get("checks"))
        or isinstance(checks.get("contexts"), list),
    )
    return not all(is_told)


def _passers(body: Body) -> tuple[str, ...] | Unknown:
    """Who may push to a branch that takes pull requests alone."""
    is_for_all = _switch(body, "enforce_admins")
    if is_for_all is None:
        return omitted("enforce_admins", _ASKED)
    allowed = mapping(mapping(body, _REVIEWS), "bypass_pull_request_allowances")
    restricted = [] if isinstance(body.get(_REVIEWS), Mapping) else [*_named(mapping(body, "restrictions"))]
    return tuple(
        [*_named(allowed), *restricted] if is_for_all else ["administrators", *_named(allowed), *restricted]
    )


def _named(said: Body) -> Iterator[str]:
    for kind, key in (("user", "login"), ("team", "slug"), ("app", "slug")):
        yield from (f"{kind} {text(one, key)}" for one in mappings(said, f"{kind}s") or ())


def _contexts(checks: Sequence[Body]) -> Iterator[str]:
    return (context for one in checks if isinstance(context := one.get("context"), str))


def _of_apps(checks: Sequence[Body], key: str) -> Iterator[str]:
    """Those that GitHub takes from one app alone, which is not that of Actions."""
    return (text(one, "context") for one in checks if number(one, key) > 0 and number(one, key) != _ACTIONS)


def _are_named(checks: object) -> bool:
    return isinstance(checks, list) and all(
        isinstance(one, Mapping) and isinstance(one.get("context"), str) for one in checks
    )


def _switch(body: Body, key: str) -> bool | None:
    """Whether something is on; None where that is not told."""
    said = mapping(body, key).get("enabled")
    return said if isinstance(said, bool) else None
