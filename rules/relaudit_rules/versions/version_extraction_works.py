"""One-liners that read the version."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.schemes import is_version, parsed, same
from relaudit.evidence.workflows.extraction.model import Extraction, Extractions

_LEFT = "\"'=,: \t"
_SHOWN = 60


@rule(severity=Severity.ERROR, added="0.1", over="extractions")
def version_extraction_works(extractions: Extractions) -> Iterator[Problem | Unknown]:
    """A pipeline of a workflow that reads the version out of a file gets the version that the file declares.

    Why:
        `grep "^version = " pyproject.toml | sed …` works until somebody indents the line, turns the quotes or moves the version elsewhere. It then says
        nothing, nothing fails, and the release is tagged `v`.

    How to fix:
        Ask a program that reads the format: `python -c "import tomllib; …"`, `uv version --short`, `hatch version`, `jq -r .version`; or mend the pattern. relaudit
        follows grep, sed, awk, cut, head, tail, tr, cat, xargs and jq on the file as it is, and says nothing of what it cannot follow.
    """
    yield from extractions.unknowns
    for one in extractions.extractions:
        declared = one.declared.version if one.declared is not None else ""
        if not one.said:
            yield _problem(one, "empty", f"yields nothing, so {one.name} is empty")
        elif one.is_final and "\n" in one.said:
            yield _problem(
                one, "several", f"yields {len(one.said.splitlines())} lines, all of which become {one.name}"
            )
        elif one.is_final and _differs(one.said, declared):
            yield _problem(one, "other", f"yields {one.said[:_SHOWN]}, which becomes {one.name}")


def _differs(said: str, declared: str) -> bool:
    """Whether it is another version, or more than one; a part of it, or one with other signs, is likely meant."""
    if same(said, declared) or same(said.removeprefix("v"), declared):
        return False
    if any(one in said for one in _LEFT):
        return True
    own, other = parsed(said), parsed(declared)
    if own is not None and other is not None:
        return own.release != other.release[: len(own.release)]
    return is_version(said) or not any(map(str.isdigit, said))


def _problem(one: Extraction, kind: str, what: str) -> Problem:
    if one.declared is not None:
        says, related = f"{one.file.path} declares {one.declared.version}", one.declared.place()
    else:
        says, related = f"{one.file.path} takes the version from elsewhere", one.file.whole()
    message = f"{one.source} {what}: {says}"
    return Problem(
        message, one.place, (related,), kind=kind, subject=f"{one.place.path} {one.at.job.id} {one.name}"
    )
