"""What a process says about the way out: gates, events, publications, secrets, settings, documents."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from relaudit.core.parts import Part
from relaudit.core.record import NOTHING, named_record


@named_record
class Gate:
    """Something that has to pass before a release; `proven` says where it has to have passed.

    Attributes:
        kind: what kind of gate it is, where its name does not say so: tests, lint, types, security, build,
            artifacts, coverage, version-matches-tag
        runs: the commands that make it up
        python: the Python versions it runs on
        proven: where it has to have passed: in the publishing run itself, as a required check of the commit,
            or before the review of a protected environment
        floor: the least coverage, in percent
        reported: whether its outcome is reported to a service
    """

    kind: str = ""
    runs: tuple[str, ...] = ()
    python: tuple[str, ...] = ()
    proven: Literal["in-path", "on-commit", "by-review", ""] = ""
    floor: float | None = None
    reported: bool | None = None


@named_record
class Gates(Part):
    """`process.gates`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Gate]


@named_record
class Publication:
    """One thing an event publishes. `auth` is `trusted`, `github-token` or `secret:NAME`.

    Attributes:
        name: the name of the project at the target
        auth: `trusted`, `github-token` or `secret:NAME`
        environment: the protected environment that it goes through
        attested: whether what is published is attested
        tag: the tag of a GitHub Release; `{version}` stands for the version
        images: the tags of images; `{tag}`, `{owner}` and `{repo}` are filled in
        optional: whether the process goes on without it
    """

    name: str = ""
    auth: str = ""
    environment: str = ""
    attested: bool | None = None
    tag: str = ""
    images: tuple[str, ...] = ()
    optional: bool = False


@named_record
class Event:
    """One event and what it sets off; the filters are GitHub's own, `on` and its filters as in a workflow.

    Attributes:
        on: the events of GitHub that set it off
        branches: branches that it is for
        branches_ignore: branches that it is not for
        tags: tags that it is for
        tags_ignore: tags that it is not for
        paths: paths that it is for
        paths_ignore: paths that it is not for
        types: the types of activity
        inputs: the inputs of a run by hand, by name
        workflow: the file names of the workflows that answer it
        runs: gates that run, in any order
        order: gates and targets in the order in which they have to come
        after: the target that has to have been published before
        same_artifacts: whether what is published is the very files that were published to `after`
        publishes: what is published, by target; an empty table says that nothing is
    """

    on: str | tuple[str, ...] = ""
    branches: tuple[str, ...] = ()
    branches_ignore: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tags_ignore: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    paths_ignore: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    inputs: Mapping[str, str] = NOTHING
    workflow: str | tuple[str, ...] = ""
    runs: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    after: str = ""
    same_artifacts: bool | None = None
    publishes: Mapping[str, Publication] | None = None


@named_record
class Events(Part):
    """`process.events`: by a name of the team's choice."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Event]


@named_record
class Artifacts(Part):
    """`process.artifacts`: the files that a job keeps, by a name of the team's choice."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, tuple[str, ...]]


@named_record
class Secret:
    """One documented secret; `scope` is `repository`, `organization` or `environment:NAME`.

    Attributes:
        used_by: the workflows that use it, by file name
        required: whether the process fails without it
        scope: where it is kept: `repository`, `organization` or `environment:NAME`
        expires: the day on which it stops being good
    """

    used_by: tuple[str, ...] = ()
    required: bool = True
    scope: str = ""
    expires: date | None = None


@named_record
class Secrets(Part):
    """`process.secrets`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Secret]


@named_record
class Actions(Part):
    """`process.actions`: settings of GitHub Actions, and the reusable workflows that releases go through.

    Attributes:
        default_token: what the token of a workflow may do by default
        via: reusable workflows that releases go through
    """

    default_token: Literal["read", "write", ""] = ""
    via: tuple[str, ...] = ()


@named_record
class Target:
    """A place to publish to, beyond those relaudit knows: the commands and actions that do it.

    Attributes:
        commands: commands that publish to it
        uses: actions that publish to it
    """

    commands: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@named_record
class Targets(Part):
    """`process.targets`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Target]


@named_record
class Documents(Part):
    """`process.documents`: the files that describe the process to people.

    Attributes:
        files: the files
    """

    files: tuple[str, ...] = ()
