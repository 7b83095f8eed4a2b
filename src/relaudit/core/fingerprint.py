"""The identity of a finding across runs: baseline, waivers, repair and comparisons stand on it."""

from hashlib import sha256

from relaudit.core.model import Problem
from relaudit.core.places import path_of


def fingerprint(rule: str, problem: Problem) -> str:
    """Sixteen hex digits over rule, kind, subject and path; message and line may change without changing it."""
    parts = (rule, problem.kind, problem.subject, path_of(problem.location))
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
