"""Where a credential comes from, followed from where it is used."""

from collections.abc import Iterator
from functools import lru_cache

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Context, Index, Literal, Node, every
from relaudit.evidence.workflows.gates.steps import StepAt, environments, inputs_of
from relaudit.evidence.workflows.gates.variables import set_before
from relaudit.evidence.workflows.model import Part
from relaudit.evidence.workflows.running.route import Route
from relaudit.evidence.workflows.scalars import text_of

_AUTOMATIC = "GITHUB_TOKEN"
_VARIABLE = regex(r"\$(?:\{(\w+)[^}]*\}|(\w+)|env:(\w+))")
_DEPTH = 6


@record
class Credential:
    """`kind` is oidc, secret, github-token or other; `name` that of a secret."""

    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


TOKEN, OTHER, OIDC = Credential("github-token"), Credential("other"), Credential("oidc")


@record
class Tracing:
    """Where a text stands: a step of a job, on a way; `exchanges` are the actions that get credentials for the workflow itself."""

    at: StepAt
    route: Route
    exchanges: frozenset[str]

    def credential(self, text: str, depth: int = 0) -> Credential:
        """Where the credential of a text comes from: the first that is told; other where that is not from the repository's settings."""
        found = self._sources(text, depth) if depth < _DEPTH else iter(())
        return next((one for one in found if one != OTHER), OTHER)

    def variable(self, name: str) -> str | None:
        """What a variable is set to, as written: for the step, or by scripts; None for one that is not set."""
        for part in environments(self.at):
            said = part.scalar(name)
            if said is not None:
                return said.value
        return set_before(self.at, name)

    def _sources(self, text: str, depth: int) -> Iterator[Credential]:
        for one in segments(text).expressions:
            for names in _named(one.text.strip()):
                yield from self._source(names, depth + 1)
        for name in dict.fromkeys(next(filter(None, match.groups())) for match in _VARIABLE.finditer(text)):
            said = self.variable(name)
            if said is not None:
                yield self.credential(said, depth + 1)
            elif name == _AUTOMATIC:
                yield TOKEN

    def _source(self, names: tuple[str, ...], depth: int) -> Iterator[Credential]:
        match names:
            case ("secrets", name):
                yield self._secret(name, depth)
            case ("github", "token"):
                yield TOKEN
            case ("env", name):
                said = self.variable(name)
                yield from [self.credential(said, depth)] if said is not None else ()
            case ("inputs", name):
                yield from self._input(name, depth)
            case ("steps", step, "outputs", _):
                yield OIDC if self._action_of(step) in self.exchanges else OTHER
            case _:
                pass

    def _secret(self, name: str, depth: int) -> Credential:
        """The secret itself, or what the calling job hands on under that name."""
        by = self.route.by
        if name.upper() == _AUTOMATIC:
            return TOKEN
        handed = by.job.value("secrets") if by is not None else None
        if by is None:
            return Credential("secret", name)
        if isinstance(handed, Scalar) and handed.value == "inherit":
            return self._outside(by)._secret(name, depth)  # noqa: SLF001 - the same, one job further out
        said = next(
            (node for key, node in Part(handed).entries() if text_of(key).lower() == name.lower()), None
        )
        if isinstance(said, Scalar):
            return self._outside(by).credential(said.value, depth)
        is_of_environment = self.at.job.value("environment") is not None
        return Credential("secret", name) if is_of_environment else OTHER

    def _input(self, name: str, depth: int) -> Iterator[Credential]:
        """What is given to an action or a called workflow, or its default."""
        if self.at.within is not None:
            given, declared = (
                inputs_of(self.at.within.step).scalar(name),
                Part(self.at.file.root).part("inputs").part(name),
            )
            outside = Tracing(self.at.within, self.route, self.exchanges)
        elif self.route.by is not None:
            trigger = self.route.workflow.trigger("workflow_call")
            given = self.route.by.job.part("with").scalar(name)
            declared = trigger.part("inputs").part(name) if trigger is not None else Part(None)
            outside = self._outside(self.route.by)
        else:
            return
        said = given or declared.scalar("default")
        if said is not None:
            yield (outside if given else self).credential(said.value, depth)

    def _outside(self, by: Route) -> "Tracing":
        """In the job that calls this workflow, which has no steps of its own."""
        at = StepAt(by.workflow, by.job, self.at.step, by.workflow.file)
        return Tracing(at, by, self.exchanges)

    def _action_of(self, name: str) -> str:
        """The action of the step of an id: of the same action, or the job."""
        return next((step.action for step in self.at.among if step.text("id") == name), "")


@lru_cache(maxsize=1024)
def _named(expression: str) -> tuple[tuple[str, ...], ...]:
    """Every path of names in an expression, such as `secrets`, `NAME`: the longest ones."""
    tree = parsed(expression)
    found = [names for node in (every(tree) if isinstance(tree, Node) else ()) if (names := _path(node))]
    return tuple(
        one for one in found if not any(other != one and other[: len(one)] == one for other in found)
    )


def _path(node: Node) -> tuple[str, ...]:
    match node:
        case Context(name=name):
            return (name,)
        case Index(of=of, index=Literal(token=token)) if isinstance(token.value, str):
            above = _path(of)
            return (*above, token.value) if above else ()
        case _:
            return ()
