"""`relaudit explain`."""

import sys
from argparse import Namespace

from relaudit.builtin import everything
from relaudit.cli.output import wants_colour
from relaudit.core.errors import UsageError
from relaudit.process.decode import nearest
from relaudit.views.explain import explanation


def run(options: Namespace) -> int:
    """Show a rule's documentation."""
    rules = {rule.id: rule for rule in everything().rules}
    if options.rule not in rules:
        raise UsageError(
            f"there is no rule '{options.rule}'{nearest(options.rule, rules)}; `relaudit rules` lists them"
        )
    text = explanation(rules[options.rule])
    if wants_colour("auto"):
        from relaudit.terminal import markdown

        markdown(text, sys.stdout)
    else:
        print(text, end="")
    return 0
