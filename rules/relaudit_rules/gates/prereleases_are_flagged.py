"""Pre-releases that say so."""

from collections.abc import Iterator, Sequence

from relaudit.api import InRef, InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.releases import Releases
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.images.documented import sample_tags
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.releases.found import Constant, GithubReleases, Unflagged, prereleases
from relaudit.evidence.workflows.releases.making import said_of
from relaudit.process import TagFormat

_SAMPLES = ("1.2.3rc1", "1.2.3-rc.1")


@rule(severity=Severity.WARNING, added="0.1", over="github_releases", kinds={"could": Severity.NOTICE})
def prereleases_are_flagged(
    github_releases: GithubReleases,
    tags: ReleaseTags | Unknown,
    form: TagFormat | Unknown,
    releases: Releases | Unknown,
) -> Iterator[Problem | Unknown]:
    """A GitHub Release of a pre-release is marked as one, or at least not as the latest.

    Why:
        What `releases/latest` points at is what install scripts and update checks fetch. A release is the latest unless somebody says
        otherwise: `v2.0.0rc1` goes out to everybody an hour after it was tagged.

    How to fix:
        Let the tag decide: `prerelease: ${{ contains(github.ref_name, 'rc') }}`, or `gh release create --prerelease` in a branch of the
        script. Where such tags are never made, a tag filter that asks for digits says so. A tag that merely could come is a notice.
    """
    found = [*map(_constant, github_releases.constants())]
    told = {problem.subject for problem in found}
    existing = tags.newest_first if isinstance(tags, ReleaseTags) else ()
    samples = [name for version in _SAMPLES for name in sample_tags(form, version)]
    unflagged = map(_unflagged, github_releases.unflagged(existing, samples))
    found += [problem for problem in unflagged if problem.subject not in told]
    yield from found
    made = prereleases(tags) if isinstance(tags, ReleaseTags) else ()
    if isinstance(releases, Releases):
        yield from _published(made, releases)
    elif not found and made:
        detail = f"whether the releases of {len(made)} pre-release tags are marked as such"
        yield Unknown("Releases", releases.reason, needs="contents:read on GitHub", detail=detail)


def _published(made: Sequence[ReleaseTag], releases: Releases) -> Iterator[Problem]:
    """The release of a pre-release tag that is the newest of those that are not marked as such."""
    newest = next((one for one in releases.published if not one.is_prerelease), None)
    if newest is not None and newest.tag in {tag.name for tag in made}:
        message = f"the release of {newest.tag} is not marked as a pre-release: it may be what releases/latest points at"
        place = InSettings(setting=f"release {newest.tag}", url=newest.page)
        yield Problem(message, place, kind="published", subject=newest.tag)


def _constant(constant: Constant) -> Problem:
    publication = constant.publication
    said = said_of(publication)
    place = place_of(publication.at.file, said) if said is not None else publication.place
    value, so = (
        ("true", "no release is ever the latest")
        if constant.value
        else ("false", "a pre-release is released as the latest")
    )
    message = f"prerelease in job {publication.route.name} is {value} whatever starts {publication.route.start.path}, so that {so}"
    return Problem(message, place, kind="constant", subject=_subject(constant))


def _unflagged(one: Unflagged) -> Problem:
    publication = one.publication
    path, job = publication.route.start.path, publication.route.name
    if one.tag is None:
        message = f"a tag {one.name} would start {path}, and job {job} would release it as the latest: nothing says that it is a pre-release"
        return Problem(message, publication.place, kind="could", subject=_subject(one))
    message = f"{one.name} starts {path}, and job {job} releases it as the latest: nothing says that it is a pre-release"
    return Problem(
        message, publication.place, (InRef(name=one.name),), kind="existing", subject=_subject(one)
    )


def _subject(one: Constant | Unflagged) -> str:
    return f"{one.publication.at.workflow.path} {one.publication.route.name} {one.publication.how}"
