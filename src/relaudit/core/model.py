"""The words of a judgement: what a rule yields, and what becomes of it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from relaudit.core.places import Location, path_of
from relaudit.core.record import record


class Severity(StrEnum):
    """How bad a finding is; policy has the last word."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS: Mapping[Severity, int] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


class Status(StrEnum):
    """The outcome of one rule for one repository, worst first."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    PASSED = "passed"


class Reason(StrEnum):
    """Why something could not be known. Readers of reports keep words they do not know."""

    OFFLINE = "offline"
    NO_TOKEN = "no-token"  # noqa: S105 - a reason, no credential
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"
    OMITTED = "omitted"
    PLAN = "plan"
    SSO = "sso"
    RATE_LIMITED = "rate-limited"
    UNREACHABLE = "unreachable"
    UNSUPPORTED = "unsupported"
    TRUNCATED = "truncated"
    SHALLOW = "shallow"
    MISSING_OBJECTS = "missing-objects"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    UNDECIDABLE = "undecidable"
    CRASHED = "crashed"
    NO_GIT = "no-git"
    UNSTATED = "unstated"
    INAPPLICABLE = "inapplicable"

    @property
    def means_nothing_to_judge(self) -> bool:
        """Not that something could not be known, but that there is nothing to know."""
        return self in (Reason.UNSTATED, Reason.INAPPLICABLE)


@record
class Unknown:
    """Evidence that could not be had, and why.

    `needs` is the permission or step that would settle it; reports group by it.
    """

    evidence: str
    reason: Reason
    needs: str = ""
    detail: str = ""


@record
class Edit:
    """Characters `start` to `end` of the file's text, counted from 0, become `replacement`."""

    path: str
    start: int
    end: int
    replacement: str


@record
class Fix:
    """A change of files that would end a problem; a safe one cannot change what a release does.

    The description follows `relaudit --fix`: `writes 0.2.2`.
    """

    description: str
    edits: tuple[Edit, ...]
    safe: bool = False

    @classmethod
    def of(cls, description: str, *edits: Edit | None, safe: bool = False) -> "Fix | None":
        """The fix that these edits make; None where one of them could not be told exactly."""
        exact = tuple(edit for edit in edits if edit is not None)
        return cls(description, exact, safe) if exact and len(exact) == len(edits) else None


@record
class Problem:
    """A disagreement: what a rule yields. It carries no id and no severity, those are not the rule's to say.

    `related` is the other side of the disagreement, `kind` which of a rule's problems it is where it has
    several, `subject` what it is about (a tag, a branch, a secret). Kind and subject are part of the
    fingerprint.
    """

    message: str
    location: Location
    related: tuple[Location, ...] = ()
    kind: str = ""
    subject: str = ""
    fix: Fix | None = None


@record
class Waiver:
    """A decision to live with findings of one rule, for a reason, until a day (None: for ever).

    `at` is the path and the line that an inline waiver speaks of, and nothing else.
    """

    rule: str
    reason: str
    until: date | None
    refs: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    owner: str = ""
    place: str = ""
    at: tuple[str, int] | None = None


@record
class Finding:
    """A problem of a rule, under a policy."""

    rule: str
    problem: Problem
    severity: Severity
    waiver: Waiver | None = None

    @property
    def fingerprint(self) -> str:
        """The identity of the finding across runs: sixteen hex digits over rule, kind, subject and path.

        Neither message nor line is part of it. Baseline, waivers, repair and comparisons stand on it.
        """
        from hashlib import sha256

        problem = self.problem
        parts = (self.rule, problem.kind, problem.subject, path_of(problem.location))
        return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


@record
class Verdict:
    """Exactly one for each selected rule and repository."""

    rule: str
    family: str
    findings: tuple[Finding, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    not_applicable: str = ""

    @property
    def status(self) -> Status:
        """Derived: failed before unknown before waived before not applicable before passed."""
        if any(finding.waiver is None for finding in self.findings):
            return Status.FAILED
        if self.unknowns:
            return Status.UNKNOWN
        if self.findings:
            return Status.WAIVED
        return Status.NOT_APPLICABLE if self.not_applicable else Status.PASSED
