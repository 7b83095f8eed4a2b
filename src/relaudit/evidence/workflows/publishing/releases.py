"""Which publications make a GitHub Release that everybody sees."""

from collections.abc import Mapping

from relaudit.core.record import NOTHING, record
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.filled import as_text, beginning_of
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.publishing.credentials import Tracing
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.words import Words

# Commands and actions that make a release, and what makes a draft of it.
_MAKING: Mapping[str, tuple[str, ...]] = {
    "gh release create": ("--draft", "-d"), "hub release create": ("--draft", "-d"),
    "softprops/action-gh-release": ("draft",), "ncipollo/release-action": ("draft",), "actions/create-release": ("draft",),
    "svenstaro/upload-release-action": ("draft",), "marvinpinto/action-automatic-releases": ("draft",), "crazy-max/ghaction-github-release": ("draft",),
    "taiki-e/create-gh-release-action": ("draft",), "anton-yurchenko/git-release": ("DRAFT_RELEASE",), "elgohr/github-release-action": (),
    "googleapis/release-please-action": (), "google-github-actions/release-please-action": (), "helm/chart-releaser-action": (),
    "semantic-release": (), "cycjimmy/semantic-release-action": (), "python-semantic-release/python-semantic-release": (),
}  # fmt: skip
_PUBLISHING: Mapping[str, tuple[str, ...]] = {"release-drafter/release-drafter": ("publish",)}  # of a draft
_CONFIGURED = ("goreleaser release", "goreleaser/goreleaser-action")  # a file says whether it makes drafts
_OFF = "--draft=false"
_ALL_TAGS = frozenset(("--tags", "--follow-tags", "--mirror"))
_RUN_REF = ("GITHUB_REF", "github.ref", "HEAD:")  # the reference that the run is about
_OF_RUN = (
    "softprops/action-gh-release",
    "ncipollo/release-action",
    "crazy-max/ghaction-github-release",
)  # without a name they take its tag
_TAG = (
    "tag_name",
    "tag",
    "release_tag",
    "custom_tag",
    "CUSTOM_TAG",
)  # what names the tag of a release, or a tag to be made


@record
class Tag:
    """A tag that is made: its name or how that begins, as far as the files tell."""

    name: str
    is_whole: bool


def is_drafted(publication: Publication) -> Truth:
    """Whether it makes a release as a draft; NO for what makes no release."""
    if publication.target != "github-release":
        return Truth.NO
    how, script = publication.how, _script(publication)
    if how in _PUBLISHING:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE}[
            _holds(publication, _PUBLISHING[how])
        ]
    if how in _CONFIGURED:
        return Truth.MAYBE
    if how == "createRelease":
        return Truth.YES if "draft: true" in script else Truth.MAYBE if "draft" in script else Truth.NO
    return Truth.NO if _says(publication, _OFF) else _holds(publication, _MAKING.get(how, ()))


def makes_release(publication: Publication) -> Truth:
    """Whether it makes a release that everybody sees, or shows a draft; what only adds files to one does neither."""
    how, script = publication.how, _script(publication)
    if publication.target != "github-release":
        return Truth.NO
    if how in ("gh release edit", "updateRelease"):
        return Truth.YES if _says(publication, _OFF) or "draft: false" in script else Truth.NO
    if how not in (*_MAKING, *_PUBLISHING, *_CONFIGURED, "createRelease"):
        return Truth.NO
    drafted = is_drafted(publication)
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE}[drafted]


def new_tag(publication: Publication) -> Tag | None:
    """The tag that it makes; None where it makes none for sure, or takes that of the run."""
    if publication.how == "git push":
        return Tag("", is_whole=False) if _pushes_tags(publication) else None
    words = _words(publication)
    is_command = publication.how.startswith(("gh release", "hub release"))
    said = next(words.positional() if is_command else words.said(_TAG), None)
    if said is None:
        return None if publication.how in _OF_RUN or is_command else Tag("", is_whole=False)
    if any(name in said.source for name in _RUN_REF):
        return None
    whole = as_text(said.value)
    return Tag(beginning_of(said.value), is_whole=False) if whole is None else Tag(whole, is_whole=True)


def _pushes_tags(publication: Publication) -> bool:
    """Whether a `git push` says so itself: the name of a reference may be that of a branch as well."""
    words = [word.source for word in publication.use.trail[-1].command.words] if publication.use.trail else []
    said = " ".join(words)
    return (
        not _ALL_TAGS.isdisjoint(words) or "refs/tags/" in said or not any(name in said for name in _RUN_REF)
    )


def _holds(publication: Publication, names: tuple[str, ...]) -> Truth:
    return _words(publication).holds(names)


def _words(publication: Publication) -> Words:
    tracing = Tracing(publication.at, publication.route, frozenset())
    return Words(publication.use, tracing, Surroundings(NOTHING))


def _says(publication: Publication, word: str) -> bool:
    trail = publication.use.trail
    return bool(trail) and any(one.source == word for one in trail[-1].command.words)


def _script(publication: Publication) -> str:
    return inputs_of(publication.at.step).text("script")
