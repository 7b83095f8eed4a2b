"""The documentation that relaudit knows the answers of: a page for each rule, their list, the schema of policies.

`python -m relaudit.docs` writes `docs/rules/` and the schema, `--check` fails when one is not current.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from relaudit.api import Rule
from relaudit.builtin import own
from relaudit.config.schema import as_json, schema
from relaudit.views.explain import explanation
from relaudit.views.rules import standing

FOLDER = Path("docs") / "rules"
SCHEMA = Path("src") / "relaudit" / "config" / "policy.schema.json"
_NOTE = "<!-- Written by `python -m relaudit.docs` from the rule and its page. -->\n\n"


def rendered() -> Mapping[Path, str]:
    """Every generated file with its content."""
    rules = sorted(own().rules, key=lambda rule: (rule.family, rule.id))
    pages = {FOLDER / f"{rule.id}.md": _NOTE + explanation(rule) for rule in rules}
    return {FOLDER / "README.md": _NOTE + _index(rules), SCHEMA: as_json(schema(rules)), **pages}


def stale() -> list[Path]:
    """Files that are missing, outdated, or of rules that are gone."""
    wanted = rendered()
    old = [path for path in FOLDER.glob("*.md") if path not in wanted]
    wrong = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return sorted([*old, *wrong])


def _index(rules: list[Rule]) -> str:
    rows = "\n".join(
        f"| [{rule.id}]({rule.id}.md) | {rule.family} | {standing(rule)} | {rule.summary} |" for rule in rules
    )
    head = "| rule | family | severity | holds when |\n| --- | --- | --- | --- |"
    return f"# Rules\n\nA rule's name says what holds when it passes.\n\n{head}\n{rows}\n"


def main() -> int:
    """Write, or with `--check` name what is not current."""
    if "--check" in sys.argv:
        for path in stale():
            print(f"{path} is not current; run: python -m relaudit.docs")
        return 1 if stale() else 0
    for path in rendered():
        path.parent.mkdir(parents=True, exist_ok=True)
    for path in stale():
        path.unlink(missing_ok=True)
    for path, text in rendered().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
