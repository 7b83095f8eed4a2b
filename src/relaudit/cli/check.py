"""`relaudit check`: audit repositories and report."""

import os
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.cli.occasion import occasion_of
from relaudit.cli.output import write
from relaudit.cli.parser import COMMANDS
from relaudit.cli.secrets import stated
from relaudit.core.errors import UsageError
from relaudit.core.occasion import Today
from relaudit.outcome import Outcome, report
from relaudit.process.decode import nearest
from relaudit.request import Connect, Request, not_asked
from relaudit.sources.local import Opened, opened
from relaudit.terminal.progress import progress

if TYPE_CHECKING:
    from relaudit.sources.github.connect import Means


def run(options: Namespace) -> int:
    """Audit every target; the exit code of the report."""
    began, started = time.perf_counter(), datetime.now(UTC)
    outcomes = []
    audited = _fixing(options) if options.fix or options.patch else None

    @cache
    def means() -> "Means | None":
        return asked_with(options)

    @cache
    def auditor() -> Auditor:
        """Made while git already works on the first target."""
        return Auditor(everything(), request(options, started, means()))

    with progress(len(options.targets)) as step:
        for target in options.targets:
            step(target)
            with _opened(target, options, means) as repository:
                outcomes.append(audited(auditor(), repository) if audited else auditor().audit(repository))
    loaded, seconds = auditor().loaded, time.perf_counter() - began
    told = report(outcomes, loaded.rules, started=started.isoformat(timespec="seconds"), seconds=seconds)
    if options.format or not options.patch:
        write(told, options, loaded.reporters)
    return told.run.exit


def _fixing(options: Namespace) -> Callable[[Auditor, Opened], Outcome]:
    """What `--fix` and `--patch` do instead of an audit."""
    from relaudit.cli.fix import audited, check

    check(options)
    return lambda auditor, repository: audited(auditor, repository, options)


def request(options: Namespace, now: datetime, means: "Means | None") -> Request:
    """What the command line asks for."""
    return Request(
        today=Today(now.date()),
        occasion=occasion_of(getattr(options, "released", ""), getattr(options, "changed_since", "")),
        policy=options.policy,
        policy_at=options.policy_at,
        select=tuple(options.select),
        ignore=tuple(options.ignore),
        strict=options.strict,
        secrets=stated(options),
        github=_connection(options, means),
    )


def asked_with(options: Namespace) -> "Means | None":
    """What GitHub is asked with, the same for all targets; None with `--offline`."""
    if options.offline:
        return None
    from relaudit.sources.github.connect import PUBLIC, Means, server_at

    server = server_at(options.github_url or os.environ.get("GITHUB_SERVER_URL") or PUBLIC)
    return Means(server, os.environ)


def _connection(options: Namespace, means: "Means | None") -> Connect:
    """How GitHub is asked: where there is no token, only with `--online`."""
    if means is None:
        return not_asked
    from relaudit.sources.github.connect import connecting

    return connecting(means, is_demanded=options.online)


def _opened(
    target: str, options: Namespace, means_of: "Callable[[], Means | None]"
) -> AbstractContextManager[Opened]:
    """A folder; else a repository on GitHub."""
    if os.path.exists(target) or target.startswith((".", "/", "~")):
        return opened(target, options.at, name=target)
    from relaudit.sources.github.opening import is_named, opened_on

    if not is_named(target):
        close = nearest(target, dict.fromkeys(COMMANDS))
        raise UsageError(f"'{target}' is neither a command nor a folder{close}")
    means = means_of()
    if means is None or options.at or options.fix or options.patch:
        raise UsageError(
            f"there is no folder '{target}'; a repository on GitHub is asked for as {target}@REV, and neither mended nor read offline"
        )
    return opened_on(means, target, is_demanded=options.online)
