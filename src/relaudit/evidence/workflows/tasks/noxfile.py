"""The sessions of a noxfile, by its syntax tree: their names, and which run when none is named."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.tasks.model import untold

Function = ast.FunctionDef | ast.AsyncFunctionDef
_CHOOSING = ("keywords", "tags")


@record
class Session:
    """A session; `keywords` are what its decorator is given."""

    name: str
    function: Function
    keywords: Mapping[str, ast.expr]


class Noxfile:
    """A noxfile that could be parsed."""

    def __init__(self, text: Text, tree: ast.Module) -> None:
        self.text = text
        self._tree = tree

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The functions of the module itself, by their names."""
        return {function.name: function for function in self._functions()}

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """The sessions by name."""
        found = (session for function in self._functions() for session in _session(function))
        return {session.name: session for session in found}

    def session(self, name: str) -> Session | Unknown:
        """The session that is called by a name, which may end in a Python and in parameters: `tests-3.12(fast)`."""
        plain = name.partition("(")[0]
        if plain in self.sessions:
            return self.sessions[plain]
        shorter, dash, _ = plain.rpartition("-")
        found = self.sessions.get(shorter) if dash else None
        return untold(f"{self.text.path} has no session {name}") if found is None else found

    def chosen(self) -> Sequence[str] | Unknown:
        """The sessions that run when none is named."""
        options = {name: value for node in ast.walk(self._tree) for name, value in _option(node)}
        if any(name in options for name in _CHOOSING):
            return untold(f"{self.text.path} chooses sessions by keywords or tags")
        if "sessions" in options:
            named = strings_in(options["sessions"])
            return untold(f"{self.text.path} works out which sessions run") if named is None else named
        defaults = {name: session.keywords.get("default") for name, session in self.sessions.items()}
        return [
            name for name, said in defaults.items() if not (isinstance(said, ast.Constant) and not said.value)
        ]

    def _functions(self) -> Iterator[Function]:
        return (node for node in _statements(self._tree.body) if isinstance(node, Function))


def strings_in(node: ast.expr | None) -> Sequence[str] | None:
    """The strings of a list that is written out, None when it is not."""
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        return None
    found = [
        item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    return found if len(found) == len(node.elts) else None


def _session(function: Function) -> Iterator[Session]:
    """A function that a decorator makes a session."""
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (isinstance(called, ast.Attribute) and called.attr == "session") or (
            isinstance(called, ast.Name) and called.id == "session"
        ):
            given = decorator.keywords if isinstance(decorator, ast.Call) else []
            keywords = {keyword.arg: keyword.value for keyword in given if keyword.arg}
            name = keywords.get("name")
            own = (
                name.value
                if isinstance(name, ast.Constant) and isinstance(name.value, str)
                else function.name
            )
            yield Session(own, function, keywords)


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those in its conditions too."""
    waiting = [*reversed(body)]
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For):
            inner = [node for node in ast.iter_child_nodes(statement) if isinstance(node, ast.stmt)]
            waiting += reversed(inner)


def _option(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What a statement sets among `nox.options`."""
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AugAssign | ast.AnnAssign)
        else []
    )
    for target in targets:
        match target:
            case ast.Attribute(value=ast.Attribute(attr="options") | ast.Name(id="options"), attr=name):
                value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
                yield name, value or ast.Name("changed")
            case _:
                pass
