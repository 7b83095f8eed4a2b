"""The built-in rules. They come through the same hook as those of any other pack."""

from collections.abc import Iterable

from relaudit.api import Rule, rules_in


def relaudit_rules() -> Iterable[Rule]:
    """Every rule below this package; a new one is two new files."""
    return rules_in(__name__)
