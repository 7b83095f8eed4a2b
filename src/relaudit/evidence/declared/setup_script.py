"""The version in a `setup.py`, by its syntax tree: the script is never run."""

import ast
from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.evidence.declared.constants import Constant, constant
from relaudit.evidence.declared.model import Computed, Reading
from relaudit.evidence.declared.module import functions_in, parsed
from relaudit.evidence.declared.pointers import attribute, files_named, folder_of, imported
from relaudit.evidence.declared.spans import version_file
from relaudit.evidence.files import Text

_TAG_KEYWORDS = {
    "use_scm_version": "setuptools-scm",
    "pbr": "pbr",
    "setuptools_git_versioning": "setuptools-git-versioning",
}
_TAG_MODULES = ("versioneer", "setuptools_scm")


def version_in_setup(text: Text) -> Reading:
    """The `version` of the one call of `setup`; None when it leaves that to another file."""
    if "setup" not in text.text:
        return None
    tree = parsed(text)
    if isinstance(tree, Unknown):
        return _of_old(text) or (tree if "version" in text.text else None)
    script = _Script(text, tree)
    calls = list(script.calls())
    readings = [reading for call in calls if (reading := script.version(call)) is not None]
    if len(readings) > 1:
        return Computed(text.path, "several calls of setup")
    return readings[0] if readings else None


def _of_old(text: Text) -> Reading:
    from relaudit.evidence.declared.old_python import call_keyword, literal

    tokens = call_keyword(text, "setup", "version")
    if tokens is None:
        return None
    plain = literal(text, tokens[1]) if len(tokens) == 2 else None  # noqa: PLR2004 - `=` and a string
    return plain or Computed(text.path, "computed")


class _Script:
    def __init__(self, text: Text, tree: ast.Module) -> None:
        self.text = text
        self.tree = tree
        self.folder = folder_of(text.path)
        self.values: dict[str, Constant] = {}
        self.sources: dict[str, ast.AST] = dict(functions_in(tree.body))
        for statement in tree.body:
            self._learn(statement)

    def calls(self) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            match node:
                case ast.Call(func=ast.Name(id="setup") | ast.Attribute(attr="setup")):
                    yield node
                case _:
                    pass

    def version(self, call: ast.Call) -> Reading:
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        for keyword, tool in _TAG_KEYWORDS.items():
            if keyword in keywords:
                return Computed(self.text.path, f"the tag, by {tool}", is_tag=True)
        if "version" in keywords:
            return self._reading(keywords["version"])
        return self._unpacked(keywords[None]) if None in keywords else None

    def _reading(self, value: ast.expr) -> Reading:
        found = constant(value, self.values)
        plain = version_file(self.text, found, value) if found else None
        return plain or self._computed(value)

    def _unpacked(self, value: ast.expr) -> Reading:
        """`setup(**arguments)`, with a dictionary that is written out above."""
        source = self.sources.get(value.id) if isinstance(value, ast.Name) else value
        match source:
            case ast.Dict(keys=keys, values=values):
                named = zip(keys, values, strict=True)
                for key, item in named:
                    if isinstance(key, ast.Constant) and key.value == "version":
                        return self._reading(item)
            case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
                for keyword in keywords:
                    if keyword.arg == "version":
                        return self._reading(keyword.value)
            case _:
                pass
        return Computed(self.text.path, "computed")

    def _computed(self, value: ast.expr) -> Computed:
        path = self.text.path
        source = self.sources.get(value.id, value) if isinstance(value, ast.Name) else value
        match source:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module))) if module in _TAG_MODULES:
                return Computed(path, f"the tag, by {module}", is_tag=True)
            case ast.ImportFrom(names=aliases) if isinstance(value, ast.Name):
                name = next(alias.name for alias in aliases if value.id in (alias.asname, alias.name))
                return Computed(path, "imported", imported(source, path, name), name)
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                return Computed(path, "imported", *attribute(f"{module}.{name}", self.folder))
            case _:
                return Computed(path, "computed", tuple(files_named(source, self.folder, self.sources)))

    def _learn(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found = constant(value, self.values)
                self.sources[name] = value
                if found:
                    self.values[name] = found
                else:
                    self.values.pop(name, None)
            case ast.ImportFrom(names=aliases):
                self.sources |= {alias.asname or alias.name: statement for alias in aliases}
            case ast.With() | ast.If() | ast.Try():
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        self.sources[node.id] = statement
                        self.values.pop(node.id, None)
            case _:
                pass
