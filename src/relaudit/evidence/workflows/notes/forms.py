"""How actions and commands that make a GitHub Release are told its notes."""

from collections.abc import Mapping, Sequence

from relaudit.core.record import named_record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.scripts.commands import Word


@named_record
class Form:
    """The inputs or options that hold a text, name a file, have notes generated, take them from the tag, and make a draft.

    `always` is where the notes come from whatever is said.
    """

    text: tuple[str, ...] = ()
    file: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    always: str = ""


FORMS: Mapping[str, Form] = {
    "softprops/action-gh-release": Form(text=("body",), file=("body_path",), generated=("generate_release_notes",), draft=("draft",)),
    "ncipollo/release-action": Form(text=("body",), file=("bodyFile",), generated=("generateReleaseNotes",), draft=("draft",)),
    "actions/create-release": Form(text=("body",), file=("body_path",), draft=("draft",)),
    "crazy-max/ghaction-github-release": Form(text=("body",), file=("body_path",), draft=("draft",)),
    "taiki-e/create-gh-release-action": Form(file=("changelog",), draft=("draft",)),
    "marvinpinto/action-automatic-releases": Form(always="commits"),
    "release-drafter/release-drafter": Form(always="generated"),
    "gh release create": Form(text=("--notes", "-n"), file=("--notes-file", "-F"), generated=("--generate-notes",), tag=("--notes-from-tag",), draft=("--draft", "-d")),
}  # fmt: skip
EDITING = ("gh release edit",)
_OFF = ("", "false")
_SHORT = regex(r"-[A-Za-z]")


class Sayings:
    """What a step says to what makes the release."""

    def __init__(self, use: Use) -> None:
        self._words: Sequence[Word] = use.trail[-1].command.words if use.trail else ()
        self._inputs = inputs_of(use.at.step)
        self._is_action = not use.trail

    def said(self, names: Sequence[str]) -> str | None:
        """The value of the first of these that is there, as written; None where none is."""
        return next((value for name in names if (value := self._one(name)) is not None), None)

    def has(self, names: Sequence[str]) -> bool:
        """Whether one of these is there, and not off."""
        return any((value := self._one(name)) is not None and value.lower() not in _OFF for name in names)

    def _one(self, name: str) -> str | None:
        if self._is_action:
            found = self._inputs.scalar(name)
            return text_of(found) if found is not None else None
        for index, word in enumerate(self._words):
            if word.source == name:
                return _bare(self._words[index + 1]) if index + 1 < len(self._words) else "on"
            if word.source.startswith(f"{name}="):
                return _bare(word).partition("=")[2].strip("\"'") or " "
        return None


def _bare(word: Word) -> str:
    return word.text if word.text is not None else word.source.strip("\"'")
