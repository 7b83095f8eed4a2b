"""What a step publishes in one run."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree
from relaudit.evidence.nodes import Mapping, Node
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Known, Truth
from relaudit.evidence.workflows.filled import as_text, beginning_of, filled, value_of
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.model import Job, Part
from relaudit.evidence.workflows.publishing.configured import configured, tokens_of
from relaudit.evidence.workflows.publishing.credentials import OIDC, OTHER, TOKEN, Credential, Tracing
from relaudit.evidence.workflows.publishing.earlier import index_before
from relaudit.evidence.workflows.publishing.images import logins, references
from relaudit.evidence.workflows.publishing.model import UNTOLD, Publication
from relaudit.evidence.workflows.publishing.pushes import pushes_tags
from relaudit.evidence.workflows.publishing.table import CHECKOUT, CONFIG, OIDC_WHERE_ALLOWED
from relaudit.evidence.workflows.publishing.targets import index_of, registry_of
from relaudit.evidence.workflows.publishing.uses import PublishUses, Use
from relaudit.evidence.workflows.publishing.words import Words
from relaudit.evidence.workflows.running.contexts import of_step
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.journey import JobRun
from relaudit.evidence.workflows.running.permissions import permissions_of
from relaudit.evidence.workflows.scripts.commands import Certainty

_REGISTRY = regex(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w./-]*)?|localhost(?::\d+)?")
_COMMANDS = regex(r"\n|;|&&")
_HOST = regex(r"\w+://[^/]+/")


@record
class _Asked:
    """A use in a run, with what is needed to tell what it does."""

    use: Use
    run: JobRun
    around: Surroundings
    tracing: Tracing
    words: Words
    every: PublishUses
    tree: Tree


def publications(use: Use, run: JobRun, every: PublishUses, tree: Tree) -> Iterator[Publication]:
    """What a step publishes in a run, whose job is the step's; nothing where it does not run."""
    around = Surroundings(of_step(use.at, run.contexts))
    tracing = Tracing(use.at, run.route, every.table.exchanges)
    asked = _Asked(use, run, around, tracing, Words(use, tracing, around), every, tree)
    truth = both(run.truth_of(use.at), _truth(asked))
    if truth is Truth.NO:
        return
    for target, images, is_known in _targets(asked):
        yield Publication(
            target,
            use,
            run.route,
            _credential(asked, target),
            environment_of(run.route.job, Surroundings(run.contexts)),
            truth if is_known else both(truth, Truth.MAYBE),
            images,
        )


def environment_of(job: Job, around: Surroundings) -> str:
    """The environment of a job; empty for none, and where an expression gives none."""
    node: Node | None = job.value("environment")
    scalar = Part(node).scalar("name") if isinstance(node, Mapping) else job.scalar("environment")
    return "" if scalar is None else _text(value_of(scalar, around))


def _text(value: object) -> str:
    said = as_text(value) if isinstance(value, Known) else None
    return UNTOLD if said is None else said


def _truth(asked: _Asked) -> Truth:
    """Whether it publishes, given that its step runs."""
    publisher, words = asked.use.publisher, asked.words
    truth = pushes_tags(asked.use, _kind_of_ref(asked)) if asked.use.how == "git push" else Truth.YES
    truth = both(truth, words.holds(publisher.asks)) if publisher.asks else truth
    if publisher.unless:
        against = words.holds(publisher.unless)
        truth = both(truth, {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE}[against])
    is_named = (
        asked.use.publisher in asked.every.table.calls.values()
    )  # a word in a program says little of when
    doubtful = is_named or any(led.command.certainty is Certainty.MAYBE for led in asked.use.trail)
    return both(truth, Truth.MAYBE) if doubtful else truth


