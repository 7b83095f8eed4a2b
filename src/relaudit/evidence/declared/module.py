"""The version in a Python module, by its syntax tree: `__version__` and, where a module is about it, other names."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.declared.constants import Constant, constant
from relaudit.evidence.declared.model import Computed, Reading, VersionFile
from relaudit.evidence.declared.pointers import attribute, files_named, folder_of, imported
from relaudit.evidence.declared.spans import version_file
from relaudit.evidence.files import Text, unreadable

_DUNDER = "__version__"
_ABOUT = regex(r"_*(?:version|about|version_?info)_*\.py")
_ABOUT_NAMES = (_DUNDER, "VERSION", "version", "__version_info__", "VERSION_INFO", "version_info")
_PACKAGE_NAMES = (_DUNDER, "VERSION")
_DOCS = regex(r"(?:.*/)?(?:docs?|documentation)/(?:.*/)?conf\.py", re.IGNORECASE, needs=("conf.py",))
_DOCS_NAMES = ("release", "version")
_VERSION = regex(r"v?\d+(?:\.\d+)+\S*")
Statements = Iterable[ast.stmt]


def version_in_module(text: Text, name: str = "") -> Reading:
    """The version that a module holds under a name, or under the first of the usual names that has one."""
    names = (name,) if name else _usual(text.path)
    found = readings_of(text, names)
    if isinstance(found, Unknown):
        return found
    said = (found[name] for name in names if name in found and _means_it(names, name, found[name]))
    return next(said, None)


def _means_it(names: Sequence[str], name: str, reading: VersionFile | Computed) -> bool:
    """Beside `__version__`, a package's other names count only when they hold a version: they may be about anything."""
    return names != _PACKAGE_NAMES or name == _DUNDER or isinstance(reading, VersionFile)


def readings_of(text: Text, names: Sequence[str]) -> Mapping[str, VersionFile | Computed] | Unknown:
    """What a module says under each of these names, as far as it says something."""
    if not any(name in text.text for name in names):
        return {}
    tree = parsed(text)
    if isinstance(tree, ast.Module):
        return _Module(text, tree.body).read(names)
    from relaudit.evidence.declared.old_python import assigned

    found = assigned(text, names)
    return tree if found is None else found


@lru_cache(maxsize=8)
def parsed(text: Text) -> ast.Module | Unknown:
    """The syntax tree, worked out once for everyone who has the same text, or why there is none: a module may well be of Python 2, or none at all."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return unreadable(text.path, f"{text.path} is not read as Python: {error}")


def is_docs_configuration(path: str) -> bool:
    """Whether this is the `conf.py` of a documentation."""
    return _DOCS.fullmatch(path) is not None


def _usual(path: str) -> Sequence[str]:
    if is_docs_configuration(path):
        return _DOCS_NAMES
    name = path.rpartition("/")[2].lower()
    return _ABOUT_NAMES if _ABOUT.fullmatch(name) else _PACKAGE_NAMES if name == "__init__.py" else (_DUNDER,)


def functions_in(body: Statements) -> Mapping[str, ast.AST]:
    """The functions of a module, by name."""
    return {statement.name: statement for statement in body if isinstance(statement, ast.FunctionDef)}


class _Module:
    """A module's top level, statement by statement: the last assignment of a name counts."""

    def __init__(self, text: Text, body: Sequence[ast.stmt]) -> None:
        self.text = text
        self.body = body
        self.values: dict[str, Constant] = {}
        self.found: dict[str, VersionFile | Computed] = {}

    def read(self, names: Sequence[str]) -> Mapping[str, VersionFile | Computed]:
        for statement in self.body:
            match statement:
                case ast.Assign(targets=targets, value=value):
                    self._assign([name for target in targets for name in _targets(target)], value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self._assign([name], value)
                case ast.AugAssign(target=ast.Name(id=name), op=operator, value=value):
                    self._assign([name], ast.BinOp(ast.Name(name), operator, value), value)
                case ast.ImportFrom(names=aliases):
                    self._import(statement, aliases)
                case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                    pass
                case _:
                    self._nested(statement, names)
        return {
            name: reading for name, reading in self.found.items() if name in names and _fits(name, reading)
        }

    def _assign(self, names: Sequence[str], value: ast.expr, written: ast.expr | None = None) -> None:
        found = constant(value, self.values)
        reading = version_file(self.text, found, written or value) if found else None
        for name in names:
            if found:
                self.values[name] = found
            else:
                self.values.pop(name, None)
            self.found[name] = reading or self._computed(value)

    def _computed(self, value: ast.expr) -> Computed:
        path = self.text.path
        known = self.found.get(value.id) if isinstance(value, ast.Name) else None
        if isinstance(known, Computed):
            return known
        match value:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                return Computed(path, "computed", *attribute(f"{module}.{name}", folder_of(path)))
            case ast.Call(func=ast.Name(id="version") | ast.Attribute(attr="version")):
                return Computed(path, "the installed metadata")
            case _:
                at = tuple(files_named(value, folder_of(path), functions_in(self.body)))
                return Computed(path, "computed", tuple(other for other in at if other != path))

    def _import(self, statement: ast.ImportFrom, aliases: Sequence[ast.alias]) -> None:
        for alias in aliases:
            at = imported(statement, self.text.path, alias.name)
            name = alias.asname or alias.name
            self.values.pop(name, None)
            self.found[name] = Computed(self.text.path, "imported", at, alias.name)

    def _nested(self, statement: ast.stmt, names: Sequence[str]) -> None:
        """What is set under a condition, or while a file is open, depends on what happens there."""
        for node in ast.walk(statement):
            for name in _set_by(node):
                self.values.pop(name, None)
                if name in names:
                    at = tuple(files_named(statement, folder_of(self.text.path), {}))
                    is_open = isinstance(statement, ast.With)
                    self.found[name] = Computed(self.text.path, "conditional", at if is_open else ())


def _targets(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id


def _set_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.alias):
        yield node.asname or node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _fits(name: str, reading: VersionFile | Computed) -> bool:
    """A name that may mean something else has to hold what looks like a version."""
    return name == _DUNDER or isinstance(reading, Computed) or _VERSION.fullmatch(reading.version) is not None
