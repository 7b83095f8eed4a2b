"""Judging a rule by its page; for the built-in pack and for any other.

`python -m relaudit.testing` runs every page, `--accept` writes what relaudit prints, and fixes, into the pages.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.core.errors import PluginError
from relaudit.core.model import Unknown, Verdict
from relaudit.core.occasion import AT_REST, Moment, Occasion, Today
from relaudit.core.record import record, replace
from relaudit.core.report import Audit
from relaudit.core.rule import Rule
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.stated import stated_secrets
from relaudit.examples import build
from relaudit.fixes import every, fixed
from relaudit.pages import Example, fence, page_of
from relaudit.plugins.load import Loaded
from relaudit.reporters.console import render_audit
from relaudit.reporters.text import status_words
from relaudit.request import Request, not_asked
from relaudit.sources.local import Opened, opened
from relaudit.sources.recorded import recorded

__all__ = ["DAY", "Result", "accept", "build", "run_example"]

DAY = date(2026, 1, 31)


@record
class Result:
    """What came of an example: the verdict, what relaudit prints of it, and the files that its fixes change."""

    verdict: Verdict
    output: str
    fixed: Mapping[str, bytes]

    def is_shown(self, example: Example) -> bool:
        """Whether the page says so; a finding with a fix has to show what the fix makes of the file."""
        fixable = any(finding.problem.fix for finding in self.verdict.findings if finding.waiver is None)
        said = self.output == example.output and self.verdict.status is example.ends
        return said and self.fixed == example.fixed and bool(self.fixed) is fixable


def run_example(rule: Rule, example: Example, loaded: Loaded) -> Result:
    """Build the example's repository, audit it with this one rule, render the verdict, and try the fixes."""
    with TemporaryDirectory(prefix="relaudit-example-") as folder:
        build(example, Path(folder))
        auditor = Auditor(
            replace(loaded, rules=(rule,)),
            Request(
                today=Today(DAY),
                occasion=_occasion(example),
                secrets=stated_secrets(example.special.get("@secrets-present", "").split()),
                github=_github(example),
            ),
        )
        with opened(Path(folder), name=".") as repository:
            audit = auditor.audit(repository).audit
            copy, _ = fixed(auditor.case(repository), repository.tree, every)
            changes = {change.path: change.after for change in copy.tree.changes()}
    verdict = audit.verdicts[0]
    return Result(verdict, shown(audit, verdict), changes)


def _github(example: Example) -> Callable[[Opened], GitHub | Unknown]:
    """What the example says that GitHub answers."""
    said = example.special.get("@settings")
    if said is None:
        return not_asked
    answers = recorded(said)
    return lambda _: answers


def _occasion(example: Example) -> Occasion:
    base = example.special.get("@changed-since", "").strip()
    return Occasion(Moment.CHANGE, base) if base else AT_REST


def shown(audit: Audit, verdict: Verdict) -> str:
    """The lines for one verdict, the status last."""
    return render_audit(audit) + f"{status_words(verdict.status)}\n"


def accept(rule: Rule, loaded: Loaded) -> bool:
    """Write what relaudit prints, and makes of the files, into the rule's page; whether anything changed."""
    page = page_of(rule)
    if page is None:
        raise PluginError(f"{rule.id} has no page beside its module")
    lines = page.text.split("\n")
    for example in reversed(page.examples):
        for start, end, new in sorted(_accepted(example, run_example(rule, example, loaded)), reverse=True):
            lines[start:end] = new
    text = "\n".join(lines)
    if text != page.text:
        page.path.write_text(text, encoding="utf-8")
    return text != page.text


def _accepted(example: Example, result: Result) -> Iterator[tuple[int, int, list[str]]]:
    """Lines of the page, and what they become: the output, the fixed files, and below the output those not shown yet."""
    start, end = example.places["@output"]
    yield start + 1, end - 1, result.output.splitlines()
    for path, content in example.fixed.items():
        first, last = example.places[f"@fixed {path}"]
        if path not in result.fixed:
            yield first - 1, last, []
        elif result.fixed[path] != content:
            yield first, last, fence(example, path, result.fixed[path])
    for path in sorted(result.fixed.keys() - example.fixed.keys(), reverse=True):
        yield end, end, ["", *fence(example, path, result.fixed[path])]


def main() -> int:
    """Run every page; the number of rules whose page does not say what relaudit prints."""
    loaded = everything()
    wrong = 0
    for rule in loaded.rules:
        if "--accept" in sys.argv:
            print(f"{'wrote' if accept(rule, loaded) else 'as it was'}: {rule.id}")
            continue
        page = page_of(rule)
        for example in page.examples if page else ():
            right = run_example(rule, example, loaded).is_shown(example)
            wrong += not right
            print(f"{'right' if right else 'WRONG'}: {rule.id}: {example.title}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
