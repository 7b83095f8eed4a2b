"""Opening a repository on GitHub, without a clone of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.regex import regex
from relaudit.evidence.git import Head
from relaudit.evidence.github.service import GitHub, segment
from relaudit.evidence.github.settings import RepositorySettings, repository_settings
from relaudit.evidence.github.states import Asked, found
from relaudit.sources.github.connect import Means
from relaudit.sources.github.tree import TreeOnGitHub
from relaudit.sources.local import Opened

_TARGET = regex(r"([\w.-]+/[\w.-]+)(?:@(\S+))?")
_COMMIT = Asked("Head", "contents:read")
_NO_HISTORY = Unknown(
    "Git", Reason.OFFLINE, needs="a clone", detail="history is read from a clone, and not from GitHub's API"
)


def is_named(target: str) -> bool:
    """Whether a target is written as `OWNER/NAME` or `OWNER/NAME@REF`."""
    return _TARGET.fullmatch(target) is not None and ".." not in target


@contextmanager
def opened_on(means: Means, target: str, *, is_demanded: bool) -> Iterator[Opened]:
    """The repository as it is at a revision, else at the tip of its branch by default.

    Raises:
        UsageError: there is no token and no leave to ask without one; there is no such repository or revision, or the token may not see it.
    """
    match = _TARGET.fullmatch(target)
    assert match is not None  # noqa: S101 - `is_named` was asked
    if not means.is_there and not is_demanded:
        raise UsageError(
            f"{target} is on {means.server.host}, and there is no token{means.hint}: set GITHUB_TOKEN, or give --online"
        )
    github = means.asking(match[1])
    about = repository_settings.function(github)
    if not isinstance(about, RepositorySettings):
        raise UsageError(f"{match[1]} cannot be read: {_why(about)}")
    github = means.asking(about.name)  # the name of today: a redirect loses what is asked
    oid = _commit(github, match[2] or about.default_branch, target)
    yield Opened(
        target, oid, TreeOnGitHub(github, oid), None, is_past=bool(match[2]), github=github, without_git=_NO_HISTORY,
        head=Head(oid, "" if match[2] else about.default_branch, is_bare=True),
    )  # fmt: skip


def _commit(github: GitHub, ref: str, target: str) -> str:
    body = found(github.ask(f"/commits/{segment(ref)}"), _COMMIT)
    oid = body.get("sha") if isinstance(body, Mapping) else None
    if not isinstance(oid, str):
        raise UsageError(f"{target}: there is no revision '{ref}': {_why(body)}")
    return oid


def _why(said: object) -> str:
    return said.detail if isinstance(said, Unknown) else "no answer"
