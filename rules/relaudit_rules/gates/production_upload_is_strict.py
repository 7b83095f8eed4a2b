"""Uploads that fail where the version is there already."""

from collections import Counter
from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.indexed import IndexUploads
from relaudit.evidence.workflows.paths.lenient import Lenience, lenience_of
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.paths.told import INDEXES, starting, told_once
from relaudit.evidence.workflows.reported import known_combinations


@rule(
    severity=Severity.WARNING,
    added="0.1",
    over="index_uploads",
    kinds={"several": Severity.NOTICE, "identical": Severity.NOTICE},
)
def production_upload_is_strict(index_uploads: IndexUploads) -> Iterator[Problem | Unknown]:
    """An upload to the production index fails where what it uploads is there already.

    Why:
        With `skip-existing` an upload of a version that is there already succeeds and uploads nothing. A version that nobody raised turns green, and the
        GitHub Release beside it holds files that the index does not have.

    How to fix:
        Take the option out; it is for rehearsals, where the same version goes up many times. To go on after an upload that broke off half way,
        start that job again by hand with the option. Where several jobs upload to one version, and where only identical files are
        skipped, it is a notice.
    """
    yield from index_uploads.unknowns
    uploads = [path for path in index_uploads.paths if path.target in INDEXES]
    steps = {(path.workflow.path, id(path.publication.at.step)): None for path in uploads}
    in_workflow = Counter(workflow for workflow, _ in steps)
    for path in told_once(uploads):
        lenience = lenience_of(path.publication)
        if lenience is not None:
            yield _problem(path, lenience, in_workflow[path.workflow.path])


def _problem(path: ReleasePath, lenience: Lenience, steps: int) -> Problem:
    publication = path.publication
    name = publication.route.name
    is_several = steps > 1 or _is_in_matrix(path)
    kind = "identical" if lenience.is_identical else "several" if is_several else ""
    what = "files that are there already" if lenience.is_identical else "a version that is there already"
    message = f"job {name} uploads to {path.target} {starting(path)} with {lenience.option}, so {what} count as uploaded"
    message = message if lenience.is_identical else message.replace(" count as", " counts as")
    subject = f"{publication.at.workflow.path} {name} {path.target}"
    related = (publication.place,) if publication.place.line != lenience.place.line else ()
    return Problem(message, lenience.place, related, kind=kind, subject=subject)


def _is_in_matrix(path: ReleasePath) -> bool:
    """Whether a matrix makes several jobs of one of those that lead to the upload; where that is decided in the run, it may."""
    return any(
        route.job.part("strategy").value("matrix") is not None and len(known_combinations(route.job)) != 1
        for route in path.publication.route.chain
    )
