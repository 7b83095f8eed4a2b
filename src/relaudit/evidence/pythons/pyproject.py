"""The Python versions that `pyproject.toml` states: by PEP 621, and by what poetry and flit had before it."""

from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.pythons.said import Listed, Required, Said, listed_minor
from relaudit.evidence.toml import Toml

_FLIT = ("tool", "flit", "metadata")
_TILDE = regex(r"(?<![<>=!~])~\s*(3\.[0-9]{1,2})(?:\.[0-9]{1,9})?")
_WILDCARD = regex(r"\s*(3\.[0-9]{1,2}\.\*)\s*")


def said_by_pyproject(document: Toml) -> Said:
    """What stands in the file, whoever reads it."""
    return Said(_required(document), _listed(document))


def is_dynamic(document: Toml | None, field: str) -> bool:
    """Whether `[project]` leaves a field to the build tool."""
    return document is not None and field in document.strings("project", "dynamic")


def is_left_to_setup(document: Toml | None, field: str) -> bool:
    """Whether setuptools takes a field from its older files: what `[project]` neither says nor calls dynamic is empty."""
    if document is None or is_dynamic(document, field):
        return True
    others = (("project",), ("tool", "poetry"), _FLIT)
    return all(document.get(*keys) is None for keys in others)


def _required(document: Toml) -> Required | None:
    for keys in (("project", "requires-python"), (*_FLIT, "requires-python")):
        specifier = document.string(*keys)
        if specifier:
            return Required(specifier, document.place(*keys))
    keys = ("tool", "poetry", "dependencies", "python")
    specifier = document.string(*keys)
    return Required(_as_pep440(specifier), document.place(*keys)) if specifier else None


def _as_pep440(constraint: str) -> str:
    """Poetry's tilde and wildcard, and its star, as PEP 440 has them; the caret is read by `minors_in`."""
    plain = _TILDE.sub(r"==\1.*", _WILDCARD.sub(r"==\1", constraint))
    return ">=3" if plain.strip() == "*" else plain


def _listed(document: Toml) -> Listed | None:
    """Poetry lists every version that its `python` takes, unless `[project]` has the classifiers."""
    for keys in (("project", "classifiers"), (*_FLIT, "classifiers")):
        if isinstance(document.get(*keys), list):
            return Listed(_minors(document, *keys))
    if document.get("tool", "poetry") is None:
        return None
    return Listed(_minors(document, "tool", "poetry", "classifiers"), is_open=True)


def _minors(document: Toml, *keys: str) -> dict[int, InFile]:
    listed = document.get(*keys)
    found: dict[int, InFile] = {}
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        minor = listed_minor(item)
        if minor is not None and minor not in found:
            found[minor] = document.place(*keys, str(index))
    return found
