"""The templates of docker/metadata-action: `{{version}}`, `{{date 'YYYYMMDD'}}`."""

from collections.abc import Mapping

from relaudit.core.regex import regex
from relaudit.evidence.workflows.images.texts import UNTOLD

_TEMPLATE = regex(r"\{\{\{?\s*(?P<name>[\w.]*)(?P<rest>[^{}]*)\}?\}\}")
_OF_THE_DAY = ("date", "commit_date")


def rendered(text: str, values: Mapping[str, str]) -> str:
    """A text with its templates filled in; a name that has no value is empty, and a date is that of the run."""
    return _TEMPLATE.sub(lambda found: _value(found["name"], found["rest"], values), text)


def is_raw(pattern: str) -> bool:
    """Whether a pattern is `{{raw}}` and nothing else."""
    found = _TEMPLATE.fullmatch(pattern)
    return found is not None and found["name"] == "raw" and not found["rest"].strip()


def _value(name: str, rest: str, values: Mapping[str, str]) -> str:
    if name in _OF_THE_DAY or (rest.strip() and name):
        return UNTOLD
    return values.get(name, "")
