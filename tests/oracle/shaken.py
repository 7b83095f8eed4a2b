"""Rules over workflows with something changed in them: `python tests/oracle/shaken.py FOLDER [ROUNDS]`, git directories as `OWNER+NAME/repo`.

Nothing may crash, and every finding has to stand somewhere in a file. Each round changes every workflow and action of a repository once.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from mutations import mutated
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Reason, Unknown, Verdict
from relaudit.core.occasion import Today
from relaudit.core.places import InFile
from relaudit.core.record import replace
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.overlay import Overlay
from relaudit.request import Request
from relaudit.sources.local import opened

SELECTED = ("gates", "secrets", "python-versions-agree", "checkout-fetches-tags", "branch-names-are-allowed")
ROUNDS = 3


def changed(tree: Tree, random: Random) -> tuple[Tree, int]:
    """The tree with every workflow and action changed, and their number; as it is in the first round."""
    paths = tree.paths()
    made: dict[str, Text] = {}
    for path in [] if isinstance(paths, Unknown) else paths:
        text = tree.read(path) if path.startswith(".github/") and path.endswith((".yml", ".yaml")) else None
        if isinstance(text, Text):
            made[path] = Text(path, mutated(text.text, random)[1], text.encoding, mark=text.mark)
    return Overlay(tree, made), len(made)


def wrong(verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    """Crashes, and findings that stand nowhere."""
    for verdict in verdicts:
        yield from (
            f"{verdict.rule}: {unknown.detail}"
            for unknown in verdict.unknowns
            if unknown.reason is Reason.CRASHED
        )
        for finding in verdict.findings:
            place = finding.problem.location
            if not isinstance(place, InFile) or not place.line:
                yield f"{verdict.rule}: {finding.problem.message}: {place}"


def run(folder: Path, rounds: int) -> int:
    """Print what is wrong, and how much was judged; the number of wrong ones."""
    auditor = Auditor(own(), Request(today=Today(date(2026, 8, 1)), select=SELECTED))
    tally: Counter[str] = Counter()
    for path in sorted(folder.glob("*/repo")):
        with opened(path, "HEAD", name=path.parent.name) as repository:
            for number in range(rounds + 1):
                random = Random(number)  # noqa: S311 - the same changes each time
                tree, files = changed(repository.tree, random) if number else (repository.tree, 0)
                verdicts = auditor.audit(replace(repository, tree=tree)).audit.verdicts
                tally.update(files=files, findings=sum(len(verdict.findings) for verdict in verdicts))
                for line in wrong(verdicts):
                    tally.update(wrong=1)
                    print(f"{path.parent.name} round {number}: {line}")
    print(f"{tally['files']} changed files, {tally['findings']} findings, {tally['wrong']} wrong")
    return tally["wrong"] if tally["files"] else 1


if __name__ == "__main__":
    sys.exit(min(1, run(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS)))
