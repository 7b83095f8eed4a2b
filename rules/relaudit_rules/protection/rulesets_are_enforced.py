"""A ruleset that does something."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.commands import enforcing
from relaudit.evidence.github.rulesets import Ruleset, Rulesets

_SAID = {"disabled": "is turned off", "evaluate": "is only tried out"}


@rule(severity=Severity.WARNING, added="0.1", over="rulesets")
def rulesets_are_enforced(rulesets: Rulesets) -> Iterator[Problem | Unknown]:
    """Every ruleset is in force.

    Why:
        A ruleset was turned off to get one release through, or tried out and forgotten. In the list of the settings it stands beside the
        others, and everybody takes the branch for protected.

    How to fix:
        Make it active, or delete it. What an organisation has for its repositories is changed in the settings of the organisation.
    """
    if not rulesets.every:
        yield Unknown("Rulesets", Reason.INAPPLICABLE, detail="there are no rulesets")
    for one in rulesets.every:
        if one.enforcement in _SAID:
            yield _problem(one, rulesets)


def _problem(one: Ruleset, rulesets: Rulesets) -> Problem:
    message = f"the ruleset {one.name} {_SAID[one.enforcement]}: its rules keep nobody from anything"
    command = enforcing(rulesets.repository, one.number) if one.is_own else ""
    url = f"{rulesets.page}/{one.number}"
    return Problem(
        message, InSettings(setting=f"ruleset {one.name}", url=url, command=command), subject=one.name
    )
