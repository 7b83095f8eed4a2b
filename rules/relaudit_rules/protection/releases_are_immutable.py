"""What was published stays what it is."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.github.commands import immutable_on
from relaudit.evidence.github.immutable import ImmutableReleases
from relaudit.evidence.stated import stated_at
from relaudit.process import ReleasePage


@rule(severity=Severity.ERROR, added="0.1", kinds={"unstated": Severity.NOTICE})
def releases_are_immutable(
    immutable: ImmutableReleases, stated: ReleasePage | Unknown, tree: Tree
) -> Iterator[Problem | Unknown]:
    """Releases on GitHub cannot be changed once they are published, where the process says so.

    Why:
        The files of a release can be replaced, and its tag moved, by everybody who may write; nobody who has downloaded them is told. With
        immutable releases GitHub takes no change, and vouches for the files with an attestation.

    How to fix:
        Turn on "Enable release immutability" in the settings; it counts for the releases that come. Publish from a draft then: a
        release takes no more files once it is out. The setting is read by administrators alone; who is none is told of the latest release.
    """
    wanted = stated.immutable if isinstance(stated, ReleasePage) else None
    if wanted is False:
        yield Unknown(
            "ReleasePage", Reason.INAPPLICABLE, detail="the process says that releases may be changed"
        )
    elif immutable.setting is False or (isinstance(immutable.setting, Unknown) and immutable.latest is False):
        yield _problem(immutable, stated, tree, is_stated=bool(wanted))
    elif isinstance(immutable.setting, Unknown) and immutable.latest is not True:
        yield immutable.setting


def _problem(
    immutable: ImmutableReleases, stated: ReleasePage | Unknown, tree: Tree, *, is_stated: bool
) -> Problem:
    what = (
        "releases are not immutable" if immutable.setting is False else "the latest release is not immutable"
    )
    asked_by = stated_at(stated, "release", ("immutable",), tree) if isinstance(stated, ReleasePage) else None
    setting = InSettings(
        setting="immutable releases",
        url=immutable.page,
        asked_by=asked_by,
        command=immutable_on(immutable.repository),
    )
    message = f"{what}: files and tags of releases can be replaced after they were published"
    return Problem(message, setting, kind="" if is_stated else "unstated")
