"""What one file says of the Python versions that a project is for."""

import re
from collections.abc import Iterable, Mapping

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text

_CLASSIFIER = regex(r"Programming Language :: Python :: 3\.([0-9]{1,2})")
_BETWEEN = regex(r"[\r\n,]+")
_TARGET = regex(r"(?:py)?3\.?([0-9]{1,2})")


@record
class Required:
    """A specifier of Python versions, with where it stands and what it is called there."""

    specifier: str
    place: InFile
    key: str = "requires-python"


@record
class Listed:
    """The minor versions of Python 3 that classifiers name, with where each stands.

    `is_open` tells that the build tool lists every other version as well that the project takes.
    """

    minors: Mapping[int, InFile]
    is_open: bool = False


@record
class Said:
    """Each is None where the file says nothing of it."""

    required: Required | Unknown | None = None
    listed: Listed | Unknown | None = None


def listed_minor(classifier: object) -> int | None:
    """The minor version of Python 3 that a classifier names, None when it names none."""
    match = _CLASSIFIER.fullmatch(classifier.strip()) if isinstance(classifier, str) else None
    return int(match[1]) if match else None


def listed_in(text: Text, said: str, start: int, end: int) -> Mapping[int, InFile]:
    """The versions in a value of one classifier a line, or with commas between them, which is written in these characters."""
    return {minor: _place(text, minor, start, end) for minor in listed_minors(said)}


def listed_minors(said: str) -> Iterable[int]:
    """The versions in such a value, each once."""
    minors = (listed_minor(item) for item in _BETWEEN.split(said))
    return dict.fromkeys(minor for minor in minors if minor is not None)


def targeted_minor(target: object) -> int | None:
    """The minor version of Python 3 that a tool is told to check for, as `py39` or `3.9`."""
    match = _TARGET.fullmatch(str(target).strip())
    return int(match[1]) if match else None


def untold(detail: str) -> Unknown:
    """What is said and cannot be read without running something."""
    return Unknown("DeclaredPythons", Reason.UNDECIDABLE, detail=detail)


def _place(text: Text, minor: int, start: int, end: int) -> InFile:
    written = re.compile(rf"Programming Language :: Python :: 3\.{minor}(?![0-9])").search(
        text.text, start, end
    )
    return text.place(*(written.span() if written else (start, end)))
