"""Filter patterns of `branches`, `tags` and `paths`, read as GitHub reads them.

Follows "Filter pattern cheat sheet" of GitHub's documentation. A pattern is a row of steps, and a name is led
through all of them at once, one bit for each: the time it takes grows with the name, whatever the pattern.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import DOTALL, Match

from relaudit.core.record import record
from relaudit.core.regex import regex

_STEP = regex(
    r"(?P<folders>(?<![^/])(?:\*\*/)+(?![?+]))|(?P<deep>\*\*)|(?P<flat>\*)"
    r"|(?:\[(?P<members>[^\]]+)\]|\\(?P<escaped>[*?+\[\]!\\])|(?P<plain>[^*?+\[\\]|\\(?=.)))(?P<times>[?+]?)",
    DOTALL,
)
_MEMBER = regex(r"(?P<first>[A-Za-z0-9])-(?P<last>[A-Za-z0-9])|[^-]")
_MEMBERS = regex(r"(?:[A-Za-z0-9]-[A-Za-z0-9]|[^-])+")


@record
class Pattern:
    """One entry of a filter; `text` is what follows the `!` of a negative one."""

    text: str
    is_negative: bool = False

    @classmethod
    def of(cls, entry: str) -> "Pattern":
        """The pattern that stands in a workflow."""
        return cls(entry.removeprefix("!"), entry.startswith("!"))

    def matches(self, name: str) -> bool:
        """Whether the whole name fits the text, be it negative or not; no name fits one that GitHub rejects."""
        steps = _steps(self.text)
        return steps is not None and steps.lead_to_the_end(name)


def is_well_formed(entry: str) -> bool:
    """Whether GitHub accepts an entry: with one that it does not, the whole file is invalid."""
    return _steps(Pattern.of(entry).text) is not None


def selected(name: str, entries: Sequence[str]) -> bool:
    """Whether `branches`, `tags` or `paths` let a name through: the last entry that it fits decides."""
    fitting = (pattern for pattern in map(Pattern.of, reversed(entries)) if pattern.matches(name))
    last = next(fitting, None)
    return last is not None and not last.is_negative


def ignored(name: str, entries: Sequence[str]) -> bool:
    """Whether `branches-ignore`, `tags-ignore` or `paths-ignore` hold a name back; `!` takes nothing out of these."""
    patterns = map(Pattern.of, entries)
    return any(pattern.matches(name) for pattern in patterns if not pattern.is_negative)


def paths_selected(changed: Iterable[str], entries: Sequence[str]) -> bool:
    """Whether `paths` let a change through: one of its paths is enough."""
    return any(selected(path, entries) for path in changed)


def paths_ignored(changed: Iterable[str], entries: Sequence[str]) -> bool:
    """Whether `paths-ignore` holds a change back: every path of it has to be ignored."""
    return all(ignored(path, entries) for path in changed)


class _Steps:
    """Where a name may stand is a number: bit n for "before step n". So is what holds for a step: bit n for step n."""

    def __init__(self) -> None:
        self._length = self._deep = self._flat = 0
        self._folders = self._optional = self._repeated = 0
        self._characters: dict[str, int] = {}

    def add_folders(self) -> None:
        """Any number of folders, as `**/` is where a folder begins: characters and a slash, or neither."""
        self._folders |= 1 << self._length
        self._deep |= self._step(times="+")
        self.add("/", times="")

    def add_star(self, *, is_deep: bool) -> None:
        """Any number of characters, of slashes only if deep."""
        step = self._step(times="?+")
        self._deep |= step if is_deep else 0
        self._flat |= 0 if is_deep else step

    def add(self, characters: Iterable[str], times: str) -> None:
        """One of some characters; `times` is `?` when there may be none, `+` when there may be more."""
        step = self._step(times)
        for character in characters:
            self._characters[character] = self._characters.get(character, 0) | step

    def lead_to_the_end(self, name: str) -> bool:
        """Whether a name gets past the last step with its last character."""
        standing = self._with_skips(1)
        for character in name:
            fitting = (
                self._deep | self._characters.get(character, 0) | (self._flat if character != "/" else 0)
            )
            passing = (standing & fitting) << 1
            staying = standing & (fitting & self._repeated) << 1
            standing = self._with_skips(passing | staying)
            if not standing:
                return False
        return bool(standing >> self._length & 1)

    def _step(self, times: str) -> int:
        step = 1 << self._length
        self._length += 1
        self._optional |= step if "?" in times else 0
        self._repeated |= step if "+" in times else 0
        return step

    def _with_skips(self, standing: int) -> int:
        """Where a name stands that may also skip what is optional: a carry runs through each row of such steps."""
        standing |= (standing & self._folders) << 2
        return standing | ((standing & self._optional) + self._optional) ^ self._optional


@lru_cache(maxsize=512)
def _steps(text: str) -> _Steps | None:
    """The steps of a pattern; None for one that GitHub rejects."""
    steps, position = _Steps(), 0
    while position < len(text):
        found = _STEP.match(text, position)
        if found is None or not _is_added(steps, found):
            return None
        position = found.end()
    return steps if text else None


def _is_added(steps: _Steps, found: Match[str]) -> bool:
    match found.lastgroup:
        case "folders":
            steps.add_folders()
        case "deep" | "flat":
            steps.add_star(is_deep=found.lastgroup == "deep")
        case _:
            members = found["members"]
            characters = found["escaped"] or found["plain"] if members is None else _members(members)
            steps.add(characters, found["times"])
            return bool(characters)
    return True


def _members(text: str) -> frozenset[str]:
    """The characters of a class; none when a range has no end, or runs backwards."""
    if not _MEMBERS.fullmatch(text):
        return frozenset()
    ranges = [(found["first"] or found[0], found["last"] or found[0]) for found in _MEMBER.finditer(text)]
    if any(first > last for first, last in ranges):
        return frozenset()
    return frozenset(chr(code) for first, last in ranges for code in range(ord(first), ord(last) + 1))
