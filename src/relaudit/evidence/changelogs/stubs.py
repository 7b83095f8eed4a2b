"""A section for a version that has none, in the style of another."""

from datetime import date

from relaudit.core.regex import regex
from relaudit.evidence.changelogs.days import written_like
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.files import Text

_ADORNMENT = regex(r"([!-/:-@\[-`{-~])\1+$")
_TARGET = regex(r"^(\])?(?:\([^()]*\)|\[[^\[\]]*\]| ?<[^<>]*>__?)")
_CLOSING = regex(r"[)\]*_]*")


def stub(text: Text, model: Entry, version: str, day: date) -> str:
    """A heading, and a date below it where the model has one there, with blank lines to fill in."""
    lines = text.text.split("\n")
    end = "\r\n" if lines[0].endswith("\r") else "\n"
    heading = model.heading
    shown = lines[heading.first - 1 : heading.last]
    title = _renamed(lines[heading.line - 1].rstrip(), model, version, day)
    made = [
        title if number == heading.line else _adorned(line.rstrip(), title)
        for number, line in enumerate(shown, heading.first)
    ]
    below = lines[heading.last : heading.last + 2]
    if model.written and model.written not in lines[heading.line - 1]:
        made += [line.rstrip().replace(model.written, written_like(model.written, day)) for line in below]
    return end.join([*made, "", ""])


def _renamed(line: str, model: Entry, version: str, day: date) -> str:
    """The line with another version and day; links and what else it says are left out."""
    before, _, after = line.replace("`", "").partition(model.version)
    after = _TARGET.sub(lambda found: found[1] or "", after, count=1)
    if model.written and model.written in after:
        between, _, rest = after.partition(model.written)
        return before + version + between + written_like(model.written, day) + _closing(rest)
    return before + version + _closing(after)


def _closing(rest: str) -> str:
    found = _CLOSING.match(rest)
    return found[0] if found else ""


def _adorned(line: str, title: str) -> str:
    """The line of punctuation above or below a title, as long as the title and the space around it."""
    margin = len(title) - len(title.lstrip())
    return line[:1] * (len(title) + margin) if _ADORNMENT.match(line) else line
