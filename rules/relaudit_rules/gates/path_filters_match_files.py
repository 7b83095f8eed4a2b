"""Path filters that still match something."""

from collections.abc import Iterator, Sequence

from relaudit.api import Edit, Fix, Problem, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.model import Trigger, Workflow
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of


@rule(severity=Severity.WARNING, added="0.1", over="workflows")
def path_filters_match_files(workflows: Workflows, tree: Tree) -> Iterator[Problem | Unknown]:
    """Every entry of `paths` and `paths-ignore` matches a file.

    Why:
        Filters stay behind when files are moved. A workflow whose filter names the old place no longer starts for what it was made to
        guard, and nothing says so.

    How to fix:
        Write where the files are today, or take the entry out, which `relaudit --fix` does where others are left. Entries with `!` are left alone.
    """
    yield from workflows.unknowns
    paths = tree.paths()
    if isinstance(paths, Unknown):
        yield paths
        return
    for workflow in workflows.workflows:
        seen: set[int] = set()
        for trigger in workflow.triggers:
            for name in ("paths", "paths-ignore"):
                entries = [entry for entry in trigger.patterns(name) if id(entry) not in seen]
                seen.update(map(id, entries))
                yield from _idle(workflow, trigger, name, entries, paths)


def _idle(
    workflow: Workflow, trigger: Trigger, name: str, entries: Sequence[Scalar], paths: Sequence[str]
) -> Iterator[Problem]:
    idle = [entry for entry in entries if _matches_nothing(text_of(entry), paths)]
    for entry in idle:
        said = text_of(entry)
        message = f"{name} of {trigger.event} has {said}, which matches no file"
        fix = _without(workflow, entry) if len(idle) < len(entries) else None
        yield Problem(
            message,
            place_of(workflow.file, entry),
            subject=f"{workflow.path} {trigger.event} {said}",
            fix=fix,
        )


def _matches_nothing(entry: str, paths: Sequence[str]) -> bool:
    pattern = Pattern.of(entry)
    return not pattern.is_negative and "${{" not in entry and not any(map(pattern.matches, paths))


def _without(workflow: Workflow, entry: Scalar) -> Fix | None:
    """Takes the entry's line out, where it has one of its own."""
    text = workflow.file.text.text
    start, end = text.rfind("\n", 0, entry.start) + 1, text.find("\n", entry.end) + 1 or len(text)
    before, after = text[start : entry.start].strip(), text[entry.end : end].strip()
    if before != "-" or (after and not after.startswith("#")):
        return None
    return Fix.of(f"takes {text_of(entry)} out", Edit(workflow.path, start, end, ""), safe=True)
