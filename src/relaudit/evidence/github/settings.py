"""A repository as GitHub describes it: its branch by default, what the token may do, how it merges."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.github.bodies import mapping, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, found, omitted, waiting

_ASKED = Asked("RepositorySettings", "metadata:read")
_MERGING = Asked("RepositorySettings", "contents:write")


@record
class RepositorySettings:
    """`name` is `OWNER/NAME` as it is today, `page` its address; `body` what else the answer says, where keys may be left out."""

    name: str
    page: str
    default_branch: str
    body: Mapping[str, object]

    def may(self, role: str) -> bool | Unknown:
        """Whether the token may `push`, and so sees drafts, or is that of an `admin`."""
        said = mapping(self.body, "permissions").get(role)
        return said if isinstance(said, bool) else omitted("permissions", _ASKED)

    @property
    def squash_title(self) -> str | Unknown:
        """What a squashed pull request is titled by: `PR_TITLE` or `COMMIT_OR_PR_TITLE`; empty where none is squashed."""
        allowed, title = self.body.get("allow_squash_merge"), text(self.body, "squash_merge_commit_title")
        if not isinstance(allowed, bool):
            return omitted("allow_squash_merge", _MERGING)
        if not allowed:
            return ""
        return title or omitted("squash_merge_commit_title", _MERGING)


@evidence(permission="metadata:read")
def repository_settings(github: GitHub | Unknown) -> RepositorySettings | Unknown:
    """One request."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    body = found(github.ask(""), _ASKED)
    if isinstance(body, Unknown):
        return body
    name, branch = body.get("full_name"), body.get("default_branch")
    return RepositorySettings(
        name if isinstance(name, str) else github.repository, github.page, branch if isinstance(branch, str) else "",
        body,
    )  # fmt: skip
