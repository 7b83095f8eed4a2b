"""The version in a Helm chart and in a `CITATION.cff`."""

from relaudit.core.model import Unknown
from relaudit.evidence.declared.model import Reading, VersionFile
from relaudit.evidence.files import Text
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.yaml import parse_yaml


def version_in_yaml(text: Text, key: str = "") -> Reading:
    """The value of the top-level key, `version` when none is named; None in a template."""
    if "{{" in text.text:
        return None
    document = parse_yaml(text)
    if isinstance(document, Unknown):
        return document
    value = document.root.get(key or "version") if isinstance(document.root, Mapping) else None
    if not isinstance(value, Scalar) or not value.value or value.style in ("|", ">"):
        return None
    span = (value.start, value.end)
    return VersionFile(text.path, value.value, text, lambda: span, text.ref, key)


def name_of(text: Text) -> str:
    """The name of a chart, empty when it has none."""
    document = parse_yaml(text)
    root = None if isinstance(document, Unknown) else document.root
    value = root.get("name") if isinstance(root, Mapping) else None
    return value.value if isinstance(value, Scalar) else ""
