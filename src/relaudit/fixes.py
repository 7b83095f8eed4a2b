"""The fixes of one repository, tried out in memory: what its files would be, and what became of each fix."""

from collections.abc import Mapping
from typing import Self

from relaudit.core.model import Finding, Fix, Unknown, Verdict
from relaudit.core.policy import Case
from relaudit.core.record import record
from relaudit.core.repair import Refusal, Wanted, repair
from relaudit.core.report import Repair
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.overlay import Overlay, encoded
from relaudit.sources.editing import obstacle


@record
class Copy:
    """A repository with the edits made so far, judged."""

    case: Case
    tree: Overlay
    verdicts: tuple[Verdict, ...]

    def text(self, path: str) -> str | Refusal:
        """The text of a file that may be edited: a plain one, by its own name, whose bytes can be written back."""
        text = self.tree.read(path)
        if isinstance(text, Unknown):
            return Refusal(text.detail)
        why = f"there is no {path}" if text is None else obstacle(self.tree.below, path)
        if why or text is None:
            return Refusal(why)
        return Refusal(f"{path} is no valid {text.encoding}") if encoded(text) is None else text.text

    def edited(self, texts: Mapping[str, str]) -> Self | Refusal:
        """The copy with some texts exchanged, judged with the evidence that does not follow from the tree."""
        exchanged = dict(self.tree.texts)
        for path, new in texts.items():
            old = self.tree.read(path)
            assert isinstance(old, Text)  # noqa: S101 - it was edited
            exchanged[normal(path)] = Text(path, new, old.encoding, old.ref, mark=old.mark)
            if encoded(exchanged[normal(path)]) is None:
                return Refusal(f"what it writes cannot be said in the {old.encoding} of {path}")
        tree = Overlay(self.tree.below, exchanged)
        verdicts = self.case.verdicts(self.case.dossier.with_given(Tree, tree))
        return type(self)(self.case, tree, verdicts)


def safe(_: Finding, fix: Fix) -> bool:
    """Fixes that cannot change what a release does."""
    return fix.safe


def every(_: Finding, __: Fix) -> bool:
    """All fixes."""
    return True


def fixed(case: Case, tree: Tree, wanted: Wanted) -> tuple[Copy, tuple[Repair, ...]]:
    """The repository with the wanted fixes that stood the test, and what became of each."""
    return repair(Copy(case, Overlay(tree, {}), case.verdicts(case.dossier)), wanted)
