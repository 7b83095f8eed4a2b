"""Facts of a dossier that rows expect: version files, triggers, steps, publications, and the gates before them."""

from collections.abc import Callable, Iterator, Mapping

from relaudit.core.dossier import Dossier
from relaudit.core.model import Unknown
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.workflows.model import Step, Workflow
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.secrets import SecretUses
from relaudit.evidence.workflows.triggers import takes_branch

Fact = Mapping[str, str]


def wrong_with(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """What is otherwise; nothing when the fact holds."""
    judge = next(JUDGES[name] for name in JUDGES if name in fact)
    yield from judge(fact, dossier)


def version_file(fact: Fact, dossier: Dossier) -> Iterator[str]:
    files = dossier.get(VersionFiles)
    path, _, line = fact["version-file"].rpartition(":")
    found = [file for file in files.files if file.path == path] if isinstance(files, VersionFiles) else []
    if not found:
        yield f"{path} is no version file"
    elif (found[0].version, str(found[0].place().line)) != (fact["says"], line):
        yield f"{path}:{found[0].place().line} says {found[0].version}"


def trigger(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """Which branches an event of a workflow takes, and whether it keeps to GitHub's own types."""
    workflow = workflow_of(fact["workflow"], dossier)
    found = workflow.trigger(fact["event"]) if workflow else None
    if found is None:
        yield f"{fact['workflow']} has no {fact['event']}"
        return
    yield from (
        f"{name} does not start it" for name in fact.get("takes", "").split() if not takes_branch(found, name)
    )
    if fact.get("types") == "default" and found.has("types"):
        yield f"{fact['event']} has types of its own"


def publication(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """`publishes` a target, `on` an event, at a place, `with` a credential; with `never`, no such thing."""
    paths = [path for path in paths_of(dossier) if is_meant(path, fact)]
    if fact.get("never"):
        yield from (f"{path.target} is published at {place_of(path)}" for path in paths)
    elif not paths:
        yield f"{fact['publishes']} is not published so"


def gate(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """A `gate` of a kind stands before what `publishes` meant, and can fail; with `never`, none does."""
    paths = [path for path in paths_of(dossier) if is_meant(path, fact)]
    if not paths:
        yield f"{fact['publishes']} is not published so"
    for path in paths:
        kinds = [one.kind for one in path.gates if one.can_fail is not False]
        if (fact["gate"] in kinds) is bool(fact.get("never")):
            yield f"{fact['gate']} {'is' if fact.get('never') else 'is not'} before {path.target}"


def step(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """A `step` of a workflow uses an action, or runs these words, at a line."""
    workflow = workflow_of(fact["workflow"], dossier)
    if workflow is None:
        yield from () if fact.get("never") else (f"there is no {fact['workflow']}",)
        return
    found = [one for job in workflow.jobs for one in job.steps if does(one, fact["step"])]
    if fact.get("never"):
        yield from (f"{fact['step']} is there" for _ in found)
    elif not found:
        yield f"no step of {fact['workflow']} is {fact['step']}"


def need(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """A `job` of a workflow waits for another, or with `never` does not."""
    workflow = workflow_of(fact["workflow"], dossier)
    job = workflow.job(fact["job"]) if workflow else None
    if job is None:
        yield f"there is no job {fact['job']}"
    elif (fact["needs"] in map(text_of, job.needs)) is bool(fact.get("never")):
        yield f"{fact['job']} needs {list(map(text_of, job.needs))}"


def secret(fact: Fact, dossier: Dossier) -> Iterator[str]:
    """A `secret` that a repository has to have; with `never`, one that is always there."""
    found = dossier.get(SecretUses)
    names = {use.name for use in found.uses} if isinstance(found, SecretUses) else set()
    if (fact["secret"] in names) is bool(fact.get("never")):
        yield f"{fact['secret']} {'counts' if fact.get('never') else 'does not count'} as one to be kept"


JUDGES: Mapping[str, Callable[[Fact, Dossier], Iterator[str]]] = {
    "version-file": version_file, "gate": gate, "publishes": publication, "step": step, "job": need, "event": trigger, "secret": secret,
}  # fmt: skip


def workflow_of(path: str, dossier: Dossier) -> Workflow | None:
    found = dossier.get(Workflows)
    return None if isinstance(found, Unknown) else found.at(path)


def paths_of(dossier: Dossier) -> tuple[ReleasePath, ...]:
    found = dossier.get(ReleasePaths)
    return () if isinstance(found, Unknown) else found.paths


def is_meant(path: ReleasePath, fact: Fact) -> bool:
    said = {
        "publishes": path.target,
        "on": f"{path.event} {path.ref}".strip(),
        "at": place_of(path),
        "by": path.publication.how,
        "with": str(path.publication.credential),
        "workflow": path.workflow.path,
    }
    return all(said[name] == wanted for name, wanted in fact.items() if name in said)


def place_of(path: ReleasePath) -> str:
    place = path.publication.place
    return f"{place.path}:{place.line}"


def does(found: Step, wanted: str) -> bool:
    script = found.script.value if found.script is not None else ""
    return found.action == wanted or wanted in script
