"""What a workflow is configured with is there."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.github.variables import VariableNames
from relaudit.evidence.workflows.secretscope import missing, untold_environment
from relaudit.evidence.workflows.variableuses import VariableUse, VariableUses


@rule(severity=Severity.WARNING, added="0.1", over="variables")
def variables_exist(variables: VariableUses, names: VariableNames) -> Iterator[Problem | Unknown]:
    """Every configuration variable that a workflow cannot do without exists where the job can see it.

    Why:
        A variable that is not there is an empty text, and nobody is told: the token for the release bot is asked for without a client id, the image
        is pushed to a registry without a name. A name that was misspelt, or one that was made as a secret, is the same.

    How to fix:
        Make the variable: `gh variable set NAME`, with `--env` for one of an environment. Where it may be missing, say what it is then:
        `${{ vars.RUNNER || 'ubuntu-latest' }}`. A variable under `if`, or one that is compared, is taken for a switch that may be off, and then nothing
        under that `if` is missing either. Neither is what a script looks at: `${ROOM:-releases}`, `[ -n "$ROOM" ]`, `process.env.ROOM`.
    """
    yield from variables.unknowns
    told: set[tuple[str, str | None]] = set()
    for use in variables.uses:
        if (use.name, use.environment) not in told and _is_lacking(use, names):
            told.add((use.name, use.environment))
            yield from _missing(use, names)


def _is_lacking(use: VariableUse, names: VariableNames) -> bool:
    """Whether nothing is known to be there that would do, and what it hangs on may be there."""
    there, doubts = names.visible(use.environment or ""), names.doubts(use.environment or "")
    is_asked_for = use.name not in use.switches and bool(use.switches <= there or doubts)
    return is_asked_for and not there & {use.name, *use.alternatives}


def _missing(use: VariableUse, names: VariableNames) -> Iterator[Problem | Unknown]:
    environment, doubts = use.environment, names.doubts(use.environment or "")
    if doubts:
        yield from doubts
    elif environment is None:
        yield untold_environment("VariableNames", use.written, use.place)
    else:
        message = missing("variable", use.written, environment, names.visible(environment))
        yield Problem(message, use.place, subject=use.name)
