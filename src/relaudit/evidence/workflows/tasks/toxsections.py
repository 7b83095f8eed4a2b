"""The sections of tox's INI files: what an environment inherits, which lines are for it, and what refers to what."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.ini import Ini
from relaudit.evidence.workflows.tasks.toxnames import expanded, lines_for

TESTENV = "testenv"
PREFIX = f"{TESTENV}:"
_DEEPEST = 20
_MOST = 1000
_MORE = "{more}"
_COMMENT = regex(r"(?<!\\)#")
_REFERENCE = regex(r"\{\[(?P<section>[^\]{}]+)\](?P<key>[\w-]+)\}")
Key = tuple[str, str]


@record
class Line:
    """A line of a value: as it is written, without the factors before it, and the section and key it stands under."""

    raw: str
    text: str
    key: Key


class Sections:
    """The sections of a file."""

    def __init__(self, ini: Ini) -> None:
        self.ini = ini
        self._known: dict[tuple[str, str, str], Sequence[Line]] = {}

    @cached_property
    def by_env(self) -> Mapping[str, str]:
        """The section of each environment that has one of its own."""
        found: dict[str, str] = {}
        for section in self.ini.sections:
            for name in expanded(section.removeprefix(PREFIX)) or () if section.startswith(PREFIX) else ():
                found.setdefault(name, section)
        return found

    def own(self, env: str, key: str) -> Sequence[Line]:
        """The lines under a key of an environment, with those that they refer to."""
        return self._followed(self._inherited(env, key) or (), env)

    def of(self, section: str, key: str) -> Sequence[Line]:
        """The lines under a key of a section that belongs to no environment."""
        return self._followed(self._kept(section, key, ""), "")

    def referred(self, section: str, key: str, env: str) -> Sequence[Line] | None:
        """What a reference means for an environment, None when there is no such key; another environment's may be inherited."""
        if self.ini.get(section, key) is not None:
            return self._kept(section, key, env)
        other = section.removeprefix(PREFIX)
        return self._inherited(other, key) if section.startswith(PREFIX) else None

    def lines(self, section: str, key: str) -> Sequence[str]:
        """The lines of a value without comments; one that only the run can tell stands for those beyond the limit."""
        lines = (self.ini.get(section, key) or "").split("\n", _MOST)
        lines = [*lines[:_MOST], _MORE] if len(lines) > _MOST else lines
        return [without_comment(line) for line in lines]

    def _followed(self, lines: Sequence[Line], env: str) -> Sequence[Line]:
        """The lines; one that is nothing but a reference gives way to those that it refers to."""
        found: list[Line] = []
        waiting = [(line, 0) for line in reversed(lines)]
        left = _MOST
        while waiting and left:
            left -= 1
            line, deep = waiting.pop()
            key = _target(line)
            inner = self.referred(*key, env) if key and deep < _DEEPEST else None
            if inner is None:
                found.append(line)
            else:
                waiting += [(other, deep + 1) for other in reversed(inner[:left])]
        return [*found, *(replace(line, text=_MORE) for line, _ in waiting[:1])]

    def _inherited(self, env: str, key: str) -> Sequence[Line] | None:
        """The lines of the first section that has some under the key for this environment."""
        for section in self._chain(env):
            kept = self._kept(section, key, env)
            is_empty = self.ini.get(section, key) is not None and not any(self.lines(section, key))
            if kept or is_empty:
                return kept
        return None

    def _chain(self, env: str) -> Sequence[str]:
        """The sections that an environment takes its settings from, the nearest first; those have no bases in turn."""
        own = self.by_env.get(env, f"{PREFIX}{env}")
        said = self.ini.get(own, "base")
        named = (said or "").replace(",", " ").split()[:_DEEPEST]
        bases = [base for name in named for base in (name, f"{PREFIX}{name}")]
        return [own, *([TESTENV] if said is None else bases)]

    def _kept(self, section: str, key: str, env: str) -> Sequence[Line]:
        """The lines that are for an environment; those that a backslash continues are joined."""
        at = (section, key, env)
        if at not in self._known:
            joined = _joined(lines_for(self.lines(section, key), env))
            self._known[at] = [Line(raw, text, (section, key)) for raw, text in joined if text.strip()]
        return self._known[at]


def _joined(lines: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each line with those that a backslash at its end joins to it."""
    first = ""
    parts: list[str] = []
    for raw, text in lines:
        first = first if parts else raw
        parts.append(text.removesuffix("\\"))
        if not text.endswith("\\"):
            yield first, "".join(parts)
            parts = []
    if parts:
        yield first, "".join(parts)


def _target(line: Line) -> Key | None:
    reference = _REFERENCE.fullmatch(line.text.strip())
    return (reference["section"], reference["key"]) if reference else None


def without_comment(line: str) -> str:
    """A line as tox takes it: a comment begins at any `#` that has no backslash before it."""
    return _COMMENT.split(line, 1)[0].rstrip().replace("\\#", "#") if "#" in line else line
