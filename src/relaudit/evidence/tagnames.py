"""Tags by their names: those that look like releases and are none, and what tag objects say of who made them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.components import ComponentTags
from relaudit.evidence.git import Git, GitObject, day_of
from relaudit.evidence.packages import TAGS
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.process import TagFormat

# A version somewhere in the name: `v2.0-complete`, `1.2.3-hotfix`, `ferry-v1`; dates and numbers of issues are none.
_LIKE_RELEASE = regex(r"(?:^|.*[-_/.@])(?:v\d+|v?\d+\.\d+)(?![0-9]).*", re.IGNORECASE | re.DOTALL)
_PUT_AWAY = ("archive/", "archived/", "backup/", "old/")
_FLOATING = regex(r"v?\d+(?:\.\d+)?|v?\d+(?:\.(?:\d+|x))*\.x", re.IGNORECASE)
_TAGGER = regex(rb"^tagger (?P<name>.*?) ?<(?P<email>[^>]*)>", re.MULTILINE)
_SIGNATURES = (
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN SSH SIGNATURE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
)
_AUTOMATION = regex(
    r"\[bot\]|\bbot@|-bot@|actions@github\.com|action@github\.com|^(?:github-?)?actions?@", re.IGNORECASE
)
_NAMES_OF_AUTOMATION = regex(
    r"\[bot\]$|\bbot$|github[ -]actions?|\bCI\b|automation|release[- ]please", re.IGNORECASE
)


@record
class OtherTag:
    """A tag that is no release tag of any package; `commit` is what it peels to, empty when it is no commit."""

    name: str
    oid: str
    commit: str
    day: date
    is_judged: bool = True


@record
class OtherTags:
    """Tags that look like releases and are none, by their names."""

    tags: tuple[OtherTag, ...] = ()

    def __len__(self) -> int:
        return len(self.tags)


@record
class TagObject:
    """What an annotated tag says of itself."""

    tagger: str
    email: str
    is_signed: bool

    @property
    def is_by_automation(self) -> bool:
        """The tagger calls itself a bot or an action; a person who borrowed its name cannot be told from it."""
        return bool(_AUTOMATION.search(self.email) or _NAMES_OF_AUTOMATION.search(self.tagger))


class TagObjects:
    """Reads tag objects when they are asked for."""

    def __init__(self, git: Git) -> None:
        self._git = git

    def of(
        self, tags: Sequence[ReleaseTag | OtherTag]
    ) -> Iterator[tuple[ReleaseTag | OtherTag, TagObject | Unknown | None]]:
        """Each tag with its object; None for a lightweight one."""
        annotated = [tag for tag in tags if tag.oid != tag.commit]
        found = dict(
            zip([tag.oid for tag in annotated], self._git.stream([tag.oid for tag in annotated]), strict=True)
        )
        for tag in tags:
            item = found.get(tag.oid)
            yield tag, _read(item) if isinstance(item, GitObject) else item


@evidence()
def other_tags(
    git: Git,
    tags: ReleaseTags,
    components: ComponentTags | Unknown,
    form: TagFormat | Unknown,
    since: HistorySince,
) -> OtherTags | Unknown:
    """What is left of the tags when the releases are taken out."""
    refs = git.refs()
    if isinstance(refs, Unknown):
        return refs
    every = [tags, *(components.by_package.values() if isinstance(components, ComponentTags) else ())]
    known = {
        name
        for found in every
        for name in (*found.astray, *found.floating, *(tag.name for tag in found.newest_first))
    }
    found = [
        OtherTag(name, ref.oid, ref.commit, day_of(ref.committed), not since.excludes(day_of(ref.committed)))
        for ref in refs
        if ref.name.startswith(TAGS)
        and (name := ref.name.removeprefix(TAGS)) not in known
        and looks_like_release(name, form.pattern if isinstance(form, TagFormat) else "")
    ]
    return OtherTags(tuple(found))


@evidence()
def tag_objects(git: Git) -> TagObjects:
    """Nothing is read before it is asked for."""
    return TagObjects(git)


def looks_like_release(name: str, pattern: str) -> bool:
    """Whether a name carries something like a version, or has the stated form with a placeholder left in it."""
    is_template = "{" in name and name.startswith(pattern.partition("{version}")[0])
    is_away = name.startswith(_PUT_AWAY) or _FLOATING.fullmatch(name) is not None
    return not is_away and (is_template or _LIKE_RELEASE.fullmatch(name) is not None)


def _read(tag: GitObject) -> TagObject | None:
    if tag.kind != "tag":
        return None
    head = tag.content.partition(b"\n\n")[0]
    found = _TAGGER.search(head)
    name, email = (found["name"], found["email"]) if found else (b"", b"")
    is_signed = any(mark in tag.content for mark in _SIGNATURES)
    return TagObject(name.decode("utf-8", "replace"), email.decode("utf-8", "replace"), is_signed)
