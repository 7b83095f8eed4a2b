"""What may ask for coverage, and cannot be read for it."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.coverage.model import Measuring
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.gates.found import GateRun
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.tasks.readers import RUNNERS

_PATH = regex(r"(?<![\w/])(?:\./)?[\w.-]+(?:/[\w.-]+)+|(?<![\w/])(?:\./)?[\w-]+\.(?:sh|py|bash)\b")
_ASKS = regex(r"coverage\W{1,6}(?:report|xml|html|json|lcov)\b|fail[-_]under|--cov\b")
_CODE = ("", ".sh", ".bash", ".py")


def untold_runners(gates: Sequence[GateRun]) -> Iterator[tuple[GateRun, str]]:
    """The runners of which it cannot be told what they run, each with why."""
    followed = {(id(gate.step), gate.trail[:count]) for gate in gates for count in range(1, len(gate.trail))}
    for gate in gates:
        if gate.name.split()[0] in RUNNERS and gate.trail and gate.kind == "tests":
            if "" in bare_words(gate.trail[-1].command):
                yield gate, "only the run knows what it runs"
            elif (id(gate.step), gate.trail) not in followed:
                yield gate, "what it runs is not told by the files"


def unread_scripts(workflows: Workflows, tree: Tree, runs: Sequence[Measuring]) -> Iterator[Unknown]:
    """Scripts that steps run and that speak of floors or reports, where no command was found in them."""
    read = {run.place.path for run in runs}
    seen: set[str] = set()
    for workflow in workflows.workflows:
        for job in workflow.jobs:
            for step in job.steps:
                for path in _paths(step.script.value) if step.script is not None else ():
                    text = tree.read(path) if path not in seen | read else None
                    seen.add(path)
                    if isinstance(text, Text) and _ASKS.search(text.text):
                        yield untold(text.whole(), "it speaks of coverage, and no command is told in it")


def untold(place: InFile, why: str) -> Unknown:
    """A place that may ask for coverage."""
    at = f"{place.path}:{place.line}" if place.line else place.path
    return Unknown("Coverage", Reason.UNDECIDABLE, detail=f"{at} may ask for coverage: {why}")


def _paths(script: str) -> Iterator[str]:
    for said in _PATH.findall(script):
        path = normal(said)
        name = path.rpartition("/")[2]
        end = name[name.rfind(".") :] if "." in name[1:] else ""
        if path and end in _CODE:
            yield path
