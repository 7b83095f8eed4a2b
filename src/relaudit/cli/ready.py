"""`relaudit ready`."""

from argparse import Namespace
from datetime import UTC, datetime

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.cli.evidence import show
from relaudit.cli.output import plain
from relaudit.core.errors import UsageError
from relaudit.core.occasion import Moment, Occasion, Today
from relaudit.evidence.schemes import is_version
from relaudit.ready import checklist
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.views.checklist import State, as_json, lines

_IN_THE_WAY, _UNTOLD = 1, 3


def run(options: Namespace) -> int:
    """Show the checklist; 1 when something stands in the way.

    Raises:
        UsageError: what is named is no version.
    """
    version = options.version
    bare = version.removeprefix("v")
    if bare != version and is_version(bare):
        raise UsageError(f"'{version}' is the name of a tag; the version is {bare}")
    if not is_version(version):
        raise UsageError(f"'{version}' is no version; say 1.2.0, or 1.2.0rc1")
    occasion = Occasion(Moment.BEFORE_TAG, version)
    request = Request(
        today=Today(datetime.now(UTC).date()),
        occasion=occasion,
        policy=options.policy,
        policy_at=options.policy_at,
    )
    auditor = Auditor(everything(), request)
    with opened(options.target, options.at, name=options.target) as repository:
        items = checklist(auditor, repository, version)
    if options.format == "json":
        plain(as_json(version, items))
    else:
        show(lines(version, items), options)
    states = {item.state for item in items}
    if State.FAILED in states:
        return _IN_THE_WAY
    return _UNTOLD if options.strict and State.UNKNOWN in states else 0
