"""The names under which GitHub reports the jobs of a workflow, which is what a required status check asks for.

Follows the `JobNameBuilder` and the `WorkflowTemplateEvaluator` of actions/runner. A job that its `if:` skips is
reported once instead, under its name as written.
"""

from collections.abc import Callable, Mapping, Sequence

from relaudit.evidence.workflows.matrix import Combination
from relaudit.evidence.workflows.matrixvalues import Undecidable, Value, leaves, text

_LONGEST = 100  # UTF-16 code units of one job's name
_ELLIPSIS = "..."

Evaluate = Callable[[str, Mapping[str, Value]], str | None]


def names(
    job_id: str, name: str, combinations: Sequence[Combination], evaluate: Evaluate
) -> tuple[str | None, ...]:
    """The name of the job for each combination, None for one that is decided when the workflow runs.

    `name` is as written, empty when there is none; `evaluate` gives the text that its expressions make of it.
    """
    return tuple(_name(job_id, name, combination, evaluate) for combination in combinations)


def nested(caller: str | None, inner: str | None) -> str | None:
    """The name of a job inside the reusable workflow that another job calls."""
    return None if caller is None or inner is None else f"{caller} / {inner}"


def _name(job_id: str, name: str, combination: Combination, evaluate: Evaluate) -> str | None:
    if "${{" not in name:
        return _automatic(name or job_id, combination)
    evaluated = evaluate(name, combination.values)
    if evaluated is None or _length(evaluated) > _LONGEST:  # whether GitHub cuts such a name is not known
        return None
    return evaluated or _automatic(job_id, combination)


def _automatic(label: str, combination: Combination) -> str | None:
    """A name without expressions, and in parentheses what tells the combinations apart."""
    segments: list[str] = []
    for value in leaves(combination.named):
        if isinstance(value, Undecidable):
            return None
        segments.append(text(value))
    listed = ", ".join(filter(None, segments))
    return _cut(f"{label} ({listed})" if listed else label)


def _cut(name: str) -> str:
    if _length(name) <= _LONGEST:
        return name
    kept = name.encode("utf-16-le", "surrogatepass")[: 2 * (_LONGEST - len(_ELLIPSIS))]
    return kept.decode("utf-16-le", "replace") + _ELLIPSIS


def _length(name: str) -> int:
    return len(name.encode("utf-16-le", "surrogatepass")) // 2
