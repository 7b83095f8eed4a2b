"""`relaudit graph`."""

from argparse import Namespace

from relaudit.cli.evidence import dossier, projects, show
from relaudit.cli.output import plain
from relaudit.core.errors import UsageError
from relaudit.core.model import Unknown
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.reporters.text import unknown_line
from relaudit.views.graph import lines


def run(options: Namespace) -> int:
    """Show the release paths.

    Raises:
        UsageError: the workflows cannot be read.
    """
    with dossier(options) as of:
        found, names = of.get(ReleasePaths), projects(of)
    if isinstance(found, Unknown):
        raise UsageError(f"the release paths cannot be told: {unknown_line(found)}")
    if options.format == "json":
        from relaudit.views.pathjson import as_json

        plain(as_json(found, names))
    elif options.format == "mermaid":
        from relaudit.views.mermaid import mermaid

        plain(mermaid(found, names))
    else:
        show(lines(found, names), options)
    return 0
