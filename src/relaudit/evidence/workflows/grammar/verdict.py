"""Whether GitHub takes a workflow, and if not, why."""

from collections.abc import Sequence

from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.grammar.check import rejections
from relaudit.evidence.workflows.grammar.definitions import grammar, has_aliases
from relaudit.evidence.workflows.grammar.meaning import refusals
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.model import Workflow

_ROOT = "workflow-root-strict"


def rejected(workflow: Workflow) -> Sequence[Rejection]:
    """Why GitHub would not start anything of this file; empty when it takes it."""
    file = workflow.file
    if file.root is None:
        return [Rejection("the file is empty", Scalar("", "", 0, 0))]
    syntax, text = grammar("workflow"), file.text.text
    source = "" if has_aliases(text) else text
    return list(rejections(file.root, syntax, _ROOT, source)) or list(refusals(workflow, syntax, source))
