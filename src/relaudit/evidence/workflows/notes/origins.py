"""Where a text comes from: a changelog, the commits, GitHub's own list, or nowhere but the workflow."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.model import Step, Workflow

CHANGELOG, COMMITS, GENERATED, TEXT, NONE, UNTOLD = "changelog", "commits", "generated", "text", "nothing", ""
_GENERATING = regex(r"generate-notes|generateReleaseNotes|release-drafter", needs=("generate", "drafter"))
_LISTING = regex(
    r"(?i)\bgit\s+(?:-\S+\s+)*(?:log|shortlog|rev-list)\b|git-?cliff|gitchangelog|conventional-changelog|auto-changelog|changelog-(?:builder|generator)|requarks/changelog-action|tag-changelog|generate-changelog"
)
_KEEPING = regex(
    r"(?i)change-?_?log|changes|history|\bnews\b|towncrier|scriv\b|release[-_ ]?notes|whats-?new"
)
_OUTPUT = regex(r"(?:steps\.([\w-]+)|needs\.([\w-]+))\.outputs\.([\w-]+)")
_CALLED = r"(?:[\w-]*(?:version|tag|sha|url|digest)(?:[-_]?name)?|(?:release[-_]?)?(?:name|date|ref|repo|repository|branch))"
_PLAIN = regex(
    r"(?i)github\.(?:ref|ref_name|repository|repository_owner|sha|server_url|run_id|run_number|actor|event\.release\.tag_name)"
    rf"|(?:(?:steps|needs)\.[\w-]+\.outputs|env|inputs|github\.event\.inputs)\.{_CALLED}"
)
_VARIABLE = regex(r"\$\{?([A-Za-z_]\w*)[^}\s\"]*\}?|(\$\(|`(?=\w+ ))")
_PLAIN_VARIABLE = regex(rf"(?i)GITHUB_\w+|{_CALLED}")


@record
class Context:
    """Where a text is used; `changelog` is the path of the changelog, in lower case."""

    at: StepAt
    changelog: str


def of_file(path: str, context: Context) -> str:
    """Where the content of a file comes from: it is the changelog, or the scripts that name it say so."""
    name = path.rpartition("/")[2]
    if context.changelog and name.lower() == context.changelog.rpartition("/")[2]:
        return CHANGELOG
    if "$" in name or not name:
        return UNTOLD
    writers = [text for text in _texts(context.at.workflow, context.at.step) if name in text]
    return _of_writers("\n".join(writers), name, context) if writers else UNTOLD


def of_text(text: str, context: Context) -> str:
    """Where a text comes from, its expressions and variables looked at."""
    if not text.strip():
        return NONE
    found = {_of_expression(one.text, context) for one in segments(text).expressions}
    if context.at.step.script is not None:
        found |= {_of_variable(one[1] or "", text, context) for one in _VARIABLE.finditer(text)}
    found.discard(TEXT)
    return TEXT if not found else found.pop() if len(found) == 1 else UNTOLD


def is_fixed(text: str) -> bool:
    """Whether a text is the same for every release, and names none."""
    return not any(mark in text for mark in ("${{", "$", "`")) and not any(map(str.isdigit, text))


def points_elsewhere(text: str) -> bool:
    """Whether it says where the changes are told."""
    return _KEEPING.search(text) is not None or "http" in text


def _of_expression(said: str, context: Context) -> str:
    plain = said.strip()
    if _PLAIN.fullmatch(plain):
        return TEXT
    output = _OUTPUT.fullmatch(plain)
    if output is None:
        return UNTOLD
    if output[1]:
        steps = [step for step in context.at.job.steps if step.text("id") == output[1]]
    else:
        job = context.at.workflow.job(output[2])
        steps = list(job.steps) if job is not None else []
    return _of_writers("\n".join(text for step in steps for text in _of_step(step)), "", context)


def _of_variable(name: str, text: str, context: Context) -> str:
    if not name:
        return _of_writers(text, "", context)
    if _PLAIN_VARIABLE.fullmatch(name):
        return TEXT
    lines = [
        line for one in _texts(context.at.workflow, None) for line in one.splitlines() if f"{name}=" in line
    ]
    return _of_writers("\n".join(lines), "", context)


def _of_writers(text: str, name: str, context: Context) -> str:
    """Where a script takes what it writes from; two signs are none."""
    rest = text.replace(name, "") if name else text
    is_listed = _LISTING.search(rest) is not None
    own = context.changelog.rpartition("/")[2]
    is_kept = (bool(own) and own in rest.lower()) or (not is_listed and _KEEPING.search(rest) is not None)
    signs = [
        sign
        for sign, is_there in (
            (GENERATED, _GENERATING.search(rest)),
            (COMMITS, is_listed),
            (CHANGELOG, is_kept),
        )
        if is_there
    ]
    return signs[0] if len(signs) == 1 else UNTOLD


def _texts(workflow: Workflow, but: Step | None) -> Iterator[str]:
    return (text for job in workflow.jobs for step in job.steps if step is not but for text in _of_step(step))


def _of_step(step: Step) -> Iterator[str]:
    """What a step runs or uses, with what it is given, as one text."""
    given = [
        node.value
        for part in (inputs_of(step), step.part("env"))
        for _, node in part.entries()
        if isinstance(node, Scalar)
    ]
    run = step.script.value if step.script is not None else ""
    yield "\n".join([step.action, run, *given])
