"""The targets that a tool's own configuration names: goreleaser's and semantic-release's."""

from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.model import Part, items_of
from relaudit.evidence.workflows.publishing.targets import registry_of
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.scalars import text_of, truth_of
from relaudit.evidence.yaml import Yaml, parse_yaml

_GORELEASER = tuple(f"{folder}{name}.{end}" for folder in ("", ".config/") for name in (".goreleaser", "goreleaser") for end in ("yml", "yaml"))  # fmt: skip
_OTHERS = {
    "brews": "homebrew", "homebrew_casks": "homebrew", "scoops": "scoop", "aurs": "aur", "aur_sources": "aur", "winget": "winget", "nix": "nix", "krews": "krew",
    "chocolateys": "chocolatey", "snapcrafts": "snapcraft", "gemfury": "gemfury", "furies": "gemfury", "blobs": "blobs", "artifactories": "artifactory",
    "uploads": "uploads", "cloudsmiths": "cloudsmith",
}  # fmt: skip
_IMAGES = {"dockers": ("image_templates",), "dockers_v2": ("images",), "docker_manifests": ("name_template",), "kos": ("repositories", "repository")}  # fmt: skip
# Where the configuration names no variable; the others take the token of the release.
_TOKENS = {
    "npm": ("NODE_AUTH_TOKEN", "NPM_TOKEN"), "snapcraft": ("SNAPCRAFT_STORE_CREDENTIALS",), "gemfury": ("FURY_TOKEN",),
}  # fmt: skip
_ENVIRONMENT = regex(r"\.Env\.(\w+)")
_MODULE = regex(r"(?m)^module\s+github\.com/([\w.-]+/[\w.-]+)")
_RC = (".releaserc", ".releaserc.json", ".releaserc.yaml", ".releaserc.yml")
_NPM = "@semantic-release/npm"


def configured(use: Use, tree: Tree) -> Sequence[str]:
    """The targets, each once; what is made by default where no configuration can be read."""
    found = dict.fromkeys(_goreleaser(tree) if "goreleaser" in use.how else _semantic_release(tree))
    is_nightly = "--nightly" in _said(use)  # it leaves out what names a version for good
    return tuple(one for one in found if not (is_nightly and (one == "npm" or one.startswith("other:"))))


def tokens_of(use: Use, target: str, tree: Tree) -> tuple[str, ...]:
    """The variables that hold the credential for one of the targets."""
    if target == "github-release":
        return use.publisher.token
    name = target.removeprefix("other:")
    items = (item for key in _OTHERS if _OTHERS[key] == name for item in items_of(_config(tree).value(key)))
    named = [variable for item in items for variable in _variables(item)]
    return (*named, *_TOKENS.get(name, use.publisher.token if target.startswith("other:") else ()))


def _variables(node: Node) -> Iterator[str]:
    """The variables of the environment that a part of the configuration names."""
    match node:
        case Scalar(value=said):
            yield from _ENVIRONMENT.findall(said)
        case Mapping():
            yield from (name for _, value in node.items() for name in _variables(value))
        case _:
            yield from (name for item in node.items for name in _variables(item))


def _config(tree: Tree) -> Part:
    return next((part for path in _GORELEASER if (part := _read(tree, path)) is not None), Part(None))


def _said(use: Use) -> str:
    """What the tool is told."""
    words = " ".join(word.source for word in use.trail[-1].command.words) if use.trail else ""
    return f"{words} {inputs_of(use.at.step).text('args')}"


def _goreleaser(tree: Tree) -> Iterator[str]:
    config, own = _config(tree), _own_name(tree)
    disabled = config.part("release").scalar("disable")
    if disabled is None or not truth_of(disabled):
        yield "github-release"
    for key, names in _IMAGES.items():
        for item in items_of(config.value(key)):
            yield from (registry_of(image) for image in _texts(Part(item), names))
    for key, name in _OTHERS.items():
        if any(not _is_skipped(Part(item), own) for item in items_of(config.value(key))):
            yield f"other:{name}"
    if items_of(config.value("npms")):
        yield "npm"


def _is_skipped(item: Part, own: str) -> bool:
    """Whether nothing is uploaded, or only committed to the repository itself."""
    said, place = item.scalar("skip_upload"), item.part("repository")
    is_own = bool(own) and f"{place.text('owner')}/{place.text('name')}".lower() == own
    return is_own or (said is not None and bool(truth_of(said)))


def _own_name(tree: Tree) -> str:
    """The repository by the name of its Go module; empty where that does not say it."""
    text = tree.read("go.mod")
    found = _MODULE.search(text.text) if isinstance(text, Text) else None
    return found[1].lower() if found else ""


def _texts(item: Part, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (text_of(one) for one in item.items(name) if isinstance(one, Scalar))


def _semantic_release(tree: Tree) -> Iterator[str]:
    """Of node: to npm unless its plugins leave that out or the package is private; of Python: a release alone."""
    package = _read(tree, "package.json")  # JSON is YAML, as far as such files go
    project = tree.read("pyproject.toml")
    is_python = isinstance(project, Text) and "[tool.semantic_release" in project.text
    if package is None or is_python:
        yield "github-release"
        return
    config = next((part for path in _RC if (part := _read(tree, path)) is not None), package.part("release"))
    plugins = config.value("plugins")
    private = package.scalar("private")
    names = {text_of(one) for one in map(_plugin, items_of(plugins)) if one is not None}
    if (plugins is None or _NPM in names) and not (private is not None and truth_of(private)):
        yield "npm"
    if plugins is None or "@semantic-release/github" in names:
        yield "github-release"


def _plugin(node: Node) -> Scalar | None:
    """A plugin by its name, or by the first item of a list with its options."""
    first = next(iter(items_of(node)), None)
    return first if isinstance(first, Scalar) else None


def _read(tree: Tree, path: str) -> Part | None:
    text = tree.read(path)
    found = parse_yaml(text) if isinstance(text, Text) else None
    return Part(found.root) if isinstance(found, Yaml) else None
