"""`relaudit org`: many repositories, one report."""

import time
from argparse import Namespace
from datetime import UTC, datetime

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.cli.check import asked_with, request
from relaudit.cli.output import save, write
from relaudit.org.local import audit_folder
from relaudit.outcome import report
from relaudit.terminal.progress import progress


def run(options: Namespace) -> int:
    """Audit a folder of repositories; the exit code of the report."""
    began, started = time.perf_counter(), datetime.now(UTC)
    loaded, asked = everything(), request(options, started, asked_with(options))
    outcomes = audit_folder(options.local, Auditor(loaded, asked), progress)
    seconds = time.perf_counter() - began
    told = report(outcomes, loaded.rules, started=started.isoformat(timespec="seconds"), seconds=seconds)
    for name, path in (("markdown", options.markdown), ("json", options.json)):
        if path:
            save(path, loaded.reporters[name](told))
    if options.format or not (options.markdown or options.json):
        write(told, options, loaded.reporters)
    return told.run.exit
