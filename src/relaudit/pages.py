"""A rule's page: Markdown whose fenced blocks are examples, each a small repository with what relaudit prints.

Every heading of the second level begins an example and says how it ends: Fails, Passes, Not applicable,
Unknown or Waived. A fence is titled with a path, with `ref:path` as in git, with `@log`, `@policy`,
`@changed-since` (the base of the change that is judged), `@settings` (what GitHub answers), `@secrets-present` (what the
calling workflow says of secrets) or `@output`, or with `@fixed PATH`: the file as the fixes leave
it. One without a title is an error.
"""

import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from relaudit.core.errors import PluginError
from relaudit.core.model import Status
from relaudit.core.rule import Rule

_ENDINGS: Mapping[str, Status] = {
    "fails": Status.FAILED,
    "passes": Status.PASSED,
    "not applicable": Status.NOT_APPLICABLE,
    "unknown": Status.UNKNOWN,
    "waived": Status.WAIVED,
}
_SPECIAL = ("@log", "@policy", "@changed-since", "@settings", "@secrets-present", "@output")
_FIXED = "@fixed "


@dataclass(slots=True)
class Example:
    """One example; `files` are by title, `fixed` by path; `places` are the lines of each fence, from 0."""

    title: str
    ends: Status
    line: int
    files: dict[str, bytes] = field(default_factory=dict)
    special: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    @property
    def output(self) -> str:
        """What relaudit prints."""
        return self.special.get("@output", "")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its examples, in order."""

    path: Path
    text: str
    examples: tuple[Example, ...]


def page_of(rule: Rule) -> Page | None:
    """The page beside the rule's module, None when it has none.

    Raises:
        PluginError: the page cannot be read as one.
    """
    module = sys.modules[rule.judge.__module__].__file__
    path = Path(module).with_suffix(".md") if module else None
    return read_page(path) if path and path.is_file() else None


def read_page(path: Path) -> Page:
    """A page by its file.

    Raises:
        PluginError: a fence without a title, an example without an outcome or an output.
    """
    text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    examples = tuple(_examples(path, text))
    for example in examples:
        if "@output" not in example.special:
            raise PluginError(f"{path}:{example.line}: the example '{example.title}' has no @output")
    return Page(path, text, examples)


def _examples(path: Path, text: str) -> Iterator[Example]:
    from markdown_it import MarkdownIt

    current: Example | None = None
    tokens = MarkdownIt("commonmark").parse(text)
    for index, token in enumerate(tokens):
        line = (token.map or [0])[0]
        if token.type == "heading_open" and token.tag == "h2":
            if current:
                yield current
            current = _begun(path, tokens[index + 1].content, line + 1)
        elif token.type == "fence":
            if current is None:
                raise PluginError(f"{path}:{line + 1}: a fence before the first example")
            _add(path, current, token.info, token.content, (line, (token.map or [0, 0])[1]))
    if current:
        yield current


def _begun(path: Path, title: str, line: int) -> Example:
    word = title.partition(":")[0].strip().lower()
    if word not in _ENDINGS:
        raise PluginError(
            f"{path}:{line}: an example begins with one of {', '.join(_ENDINGS)}, not '{title}'"
        )
    return Example(title, _ENDINGS[word], line)


def _add(path: Path, example: Example, info: str, content: str, place: tuple[int, int]) -> None:
    words = shlex.split(info)
    at = f"{path}:{place[0] + 1}"
    title = next((word.removeprefix("title=") for word in words if word.startswith("title=")), "")
    if not title:
        raise PluginError(f'{at}: a fence has to be titled, as in ```toml title="pyproject.toml"')
    if title in example.places:
        raise PluginError(f"{at}: '{title}' stands twice in one example")
    example.places[title] = place
    example.languages[title] = words[0]
    raw = content.encode("utf-8")
    raw = raw.decode("unicode_escape").encode("latin-1") if "escaped" in words else raw
    if title in _SPECIAL:
        example.special[title] = content
    elif title.startswith(_FIXED):
        example.fixed[title.removeprefix(_FIXED)] = raw
    elif title.startswith("@"):
        known = ", ".join((*_SPECIAL, "@fixed PATH"))
        raise PluginError(f"{at}: there is no '{title}'; known: {known}")
    else:
        example.files[title] = raw


def fence(example: Example, path: str, content: bytes) -> list[str]:
    """The lines of an example's `@fixed` fence, in the language of the file before; bytes are escaped where they must be."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    plain = text.endswith("\n") and all(character.isprintable() or character in "\n\t" for character in text)
    escaped = "" if plain else " escaped"
    body = text if plain else _escaped(content)
    ticks = max((len(run) for run in re.findall("`+", body)), default=0)
    marks = "`" * max(3, ticks + 1)
    language = example.languages.get(path, "text")
    return [f'{marks}{language} title="{_FIXED}{path}"{escaped}', *body[:-1].split("\n"), marks]


def _escaped(content: bytes) -> str:
    """As a title with `escaped` reads it; a last line without an end is joined to the end of the fence."""
    lines = content.decode("latin-1").split("\n")
    text = "\n".join(line.encode("unicode_escape").decode("ascii") for line in lines)
    return text if text.endswith("\n") else f"{text}\\\n"
