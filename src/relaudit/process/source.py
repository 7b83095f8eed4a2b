"""What a process says about the repository itself: branches, versions, tags, changelog, packages."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from relaudit.core.parts import Part
from relaudit.core.record import NOTHING, named_record


@named_record
class Identity(Part):
    """`process.repository`: `owner/name` on GitHub."""

    whole: ClassVar[str] = "name"
    name: str


@named_record
class WorkflowList(Part):
    """`process.workflows`: the file names of the workflows the process knows."""

    whole: ClassVar[str] = "files"
    files: tuple[str, ...]


@named_record
class Branch:
    """One branch or pattern of branches; `from_` is what may be merged into it, `bypass` who may pass by.

    Attributes:
        role: what the branch is for
        from_: branches that may be merged into it, by name or pattern
        contains: branches whose commits it has to contain, as develop contains the hotfixes of main
        direct_pushes: whether commits may be pushed to it without a pull request
        approvals: how many approvals a pull request needs
        required_checks: status checks that have to pass, by name
        bypass: who may pass by the rules: users, teams, apps
    """

    role: Literal["production", "integration", "release-line", "topic", "hotfix", ""] = ""
    from_: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    direct_pushes: bool | None = None
    approvals: int | None = None
    required_checks: tuple[str, ...] = ()
    bypass: tuple[str, ...] | None = None


@named_record
class Branches(Part):
    """`process.branches`: by name or pattern."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Branch]


@named_record
class VersionFormat(Part):
    """`process.version`: how versions are numbered and spelled, and which files hold them.

    The first of `files` is the source of truth. `source = "tag"` means that no file holds the version.
    `pattern` is the one of calver.org. `prerelease` lists for a branch the kinds it carries: alpha, beta, rc.

    Attributes:
        scheme: how versions are numbered
        pattern: the pattern of calver.org, as in `YYYY.MM.MICRO`; for calver only
        spelling: how a version is written, where a scheme leaves it open: `0.2.0-beta.1` is semver,
            `0.2.0b1` is pep440
        files: the files that hold the version; the first is the source of truth
        source: where the version lives: in files, or in tags alone
        bumped_by: who writes the next version: `person`, or a tool by its name
        prerelease: the kinds of pre-release that a branch carries, by branch: alpha, beta, rc
    """

    scheme: Literal["pep440", "semver", "calver"] = "pep440"
    pattern: str = ""
    spelling: Literal["pep440", "semver", ""] = ""
    files: tuple[str, ...] = ()
    source: Literal["files", "tag"] = "files"
    bumped_by: str = ""
    prerelease: Mapping[str, tuple[str, ...]] = NOTHING


@named_record
class TagFormat(Part):
    """`process.tags`: the name of a release tag, and how it is made. `{version}` stands for the version.

    Attributes:
        pattern: the name of a release tag; `{version}` stands for the version, once
        by: who makes release tags
        annotated: whether release tags are annotated
        signed: whether release tags are signed
    """

    pattern: str = "v{version}"
    by: Literal["automation", "person", ""] = ""
    annotated: bool | None = None
    signed: bool | None = None


@named_record
class Package:
    """One package of a monorepo: its own files, tags, changelog and targets.

    Attributes:
        path: its folder
        tag: the name of its release tags; `{version}` stands for the version
        files: the files that hold its version
        changelog: its changelog
        publishes: the targets it is published to
    """

    path: str = ""
    tag: str = ""
    files: tuple[str, ...] = ()
    changelog: str = ""
    publishes: tuple[str, ...] = ()


@named_record
class Packages(Part):
    """`process.packages`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Package]


@named_record
class ChangelogFormat(Part):
    """`process.changelog`: where it is kept, and what has to have an entry.

    Attributes:
        path: the file
        required_for: what has to have an entry
    """

    path: str = ""
    required_for: Literal["every-version", "every-change", "nothing"] = "every-version"


@named_record
class ReleasePage(Part):
    """`process.release`: the GitHub Release and where its text comes from.

    Attributes:
        notes: where the text of a GitHub Release comes from
        draft: whether it is made as a draft
        immutable: whether it cannot be changed once it is published
    """

    notes: Literal["changelog", "commits", "generated", ""] = ""
    draft: bool | None = None
    immutable: bool | None = None


@named_record
class Commits(Part):
    """`process.commits`: the convention that subjects follow.

    Attributes:
        convention: the convention that the subjects of commits follow
    """

    convention: Literal["conventional", ""] = ""
