"""The commands of a script, and what keeps their failures from the step."""

from enum import StrEnum

from relaudit.core.record import record

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class MaskKind(StrEnum):
    """How the failure of a command is lost. The last three may lose it; the others do."""

    OR = "or"
    AND = "and"
    NOT = "not"
    PIPE = "pipe"
    CONDITION = "condition"
    IGNORED = "ignored"
    BACKGROUND = "background"
    SUBSTITUTION = "substitution"
    ERREXIT_OFF = "errexit-off"
    TRAP = "trap"
    OR_ELSE = "or-else"
    CHECKED = "checked"
    DEPENDS = "depends"

    @property
    def is_certain(self) -> bool:
        """Whether no failure gets past it."""
        return self not in (MaskKind.OR_ELSE, MaskKind.CHECKED, MaskKind.DEPENDS)


@record
class Mask:
    """What stands between the failure of a command and that of the script.

    `span` is the text that does it; it is `NOWHERE` when the command line of the shell does.
    """

    kind: MaskKind
    span: Span = NOWHERE


class Certainty(StrEnum):
    """Whether a command runs, given that the script runs and nothing before it failed."""

    ALWAYS = "always"
    MAYBE = "maybe"


@record
class Word:
    """A word of a command; `text` is what the command is given, None when only the run can tell."""

    text: str | None
    source: str
    span: Span


@record
class Command:
    """One command with its leading assignments; a statement that only assigns has no words.

    `masks` is judged by exit statuses alone: what the next command makes of a missing file or an empty
    pipe is not known. It is empty when the failure of the command makes the script fail.
    """

    words: tuple[Word, ...]
    assignments: tuple[Word, ...]
    span: Span
    masks: tuple[Mask, ...] = ()
    certainty: Certainty = Certainty.MAYBE

    @property
    def name(self) -> str | None:
        """The first word; None when there is none or only the run can tell."""
        return self.words[0].text if self.words else None

    @property
    def is_masked(self) -> bool:
        """Whether its failure cannot make the script fail."""
        return bool(self.masks) and all(mask.kind.is_certain for mask in self.masks)

    @property
    def surfaces(self) -> bool:
        """Whether its failure makes the script fail."""
        return not self.masks


@record
class Script:
    """The commands of a script in the order of their places; `is_whole` is false when some of it could not be parsed."""

    commands: tuple[Command, ...]
    is_whole: bool = True
