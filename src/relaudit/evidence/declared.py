"""Reading a version out of a file, by its parser and never by running anything."""

import ast
import re
import warnings
from collections.abc import Callable
from functools import partial
from itertools import islice

from relaudit.core.model import Edit, Fix, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record, replace
from relaudit.evidence.files import Text, unreadable
from relaudit.evidence.toml import Toml, parse_toml

_TOML_KEYS = (("project", "version"), ("tool", "poetry", "version"))
_PLACEHOLDERS = (
    "poetry-dynamic-versioning",
    "poetry-version-plugin",
)  # tools that overwrite `[tool.poetry] version`
_PLAIN_NAMES = ("version", "version.txt")
_DUNDER = "__version__"
Span = tuple[int, int]
_HARMLESS = re.compile(r"[0-9A-Za-z.+!_-]+")
_NUMBERED = re.compile(r"v?\d+(?:\.\d+)+\S*")


@record
class VersionFile:
    """A file that holds the version as text; `ref` is the tag at which it was read, empty for today's.

    `locate` finds the characters of `text` that hold the version, quotes included where there are any.
    """

    path: str
    version: str
    text: Text
    locate: Callable[[], Span | None]
    ref: str = ""

    def place(self, label: str = "") -> InFile:
        """Where the version stands."""
        span = self.locate()
        return replace(self.text.place(*span, label) if span else self.text.whole(label), ref=self.ref)

    def at(self, ref: str) -> "VersionFile":
        """The same content at a tag or commit."""
        return VersionFile(self.path, self.version, self.text, self.locate, ref)

    def edit(self, version: str) -> Edit | None:
        """The edit that writes another version in its place; None where it is not written out plainly."""
        return edit_of(self.text, self.locate(), self.version, version)

    def fix(self, version: str) -> Fix | None:
        """The safe fix that writes another version in its place."""
        return Fix.of(f"writes {version}", self.edit(version), safe=True)


@record
class Computed:
    """A file that takes the version from elsewhere: installed metadata, a tag, another module."""

    path: str
    how: str


Reading = VersionFile | Computed | Unknown | None


def edit_of(text: Text, span: Span | None, old: str, new: str) -> Edit | None:
    """The edit of a version within some characters; None where it does not stand there once, letter by letter.

    What is written has to be plain: a version with a quote in it could end the string it is put into.
    """
    written = text.text[slice(*span)] if span else ""
    if span is None or written.count(old) != 1 or not _HARMLESS.fullmatch(new):
        return None
    start = span[0] + written.index(old)
    return Edit(text.path, start, start + len(old), new)


def reads(path: str) -> bool:
    """Whether files of this name are ones that a version can be read from."""
    return _reader(path) is not None


def version_in(text: Text) -> Reading:
    """The version that a file declares; None when it declares none."""
    reader = _reader(text.path)
    return reader(text) if reader else None


def _reader(path: str) -> Callable[[Text], Reading] | None:
    name = path.rpartition("/")[2].lower()
    if name in _PLAIN_NAMES:
        return _plain
    if name == "pyproject.toml":
        return _pyproject
    return _module if name.endswith(".py") and name != "setup.py" else None


def _plain(text: Text) -> Reading:
    """A file that holds the version and nothing else."""
    content = text.text.strip()
    if not _NUMBERED.fullmatch(content):
        return None
    start = text.text.index(content)
    return VersionFile(text.path, content, text, lambda: (start, start + len(content)), text.ref)


def _pyproject(text: Text) -> Reading:
    document = parse_toml(text)
    return document if isinstance(document, Unknown) else version_of(document)


def version_of(document: Toml) -> VersionFile | Computed | None:
    """The version in a `pyproject.toml`: `[project]` (PEP 621) or `[tool.poetry]`."""
    is_off = document.get("tool", _PLACEHOLDERS[0], "enable") is False
    if not is_off and any(document.get("tool", tool) is not None for tool in _PLACEHOLDERS):
        return Computed(document.text.path, "dynamic")
    for keys in _TOML_KEYS:
        found = document.string(*keys)
        if found is not None:
            text = document.text
            return VersionFile(text.path, found, text, partial(document.span, *keys), text.ref)
    dynamic = document.get("project", "dynamic")
    return (
        Computed(document.text.path, "dynamic")
        if isinstance(dynamic, list) and "version" in dynamic
        else None
    )


def _module(text: Text) -> Reading:
    """`__version__` at the top level of a module, by its syntax tree."""
    if _DUNDER not in text.text:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return unreadable(text.path, f"{text.path} is not read as Python: {error}")
    last: Reading = None
    for statement in tree.body:
        last = _assigned(text, statement) or last
    return last


def _assigned(text: Text, statement: ast.stmt) -> VersionFile | Computed | None:
    match statement:
        case ast.Assign(targets=targets, value=value):
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            names = [name]
        case ast.ImportFrom(names=imported):
            taken = any((alias.asname or alias.name) == _DUNDER for alias in imported)
            return Computed(text.path, "imported") if taken else None
        case ast.If() | ast.Try():
            return (
                Computed(text.path, "conditional") if any(map(_sets_version, ast.walk(statement))) else None
            )
        case _:
            return None
    if _DUNDER not in names:
        return None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return VersionFile(text.path, value.value, text, partial(_in_python, text, value), text.ref)
    return Computed(text.path, "computed")


def _sets_version(node: ast.AST) -> bool:
    if isinstance(node, ast.alias):
        return (node.asname or node.name) == _DUNDER
    return isinstance(node, ast.Name) and node.id == _DUNDER and isinstance(node.ctx, ast.Store)


def _in_python(text: Text, value: ast.Constant) -> Span:
    """The syntax tree counts columns in UTF-8 bytes."""
    before = _line_offset(text, value.lineno)
    line = text.text[before:].split("\n", 1)[0]
    column = len(line.encode("utf-8", "surrogatepass")[: value.col_offset].decode("utf-8", "surrogatepass"))
    end = text.text.find("\n", before) if value.end_lineno != value.lineno else -1
    raw = ast.get_source_segment(text.text, value) or ""
    stop = before + column + len(raw)
    return before + column, stop if end < 0 else end


def _line_offset(text: Text, line: int) -> int:
    """Where a line begins, counting line ends as Python does."""
    ends = (end.end() for end in re.finditer(r"\r\n|\r|\n", text.text))
    return next(islice(ends, line - 2, None), 0) if line > 1 else 0
