"""What a workflow is configured with is there."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.variables import VariableNames
from relaudit.evidence.workflows.secretscope import alike
from relaudit.evidence.workflows.variableuses import VariableUse, VariableUses


@rule(severity=Severity.WARNING, added="0.1", over="variables")
def variables_exist(variables: VariableUses, names: VariableNames) -> Iterator[Problem | Unknown]:
    """Every configuration variable that a workflow cannot do without exists where the job can see it.

    Why:
        A variable that is not there is an empty text, and nobody is told: the token for the release bot is asked for without a client id, the image
        is pushed to a registry without a name. A name that was misspelt, or one that was made as a secret, is the same.

    How to fix:
        Make the variable: `gh variable set NAME`, with `--env` for one of an environment. Where it may be missing, say what it is then:
        `${{ vars.RUNNER || 'ubuntu-latest' }}`. A variable under `if`, or one that is compared, is taken for a switch that may be off.
    """
    yield from variables.unknowns
    told: set[tuple[str, str | None]] = set()
    for use in variables.uses:
        name = use.name.upper()
        if (name, use.environment) not in told and name not in names.visible(use.environment or ""):
            told.add((name, use.environment))
            yield from _missing(use, names)


def _missing(use: VariableUse, names: VariableNames) -> Iterator[Problem | Unknown]:
    environment, doubts = use.environment, names.doubts(use.environment or "")
    if doubts:
        yield from doubts
    elif environment is None:
        place = f"{use.place.path}:{use.place.line}"
        detail = f"the environment of the job at {place}, which may have {use.name}, is chosen in the run"
        yield Unknown("VariableNames", Reason.UNDECIDABLE, detail=detail)
    else:
        where = f"environment {environment}, the repository" if environment else "the repository"
        close = alike(use.name, names.visible(environment))
        hint = f"; {close} does" if close else ""
        message = f"the variable {use.name} does not exist in {where} or its organisation{hint}"
        yield Problem(message, use.place, subject=use.name)