def _targets(asked: _Asked) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Each target with its images, and whether that is known."""
    publisher, words = asked.use.publisher, asked.words
    if publisher.images:
        yield from _registries(asked)
        return
    if publisher.target == CONFIG:
        yield from ((target, (), True) for target in configured(asked.use, asked.tree))
        return
    said = next(words.said(publisher.index), None)
    earlier = index_before(publisher.settings, asked.use.at, asked.tree) if said is None else None
    if said is None:
        yield index_of(earlier) if earlier else publisher.target, (), True
    elif as_text(said.value):
        yield index_of(as_text(said.value) or ""), (), True
    else:
        begun = beginning_of(said.value)
        yield index_of(begun) if _HOST.match(begun) else publisher.target, (), False


def _registries(asked: _Asked) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    publisher, at = asked.use.publisher, asked.use.at
    every = [one for said in asked.words.said(publisher.images) for one in references(said, at, asked.around)]
    by_target: dict[str, list[str]] = {}
    for reference in every:
        if reference:
            by_target.setdefault(registry_of(reference), []).append(reference)
    if not by_target:
        by_target = {target: [] for target, _, _ in logins(at, asked.around)} or {"other:image": []}
    yield from ((target, tuple(dict.fromkeys(images)), True) for target, images in by_target.items())


def _credential(asked: _Asked, target: str) -> Credential:
    """What is given to the command or the action, else what the job has logged in with, else what there is without."""
    publisher, tracing = asked.use.publisher, asked.tracing
    said = next(asked.words.said(_tokens(asked, target)), None)
    if said is not None:
        return tracing.credential(said.source)
    handed = logins(asked.use.at, asked.around) if publisher.images or publisher.target == CONFIG else ()
    for registry, password, at in handed:
        if registry == target:
            return _tracing(asked, at).credential(password)
    told = next(_told(asked, target), None)
    return told if told is not None else _without(asked, target)


def _tokens(asked: _Asked, target: str) -> tuple[str, ...]:
    """What holds the credential: of a tool that publishes to several places, what is for this one."""
    publisher = asked.use.publisher
    return publisher.token if publisher.target != CONFIG else tokens_of(asked.use, target, asked.tree)


def _without(asked: _Asked, target: str) -> Credential:
    publisher = asked.use.publisher
    if publisher.without == CHECKOUT:
        return _of_checkout(asked)
    if publisher.without == OIDC_WHERE_ALLOWED or (publisher.target == CONFIG and target == "npm"):
        return OIDC if permissions_of(asked.run.route).of("id-token") == "write" else OTHER
    return Credential(publisher.without)


def _of_checkout(asked: _Asked) -> Credential:
    """What git is left with by the checkout: the token or the key that it is given, else that of the run."""
    for at in reversed(asked.use.at.beside):
        given = inputs_of(at.step)
        is_own = at.step.action == "actions/checkout" and not given.text("path")
        for said in (given.scalar("token"), given.scalar("ssh-key")) if is_own else ():
            if said is not None:
                return _tracing(asked, at).credential(said.value)
    return TOKEN


def _told(asked: _Asked, target: str) -> Iterator[Credential]:
    """What the lines of a job's scripts are given that log in, those for another registry left aside."""
    for at in asked.use.at.beside:
        tracing = _tracing(asked, at)
        script = at.step.script.value if at.step.script is not None else ""
        is_told = any(phrase in script for phrase in asked.use.publisher.told_by)
        for line in _COMMANDS.split(script) if is_told else ():
            if any(phrase in line for phrase in asked.use.publisher.told_by) and _is_for(line, target, asked):
                yield tracing.credential(line)


def _tracing(asked: _Asked, at: StepAt) -> Tracing:
    return Tracing(at, asked.run.route, asked.every.table.exchanges)


def _is_for(line: str, target: str, asked: _Asked) -> bool:
    """Whether a line that logs in does so where it is pushed to; a registry that the run chooses may be any."""
    if not asked.use.publisher.images or "login" not in line:
        return True
    hosts = [word for word in line.split("login", 1)[1].split() if _REGISTRY.fullmatch(word)]
    return (
        registry_of(f"{hosts[0]}/x") == target
        if hosts
        else target == "dockerhub" or "$" in line.split("login", 1)[1]
    )


def _kind_of_ref(asked: _Asked) -> str:
    """Branch or tag; empty where the run decides."""
    return _text(filled("${{ github.ref_type }}", asked.around)).replace(UNTOLD, "")
