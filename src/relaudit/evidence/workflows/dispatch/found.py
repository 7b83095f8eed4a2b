"""What runs by hand build, and from where they make tags and notes, where an input names what is released."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.dispatch.inputs import BY_HAND, BY_PROGRAM, Naming, naming, stands_for_tag
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.notes.forms import Sayings
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS, told_once
from relaudit.evidence.workflows.places import place_of

_CHECKOUT = "actions/checkout"
_TAKES = regex(
    r"\bgit\b[^\n;&|]*\b(?:checkout|switch|reset|worktree|clone|pull|fetch|merge)\b|\bgh\s+(?:run|release|repo)\s+(?:download|clone)\b"
)
_OWN = regex(r"\s*\$\{\{\s*github\.(?:ref|sha|ref_name)\s*\}\}\s*")
_LOGS = regex(r"\bgit\s+(?:log|shortlog)\b[^\n;&|]*\.\.(?:origin/)?(?P<ref>main|master|develop|trunk)\b")
_BUILDS = ("docker/build-push-action", "docker buildx build", "docker build", "uv build", "ko build")
_UPLOADS = (
    "gh release upload",
    "gh release edit",
    "actions/upload-release-asset",
    "svenstaro/upload-release-action",
)
_TARGETS = ("--target", "target_commitish", "commit")
_NAMES = ("tag_name", "tag")


@record
class Dispatch:
    """A path that a run by hand takes, and the input that names what it releases.

    `head` is the checkout that what it publishes is built from, where that is the head of the branch whatever the input says; `other` is
    another ref that tag or notes are taken from, and `taken` where that is said.
    """

    path: ReleasePath
    naming: Naming
    job: str
    head: InFile | None = None
    other: str = ""
    taken: InFile | None = None


@record
class Dispatches:
    """Every such path, one for each step and target; `unknowns` are those of the release paths."""

    dispatches: tuple[Dispatch, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.dispatches) + len(self.unknowns)


@evidence()
def dispatches(paths: ReleasePaths, steps: WorkflowSteps) -> Dispatches:
    """Bumping and tagging in the run is another process: then nothing is there yet that the input could name."""
    found: list[Dispatch] = []
    started = [one for one in paths.paths if one.event in (BY_HAND, BY_PROGRAM) and one.truth is not Truth.NO]
    for path in told_once(one for one in started if one.target not in REHEARSALS):
        named = [one for one in naming(path.workflow, path.event) if one.is_in(path.workflow.file.text.text)]
        told = [_told(path, one, steps, makes_tag=_makes_tag(path, started)) for one in named]
        found += sorted(told, key=lambda one: one.head is None and one.taken is None)[:1]
    return Dispatches(tuple(found), paths.unknowns)


def _makes_tag(path: ReleasePath, every: Sequence[ReleasePath]) -> bool:
    """Whether a release is made in the run that may make the tag as well."""
    own = [one for one in every if one.workflow is path.workflow]
    return any(
        one.target in ("github-release", "tag")
        and one.publication.how not in _UPLOADS
        and not Sayings(one.publication.use).has(("--verify-tag",))
        for one in own
    )


def _told(path: ReleasePath, one: Naming, steps: WorkflowSteps, *, makes_tag: bool) -> Dispatch:
    is_there = one.is_said or (stands_for_tag(one, path.workflow) and not makes_tag)
    builds = list(_builds(path))
    heads = [head for at in builds if (head := _head_before(at, steps)) is not None]
    job = path.publication.route.job.id
    if is_there and heads and len(heads) == len(builds) and not _is_checked(path):
        return Dispatch(path, one, heads[0].job.id, head=_place(heads[0]))
    other, taken = next(_others(path), ("", None))
    return Dispatch(path, one, job, other=other, taken=taken)


def _is_checked(path: ReleasePath) -> bool:
    """Whether the tag is compared with the version, or the run has to be started on a tag."""
    scripts = [
        step.script.value for job in path.workflow.jobs for step in job.steps if step.script is not None
    ]
    asked = [route.job.condition for route in path.publication.route.chain] + [
        path.publication.at.step.condition
    ]
    conditions = [one.value for one in asked if one is not None]
    return path.gated_by("version-matches-tag") or any(
        word in text for text in (*scripts, *conditions) for word in ("refs/tags", "ref_type", "REF_TYPE")
    )


def _builds(path: ReleasePath) -> Iterator[StepAt]:
    """The steps that build what is published, which all come before."""
    if path.publication.how in _BUILDS:
        yield path.publication.at
    elif path.target != "github-release":
        yield from (
            one.gate.at for one in path.gates if one.kind == "build" and one.gate.workflow is path.workflow
        )


def _head_before(at: StepAt, steps: WorkflowSteps) -> StepAt | None:
    """The checkout that takes what the run was started on; None where another may be taken, or none is."""
    found: StepAt | None = None
    for one in steps.before(at):
        step, ref = one.step, inputs_of(one.step).scalar("ref")
        if step.action == _CHECKOUT:
            if (
                found is not None
                or inputs_of(step).value("repository")
                or (ref is not None and not _OWN.fullmatch(ref.value))
            ):
                return None
            found = one
        elif step.script is not None and _TAKES.search(step.script.value):
            return None
    return found


def _others(path: ReleasePath) -> Iterator[tuple[str, InFile]]:
    """A branch that the release or its notes are taken from, where another ref is checked out that an input names."""
    at = path.publication.at
    refs = [
        ref.value
        for step in at.job.steps
        if step.action == _CHECKOUT and (ref := inputs_of(step).scalar("ref"))
    ]
    if len(refs) != 1 or "inputs." not in refs[0] or path.target != "github-release":
        return
    sayings = Sayings(path.publication.use)
    target, tag = sayings.said(_TARGETS), sayings.said(_NAMES)
    if target and "$" not in target and tag is not None and _inner(tag) != _inner(refs[0]):
        yield target, path.publication.place
    for step in at.job.steps:
        listed = _LOGS.search(step.script.value) if step.script is not None else None
        if listed is not None and step.script is not None:
            yield listed["ref"], place_of(path.publication.at.workflow.file, step.script, *listed.span())


def _inner(said: str) -> str:
    return said.strip().removeprefix("${{").removesuffix("}}").strip().removeprefix("github.event.")


def _place(at: StepAt) -> InFile:
    node = at.step.uses
    return place_of(at.file, node) if node is not None else at.file.text.whole()
