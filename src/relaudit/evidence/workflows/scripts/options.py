"""The options of a shell that decide whether it goes on after a failure, and what `set` makes of them."""

from collections.abc import Sequence
from enum import Enum

from relaudit.core.record import record, replace
from relaudit.evidence.workflows.scripts.commands import NOWHERE, Span


class Switch(Enum):
    """An option, as far as it can be told."""

    ON = "on"
    OFF = "off"
    UNSURE = "unsure"


@record
class Options:
    """What is in force at a place; `span` is the text that turned errexit off last."""

    errexit: Switch = Switch.OFF
    pipefail: Switch = Switch.OFF
    span: Span = NOWHERE

    def joined(self, other: "Options") -> "Options":
        """What is known where two ways meet."""
        return Options(
            _joined(self.errexit, other.errexit),
            _joined(self.pipefail, other.pipefail),
            max(self.span, other.span),
        )


UNSURE = Options(Switch.UNSURE, Switch.UNSURE)


def after_set(options: Options, arguments: Sequence[str | None], span: Span = NOWHERE) -> Options:
    """What is in force after `set` with these arguments."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word is None:
            return replace(UNSURE, span=span)
        if word in ("--", "-") or word[:1] not in ("-", "+"):
            break
        switch = Switch.ON if word[0] == "-" else Switch.OFF
        for letter in word[1:]:
            name = (rest.pop(0) if rest else "") if letter == "o" else _LETTERS.get(letter, "")
            options = _changed(options, name, switch, span)
    return options


_LETTERS = {"e": "errexit"}


def _changed(options: Options, name: str | None, switch: Switch, span: Span) -> Options:
    match name:
        case "errexit":
            return replace(options, errexit=switch, span=span)
        case "pipefail":
            return replace(options, pipefail=switch)
        case None:
            return replace(UNSURE, span=span)
        case _:
            return options


def _joined(one: Switch, other: Switch) -> Switch:
    return one if one is other else Switch.UNSURE
