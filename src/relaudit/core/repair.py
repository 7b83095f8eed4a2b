"""Repair: fixes tried one at a time on a copy, each kept only when the judgement of the copy is better."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, Self, TypeVar

from relaudit.core.model import Edit, Finding, Fix, Unknown, Verdict
from relaudit.core.record import record
from relaudit.core.report import Repair


@record
class Refusal:
    """Why a fix was not kept."""

    why: str


class Copy(Protocol):
    """A repository as it would be with the edits made so far, judged."""

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """What the rules say of it."""
        ...

    def text(self, path: str) -> str | Refusal:
        """The text of a file that may be edited."""
        ...

    def edited(self, texts: Mapping[str, str]) -> Self | Refusal:
        """The copy with some texts exchanged, judged again."""
        ...


C = TypeVar("C", bound=Copy)
Wanted = Callable[[Finding, Fix], bool]


def edited(text: str, edits: Iterable[Edit]) -> str | Refusal:
    """The text with the edits made; edits that overlap, or lie outside of it, are refused together."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not 0 <= edit.start <= edit.end <= len(text):
            return Refusal(f"an edit of {edit.path} lies outside of it")
        if edit.start < position:
            return Refusal(f"two edits of {edit.path} overlap")
        pieces += (text[position : edit.start], edit.replacement)
        position = edit.end
    return "".join((*pieces, text[position:]))


def repair(copy: C, wanted: Wanted) -> tuple[C, tuple[Repair, ...]]:
    """The copy with every wanted fix that stands the test, and what became of each; those refused come last.

    What was refused is tried again when another fix was kept since: one may wait for the other.
    """
    kept: list[Repair] = []
    while True:
        copy, more, refused = _once(copy, wanted)
        kept += more
        if not (more and refused):
            return copy, (*kept, *refused)


def _once(copy: C, wanted: Wanted) -> tuple[C, list[Repair], list[Repair]]:
    """Each fix once: the copy, the fixes kept, and those refused."""
    kept: list[Repair] = []
    refused: dict[tuple[str, Fix], Repair] = {}
    while True:
        waiting = (one for one in _fixable(copy.verdicts, wanted) if _key(one) not in refused)
        chosen = next(waiting, None)
        if chosen is None:
            return copy, kept, list(refused.values())
        finding, fix = chosen
        found = _attempt(copy, finding, fix)
        paths = tuple(dict.fromkeys(edit.path for edit in fix.edits))
        if isinstance(found, Refusal):
            refused[_key(chosen)] = Repair(finding.rule, fix.description, paths, found.why)
        else:
            copy = found
            kept.append(Repair(finding.rule, fix.description, paths))


def _fixable(verdicts: Iterable[Verdict], wanted: Wanted) -> Iterator[tuple[Finding, Fix]]:
    for verdict in verdicts:
        for finding in verdict.findings:
            if finding.waiver is None and finding.problem.fix and wanted(finding, finding.problem.fix):
                yield finding, finding.problem.fix


def _key(one: tuple[Finding, Fix]) -> tuple[str, Fix]:
    return one[0].fingerprint, one[1]


def _attempt(copy: C, finding: Finding, fix: Fix) -> C | Refusal:
    texts = _texts(copy, fix)
    after = texts if isinstance(texts, Refusal) else copy.edited(texts)
    if isinstance(after, Refusal):
        return after
    why = _worse(finding, copy.verdicts, after.verdicts)
    return Refusal(why) if why else after


def _texts(copy: Copy, fix: Fix) -> Mapping[str, str] | Refusal:
    """Every text that the fix changes, changed."""
    texts: dict[str, str] = {}
    for path in dict.fromkeys(edit.path for edit in fix.edits):
        text = copy.text(path)
        done = text if isinstance(text, Refusal) else edited(text, (e for e in fix.edits if e.path == path))
        if isinstance(done, Refusal):
            return done
        if done != text:
            texts[path] = done
    return texts or Refusal("it changes nothing")


def _worse(finding: Finding, before: Sequence[Verdict], after: Sequence[Verdict]) -> str:
    """Why the second judgement is no improvement, empty when it is one.

    Findings are counted by fingerprint: one file may hold several that are told apart by their lines alone.
    """
    old = Counter(one.fingerprint for one in _findings(before))
    new = Counter(one.fingerprint for one in _findings(after))
    if new[finding.fingerprint] >= old[finding.fingerprint]:
        return "the finding would still be there"
    for one in _findings(after):
        if new[one.fingerprint] > old[one.fingerprint]:
            return f"{one.rule} would then find: {one.problem.message}"
    return _less_known(before, after)


def _less_known(before: Sequence[Verdict], after: Sequence[Verdict]) -> str:
    """What would no longer be known, or no longer be judged: no finding may go that way."""
    old, new = Counter(_unknowns(before)), Counter(_unknowns(after))
    for verdict in after:
        for unknown in verdict.unknowns:
            if new[_kind(verdict, unknown)] > old[_kind(verdict, unknown)]:
                return f"{verdict.rule} could then not be judged: {unknown.detail or unknown.evidence}"
    applied = {verdict.rule for verdict in before if not verdict.not_applicable}
    idle = next((verdict for verdict in after if verdict.not_applicable and verdict.rule in applied), None)
    return f"{idle.rule} would then have nothing to judge: {idle.not_applicable}" if idle else ""


def _findings(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    return (finding for verdict in verdicts for finding in verdict.findings)


def _unknowns(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, str, str]]:
    return (_kind(verdict, unknown) for verdict in verdicts for unknown in verdict.unknowns)


def _kind(verdict: Verdict, unknown: Unknown) -> tuple[str, str, str]:
    """The detail is left out: it may name a line, and lines move."""
    return verdict.rule, unknown.evidence, unknown.reason
