"""The names of the status checks that branches require: by the process, and by GitHub's settings."""

from collections.abc import Callable, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.git import Head
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.checks import CommitChecks
from relaudit.evidence.github.guarded import GuardedBranches
from relaudit.evidence.github.states import was_asked
from relaudit.process import Branches


@record
class RequiredName:
    """A name; `is_of_app` tells that GitHub takes it from one app alone, which is not known to be that of Actions."""

    text: str
    is_on_github: bool = False
    is_of_app: bool = False


@record
class RequiredNames:
    """By branch or pattern of branches, each once; `unknowns` are why GitHub may ask for more, where it was asked."""

    by_branch: Mapping[str, tuple[RequiredName, ...]]
    unknowns: tuple[Unknown, ...] = ()


@named_record
class SeenReports:
    """Whether something of a name was reported on the commit under audit: of what was not, it may yet be reported on pull requests."""

    of: Callable[[str], bool]


@evidence()
def required_names(
    stated: Branches | Unknown, guarded: GuardedBranches, rules: BranchRules | Unknown
) -> RequiredNames:
    """A branch that GitHub was not asked about has those of the process."""
    found = {
        name: {check: RequiredName(check) for check in said.required_checks}
        for name, said in (stated.by_name.items() if isinstance(stated, Branches) else ())
    }
    unknowns = [rules] if isinstance(rules, Unknown) and was_asked(rules) else []
    for branch in guarded.every if isinstance(rules, BranchRules) else ():
        guards = rules.of(branch.sample) if isinstance(rules, BranchRules) else rules
        if isinstance(guards, Unknown):
            unknowns.append(guards)
            continue
        unknowns += [doubt for doubt in (guards.doubt, branch.doubt) if doubt is not None]
        names = found.setdefault(branch.name, {})
        for guard in guards.every:
            names |= {check: RequiredName(check, True, check in guard.of_apps) for check in guard.checks}
    by_branch = {branch: tuple(names.values()) for branch, names in found.items() if names}
    return RequiredNames(by_branch, tuple(dict.fromkeys(unknowns)))


@evidence()
def seen_reports(checks: CommitChecks | Unknown, head: Head) -> SeenReports:
    """Nothing is seen where GitHub is not asked."""

    def of(name: str) -> bool:
        return (
            isinstance(checks, CommitChecks) and bool(head.oid) and checks.of(head.oid).of(name) is not None
        )

    return SeenReports(of=of)
