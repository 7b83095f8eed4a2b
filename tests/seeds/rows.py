"""The seed rows: read from `rows.toml`, and held against real repositories by `python tests/seeds/rows.py FOLDER`.

FOLDER holds git directories as `OWNER+NAME/repo`. A repository that is not there is a failure.
"""

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facts import wrong_with

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.dossier import Dossier
from relaudit.core.model import Problem, Reason, Status, Verdict
from relaudit.core.occasion import Today
from relaudit.core.places import InCommit, InFile, InRef
from relaudit.request import Request
from relaudit.sources.local import opened

HERE = Path(__file__).parent
SHORT = 7
TODAY = Today(date(2026, 8, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One expectation: findings, absences or a fact."""

    row: str
    repository: str
    example: str
    rule: str = ""
    found: tuple[str, ...] = ()
    only: bool = False
    count: int | None = None
    unknown: str = ""
    absent: tuple[str, ...] = ()
    says: str = ""
    fact: Mapping[str, str] | None = None


def read() -> tuple[Sequence[Row], Mapping[str, str]]:
    """The rows, and the policy file of each repository."""
    data = tomllib.loads((HERE / "rows.toml").read_text(encoding="utf-8"))
    rows = [_row(row) for row in data["rows"]]
    return rows, data["policies"]


def _row(data: Mapping[str, object]) -> Row:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Row(**values)  # type: ignore[arg-type]  # a field of another type fails where it is used


def judged(row: Row, verdicts: Mapping[str, Verdict], dossier: Dossier) -> Iterator[str]:
    """What is wrong with a row; nothing when it holds."""
    if row.fact is not None:
        yield from wrong_with(row.fact, dossier)
        return
    verdict = verdicts[row.rule]
    yield from (f"{row.rule}: {said.detail}" for said in verdict.unknowns if said.reason is Reason.CRASHED)
    names = [name for finding in verdict.findings for name in _names(finding.problem)]
    yield from (f"{row.rule} does not find {wanted}" for wanted in row.found if wanted not in names)
    if row.says and not any(row.says in finding.problem.message for finding in verdict.findings):
        yield f"{row.rule} does not say '{row.says}'"
    if row.only and len(verdict.findings) != len(row.found):
        yield f"{row.rule} finds {len(verdict.findings)}, expected {len(row.found)}"
    if row.count is not None and len(verdict.findings) != row.count:
        yield f"{row.rule} finds {len(verdict.findings)}, expected {row.count}"
    yield from (f"{row.rule} finds {unwanted}" for unwanted in row.absent if unwanted in names)
    if row.unknown and not any(said.needs == row.unknown for said in verdict.unknowns):
        yield f"{row.rule} is {verdict.status}, expected an unknown that needs {row.unknown}"
    if row.absent and (verdict.unknowns or verdict.status not in (Status.PASSED, Status.FAILED)):
        yield f"{row.rule} is {verdict.status}: an absence has to be judged"


def _names(problem: Problem) -> Iterator[str]:
    """A problem's subject, and its place with and without the line."""
    yield problem.subject
    match problem.location:
        case InFile(path=path, ref=ref, line=line):
            name = f"{ref}:{path}" if ref else path
            yield from (name, f"{name}:{line}")
        case InRef(name=name):
            yield name
        case InCommit(oid=oid):
            yield oid[:SHORT]
        case _:
            pass  # no rule of these rows points elsewhere


def hold(folder: Path) -> int:
    """Print what does not hold, and N of N; the number of failures."""
    rows, policies = read()
    failing: set[str] = set()
    for repository, policy in policies.items():
        mine = [row for row in rows if row.repository == repository]
        name, _, sha = repository.partition("@")
        path = folder / name.replace("/", "+") / "repo"
        if not path.is_dir():
            print(f"{repository}: not in {folder}; bring its git directory to {path}")
            failing.update(row.row for row in mine)
            continue
        auditor = Auditor(own(), Request(today=TODAY, policy=str(HERE / policy)))
        with opened(path, sha) as one:
            verdicts = {verdict.rule: verdict for verdict in auditor.audit(one).audit.verdicts}
            dossier = auditor.dossier(one)
            for row in mine:
                wrong = list(judged(row, verdicts, dossier))
                failing.update([row.row] if wrong else [])
                print(
                    *(f"{row.row} {repository}: {line}" for line in wrong),
                    sep="\n",
                    end="\n" if wrong else "",
                )
    every = {row.row for row in rows}
    print(f"{len(every - failing)} of {len(every)} rows ({len(rows)} expectations)")
    return len(failing)


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("RELAUDIT_CORPUS", "")
    if not place:
        sys.exit("name the folder of git directories: RELAUDIT_CORPUS=FOLDER make corpus")
    sys.exit(min(1, hold(Path(place))))
