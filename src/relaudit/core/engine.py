"""The engine: one judgement for each rule, whatever happens."""

from collections.abc import Sized

from relaudit.core.dossier import Dossier, crashed
from relaudit.core.model import Problem, Unknown
from relaudit.core.parts import Part
from relaudit.core.record import record
from relaudit.core.rule import Rule


@record
class Judgement:
    """What one rule said about one repository, before policy.

    `stated` tells whether the process states what the rule judges.
    """

    rule: Rule
    problems: tuple[Problem, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    not_applicable: str = ""
    stated: bool = True


def judge(rule: Rule, dossier: Dossier) -> Judgement:
    """Call the rule on the evidence it needs; what it yielded before a crash is kept."""
    first = dossier.arguments(
        need for need in rule.needs if need.name in rule.over or issubclass(need.type, Part)
    )
    empty = "" if isinstance(first, Unknown) else _nothing_to_judge(rule, first)
    if empty:
        return Judgement(rule, not_applicable=empty)
    arguments = dossier.arguments(rule.needs)
    if isinstance(arguments, Unknown):
        return _judgement(rule, [], [arguments], stated=True)
    problems: list[Problem] = []
    unknowns: list[Unknown] = []
    try:
        for said in rule.judge(**arguments):
            _sorted_in(said, problems, unknowns)
    except Exception as error:  # noqa: BLE001 - a crash is an unknown of that rule, never the end of the run
        unknowns.append(crashed(rule.id, error))
    return _judgement(rule, problems, unknowns, stated=_stated(rule, arguments))


def _judgement(rule: Rule, problems: list[Problem], unknowns: list[Unknown], *, stated: bool) -> Judgement:
    """Without a problem, and with nothing but reasons why there is nothing to judge, the rule does not apply."""
    open_questions = tuple(unknown for unknown in unknowns if not unknown.reason.means_nothing_to_judge)
    if problems or open_questions or not unknowns:
        return Judgement(rule, tuple(problems), open_questions, stated=stated)
    first = unknowns[0]
    return Judgement(rule, not_applicable=first.detail or f"state {first.needs}")


def _sorted_in(said: object, problems: list[Problem], unknowns: list[Unknown]) -> None:
    match said:
        case Problem():
            problems.append(said)
        case Unknown():
            unknowns.append(said)
        case _:
            raise TypeError(f"a rule yields problems and unknowns, not {said!r}")


def _nothing_to_judge(rule: Rule, arguments: dict[str, object]) -> str:
    """Why there is nothing to judge: every parameter that the rule ranges over is known and empty."""
    ranged = [arguments[name] for name in rule.over]
    if not ranged or not all(isinstance(value, Sized) and len(value) == 0 for value in ranged):
        return ""
    return ", ".join(f"no {name.replace('_', ' ')}" for name in rule.over)


def _stated(rule: Rule, arguments: dict[str, object]) -> bool:
    """Nothing that the rule takes from the process is unsaid, merely derived or recommended."""
    parts = [arguments[need.name] for need in rule.needs if issubclass(need.type, Part)]
    return all(isinstance(part, Part) and part.is_stated for part in parts)
