"""The Python versions that `setup.py` and `setup.cfg` state, as setuptools puts them together."""

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.pythons.said import Listed, Required, Said, listed_in, untold

_REQUIRED = (("options", "python_requires"), ("options", "python-requires"))
_OF_PBR = tuple(("metadata", f"{first}{dash}{last}") for first, last in (("python", "requires"), ("requires", "python")) for dash in "-_")  # fmt: skip
_LISTED = ("classifiers", "classifier")


def said_by_setup(tree: Tree) -> Said:
    """What the script gives counts; the configuration fills in what it does not give."""
    script, is_pbr = _of_script(tree.read("setup.py"))
    if script.required and script.listed:
        return script
    of_cfg = _of_cfg(tree.read("setup.cfg"), (*_REQUIRED, *_OF_PBR) if is_pbr else _REQUIRED)
    return Said(script.required or of_cfg.required, script.listed or of_cfg.listed)


def _of_script(text: Text | Unknown | None) -> tuple[Said, bool]:
    """With whether pbr reads the configuration in setuptools' place."""
    if not isinstance(text, Text):
        return Said(text, text), False
    if not any(word in text.text for word in ("python_requires", "classifiers", "pbr")):
        return Said(), False
    from relaudit.evidence.pythons.script import said_by_script

    return said_by_script(text), "pbr" in text.text


def _of_cfg(text: Text | Unknown | None, keys: tuple[tuple[str, str], ...]) -> Said:
    if not isinstance(text, Text):
        return Said(text, text)
    if not any(word in text.text for word in ("classifier", "requires")):
        return Said()
    ini = parse_ini(text)
    return Said(ini, ini) if isinstance(ini, Unknown) else Said(_required(ini, keys), _listed(ini))


def _required(ini: Ini, keys: tuple[tuple[str, str], ...]) -> Required | None:
    for section, key in keys:
        value = (ini.get(section, key) or "").strip()
        if value:
            return Required(value, _place(ini, section, key), key)
    return None


def _listed(ini: Ini) -> Listed | Unknown | None:
    key = next((key for key in _LISTED if ini.get("metadata", key)), "")
    value = (ini.get("metadata", key) or "").strip() if key else ""
    if not value:
        return None
    if value.startswith("file:"):
        return untold(f"{ini.text.path} takes the classifiers from another file")
    start = ini.text.start_of(ini.place("metadata", key).line or 1)
    return Listed(listed_in(ini.text, value, start, len(ini.text.text)))


def _place(ini: Ini, section: str, key: str) -> InFile:
    span = ini.span(section, key)
    return ini.text.place(*span) if span else ini.place(section, key)
