"""Distributions that are checked before they are uploaded."""

from collections.abc import Iterator, Sequence

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.paths.before import untold_before
from relaudit.evidence.workflows.paths.checked import checks, checks_itself, uploading
from relaudit.evidence.workflows.paths.indexed import PYTHON_INDEXES, IndexUploads
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import starting, told_once
from relaudit.evidence.workflows.read import Workflows
from relaudit.process import Gates

_ELSEWHERE = ("on-commit", "by-review")


@rule(severity=Severity.WARNING, unstated=Severity.NOTICE, added="0.1", over="index_uploads")
def artifacts_are_checked(
    index_uploads: IndexUploads,
    release_paths: ReleasePaths,
    gates: GateRuns,
    workflows: Workflows,
    stated: Gates | Unknown,
) -> Iterator[Problem | Unknown]:
    """What goes to PyPI or TestPyPI is checked between the build and the upload.

    Why:
        The index refuses a description that it cannot show, and metadata that is wrong: after the tag was pushed and the release announced, and
        perhaps after some of the files went up. A wheel without the package's files is taken, and installs nothing.

    How to fix:
        Run `twine check --strict dist/*` after the build, or build with `hynek/build-and-inspect-python-package`. `pypa/gh-action-pypi-publish` checks the
        metadata itself unless `verify-metadata` is false. A check of another kind is named in `process.gates.artifacts.runs`; one
        that runs elsewhere is stated by `process.gates.artifacts.proven`.
    """
    yield from index_uploads.unknowns
    if _is_proven_elsewhere(stated):
        return
    places = uploading(release_paths)
    for path in told_once(one for one in index_uploads.paths if one.target in PYTHON_INDEXES):
        found = list(checks(path, places))
        if not checks_itself(path) and all(gate.can_fail is False for gate in found):
            yield _judged(path, found, untold_before(path, workflows, gates))


def _is_proven_elsewhere(stated: Gates | Unknown) -> bool:
    named = stated.by_name.items() if isinstance(stated, Gates) else ()
    return any((gate.kind or name) == "artifacts" and gate.proven in _ELSEWHERE for name, gate in named)


def _judged(path: ReleasePath, masked: Sequence[PathGate], untold: Unknown | None) -> Problem | Unknown:
    publication = path.publication
    if untold is not None and not masked:
        return untold
    if not masked and not any(gate.kind == "build" for gate in path.gates) and not _builds(path):
        place = publication.place
        detail = f"{place.path}:{place.line}: what {publication.how} uploads is built elsewhere"
        return Unknown("Gates", Reason.UNDECIDABLE, detail=detail)
    why = (
        f"its check ({masked[0].gate.name} in job {masked[0].job}) cannot fail"
        if masked
        else "nothing checks what it uploads"
    )
    message = f"job {publication.route.name} publishes to {path.target} {starting(path)}, and {why}"
    subject = f"{publication.at.workflow.path} {publication.route.name} {path.target}"
    return Problem(message, publication.place, subject=subject)


def _builds(path: ReleasePath) -> bool:
    """Whether the command that publishes builds first."""
    trail = path.publication.use.trail
    words = [word.text for word in trail[-1].command.words] if trail else []
    return path.publication.how == "flit publish" or "--build" in words
