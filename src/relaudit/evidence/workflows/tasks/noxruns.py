"""What the sessions of a noxfile run: the calls of `session.run`, those in the functions that a session is handed to among them."""

import ast
from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.tasks.model import Task, Tasks, untold
from relaudit.evidence.workflows.tasks.noxfile import Function, Noxfile, Session, strings_in
from relaudit.evidence.workflows.tasks.noxwords import last_name, words_of

_RUNS = ("run", "run_always")
_SWALLOWING = ("CommandFailed", "Exception", "BaseException")
_MOST = 1_000_000


@record
class _Place:
    """A node on the walk, what the session is called there, and whether a failure below it is swallowed."""

    node: ast.AST
    session: str
    is_swallowed: bool


def tasks_of(file: Noxfile, names: Sequence[str], posargs: Sequence[str]) -> Tasks | Unknown:
    """What these sessions run, and those that they ask for."""
    reader = _Reader(file, posargs)
    waiting = [*reversed(names)]
    seen: set[str] = set()
    while waiting:
        session = file.session(waiting.pop())
        if isinstance(session, Unknown):
            return session
        if session.name in seen:
            continue
        seen.add(session.name)
        asked = _required(session)
        notified = reader.read(session.function)
        if isinstance(asked, Unknown):
            return asked
        if isinstance(notified, Unknown):
            return notified
        waiting += reversed([*asked, *notified])
    return tuple(reader.found)


def _required(session: Session) -> Sequence[str] | Unknown:
    """The sessions that a session says run before it."""
    named = session.keywords.get("requires")
    names = strings_in(named) if named is not None else ()
    if names is None:
        return untold(f"which sessions {session.name} requires is worked out")
    return names


class _Reader:
    """Goes through functions, and keeps what they run."""

    def __init__(self, file: Noxfile, posargs: Sequence[str]) -> None:
        self._file = file
        self._posargs = posargs
        self._last_line = file.text.text.count("\n") + 1
        self._left = _MOST
        self.found: list[Task] = []

    def read(self, function: Function) -> Sequence[str] | Unknown:
        """Keeps what a session runs, and gives the sessions that it asks for."""
        waiting = [
            _Place(function, next((name.arg for name in _parameters(function)), ""), is_swallowed=False)
        ]
        followed = {function.name}
        asked: list[str] = []
        while waiting:
            place = waiting.pop()
            self._left -= 1
            if self._left < 0:
                return untold(f"{self._file.text.path} has more code than is read")
            waiting += reversed(list(_below(place)))
            if isinstance(place.node, ast.Call):
                waiting += self._handed_over(place.node, place, followed)
                target = self._called(place.node, place)
                if target is None:
                    return untold(f"{self._file.text.path} works out which session it notifies")
                asked += filter(None, [target])
        return asked

    def _called(self, call: ast.Call, place: _Place) -> str | None:
        """Keeps what a call runs; the session that it notifies instead, None when that cannot be told."""
        name = _method(call, place.session)
        if name in _RUNS:
            self.found += self._task(call, place)
        if name != "notify":
            return ""
        written = strings_in(ast.Tuple(call.args[:1], ast.Load()))
        return written[0] if written else None

    def _handed_over(self, call: ast.Call, place: _Place, followed: set[str]) -> Iterator[_Place]:
        """The function that a session is handed to, followed once."""
        function = self._file.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None or function.name in followed:
            return
        names = [parameter.arg for parameter in _parameters(function)]
        given = [
            *zip(names, call.args, strict=False),
            *((keyword.arg, keyword.value) for keyword in call.keywords),
        ]
        called = next((name for name, value in given if name and _is_named(value, place.session)), None)
        if called is not None:
            followed.add(function.name)
            yield _Place(function, called, place.is_swallowed)

    def _task(self, call: ast.Call, place: _Place) -> Iterator[Task]:
        words = [word for argument in call.args for word in words_of(argument, place.session, self._posargs)]
        line = call.lineno
        where = self._file.text.place_of_line(line) if line <= self._last_line else self._file.text.whole()
        if words:
            yield Task(" ".join(words), where, is_ignored=place.is_swallowed or _takes_failure(call))


def _parameters(function: Function) -> Sequence[ast.arg]:
    return (*function.args.posonlyargs, *function.args.args)


def _below(place: _Place) -> Iterator[_Place]:
    """What stands directly below a node."""
    node = place.node
    swallowed = {*map(id, node.body)} if isinstance(node, ast.Try | ast.With) and _swallows(node) else ()
    for child in ast.iter_child_nodes(node):
        yield _Place(child, place.session, place.is_swallowed or id(child) in swallowed)


def _swallows(node: ast.Try | ast.With) -> bool:
    """Whether the failure of a command in the body is lost."""
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        return any(last_name(call.func) == "suppress" and any(map(_is_failure, call.args)) for call in calls)
    caught = next(
        (handler for handler in node.handlers if handler.type is None or _is_failure(handler.type)), None
    )
    return caught is not None and not any(
        map(_fails, (part for step in caught.body for part in ast.walk(step)))
    )


def _is_failure(node: ast.expr) -> bool:
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(last_name(name) in _SWALLOWING for name in names)


def _fails(node: ast.AST) -> bool:
    """Whether a node makes the session fail after all."""
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Attribute) and node.attr in ("error", "exit"))


def _takes_failure(call: ast.Call) -> bool:
    """Whether the exit status 1 is taken for success; statuses that are not written out may hold it."""
    codes = next((keyword.value for keyword in call.keywords if keyword.arg == "success_codes"), None)
    if codes is None:
        return False
    if not isinstance(codes, ast.List | ast.Tuple | ast.Set):
        return True
    return any(not isinstance(code, ast.Constant) or code.value == 1 for code in codes.elts)


def _method(call: ast.Call, session: str) -> str:
    """The method of the session that a call is of."""
    return (
        call.func.attr if isinstance(call.func, ast.Attribute) and _is_named(call.func.value, session) else ""
    )


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
