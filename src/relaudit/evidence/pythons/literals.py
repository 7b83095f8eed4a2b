"""The strings that a list in Python is made of, by the syntax tree: nothing is run."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

_ABOUT = "Programming Language"
_SPLITTING = ("split", "splitlines", "strip", "rstrip", "lstrip")
_COPYING = ("list", "tuple", "sorted", "set", "dedent")
_ADDING = ("append", "extend")


def sources_in(tree: ast.Module) -> Mapping[str, ast.expr]:
    """What the names stand for that the top level sets, each once in the whole module and under no condition."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = Counter(node.id for node in nodes if isinstance(node.ctx, ast.Store))
    found: dict[str, ast.expr] = {}
    for statement in tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if stored[name] == 1:
                found[name] = value
            case _:
                pass
    return found


def additions_in(tree: ast.Module) -> Mapping[str, Sequence[ast.expr]]:
    """What `name.append(…)` and `name.extend(…)` add to the lists of a module."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[value]) if (
                method in _ADDING
            ):
                found.setdefault(name, []).append(value)
            case _:
                pass
    return found


def literals(
    value: ast.expr, sources: Mapping[str, ast.expr], additions: Mapping[str, Sequence[ast.expr]]
) -> Sequence[ast.Constant] | None:
    """The strings, those of a text that is split among them as one; None when it takes more than literals to tell."""
    pending, found, seen = [value], list[ast.Constant](), set[str]()
    while pending:
        node = pending.pop()
        match node:
            case ast.Constant():
                found.append(node)
            case ast.Name(id=name) if name in sources:
                pending += () if name in seen else (sources[name], *additions.get(name, ()))
                seen.add(name)
            case _ if _is_about_other(node):
                pass
            case _:
                parts = _parts(node)
                if parts is None:
                    return None
                pending += parts
    return found


def _parts(node: ast.expr) -> Sequence[ast.expr] | None:  # noqa: PLR0911 - one for each form
    """The expressions that an expression of strings is put together from."""
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return elements
        case ast.Starred(value=inner):
            return (inner,)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (left, right)
        case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _SPLITTING:
            return (inner,)
        case ast.Call(func=ast.Name(id=function) | ast.Attribute(attr=function), args=[inner]) if (
            function in _COPYING
        ):
            return (inner,)
        case ast.Call(func=ast.Name(id="filter"), args=[ast.Constant(value=None), inner]):
            return (inner,)
        case ast.ListComp(
            elt=item, generators=[ast.comprehension(target=target, iter=inner, ifs=conditions)]
        ):
            is_plain = all(_is_plain(part, target) for part in (item, *conditions))
            return (inner,) if is_plain else None
        case _:
            return None


def _is_plain(item: ast.expr, target: ast.expr) -> bool:
    """The item of a comprehension as it is, or without the white space around it."""
    names = list(_names_in(item))
    return isinstance(target, ast.Name) and names == [target.id]


def _names_in(item: ast.expr) -> Iterator[str]:
    match item:
        case ast.Name(id=name) | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="strip"), args=[]):
            yield name
        case _:
            pass


def _is_about_other(node: ast.expr) -> bool:
    """A string that is put together, and begins as no classifier of a language does."""
    match node:
        case (
            ast.JoinedStr(values=[ast.Constant(value=str(start)), *_])
            | ast.BinOp(left=ast.Constant(value=str(start)), op=ast.Mod())
            | ast.Call(func=ast.Attribute(value=ast.Constant(value=str(start)), attr="format"))
        ):
            return not start.startswith(_ABOUT[: len(start)])
        case ast.BinOp(left=ast.Constant(value=str(start)), op=ast.Add()):
            return start.rstrip().endswith("::") and not start.startswith(_ABOUT)
        case _:
            return False
