"""The targets of a Makefile, as far as they are written out."""

from relaudit.evidence.files import Text, Tree
from relaudit.evidence.workflows.tasks.doubts import UntoldError
from relaudit.evidence.workflows.tasks.make import NAMES
from relaudit.evidence.workflows.tasks.makefile import Makefile


def targets_in(tree: Tree) -> frozenset[str] | None:
    """Every target; None where there is no Makefile at the root, or where some targets are computed, or made by patterns."""
    text = next((text for name in NAMES if isinstance(text := tree.read(name), Text)), None)
    if text is None:
        return None
    makefile = Makefile(tree, "", {})
    try:
        makefile.read(text)
    except UntoldError:
        return None
    return None if makefile.is_open or makefile.patterns else frozenset(makefile.rules)
