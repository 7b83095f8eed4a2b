"""A heading, whatever the markup."""

from relaudit.core.record import record


@record
class Heading:
    """A heading outside lists and quotations; `text` is not yet read as inline markup.

    Lines count from 1: `line` is that of the text, `first` and `last` are those that the heading takes with its adornment.
    """

    level: int
    text: str
    line: int
    first: int
    last: int
