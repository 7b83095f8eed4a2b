"""Nobody changes a release unseen by those who answer for it."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.github.owners import OwnerError, OwnerErrors
from relaudit.evidence.owners import CodeOwners
from relaudit.evidence.releasefiles import ReleaseFile, ReleaseFiles
from relaudit.evidence.workflows.read import Workflows


@rule(severity=Severity.WARNING, added="0.1", over="release_files")
def release_files_have_owners(
    owners: CodeOwners,
    release_files: ReleaseFiles,
    workflows: Workflows | Unknown,
    errors: OwnerErrors | Unknown,
) -> Iterator[Problem | Unknown]:
    """Every file that a release is made by has an owner in CODEOWNERS, in which GitHub finds no error.

    Why:
        Owners are asked to review what is theirs. The workflow that publishes, the version and the changelog are small files which nobody feels is theirs,
        and a change of one line there sends something else to the index. Of a line that it cannot read GitHub tells nobody: it skips it.

    How to fix:
        Give `/.github/`, the version files, the changelog and the policy an owner, below every wider pattern: the last pattern that matches counts, and one
        without owners takes the file away from those before it. Require the review of owners in the rules of the branch. Errors are GitHub's to find,
        and told when it is asked.
    """
    may_publish = isinstance(workflows, Unknown) or any(
        not owners.of(workflow.path).owners for workflow in workflows.workflows
    )
    yield from release_files.unknowns if may_publish else ()
    for file in release_files.files:
        ownership = owners.of(file.path)
        if not ownership.owners:
            yield _unowned(file, ownership.line, owners)
    if isinstance(errors, OwnerErrors):
        yield from [errors.every] if isinstance(errors.every, Unknown) else _wrong(errors.every, owners)


def _unowned(file: ReleaseFile, line: int, owners: CodeOwners) -> Problem:
    where = owners.text.place_of_line(line) if line else owners.text.whole()
    why = "is taken from its owners" if line else "has no owner"
    message = f"{file.path}, {file.role}, {why}: nobody is asked to review a change of it"
    return Problem(message, where, (file.place(),), kind="taken" if line else "", subject=file.path)


def _wrong(errors: tuple[OwnerError, ...], owners: CodeOwners) -> Iterator[Problem]:
    """Those of lines that still stand in the file: GitHub tells of the default branch."""
    for error in errors:
        place = _place(error, owners)
        if place is not None:
            message = (
                f"GitHub finds an error in {error.path} and may ask nobody by this line: {_in_words(error)}"
            )
            yield Problem(message, place, kind="error", subject=error.source or str(error.line))


def _in_words(error: OwnerError) -> str:
    said = (error.message or error.kind).rstrip(".:")
    return said[:1].lower() + said[1:]


def _place(error: OwnerError, owners: CodeOwners) -> InFile | None:
    text = owners.text
    lines = text.text.split("\n")
    found = [number for number, line in enumerate(lines, start=1) if line.strip() == error.source]
    if not error.source:
        return text.place_of_line(error.line) if 0 < error.line <= len(lines) else text.whole()
    if error.path != text.path or not found:
        return None
    number = error.line if error.line in found else found[0]
    start = text.start_of(number) + max(error.column - 1, 0)
    return text.place(start, max(start, text.start_of(number) + len(lines[number - 1].rstrip())))
