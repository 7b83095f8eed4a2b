"""A rule explained: its docstring and its page."""

from relaudit.api import Rule
from relaudit.pages import page_of
from relaudit.views.rules import standing

_SECTIONS = ("Why:", "How to fix:")


def explanation(rule: Rule) -> str:
    """The documentation of a rule as Markdown; the examples are those that its tests run."""
    page = page_of(rule)
    examples = f"\n{page.text.strip()}\n" if page else ""
    return f"# {rule.id}\n\n{_facts(rule)}\n\n{_prose(rule)}\n{examples}"


def _facts(rule: Rule) -> str:
    kinds = "".join(f" · {severity} for {kind}" for kind, severity in rule.kinds.items())
    return f"*{rule.family}* · {standing(rule)}{kinds} · since {rule.added}"


def _prose(rule: Rule) -> str:
    return "\n".join(
        f"**{line.rstrip(':')}**\n" if line in _SECTIONS else line.removeprefix("    ")
        for line in rule.docstring.split("\n")
    )
