"""The secrets that workflows use, by name."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.embedded import OPEN, segments
from relaudit.evidence.workflows.expressions.tokens import Kind, Malformed, Token, tokens_of
from relaudit.evidence.workflows.jobscope import job_of
from relaudit.evidence.workflows.mentioned import scalars_with
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.yaml import Yaml

AUTOMATIC = "GITHUB_TOKEN"
_SECRETS = "secrets"


@record
class SecretUse:
    """One mention of a secret; `name` is as written, GitHub compares it without case; `job` is the one that it stands in, None outside of jobs."""

    name: str
    workflow: str
    place: InFile
    job: Job | None = None


@record
class SecretUses:
    """Every mention in every workflow, and what could name secrets without telling which."""

    uses: tuple[SecretUse, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.uses) + len(self.unknowns)


@evidence()
def secret_uses(workflows: Workflows) -> SecretUses:
    """The secrets that the repository has to have; the automatic token and the parameters of a reusable workflow are none."""
    found = [item for workflow in workflows.workflows for item in _in_workflow(workflow)]
    uses = tuple(item for item in found if isinstance(item, SecretUse))
    unknowns = tuple(item for item in found if isinstance(item, Unknown))
    return SecretUses(uses, (*workflows.unknowns, *unknowns))


def _in_workflow(workflow: Workflow) -> Iterator[SecretUse | Unknown]:
    parameters = None
    for scalar in scalars_with(workflow.file, _SECRETS):
        parameters = _parameters(workflow) if parameters is None else parameters
        for item in _in_scalar(workflow, scalar):
            if not isinstance(item, SecretUse) or item.name.upper() not in parameters:
                yield item
    yield from _inherited(workflow)


def _in_scalar(workflow: Workflow, scalar: Scalar) -> Iterator[SecretUse | Unknown]:
    """What jobs and steps have under `if` is an expression with or without `${{ }}`."""
    found = segments(scalar.value)
    whole = not found.expressions and any(one.scalar is scalar for one in conditions(workflow))
    texts = [(scalar.value, 0)] if whole else [(one.text, one.start + len(OPEN)) for one in found.expressions]
    for text, start in texts:
        if _SECRETS in text.lower():
            yield from _in_expression(workflow, scalar, text, start)
    if found.is_open and not whole:
        yield _unread(workflow.file.place(scalar))


def _in_expression(
    workflow: Workflow, scalar: Scalar, text: str, start: int
) -> Iterator[SecretUse | Unknown]:
    found, file = _named_in(text), workflow.file
    if found is None:
        yield _unread(file.place(scalar))
        return
    for token, name in found:
        place = _place(file, scalar, token, start)
        if name is None:
            yield _undecidable(f"secrets at {place.path}:{place.line} are chosen when the workflow runs")
        elif name.upper() != AUTOMATIC:
            yield SecretUse(name, file.text.path, place, job_of(workflow, scalar))


@lru_cache(maxsize=1024)
def _named_in(text: str) -> Sequence[tuple[Token, str | None]] | None:
    """The secrets of an expression, each with the token that names it; no name where only the run can tell. None for no expression."""
    try:
        tokens = tokens_of(text)
    except Malformed:
        return None
    contexts = [index for index in range(len(tokens)) if _is_context(tokens, index)]
    names = [_name_after(tokens, index + 1) for index in contexts]
    return [
        (name or tokens[index], _named(name) if name else None)
        for index, name in zip(contexts, names, strict=True)
    ]


def _is_context(tokens: Sequence[Token], index: int) -> bool:
    """Whether this token is the `secrets` context, and not a property of that name."""
    token = tokens[index]
    is_property = index > 0 and tokens[index - 1].text == "."
    return token.kind is Kind.NAME and token.text.lower() == _SECRETS and not is_property


def _name_after(tokens: Sequence[Token], index: int) -> Token | None:
    """The token with the name in `.NAME` or `['NAME']`; None for anything else."""
    match tokens[index : index + 3]:
        case [Token(text="."), Token(kind=Kind.NAME) as name, *_]:
            return name
        case [Token(text="["), Token(value=str()) as name, Token(text="]")]:
            return name
        case _:
            return None


def _named(token: Token) -> str:
    return token.value if isinstance(token.value, str) else token.text


def _place(file: Yaml, scalar: Scalar, token: Token, start: int) -> InFile:
    """Where a token of the scalar's value stands in the file: the value has lost indentation and escapes."""
    raw = file.text.text[scalar.start : scalar.end]
    word = _named(token)
    ordinal = scalar.value.count(word, 0, start + token.end)
    at = -1
    for _ in range(max(1, ordinal)):
        at = raw.find(word, at + 1)
    if at < 0:
        return file.place(scalar)
    return file.text.place(scalar.start + at, scalar.start + at + len(word))


def _unread(place: InFile) -> Unknown:
    return _undecidable(f"the expression at {place.path}:{place.line} cannot be read to its end")


def _parameters(workflow: Workflow) -> frozenset[str]:
    """The names that are parameters here: those of a workflow that can only be called."""
    if [trigger.event for trigger in workflow.triggers] != ["workflow_call"]:
        return frozenset()
    declared = workflow.triggers[0].part("secrets").entries()
    return frozenset(key.value.upper() for key, _ in declared)


def _inherited(workflow: Workflow) -> Iterator[Unknown]:
    """Jobs that hand all secrets to a reusable workflow."""
    for job in workflow.jobs:
        handed = job.scalar("secrets")
        if handed is not None and handed.value == "inherit":
            place = workflow.file.place(handed)
            yield _undecidable(f"job {job.id} at {place.path}:{place.line} hands on every secret")


def _undecidable(detail: str) -> Unknown:
    return Unknown("SecretUses", Reason.UNDECIDABLE, detail=detail)
