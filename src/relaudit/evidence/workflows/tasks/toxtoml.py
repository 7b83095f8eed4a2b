"""tox's settings in TOML: `tox.toml` and `[tool.tox]` in `pyproject.toml`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.document import Span
from relaudit.evidence.toml import Toml
from relaudit.evidence.workflows.tasks.model import untold
from relaudit.evidence.workflows.tasks.toxgroups import made_of, names_in, strings_of, table_of
from relaudit.evidence.workflows.tasks.toxwords import Filling, Given, ToxCommand, marked

_MOST = 1000
_DEEPEST = 20
_BASE = "env_run_base"
_TOKEN = regex(
    r"""\"{3}(?:[^\\]|\\[\s\S])*?\"{3,5}|'{3}[\s\S]*?'{3,5}|"(?:[^"\\]|\\.)*"|'[^']*'|\#[^\n]*|[\[\]{},]|[^\s\[\]{},"'\#]+"""
)
Path = tuple[str, ...]


class ToxToml:
    """The settings; `top` leads to tox's own table."""

    conditional: Sequence[str] = ()

    def __init__(self, document: Toml, top: Path) -> None:
        self._document = document
        self._top = top
        self._spans: dict[Path, Sequence[Span]] = {}

    @cached_property
    def listed(self) -> Sequence[str] | Unknown:
        """The environments that tox runs when none is named."""
        value = self._get("env_list")
        names = names_in(value) if value is not None else []
        if names is None:
            return untold(f"{self._document.text.path} has a list of environments that cannot be told")
        return list(dict.fromkeys(names))

    def picked(self, names: Sequence[str]) -> Sequence[str]:
        """The plug-ins that pick environments on GitHub are set up elsewhere."""
        return names

    @cached_property
    def sections(self) -> Sequence[str]:
        """The environments that have a table."""
        return list(table_of(self._get("env")))

    @property
    def made(self) -> Sequence[str]:
        """The environments that are put together of the factors of a table."""
        return list(self._made)

    @cached_property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """The environments that tox's own table has under each label."""
        return {label: strings_of(names) for label, names in table_of(self._get("labels")).items()}

    def labels_of(self, env: str) -> Sequence[str]:
        """The labels that an environment has of itself."""
        return strings_of(self._document.get(*self._at(env, "labels")))

    def is_true(self, env: str, key: str) -> bool:
        """Whether a setting of an environment is on."""
        return self._document.get(*self._at(env, key)) is True

    def commands(self, given: Given, key: str) -> Iterator[ToxCommand]:
        """The commands under a key, in order."""
        filling = Filling(given, self._referred)
        for at in self._spread(self._at(given.env, key), given):
            command = self._document.get(*at)
            words = list(_words(command, filling)) if isinstance(command, list) else [marked("command")]
            if words:
                yield ToxCommand(words, self._place(at))

    def _spread(self, path: Path, given: Given) -> Iterator[Path]:
        """Where the commands of a list stand; one that is a reference gives way to those that it refers to."""
        waiting: list[tuple[Path, tuple[Path, ...]]] = [(path, ())] if path else []
        left = _MOST
        while waiting and left:
            left -= 1
            at, seen = waiting.pop()
            of = self._reference(at, given) if seen else at
            if not of or of in seen or len(seen) == _DEEPEST:
                yield at
                continue
            listed = self._document.get(*of)
            count = len(listed) if isinstance(listed, list) else 0
            waiting += [((*of, str(number)), (*seen, of)) for number in reversed(range(min(count, _MOST)))]

    def _reference(self, at: Path, given: Given) -> Path:
        """Where the commands stand that something among commands gives way to."""
        table = table_of(self._document.get(*at))
        other, key = table.get("env"), table.get("key")
        match table.get("replace"):
            case "posargs" if given.posargs is None:
                return (*at, "default")
            case "ref" if isinstance(other, str) and isinstance(key, str):
                return self._at(other, key)
            case "ref":
                return tuple(strings_of(table.get("of")))
            case _:
                return ()

    def _referred(self, section: str, key: str) -> str | None:
        path = tuple(section.split("."))
        value = self._document.get(
            *(path if path[: len(self._top)] == self._top else (*self._top, *path)), key
        )
        return value if isinstance(value, str) else None

    def _at(self, env: str, key: str) -> Path:
        """Where a setting of an environment stands: in its own table, or in one that it inherits from."""
        tables = (("env", env), *self._bases(env))
        return next(((*self._top, *table, key) for table in tables if key in table_of(self._get(*table))), ())

    def _bases(self, env: str) -> Sequence[Path]:
        said = self._get("env", env, "base")
        if said is not None:
            named = (name.removeprefix("tool.tox.") for name in strings_of(said)[:_DEEPEST])
            return [way for name in named for way in (tuple(name.split(".", 1)), ("env", name))]
        made = self._made.get(env)
        return [("env_base", made), (_BASE,)] if made else [(_BASE,)]

    @cached_property
    def _made(self) -> Mapping[str, str]:
        """The environments that are made of the factors of a table, by the name of the table."""
        tables = table_of(self._get("env_base"))
        factors = {name: table_of(table).get("factors") for name, table in tables.items()}
        return {env: name for name, listed in factors.items() for env in made_of(name, listed)}

    def _place(self, at: Path) -> InFile:
        *holder, number = at
        if (*holder,) not in self._spans:
            span = self._document.span(*holder)
            self._spans[*holder,] = list(_elements(self._document.text.text, *span)) if span else []
        spans = self._spans[*holder,]
        return (
            self._document.text.place(*spans[int(number)])
            if int(number) < len(spans)
            else self._document.text.whole()
        )

    def _get(self, *path: str) -> object:
        return self._document.get(*self._top, *path)


def _words(command: Sequence[object], filling: Filling) -> Iterator[str]:
    for item in command:
        table = table_of(item)
        if isinstance(item, str):
            yield filling.filled(item)
        elif table.get("replace") == "posargs":
            default = table.get("default")
            yield from filling.posargs(strings_of(default))
        else:
            yield marked(str(table.get("name") or table.get("replace") or "word"))


def _elements(text: str, start: int, end: int) -> Iterator[Span]:
    """The characters that each element of an array takes."""
    deep, first, last = 0, 0, 0
    for token in _TOKEN.finditer(text, start, end):
        mark = token[0][0]
        is_end = deep == 1 and mark in ",]"
        if is_end and last:
            yield first, last
            last = 0
        elif deep and mark != "#" and not is_end:
            first, last = (first if last else token.start()), token.end()
        deep += (mark in "[{") - (mark in "]}")
