"""The house stays easy to see: layers point down, each dependency has one home, modules and functions stay small."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "rules").rglob("*.py")])

LAYERS = (
    ("core",),
    ("process",),
    ("evidence", "api"),
    ("config", "plugins", "sources", "pages", "terminal"),
    ("reporters", "views"),
    ("builtin", "request", "audit", "outcome", "fixes", "examples", "ready"),
    ("org", "docs", "testing"),
    ("cli", "__main__"),
)
HOMES = {
    "github": "relaudit.sources.github.client",
    "requests": "relaudit.sources.github.client",
    "jwt": "relaudit.sources.github.client",
    "packaging": "relaudit.evidence.schemes",
    "tomlkit": "relaudit.evidence.toml",
    "tomllib": "relaudit.evidence.toml",
    "ruamel": "relaudit.evidence.yaml",
    "_ruamel_yaml": "relaudit.evidence.yaml",
    "codeowners": "relaudit.evidence.owners",
    "markdown_it": "relaudit.pages",
    "pluggy": "relaudit.plugins.load",
    "rich": "relaudit.terminal",
    "shtab": "relaudit.cli.completion",
    "tree_sitter": "relaudit.evidence.workflows.scripts.syntax",
    "tree_sitter_bash": "relaudit.evidence.workflows.scripts.syntax",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(module: str) -> int | None:
    part = module.split(".")[1] if module.startswith("relaudit.") else ""
    return next((level for level, parts in enumerate(LAYERS) if part in parts), None)


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_point_down(path: Path) -> None:
    own = layer_of(module_name(path))
    upward = [name for name in imports_of(path) if own is not None and (layer_of(name) or 0) > own]

    assert upward == []


def test_every_module_has_a_layer() -> None:
    homeless = [module_name(path) for path in SOURCES if layer_of(module_name(path)) is None]

    assert [name for name in homeless if name.startswith("relaudit.")] == []


@pytest.mark.parametrize("path", [path for path in SOURCES if "relaudit_rules" in str(path)], ids=module_name)
def test_rules_import_only_what_any_pack_may(path: Path) -> None:
    allowed = ("relaudit.api", "relaudit.evidence", "relaudit.process", "collections", "datetime")
    foreign = [name for name in imports_of(path) if not name.startswith(allowed)]

    assert foreign == []


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_third_party_packages_have_one_home(path: Path) -> None:
    for name in imports_of(path):
        top = name.partition(".")[0]
        known = top in sys.stdlib_module_names or top in ("relaudit", "relaudit_rules")

        assert known or top in HOMES, f"{name} has no home"
        assert top not in HOMES or module_name(path).startswith(HOMES[top]), f"{name} lives in {HOMES[top]}"


def test_every_home_is_lived_in() -> None:
    used = {name.partition(".")[0] for path in SOURCES for name in imports_of(path)}

    assert set(HOMES) <= used


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 40]

    assert text.count("\n") <= 200
    assert long == []
    assert ast.get_docstring(tree), "a module says in one sentence what it is"


def test_the_core_imports_nothing_but_itself_and_the_standard_library() -> None:
    core = [path for path in SOURCES if module_name(path).startswith("relaudit.core")]
    foreign = {name for path in core for name in imports_of(path) if not name.startswith("relaudit.core")}

    assert {name for name in foreign if name.partition(".")[0] not in sys.stdlib_module_names} == set()


def test_no_index_is_named_by_its_address() -> None:
    """Pages and tables tell an index by its labels, so that the project works with any mirror."""
    hosts = [".".join(labels) for labels in (("pypi", "org"), ("npmjs", "org"), ("npmjs", "com"), ("crates", "io"), ("pythonhosted", "org"))]  # fmt: skip
    kinds = (".py", ".md", ".toml", ".json", ".yml", ".txt")
    folders = ("src", "rules", "docs", "tests", ".github")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    named = [
        str(path.relative_to(ROOT))
        for path in files
        if "node_modules" not in path.parts and "build" not in path.parts
        for host in hosts
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]

    assert files
    assert named == []
