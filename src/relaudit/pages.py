"""A rule's page: Markdown whose fenced blocks are examples, each a small repository with what relaudit prints.

Every heading of the second level begins an example and says how it ends: Fails, Passes, Not applicable,
Unknown or Waived. A fence is titled with a path, with `ref:path` as in git, or with `@log`, `@policy` or
`@output`; one without a title is an error.
"""

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
_SPECIAL = ("@log", "@policy", "@output")


@dataclass(slots=True)
class Example:
    """One example; `files` are by title, `output_line` is where the content of its `@output` begins, from 0."""

    title: str
    ends: Status
    line: int
    files: dict[str, bytes] = field(default_factory=dict)
    special: dict[str, str] = field(default_factory=dict)
    output_line: int = 0

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
            _add(path, current, token.info, token.content, line)
    if current:
        yield current


def _begun(path: Path, title: str, line: int) -> Example:
    word = title.partition(":")[0].strip().lower()
    if word not in _ENDINGS:
        raise PluginError(
            f"{path}:{line}: an example begins with one of {', '.join(_ENDINGS)}, not '{title}'"
        )
    return Example(title, _ENDINGS[word], line)


def _add(path: Path, example: Example, info: str, content: str, line: int) -> None:
    words = shlex.split(info)
    title = next((word.removeprefix("title=") for word in words if word.startswith("title=")), "")
    if not title:
        raise PluginError(
            f'{path}:{line + 1}: a fence has to be titled, as in ```toml title="pyproject.toml"'
        )
    if title in example.files or title in example.special:
        raise PluginError(f"{path}:{line + 1}: '{title}' stands twice in one example")
    if title in _SPECIAL:
        example.special[title] = content
        example.output_line = line + 1 if title == "@output" else example.output_line
    elif title.startswith("@"):
        raise PluginError(f"{path}:{line + 1}: there is no '{title}'; known: {', '.join(_SPECIAL)}")
    else:
        raw = content.encode("utf-8")
        example.files[title] = raw.decode("unicode_escape").encode("latin-1") if "escaped" in words else raw
