"""Whether the token of a job may do what a publication takes."""

from collections.abc import Mapping

from relaudit.core.record import record
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.publishing.credentials import OIDC, TOKEN
from relaudit.evidence.workflows.running.permissions import Permissions

# What it takes to publish with the token of the run; the documentation of each action and of `permissions` says so.
_OF_TARGET: Mapping[str, tuple[str, ...]] = {
    "github-release": ("contents",), "tag": ("contents",), "ghcr": ("packages",), "pages": ("contents",),
}  # fmt: skip
_OF_ACTION: Mapping[str, tuple[str, ...]] = {
    "actions/deploy-pages": ("pages", "id-token"), "googleapis/release-please-action": ("contents", "pull-requests"),
    "google-github-actions/release-please-action": ("contents", "pull-requests"), "rossjrw/pr-preview-action": ("contents", "pull-requests"),
}  # fmt: skip


@record
class Shortfall:
    """A scope that has to be `write`, and what it is."""

    scope: str
    level: str


def needed_scopes(path: ReleasePath) -> tuple[str, ...]:
    """The scopes of the token that have to be write; none where a credential of its own is used."""
    publication = path.publication
    if publication.credential == OIDC:
        return ("id-token",)
    if publication.credential != TOKEN:
        return ()
    return _OF_ACTION.get(publication.how) or _OF_TARGET.get(publication.target, ())


def shortfalls(path: ReleasePath) -> tuple[Shortfall, ...]:
    """What the permissions that are stated in the file lack; an `id-token` is never there unless a file says so."""
    levels = ((scope, _level(path.permissions, scope)) for scope in needed_scopes(path))
    return tuple(Shortfall(scope, level) for scope, level in levels if level not in ("", "write"))


def suffices(path: ReleasePath) -> bool | None:
    """Whether the token may do all of it; None where the settings of the repository decide."""
    if shortfalls(path):
        return False
    levels = [_level(path.permissions, scope) for scope in needed_scopes(path)]
    return None if "" in levels else True


def _level(permissions: Permissions, scope: str) -> str:
    said = permissions.of(scope)
    return "none" if scope == "id-token" and not said else said
