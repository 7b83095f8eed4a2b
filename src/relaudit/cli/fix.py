"""`relaudit check --fix` and `--patch`: the files changed, or how they would be."""

import os
import sys
from argparse import Namespace

from relaudit.audit import Auditor
from relaudit.cli.output import plain
from relaudit.core.errors import UsageError
from relaudit.core.record import replace
from relaudit.core.report import Repair
from relaudit.fixes import Copy, every, fixed, safe
from relaudit.outcome import Outcome
from relaudit.reporters.text import repair_line, visible
from relaudit.sources.editing import checkout, write
from relaudit.sources.find import is_bare
from relaudit.sources.local import Opened
from relaudit.sources.worktree import WorkingTree
from relaudit.views.patch import patch


def check(options: Namespace) -> None:
    """Whether this can be done at all, before anything is written.

    Raises:
        UsageError: it cannot.
    """
    if "unsafe" in options.targets and not os.path.exists("unsafe"):
        raise UsageError("'unsafe' is no folder; --fix takes it with an equals sign, --fix=unsafe")
    if options.patch:
        if len(options.targets) > 1:
            raise UsageError("--patch prints the change of one repository; name one target")
        if any("=" not in wanted for wanted in options.format):
            raise UsageError(
                "--patch prints the change; give --format a file, as in --format json=report.json"
            )
    elif options.at:
        raise UsageError(
            "--fix writes into a checkout, and --at asks for a revision; --patch prints the change"
        )
    else:
        for target in options.targets:
            if is_bare(target) and not os.path.exists(f"{target}/.git"):
                raise UsageError(
                    f"--fix writes into a checkout, and {target} is a bare git directory; --patch prints the change"
                )


def audited(auditor: Auditor, opened: Opened, options: Namespace) -> Outcome:
    """The outcome for a repository: as its fixes left it, or with `--patch` as it is.

    Raises:
        UsageError: a file cannot be written.
    """
    copy, repairs = fixed(auditor.case(opened), opened.tree, every if options.fix == "unsafe" else safe)
    if options.patch:
        _print(copy, repairs)
        return auditor.audit(opened)
    tree = checkout(opened)
    write(tree, copy.tree.changes())
    outcome = auditor.audit(replace(opened, tree=WorkingTree(tree.root)))
    return replace(outcome, audit=replace(outcome.audit, repairs=repairs))


def _print(copy: Copy, repairs: tuple[Repair, ...]) -> None:
    """The patch goes to standard output alone: as it is to a program, harmless to a terminal."""
    for repair in repairs:
        if repair.refused:
            print(repair_line(repair), file=sys.stderr)
    whole = b"".join(patch(change) for change in copy.tree.changes())
    if not whole:
        print("relaudit: there is nothing that --fix would change", file=sys.stderr)
    elif sys.stdout.isatty():
        plain("".join(f"{visible(line)}\n" for line in whole.decode("utf-8", "replace").splitlines()))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(whole)
