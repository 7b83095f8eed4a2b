"""Task runners whose tasks are programs: what they run cannot be told without running them."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.tasks.model import Tasks, untold


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """Nothing is known of them but that they may run anything."""
    del folder, tree
    return untold(f"the tasks of {words[0]} are not read") if len(words) > 1 else ()
