"""tox's settings in an INI file: `tox.ini`, `setup.cfg`, and what `pyproject.toml` holds as `legacy_tox_ini`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from re import Match

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.files import Text
from relaudit.evidence.ini import Ini
from relaudit.evidence.workflows.tasks.model import untold
from relaudit.evidence.workflows.tasks.toxnames import conditions, expanded
from relaudit.evidence.workflows.tasks.toxsections import (
    PREFIX,
    TESTENV,
    Key,
    Line,
    Sections,
    without_comment,
)
from relaudit.evidence.workflows.tasks.toxwords import Filling, Given, ToxCommand

_MOST = 1000
_SHOWN = 60
_FEW = 20
_LONGEST = 20_000
_HEADER = regex(r"\[([^]]+)\]")
_KEY = regex(r"([^\s#;=:\[][^=:]*)[=:](.*)")
_REFERENCE = regex(r"\{\[([^\]{}]+)\]([\w-]+)\}")
_PICKERS = ("gh-actions", "gh")
_TRUE = ("true", "1", "yes", "on")


class ToxIni:
    """The settings; `core` is the section of tox's own, `text` the file that they stand in."""

    made: Sequence[str] = ()

    def __init__(self, text: Text, ini: Ini, core: str) -> None:
        self._text = text
        self._core = core
        self._sections = Sections(ini)

    @cached_property
    def listed(self) -> Sequence[str] | Unknown:
        """The environments that tox runs when none is named."""
        ini = self._sections.ini
        key = "envlist" if ini.get(self._core, "env_list") is None else "env_list"
        found: dict[str, None] = {}
        for line in self._sections.of(self._core, key):
            names = self._names(line.text)
            if names is None or len(found) > _MOST:
                shown = line.text.strip()[:_SHOWN]
                return untold(f"{self._text.path} has a list of environments that cannot be told: {shown}")
            found |= dict.fromkeys(filter(None, names))
        return list(found)

    def _names(self, text: str) -> Sequence[str] | None:
        """The names in a line, with those that it refers to; None when they cannot be told."""
        filled = _REFERENCE.sub(self._referred, text, count=_FEW)
        each = [None if "{[" in line else expanded(line) for line in filled.split("\n")]
        known = [names for names in each if names is not None]
        return [name for names in known for name in names] if len(known) == len(each) else None

    def picked(self, names: Sequence[str]) -> Sequence[str]:
        """Those of the listed ones that a plug-in picks on GitHub for some Python, where it is set up."""
        lines = [
            line for section in _PICKERS for line in self._sections.lines(section, "python") if line.strip()
        ]
        sides = [max(line.partition(mark)[2] for mark in "=:").strip() for line in lines]
        wanted = [set(name.split("-")) for side in sides for name in expanded(side) or ()]
        kept = [name for name in names if any(factors <= set(name.split("-")) for factors in wanted)]
        return kept or names

    @cached_property
    def sections(self) -> Sequence[str]:
        """The environments that have a section."""
        return list(self._sections.by_env)

    @cached_property
    def conditional(self) -> Sequence[str]:
        """The environments that stand before lines, as what the lines are for."""
        ini = self._sections.ini
        own = [name for name in ini.sections if name in (self._core, TESTENV) or name.startswith(PREFIX)]
        values = (self._sections.lines(section, key) for section in own for key in ini.keys(section))
        return list(dict.fromkeys(name for lines in values for name in conditions(lines)))

    @cached_property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """The environments that tox's own section has under each label."""
        lines = (line.text.partition("=") for line in self._sections.of(self._core, "labels"))
        return {label.strip(): expanded(names.strip()) or () for label, _, names in lines}

    def labels_of(self, env: str) -> Sequence[str]:
        """The labels that an environment has of itself."""
        return [
            word for line in self._sections.own(env, "labels") for word in line.text.replace(",", " ").split()
        ]

    def is_true(self, env: str, key: str) -> bool:
        """Whether a setting of an environment is on."""
        return any(line.text.strip().lower() in _TRUE for line in self._sections.own(env, key))

    def commands(self, given: Given, key: str) -> Iterator[ToxCommand]:
        """The commands under a key, in order."""
        filling = Filling(given, lambda section, name: self._raw(section, name, given.env))
        for line in self._sections.own(given.env, key):
            words = filling.split(line.text)
            if words:
                yield ToxCommand(words, self._place(line))

    def _referred(self, match: Match[str]) -> str:
        raw = self._raw(match[1], match[2], "") or ""
        return raw if 0 < len(raw) < _LONGEST else match[0]

    def _raw(self, section: str, key: str, env: str) -> str | None:
        found = self._sections.referred(section, key, env)
        return None if found is None else "\n".join(line.text for line in found)

    def _place(self, line: Line) -> InFile:
        below = self._numbers.get(line.key, {})
        number = below.get(line.raw.strip()) or below.get("")
        return self._text.place_of_line(number) if number else self._text.whole()

    @cached_property
    def _numbers(self) -> Mapping[Key, Mapping[str, int]]:
        """The numbers of the lines below each key of each section, the key's own under no text."""
        found: dict[Key, dict[str, int]] = {}
        section = ""
        below: dict[str, int] = {}
        for number, line in enumerate(self._text.text.split("\n"), 1):
            plain = without_comment(line)
            header, key = _HEADER.match(line.strip()), _KEY.match(plain)
            if header:
                section, below = header[1], {}
            elif key:
                below = found.setdefault((section, key[1].strip().lower()), {"": number})
                below.setdefault(key[2].strip(), number)
            else:
                below.setdefault(plain.strip(), number)
        return found
