"""The name under which an installed package gives its version, looked up without importing anything."""

import re
from collections.abc import Callable, Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.declared import Computed, version_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.process import VersionFormat

_ROOTS = ("", "src/", "lib/", "python/")
_STEPS = 4
Read = Callable[[str], Text | Unknown | None]


@record
class ExposedVersion:
    """One promised name, as `ferry.__version__`; `said_in` is the file that promises it, empty for the process.

    `path` is the module that was found for it, empty when there is none; `wrong` says why the name is not
    there, empty when it is; `unknown` why that cannot be told.
    """

    name: str
    said_in: str
    path: str = ""
    wrong: str = ""
    unknown: Unknown | None = None


@record
class ExposedVersions:
    """The name that the process states, or the one that the build reads the version from."""

    names: tuple[ExposedVersion, ...] = ()

    def __len__(self) -> int:
        return len(self.names)


@evidence(reads=("pyproject.toml", "**/__init__.py"))
def exposed_versions(
    tree: Tree, form: VersionFormat | Unknown, project: Project | Unknown
) -> ExposedVersions:
    """The stated name; where none is stated, an attribute of a package that setuptools, hatch or flit is told to read."""
    stated = form.exposed_as if isinstance(form, VersionFormat) else ""
    if stated:
        from relaudit.evidence.declared.pointers import modules

        module, _, name = stated.rpartition(".")
        return ExposedVersions((_looked_up(tree, stated, "", modules(module, _ROOTS), name),))
    return ExposedVersions(tuple(_derived(tree, project)))


def _derived(tree: Tree, project: Project | Unknown) -> Iterator[ExposedVersion]:
    document = project.document if isinstance(project, Project) else None
    found = version_of(document) if document else None
    packages = (
        [path for path in found.at if path.endswith("/__init__.py")] if isinstance(found, Computed) else []
    )
    if document and isinstance(found, Computed) and packages:
        package = re.sub(r"^(?:src|lib|python)/", "", packages[0].removesuffix("/__init__.py"))
        name = found.name or "__version__"
        yield _looked_up(tree, f"{package.replace('/', '.')}.{name}", document.text.path, found.at, name)


def _looked_up(tree: Tree, promised: str, said_in: str, at: Sequence[str], name: str) -> ExposedVersion:
    path, text = next(((path, text) for path in at if (text := tree.read(path)) is not None), ("", None))
    if text is None:
        return ExposedVersion(promised, said_in, wrong=f"there is no module {promised.rpartition('.')[0]}")
    wrong = _missing(tree.read, text, name) if isinstance(text, Text) else text
    if isinstance(wrong, Unknown):
        return ExposedVersion(promised, said_in, path, unknown=wrong)
    return ExposedVersion(promised, said_in, path, wrong)


def _missing(read: Read, text: Text, name: str) -> str | Unknown:
    """Why a module does not give a name, empty when it does; from module to module as they import it."""
    from relaudit.evidence.declared.module import readings_of

    for _ in range(_STEPS):
        readings = readings_of(text, (name,))
        if isinstance(readings, Unknown):
            return readings
        found = readings.get(name)
        if found is None:
            return _otherwise(text, name)
        if not isinstance(found, Computed) or found.how != "imported":
            return ""
        following = next((other for path in found.at if (other := read(path)) is not None), None)
        if not isinstance(following, Text):
            return _unread(read, text, name, found, following)
        if _is_module(following.path, found.name):
            return ""
        text, name = following, found.name
    return ""


def _is_module(path: str, name: str) -> bool:
    """What is imported is the module itself, not a name of it."""
    return path.endswith((f"/{name}.py", f"/{name}/__init__.py"))


def _unread(read: Read, text: Text, name: str, found: Computed, following: Unknown | None) -> str | Unknown:
    """An import from what is not in the tree: another distribution, or a module that the build writes."""
    if following is not None:
        return following
    manifest = read("pyproject.toml")
    said = manifest.text if isinstance(manifest, Text) else ""
    own = text.path.rpartition("/")[0]
    is_own = found.at[:1] and found.at[0].startswith(f"{own}/")
    if not is_own or any(path in said for path in found.at):
        return ""
    detail = (
        f"{text.path} imports {name} from {found.at[-1]}, which is not in the tree: the build may write it"
    )
    return Unknown("ExposedVersions", Reason.UNDECIDABLE, detail=detail)


def _otherwise(text: Text, name: str) -> str | Unknown:
    """A module's own `__getattr__` may know the name, and so may a module of which everything is imported."""
    import ast

    from relaudit.evidence.declared.module import parsed

    tree = parsed(text)
    if isinstance(tree, Unknown):
        return tree
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name="__getattr__"):
                if any(isinstance(node, ast.Constant) and node.value == name for node in ast.walk(statement)):
                    return ""
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                detail = f"{text.path} imports everything that another module has, {name} may be of it"
                return Unknown("ExposedVersions", Reason.UNDECIDABLE, detail=detail)
            case _:
                pass
    return f"{text.path} sets no {name}"
