"""`relaudit simulate`."""

from argparse import Namespace

from relaudit.cli.evidence import dossier, projects, show
from relaudit.cli.output import plain
from relaudit.core.errors import UsageError
from relaudit.core.model import Unknown
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.simulated import simulated
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.reporters.text import unknown_line
from relaudit.views.simulate import as_json, lines


def run(options: Namespace) -> int:
    """Show what an event would run.

    Raises:
        UsageError: it is no event, or the workflows cannot be read.
    """
    occurrence = Occurrence.of(options.event)
    with dossier(options) as of:
        known, names = of.get(Evidence), projects(of)
    if isinstance(known, Unknown):
        raise UsageError(f"what runs cannot be told: {unknown_line(known)}")
    found = list(simulated(occurrence, known))
    if options.format == "json":
        plain(as_json(options.event, found, known.uses.doubts, names))
    else:
        show(lines(options.event, found, known.uses.doubts, names), options)
    return 0
