"""`relaudit policy`."""

from argparse import Namespace
from datetime import UTC, datetime

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.core.occasion import Today
from relaudit.process.parts import DerivedProcess
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.views.policy import shown


def run(options: Namespace) -> int:
    """Show the merged policy, or the schema of any."""
    if options.what == "schema":
        from relaudit.config.schema import as_json, schema

        print(as_json(schema(everything().rules)), end="")
        return 0
    today = Today(datetime.now(UTC).date())
    auditor = Auditor(everything(), Request(today=today, policy=options.policy, policy_at=options.policy_at))
    with opened(options.target) as repository:
        derived = auditor.dossier(repository).get(DerivedProcess)
        known = derived if isinstance(derived, DerivedProcess) else DerivedProcess()
        print(shown(auditor.settings(repository), known), end="")
    return 0
