"""The list of rules."""

from collections.abc import Sequence
from itertools import groupby

from relaudit.api import Rule


def listing(rules: Sequence[Rule]) -> str:
    """One line a rule, by family."""
    ordered = sorted(rules, key=lambda rule: (rule.family, rule.id))
    width = max((len(rule.id) for rule in ordered), default=0)
    lines: list[str] = []
    for family, members in groupby(ordered, key=lambda rule: rule.family):
        lines.append(f"{family}:")
        lines += [f"  {rule.id:<{width}}  {standing(rule):<16}  {rule.summary}" for rule in members]
    return "\n".join(lines) + "\n"


def standing(rule: Rule) -> str:
    """The severity, and the one where the process does not state what the rule judges."""
    return f"{rule.severity} ({rule.unstated})" if rule.unstated else str(rule.severity)
