"""Where a file that takes the version from elsewhere points: paths in the tree, from names and strings."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from relaudit.evidence.files import normal

_FILES = (".py", "version", "version.txt", "package.json", "cargo.toml")
_FAR = 400  # nodes of an expression, and of what it calls


def folder_of(path: str) -> str:
    """The folder that a file lies in, with its slash; empty at the top."""
    head, slash, _ = path.rpartition("/")
    return head + slash


def modules(dotted: str, roots: Sequence[str]) -> tuple[str, ...]:
    """The files that a module may be, below each root: a package or a single file."""
    path = dotted.replace(".", "/")
    found = [normal(f"{root}{path}{end}") for root in roots for end in ("/__init__.py", ".py")]
    return tuple(dict.fromkeys(filter(None, found)))


def imported(statement: ast.ImportFrom, path: str, name: str) -> tuple[str, ...]:
    """The files that an import takes a name from; the name may be a module's too."""
    module = statement.module or ""
    if statement.level:
        root = "/".join(path.split("/")[: -statement.level])
        root = f"{root}/" if root else ""
        return modules(module, (root,)) if module else (f"{root}__init__.py", *modules(name, (root,)))
    parts, top = path.split("/"), module.partition(".")[0]
    if top in parts[:-1]:
        root = "".join(f"{part}/" for part in parts[: parts.index(top)])
        return modules(module, (root,))
    folder = folder_of(path)
    return modules(module, ("", "src/", folder, f"{folder}src/"))


def attribute(dotted: str, folder: str, roots: Sequence[str] = ("", "src/")) -> tuple[tuple[str, ...], str]:
    """The files and the name that `ferry.version.NUMBER` means."""
    module, _, name = dotted.strip().rpartition(".")
    return modules(module, [folder + root for root in roots]) if module else (), name


def files_named(
    expression: ast.AST, folder: str, functions: Mapping[str, ast.AST], *, deep: bool = True
) -> Iterator[str]:
    """Files of a kind that versions stand in, as the strings of an expression and of the functions it calls name them."""
    for number, node in enumerate(ast.walk(expression)):
        if number > _FAR:
            return
        match node:
            case ast.Call(func=function, args=arguments):
                if deep and isinstance(function, ast.Name) and function.id in functions:
                    yield from files_named(functions[function.id], folder, functions, deep=False)
                said = [argument for argument in arguments if _string(argument)]
                yield from _path_of(said[:1] if _opens(function) else said, folder)
            case ast.BinOp(op=ast.Div(), right=right):
                yield from _path_of([right], folder)
            case _:
                pass


def _opens(function: ast.expr) -> bool:
    """`open(path, mode)`: what follows the path is no part of it."""
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name == "open"


def _path_of(arguments: Sequence[ast.expr], folder: str) -> Iterator[str]:
    joined = "/".join(map(_string, arguments))
    path = normal(folder + joined) if len(joined) <= _FAR else ""
    if path.lower().endswith(_FILES) and " " not in path and "\n" not in path:
        yield path


def _string(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
