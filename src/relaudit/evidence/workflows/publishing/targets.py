"""Which place a text names: an index by its name or its host, a registry of images by its reference."""

from relaudit.core.regex import regex

_SCHEME = regex(r"^[a-z+]+://(?:[^/@]*@)?")
_INDEXES = {"pypi": "pypi", "npmjs": "npm", "crates": "crates", "pythonhosted": "pypi"}
_NAMES = {"pypi": "pypi", "testpypi": "testpypi", "test-pypi": "testpypi", "test_pypi": "testpypi", "pypitest": "testpypi",
          "test": "testpypi", "main": "pypi", "release": "pypi", "legacy": "pypi", "npm": "npm", "crates-io": "crates"}  # fmt: skip
_DOCKER_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com")


def index_of(said: str) -> str:
    """The target that a name of an index, or the address of one, stands for: by the second-level label of its host."""
    text = said.strip().lower()
    if not _SCHEME.match(text):
        return _NAMES.get(text, f"other:{text}")
    host = _SCHEME.sub("", text).split("/")[0].split(":")[0]
    labels = host.split(".")
    known = _INDEXES.get(labels[-2]) if len(labels) > 1 else None
    if known is None:
        return f"other:{host}"
    return "testpypi" if known == "pypi" and labels[0] == "test" else known


def registry_of(reference: str) -> str:
    """The target of the reference of an image, by its host: one with a dot, a colon, or `localhost`."""
    text = _SCHEME.sub("", reference.strip())
    first, slash, _ = text.partition("/")
    is_host = bool(slash) and ("." in first or ":" in first or first == "localhost")
    host = first.lower() if is_host else "docker.io"
    if host in _DOCKER_HUB:
        return "dockerhub"
    return "ghcr" if host == "ghcr.io" else f"other:{host}"
