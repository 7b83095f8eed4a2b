"""The configuration of the tools that bump and release: one module for each, imported where its file or table is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.evidence.bumping.model import BumpConfig, BumpConfigs, BumpPackage, BumpTarget, table_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project

__all__ = ["BumpConfig", "BumpConfigs", "BumpPackage", "BumpTarget", "bump_configs"]

Read = BumpConfig | Unknown
_FILES = {
    ".bumpversion.cfg": "bumpversion", ".bumpversion.toml": "bumpversion",
    ".cz.toml": "commitizen", "cz.toml": "commitizen", ".cz.json": "commitizen", "cz.json": "commitizen",
    ".cz.yaml": "commitizen", "cz.yaml": "commitizen",
    "releaserc.toml": "python_semantic_release", "releaserc.json": "python_semantic_release",
    "bumpver.toml": "bumpver", "pycalver.toml": "bumpver",
    "release-please-config.json": "release_please",
    ".releaserc": "semantic_release", ".releaserc.json": "semantic_release", ".releaserc.yaml": "semantic_release",
    ".releaserc.yml": "semantic_release", ".releaserc.js": "semantic_release", ".releaserc.cjs": "semantic_release",
    ".releaserc.mjs": "semantic_release", "release.config.js": "semantic_release",
    "release.config.cjs": "semantic_release", "release.config.mjs": "semantic_release",
    "lerna.json": "lerna", "release.toml": "cargo_release",
}  # fmt: skip
_SHARED = {
    "setup.cfg": (("[bumpversion", "bumpversion"), ("[semantic_release", "python_semantic_release"), ("[bumpver]", "bumpver"), ("[pycalver]", "bumpver")),
    "package.json": (('"release"', "semantic_release"),),
    "Cargo.toml": (("metadata.release", "cargo_release"),),
}  # fmt: skip
_TABLES = {
    "bumpversion": "bumpversion", "commitizen": "commitizen", "semantic_release": "python_semantic_release",
    "bumpver": "bumpver", "pycalver": "bumpver", "hatch": "hatch",
}  # fmt: skip
_CHANGESETS = ".changeset/config.json"


@evidence(reads=(*_FILES, *_SHARED, _CHANGESETS, "pyproject.toml", ".release-please-manifest.json"))
def bump_configs(tree: Tree, project: Project | Unknown) -> BumpConfigs:
    """Every configuration at the top of the tree; those in files of their own stand before those in shared ones."""
    names = tree.folder("")
    if isinstance(names, Unknown):
        return BumpConfigs(unknowns=(names,))
    read = tuple(
        dict.fromkeys((*_in_own_files(tree, names), *_in_shared(tree, names), *_in_project(project)))
    )
    pattern, path = _scm_tag(project)
    return BumpConfigs(
        tuple(item for item in read if isinstance(item, BumpConfig)),
        tuple(item for item in read if isinstance(item, Unknown)),
        pattern,
        path,
    )


def _reader(tool: str) -> Callable[..., Iterable[Read]]:
    found: Callable[..., Iterable[Read]] = import_module(f"{__name__}.{tool}").read
    return found


def _in_own_files(tree: Tree, names: Iterable[str]) -> Iterator[Read]:
    present = set(names)
    for name, tool in _FILES.items():
        if name in present:
            yield from _in_file(tree, name, tool)
    if ".changeset/" in present:
        yield from _in_file(tree, _CHANGESETS, "changesets")


def _in_shared(tree: Tree, names: Sequence[str]) -> Iterator[Read]:
    for name in (name for name in _SHARED if name in names):
        text = tree.read(name)
        if isinstance(text, Unknown):
            yield text
        elif text:
            tools = dict.fromkeys(tool for mark, tool in _SHARED[name] if mark in text.text)
            for tool in tools:
                yield from _reader(tool)(tree, text)


def _in_file(tree: Tree, path: str, tool: str) -> Iterable[Read]:
    text = tree.read(path)
    if isinstance(text, Text):
        return _reader(tool)(tree, text)
    return (text,) if text else ()


def _in_project(project: Project | Unknown) -> Iterator[Read]:
    document = project.document if isinstance(project, Project) else None
    tables = table_of(document.get("tool") if document else None)
    for tool in dict.fromkeys(tool for table, tool in _TABLES.items() if table in tables):
        found: Callable[..., Iterable[Read]] = import_module(f"{__name__}.{tool}").from_document
        yield from found(document)


def _scm_tag(project: Project | Unknown) -> tuple[str, str]:
    """The tags that setuptools-scm or hatch-vcs read, and where that is said."""
    document = project.document if isinstance(project, Project) else None
    if document is None or not (isinstance(project, Project) and project.version_is_tagged):
        return "", ""
    from relaudit.evidence.bumping.scm import tag_pattern

    return tag_pattern(document), document.text.path
