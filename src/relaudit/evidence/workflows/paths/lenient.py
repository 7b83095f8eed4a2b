"""Options by which an upload succeeds where what it uploads is there already."""

from collections.abc import Iterator

from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.credentials import Tracing
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.words import Words

# Options, inputs, and texts in inputs, as in the table of publishers; the documentation of each tool says what they do.
_SKIPPING = (
    "--skip-existing", "skip-existing", "skip_existing", "args~--skip-existing", "--tolerate-republish",
)  # fmt: skip
_IDENTICAL = ("--check-url", "UV_PUBLISH_CHECK_URL")  # of uv, for which a file that differs is a failure


@record
class Lenience:
    """An option, and where it stands; `is_identical` when only files with the same content are skipped."""

    option: str
    place: InFile
    is_identical: bool = False


def lenience_of(publication: Publication) -> Lenience | None:
    """The option that is there in every run; None where there is none, or where the run decides."""
    for name in (*_SKIPPING, *_IDENTICAL):
        if _words(publication).holds((name,)) is Truth.YES:
            option = name.rpartition("~")[2]
            return Lenience(option, _place(publication, name.partition("~")[0]), name in _IDENTICAL)
    return None


def _words(publication: Publication) -> Words:
    tracing = Tracing(publication.at, publication.route, frozenset())
    return Words(publication.use, tracing, Surroundings(NOTHING))


def _place(publication: Publication, name: str) -> InFile:
    """Of the input or the word; of the whole where it is told by a variable, or in another file."""
    return next(_places(publication, name), publication.place)


def _places(publication: Publication, name: str) -> Iterator[InFile]:
    at, trail = publication.at, publication.use.trail
    said = inputs_of(at.step).scalar(name)
    if said is not None:
        yield place_of(at.file, said)
    if trail and trail[-1].place is None and at.step.script is not None:
        words = (word for word in trail[-1].command.words if word.source.partition("=")[0] == name)
        yield from (place_of(at.file, at.step.script, *word.span) for word in words)
