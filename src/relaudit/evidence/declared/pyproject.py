"""The version in a `pyproject.toml`, whatever builds the project."""

import re
from collections.abc import Iterator, Mapping
from functools import partial

from relaudit.core.regex import regex
from relaudit.evidence.declared.model import Computed, VersionFile
from relaudit.evidence.declared.pointers import attribute, folder_of, modules
from relaudit.evidence.files import normal
from relaudit.evidence.toml import Toml

_KEYS = (("project", "version"), ("tool", "poetry", "version"))
_PLACEHOLDERS = (
    "poetry-dynamic-versioning",
    "poetry-version-plugin",
)  # tools that overwrite `[tool.poetry] version`
_TAG_TABLES = {
    "setuptools_scm": "setuptools-scm", "versioneer": "versioneer", "setuptools-git-versioning": "setuptools-git-versioning",
    "vcs-versioning": "vcs-versioning", "versioningit": "versioningit", "dunamai": "dunamai", "pbr": "pbr",
}  # fmt: skip
_TAG_TOOLS = regex(
    r"(setuptools[-_.]scm|hatch[-_.]vcs|versioneer|vcs[-_.]versioning|pbr|setuptools[-_.]git[-_.]versioning"
    r"|uv[-_.]dynamic[-_.]versioning|poetry[-_.]dynamic[-_.]versioning|versioningit|flit[-_.]scm)(?![-_.\w])",
    re.IGNORECASE,
)
_HATCH_TAGS = {
    "vcs": "hatch-vcs",
    "uv-dynamic-versioning": "uv-dynamic-versioning",
    "versioningit": "versioningit",
}
_HATCH_FILES = {"nodejs": "package.json"}


def version_in_pyproject(document: Toml) -> VersionFile | Computed | None:
    """`[project]` (PEP 621) or `[tool.poetry]`; where the build makes it, the tool and the file that it reads."""
    path = document.text.path
    is_off = document.get("tool", _PLACEHOLDERS[0], "enable") is False
    for tool in _PLACEHOLDERS:
        if not is_off and document.get("tool", tool) is not None:
            return Computed(path, f"the tag, by {tool}", is_tag=True)
    for keys in _KEYS:
        found = document.string(*keys)
        if found is not None:
            return VersionFile(path, found, document.text, partial(document.span, *keys), document.text.ref)
    dynamic = document.get("project", "dynamic")
    if isinstance(dynamic, list) and "version" in dynamic:
        return next(_sources(document), None) or Computed(path, "dynamic", ("setup.cfg", "setup.py"))
    if document.get("project") is None and document.get("tool", "flit", "metadata", "module") is not None:
        return _flit(document)
    return _tagged(document) if document.get("project") is None else None


def _sources(document: Toml) -> Iterator[Computed]:
    """What the build takes the version from: what says so outright before what is only there."""
    for source in (_setuptools, _hatch, _pdm, _scikit_build, _tagged, _flit, _maturin):
        found = source(document)
        if found:
            yield found


def _hatch(document: Toml) -> Computed | None:
    source = document.string("tool", "hatch", "version", "source") or "regex"
    if document.get("tool", "hatch", "version") is None:
        return None
    if source in _HATCH_TAGS:
        return Computed(document.text.path, f"the tag, by {_HATCH_TAGS[source]}", is_tag=True)
    path = document.string("tool", "hatch", "version", "path") or _HATCH_FILES.get(source)
    return _file(document, path, "hatch") if path else Computed(document.text.path, f"hatch's {source}")


def _pdm(document: Toml) -> Computed | None:
    match document.string("tool", "pdm", "version", "source"):
        case "file":
            return _file(document, document.string("tool", "pdm", "version", "path"), "pdm")
        case "scm":
            return Computed(document.text.path, "the tag, by pdm", is_tag=True)
        case None:
            return None
        case source:
            return Computed(document.text.path, f"pdm's {source}")


def _setuptools(document: Toml) -> Computed | None:
    folder = folder_of(document.text.path)
    named = document.string("tool", "setuptools", "dynamic", "version", "attr")
    if named:
        own = document.string("tool", "setuptools", "package-dir", "")
        at, name = attribute(named, folder, (f"{own.strip('/')}/",) if own else ("", "src/"))
        return Computed(document.text.path, f"the attribute {named}", at, name)
    said = document.get("tool", "setuptools", "dynamic", "version", "file")
    path = said[0] if isinstance(said, list) and said else said
    return _file(document, path, "setuptools") if isinstance(path, str) else None


def _scikit_build(document: Toml) -> Computed | None:
    said = document.get("tool", "scikit-build", "metadata", "version")
    if not isinstance(said, Mapping):
        return None
    provider, given = str(said.get("provider", "")), said.get("input")
    if provider.endswith("setuptools_scm"):
        return Computed(document.text.path, "the tag, by setuptools-scm", is_tag=True)
    if isinstance(given, str):
        return _file(document, given, "scikit-build-core")
    return Computed(document.text.path, "scikit-build-core")


def _flit(document: Toml) -> Computed | None:
    """Flit takes `__version__` of the module that it packs, which bears the project's name unless another is given."""
    backend = document.string("build-system", "build-backend") or ""
    if not backend.startswith("flit"):
        return None
    module = (
        document.string("tool", "flit", "module", "name")
        or document.string("tool", "flit", "metadata", "module")
        or (document.string("project", "name") or "").replace("-", "_")
    )
    folder = folder_of(document.text.path)
    at = modules(module, (folder, f"{folder}src/"))
    return Computed(document.text.path, "flit: the module's __version__", at, "__version__")


def _maturin(document: Toml) -> Computed | None:
    if (document.string("build-system", "build-backend") or "").partition(".")[0] != "maturin":
        return None
    path = document.string("tool", "maturin", "manifest-path") or "Cargo.toml"
    return _file(document, path, "maturin")


def _tagged(document: Toml) -> Computed | None:
    tables = document.get("tool")
    if isinstance(tables, Mapping):
        for table, tool in _TAG_TABLES.items():
            if table in tables:
                return Computed(document.text.path, f"the tag, by {tool}", is_tag=True)
    required = document.get("build-system", "requires")
    for item in required if isinstance(required, list) else ():
        found = _TAG_TOOLS.match(item) if isinstance(item, str) else None
        if found:
            tool = re.sub(r"[-_.]+", "-", found[1].lower())
            return Computed(document.text.path, f"the tag, by {tool}", is_tag=True)
    return None


def _file(document: Toml, path: str | None, tool: str) -> Computed:
    """A file that a tool reads; a pattern of the project's own is not run, the file's usual reader is."""
    target = normal(folder_of(document.text.path) + path) if path else ""
    return Computed(document.text.path, f"{tool}: {path or 'a file'}", (target,) if target else ())
