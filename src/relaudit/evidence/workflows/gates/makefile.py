"""The targets of a Makefile, as far as they are written out."""

from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree

_NAMES = ("GNUmakefile", "makefile", "Makefile")
_RULE = regex(r"(?m)^([A-Za-z0-9_./][A-Za-z0-9_./ -]*?)\s*::?(?!=)")
_COMPUTED = regex(r"(?m)^\s*-?(?:include|sinclude)\b|^[^\t#\n]*[%$][^\n:=]*:(?!=)|\$\(eval")


def targets_in(tree: Tree) -> frozenset[str] | None:
    """Every target; None where there is no Makefile at the root, or where some targets are computed or included."""
    text = next((text for name in _NAMES if isinstance(text := tree.read(name), Text)), None)
    if text is None or _COMPUTED.search(text.text):
        return None
    return frozenset(name for names in _RULE.findall(text.text) for name in names.split())
