"""The version in `package.json`, its lock files, and `Cargo.toml`."""

from functools import partial

from relaudit.core.model import Unknown
from relaudit.evidence.declared.model import Computed, Reading, VersionFile
from relaudit.evidence.declared.pointers import folder_of
from relaudit.evidence.files import Text, normal

_SEMANTIC_RELEASE = ("0.0.0-development", "0.0.0-semantically-released", "0.0.0-semantic-release")


def version_in_package_json(text: Text) -> Reading:
    """The top-level `version`; what semantic-release's users write there stands for the tag, and a private package is not released."""
    from relaudit.evidence.json import parse_json

    document = parse_json(text)
    if isinstance(document, Unknown):
        return document
    version = document.string("version")
    if version in _SEMANTIC_RELEASE:
        return Computed(text.path, "the tag, by semantic-release", is_tag=True)
    if not version or document.get("private") is True:
        return None
    return VersionFile(text.path, version, text, partial(document.span, "version"), text.ref)


def version_in_cargo(text: Text) -> Reading:
    """`[package] version`, or the workspace's: in this file, or in the one that a member takes it from."""
    from relaudit.evidence.toml import parse_toml

    document = parse_toml(text)
    if isinstance(document, Unknown):
        return document
    for keys in (("package", "version"), ("workspace", "package", "version")):
        version = document.string(*keys)
        if version:
            return VersionFile(text.path, version, text, partial(document.span, *keys), text.ref)
    if document.get("package", "version", "workspace") is not True:
        return None
    own = document.string("package", "workspace")
    above = f"{normal(folder_of(text.path) + own)}/Cargo.toml" if own else "Cargo.toml"
    return Computed(text.path, "the workspace", (normal(above),) if above != text.path else ())
