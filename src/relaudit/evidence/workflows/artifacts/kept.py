"""The paths that steps keep, and the calls that may keep more."""

from collections.abc import Iterator, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.images.texts import UNTOLD, marked
from relaudit.evidence.workflows.model import Step
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.uses import PublishUses, Use
from relaudit.evidence.workflows.read import HERE, Refused, Workflows
from relaudit.evidence.workflows.scalars import text_of

# The inputs that hold the paths; `=` begins what an action keeps without being told.
_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "actions/upload-artifact": ("path",),
    "actions/upload-release-asset": ("asset_path",),
    "alexellis/upload-assets": ("asset_paths",),
    "hynek/build-and-inspect-python-package": ("=dist/",),
    "marvinpinto/action-automatic-releases": ("files",),
    "ncipollo/release-action": ("artifacts", "artifact"),
    "shogo82148/actions-upload-release-asset": ("asset_path",),
    "softprops/action-gh-release": ("files",),
    "svenstaro/upload-release-action": ("file",),
}
_OF_RUNS = ("actions/upload-artifact", "hynek/build-and-inspect-python-package")
_COMMANDS = ("gh release create", "gh release upload", "hub release create")
_TAGS, _NAME = ("tag_name", "tag", "tag-name", "automatic_release_tag"), "asset_name"
_SEPARATOR = regex(r"[,\n]")
_VARIABLE = regex(r"\$\{?\w+\}?|\$\([^)]*\)")
_TAG = 1  # the first word of `gh release` names the release
_WORDS = 3


@record
class KeptPath:
    """A path or a pattern that a step of a workflow keeps, as far as it is known.

    `by` is the step of an action, or a command. `asset` is how the file is called, as a pattern, where it is attached to a release, empty for its own name; None where it is not, or goes to
    the release of another tag.
    """

    text: str
    workflow: str
    place: InFile
    by: Step | Use | None = None
    asset: str | None = None


@record
class KeptFiles:
    """Every one; `calls` are the places of jobs that call workflows of other repositories, by workflow."""

    paths: tuple[KeptPath, ...] = ()
    calls: tuple[tuple[str, InFile], ...] = ()


@evidence()
def kept_files(workflows: Workflows, steps: WorkflowSteps, refused: Refused, uses: PublishUses) -> KeptFiles:
    """Of workflows that GitHub takes."""
    taken = [at for at in steps.every if at.workflow.path not in refused.by_path]
    paths = [one for at in taken for one in _of_step(at)]
    for use in uses.uses:
        if use.how in _COMMANDS and use.at.workflow.path not in refused.by_path:
            paths += _of_command(use)
    return KeptFiles(tuple(paths), tuple(_calls(workflows)))


def _of_step(at: StepAt) -> Iterator[KeptPath]:
    for name in _ACTIONS.get(at.step.action, ()):
        node = at.step.uses
        if name.startswith("=") and node is not None:
            yield KeptPath(name[1:], at.workflow.path, place_of(at.file, node))
        said = inputs_of(at.step).scalar(name)
        position = 0
        for line in _SEPARATOR.split(said.value) if said is not None else ():
            plain = line.strip()
            if said is not None and plain:
                start = position + line.index(plain)
                place = place_of(at.file, said, start, start + len(plain))
                text = marked(plain, Surroundings())
                yield KeptPath(text, at.workflow.path, place, at.step, _asset(at))
            position += len(line) + 1


def _asset(at: StepAt) -> str | None:
    given = inputs_of(at.step)
    tags = [text_of(one) for key in _TAGS if (one := given.scalar(key)) is not None]
    if at.step.action in _OF_RUNS or any("github.ref" not in tag for tag in tags):
        return None
    name = given.scalar(_NAME)
    return marked(text_of(name), Surroundings()).replace(UNTOLD, "*") if name is not None else ""


def _of_command(use: Use) -> Iterator[KeptPath]:
    """The words behind the name of the release that are no options; a value of an option is no file that anyone declares."""
    command = use.trail[-1].command
    plain = [word.source.strip("\"'") for word in command.words if not word.source.startswith("-")]
    place = use.trail[-1].place
    if place is None:
        node = use.at.step.script
        place = place_of(use.at.file, node, *command.span) if node is not None else use.at.file.text.whole()
    for word in plain[_WORDS + _TAG :]:
        text = _VARIABLE.sub("*", marked(word.partition("#")[0], Surroundings()))
        yield KeptPath(text, use.at.workflow.path, place, use, "")


def _calls(workflows: Workflows) -> Iterator[tuple[str, InFile]]:
    for workflow in workflows.workflows:
        for job in workflow.jobs:
            if job.calls is not None and not job.calls.value.startswith(HERE):
                yield workflow.path, place_of(workflow.file, job.calls)
