"""The releases of a repository on GitHub."""

from collections.abc import Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.github.bodies import mappings, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.settings import RepositorySettings
from relaudit.evidence.github.states import Asked, items, waiting

_ASKED = Asked("Releases", "contents:read", keys=("tag_name", "draft", "prerelease"))
_UPLOADED = "uploaded"
_DRAFTS = Unknown(
    "Releases",
    Reason.OMITTED,
    needs="contents:write on GitHub",
    detail="drafts are shown only to those who may push",
)


@record
class Release:
    """A release; `tag` is the name of its tag, `page` its address, `published` the day and time in UTC, empty for a draft.

    `notes` are its text, `assets` the names of the files that were uploaded to it to the end; None where the answer leaves them out.
    """

    tag: str
    name: str
    page: str
    is_draft: bool
    is_prerelease: bool
    published: str
    is_immutable: bool = False
    notes: str | None = ""
    assets: tuple[str, ...] | None = ()


class Releases:
    """Every release, the newest first; `drafts` are those that are not published, or why nobody can tell whether there are any."""

    def __init__(self, published: Sequence[Release], drafts: Sequence[Release] | Unknown) -> None:
        self.published = published
        self.drafts = drafts
        self._by_tag = {one.tag: one for one in reversed(published)}

    def of(self, tag: str) -> Release | None:
        """The published release of a tag."""
        return self._by_tag.get(tag)

    def __len__(self) -> int:
        return len(self.published)


@evidence(permission="contents:read")
def releases(github: GitHub | Unknown, about: RepositorySettings | Unknown) -> Releases | Unknown:
    """To the last page; GitHub leaves drafts out without a word for those who may not push."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    said = items(github.listed("/releases"), _ASKED)
    if isinstance(said, Unknown):
        return said
    every = [one for body in said if (one := _release(body)) is not None]
    drafts = [one for one in every if one.is_draft]
    doubt = _doubt(about)
    return Releases([one for one in every if not one.is_draft], drafts if drafts or doubt is None else doubt)


def _doubt(about: RepositorySettings | Unknown) -> Unknown | None:
    """Why there may be drafts that are not shown."""
    if isinstance(about, Unknown):
        return Unknown("Releases", about.reason, about.needs, about.detail)
    return None if about.may("push") is True else _DRAFTS


def _release(body: Mapping[str, object]) -> Release | None:
    """None for what names no tag: it says nothing that anybody asks for."""
    tag, draft = body.get("tag_name"), body.get("draft")
    if not isinstance(tag, str) or not isinstance(draft, bool):
        return None
    return Release(
        tag,
        text(body, "name"),
        text(body, "html_url"),
        draft,
        body.get("prerelease") is True,
        text(body, "published_at"),
        body.get("immutable") is True,
        text(body, "body") if "body" in body else None,
        _assets(body),
    )


def _assets(body: Mapping[str, object]) -> tuple[str, ...] | None:
    told = mappings(body, "assets")
    if told is None or any("name" not in one or "state" not in one for one in told):
        return None
    return tuple(text(one, "name") for one in told if text(one, "state") == _UPLOADED)
