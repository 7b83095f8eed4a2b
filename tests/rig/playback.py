"""Every reader of what GitHub says, run over every recorded answer to what it asks."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from claims import Claims, claims_of
from recordings import OK, Recording, address, recordings
from relaudit.core.dossier import Catalogue, Dossier, Provider
from relaudit.core.occasion import HistorySince
from relaudit.evidence.catalogue import GIVEN, relaudit_evidence
from relaudit.evidence.github.commitpulls import CommitPulls
from relaudit.evidence.github.service import GitHub
from tape import Tape

# Nobody has recorded GraphQL: its one reader is held to the schema in test_commit_pulls.
READERS = tuple(
    one
    for one in relaudit_evidence()
    if any(need.type is GitHub for need in one.needs) and one.gives is not CommitPulls
)
NOBODY_MADE_IT = "nobody-made-it"
_CATALOGUE = Catalogue(relaudit_evidence(), GIVEN)
_ALIKE = 3  # recordings in which a key is left out where it holds the same
_DEEP = 5
Address = tuple[str, tuple[str, ...]]
Position = tuple[str | int, ...]


@dataclass(frozen=True)
class Run:
    """What a reader made of a recording, the first answers of others around it; `hidden` is an operation that is refused besides."""

    recording: Recording
    hidden: str | None
    asked: frozenset[str]
    not_recorded: frozenset[str]
    claims: Claims

    @property
    def is_read(self) -> bool:
        """Whether the reader came to ask for it."""
        return self.recording.template in self.asked


def run(
    reader: Provider,
    recording: Recording,
    hidden: str | None = None,
    environments: Sequence[str] | None = None,
    ask: Callable[[Tape], GitHub] = Tape.github,
) -> Run:
    """Once."""
    answers = {**_first_of_each(), str(recording.template): recording}
    names = environments_in(answers) if environments is None else environments
    tape = Tape({path: one for path, one in answers.items() if path != hidden}, _pages(), names)
    said = Dossier(_CATALOGUE, {GitHub: ask(tape), HistorySince: HistorySince()}).get(reader.gives)
    claims = claims_of(reader.gives, said, (*names, NOBODY_MADE_IT))
    return Run(recording, hidden, frozenset(tape.asked), frozenset(tape.not_recorded), claims)


def environments_in(answers: Mapping[str, Recording]) -> Sequence[str]:
    """Those that the list of them names, where it is one."""
    body = answers["/environments"].json if answers["/environments"].status == OK else {}
    return [one["name"] for one in body.get("environments", ())]


@cache
def runs(reader: Provider) -> Sequence[Run]:
    """Over every answer to what it asks for, and over every refusal of anything else in its place."""
    known = [each for one in recordings() if one.template is not None for each in _with(reader, one)]
    asked = sorted(frozenset[str]().union(*(one.asked for one in known)))
    refusals = [one for one in recordings() if one.template is None]
    more = [each for one in refusals for path in asked for each in _with(reader, replace(one, template=path))]
    return [one for one in (*known, *more) if one.is_read]


def _with(reader: Provider, recording: Recording) -> Iterator[Run]:
    """With everything else told, and with each other operation that is asked for hidden."""
    first = run(reader, recording)
    yield first
    for other in sorted(first.asked - {recording.template}):
        yield run(reader, recording, other)


def with_a_key_left_out(reader: Provider) -> Iterator[tuple[Run, Position, Run]]:
    """A run, where a key of the recording was, and the same run without it."""
    seen: Counter[tuple[object, ...]] = Counter()
    for one in runs(reader):
        if one.recording.status != OK:
            continue
        for position, value in _positions(one.recording.json):
            held = value if isinstance(value, bool | None) else type(value)
            key = (one.recording.template, one.hidden, position, held)
            seen[key] += 1
            if seen[key] <= _ALIKE:
                names = environments_in({**_first_of_each(), str(one.recording.template): one.recording})
                yield one, position, run(reader, _without(one.recording, position), one.hidden, names)


def _positions(body: object, at: Position = ()) -> Iterator[tuple[Position, object]]:
    """Every key with what it holds; of lists the first two items are looked at."""
    if isinstance(body, dict):
        yield from (((*at, key), value) for key, value in body.items())
    inner = body.items() if isinstance(body, dict) else enumerate(body[:2]) if isinstance(body, list) else ()
    for key, value in inner if len(at) < _DEEP else ():
        yield from _positions(value, (*at, key))


def _without(recording: Recording, position: Position) -> Recording:
    body = part = recording.json
    for key in position[:-1]:
        part = part[key]
    del part[position[-1]]
    return recording.saying(body)


@lru_cache(maxsize=1)
def _first_of_each() -> Mapping[str, Recording]:
    """The first answer to each operation that is no refusal: those that were recorded come before examples."""
    every = [one for one in recordings() if one.status == OK and one.template is not None]
    return {str(one.template): one for one in reversed(every)}


@lru_cache(maxsize=1)
def _pages() -> Mapping[Address, Recording]:
    """Those that the link of a recorded list leads to."""
    return {address(one.target): one for one in recordings() if one.template and "&page=" in one.target}
