"""The notes that workflows give to the GitHub Releases they make."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.notes.forms import EDITING, FORMS, Form, Sayings
from relaudit.evidence.workflows.notes.origins import (
    GENERATED,
    NONE,
    UNTOLD,
    Context,
    is_fixed,
    of_file,
    of_text,
    points_elsewhere,
)
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import told_once

_REPOSITORY = ("--repo", "-R", "repository")
_THERE = ("release", "workflow_call")  # the release is there before the run, or may be


@record
class Notes:
    """The notes of one release: where they come from, what is said of it, and whether they are the same for every release."""

    path: ReleasePath
    origin: str
    said: str = ""
    is_fixed: bool = False


@record
class ReleaseNotes:
    """Every step that makes a GitHub Release whose notes can be told; `unknowns` are those of the release paths."""

    notes: tuple[Notes, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.notes) + len(self.unknowns)


@evidence()
def release_notes(paths: ReleasePaths, changelog: Changelog | Unknown) -> ReleaseNotes:
    """A step that makes a release without notes counts only where no other gives it some."""
    path = changelog.path.lower() if isinstance(changelog, Changelog) else ""
    making = [one for one in paths.paths if one.target == "github-release" and one.truth is not Truth.NO]
    found = [notes for one in told_once(making) if (notes := _notes(one, path)) is not None]
    says_later = any(one.publication.how in EDITING for one in making)
    is_given = says_later or any(one.origin != NONE for one in found)
    return ReleaseNotes(tuple(one for one in found if one.origin != NONE or not is_given), paths.unknowns)


def _notes(path: ReleasePath, changelog: str) -> Notes | None:
    """None for what is no release of this run, and for a draft that somebody has to finish."""
    form = FORMS.get(path.publication.how)
    if form is None or _is_elsewhere(Sayings(path.publication.use)):
        return None
    sayings, context = Sayings(path.publication.use), Context(path.publication.at, changelog)
    origins = list(_origins(form, sayings, context))
    if not origins and (path.event in _THERE or sayings.has(form.draft)):
        return None
    text = sayings.said(form.text) or sayings.said(form.file) or ""
    is_text = sayings.said(form.text) is not None and len(origins) == 1
    origin = NONE if not origins else origins[0] if len(set(origins)) == 1 else UNTOLD
    return Notes(path, origin, text, is_text and is_fixed(text) and not points_elsewhere(text))


def _is_elsewhere(sayings: Sayings) -> bool:
    """Whether the release is made in a repository that is named, which is another as a rule."""
    said = sayings.said(_REPOSITORY)
    return said is not None and "$" not in said


def _origins(form: Form, sayings: Sayings, context: Context) -> Sequence[str]:
    def every() -> Iterator[str]:
        text, file = sayings.said(form.text), sayings.said(form.file)
        if form.always:
            yield form.always
        if text is not None:
            yield of_text(text, context)
        if file is not None:
            yield of_file(file, context)
        if sayings.has(form.generated):
            yield GENERATED
        if sayings.has(form.tag):
            yield UNTOLD

    return [one for one in every() if one != NONE]
