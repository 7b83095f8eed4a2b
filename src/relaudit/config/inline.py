"""Inline waivers: comments that waive a finding where it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from relaudit.core.model import Waiver
from relaudit.core.policy import InlineWaivers
from relaudit.core.record import named_record, record
from relaudit.core.rule import Rule
from relaudit.evidence.files import Text, Tree
from relaudit.process.decode import nearest

_COMMENT = (
    r"(?:#|//|<!--|;|%|--|/\*|\.\.)[ \t]{0,9}relaudit:[ \t]*(?P<word>[\w-]{1,40})[ \t]*(?P<rest>.{0,400})"
)
_WORDS = r"\[(?P<rules>[^\]]*)\][ \t]*(?:until\b[ \t]*(?P<until>\S*))?[ \t]*(?P<reason>.*?)[ \t]*(?:-->|\*/)?[ \t]*"
_DAY = r"\d{4}-\d{2}-\d{2}"
_MOST = 1000


@named_record
class Terms:
    """On which terms inline waivers hold: the policy's word, the rules there are, and, where the policy is that
    of another revision, its name and its files: what is not there yet does not hold.
    """

    allowed: InlineWaivers
    rules: Mapping[str, Rule]
    revision: str = ""
    base: Tree | None = None


@record
class Comment:
    """One comment as it is written; `line` is the one that it speaks of, and `about` the text of that line."""

    place: str
    word: str
    rest: str
    line: int
    about: str

    @property
    def said(self) -> tuple[str, str, str]:
        """What has to be the same in two revisions of a file."""
        return self.word, self.rest, self.about


class NotHeldError(Exception):
    """A comment that waives nothing, and why."""


def inline_waivers(
    paths: Iterable[str], tree: Tree, terms: Terms
) -> tuple[tuple[Waiver, ...], tuple[str, ...]]:
    """The waivers in these files, and remarks about those that do not hold."""
    held: list[Waiver] = []
    remarks: list[str] = []
    for path in paths:
        text = tree.read(path)
        comments = list(islice(_comments(text), _MOST + 1)) if isinstance(text, Text) else []
        if len(comments) > _MOST:
            remarks.append(f"{path} has more than {_MOST} inline waivers: none of them holds")
            continue
        reviewed = _reviewed(path, terms) if comments else Counter()
        for comment in comments:
            try:
                _check_terms(comment, terms, reviewed)
                held += _waivers(path, comment, terms)
            except NotHeldError as why:
                remarks.append(f"the inline waiver at {comment.place} does not hold: {why}")
    return tuple(held), tuple(remarks)


def _comments(text: Text) -> Iterator[Comment]:
    """Every comment that wants to be a waiver.

    One that stands alone on its line speaks of the next line that says something else.
    """
    if "relaudit:" not in text.text:
        return
    waiting: list[tuple[str, str, str]] = []
    lines = text.text.split("\n")
    for number, line in enumerate(lines, 1):
        found = re.search(_COMMENT, line) if "relaudit:" in line else None
        if found and (found["word"] == "ignore" or found["rest"].startswith("[")):
            said = (f"{text.path}:{number}:{found.start() + 1}", found["word"], found["rest"].rstrip())
            before = line[: found.start()].strip()
            if not before.strip("#/;%"):
                waiting.append(said)
                continue
            yield Comment(*said, number, before)
        if waiting and line.strip():
            yield from (Comment(*one, number, line.strip()) for one in waiting)
            waiting = []
    yield from (Comment(*one, len(lines) + 1, "") for one in waiting)


def _reviewed(path: str, terms: Terms) -> "Counter[tuple[str, str, str]]":
    """What the revision of the policy says in this file, and how often."""
    text = terms.base.read(path) if terms.base else None
    return Counter(comment.said for comment in _comments(text)) if isinstance(text, Text) else Counter()


def _check_terms(comment: Comment, terms: Terms, reviewed: "Counter[tuple[str, str, str]]") -> None:
    if terms.allowed == "forbidden":
        raise NotHeldError('the policy says inline-waivers = "forbidden"')
    if terms.base is None:
        return
    reviewed[comment.said] -= 1
    if reviewed[comment.said] < 0:
        raise NotHeldError(
            f"the policy is that of {terms.revision}, where it does not stand beside this line"
        )


def _waivers(path: str, comment: Comment, terms: Terms) -> Iterator[Waiver]:
    words = re.fullmatch(_WORDS, comment.rest)
    if comment.word != "ignore":
        raise NotHeldError(f"'{comment.word}' is no word of it{nearest(comment.word, ('ignore',))}")
    names = [name.strip() for name in words["rules"].split(",") if name.strip()] if words else []
    if words is None or not names:
        raise NotHeldError("it names no rule, as in: ignore[version-files-agree]")
    until = _day(words["until"], terms)
    if not words["reason"]:
        raise NotHeldError("it needs a reason")
    for name in names:
        if name not in terms.rules:
            raise NotHeldError(f"there is no rule '{name}'{nearest(name, terms.rules)}")
    yield from (
        Waiver(name, words["reason"], until, at=(path, comment.line), place=comment.place)
        for name in dict.fromkeys(names)
    )


def _day(said: str | None, terms: Terms) -> date | None:
    if said is None:
        if terms.allowed == "dated":
            raise NotHeldError("it needs its last day, as in: until 2027-06-30")
        return None
    wrong = NotHeldError(f"'{said}' is no day, as in: until 2027-06-30")
    if not re.fullmatch(_DAY, said):
        raise wrong
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise wrong from None
