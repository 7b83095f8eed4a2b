"""What a process says about the way out: gates, events, publications, secrets, settings, documents."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from relaudit.core.parts import Part
from relaudit.core.record import NOTHING, named_record


@named_record
class Gate:
    """Something that has to pass before a release; `proven` says where it has to have passed."""

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
    """One thing an event publishes. `auth` is `trusted`, `github-token` or `secret:NAME`."""

    name: str = ""
    auth: str = ""
    environment: str = ""
    attested: bool | None = None
    tag: str = ""
    images: tuple[str, ...] = ()
    optional: bool = False


@named_record
class Event:
    """One event and what it sets off; the filters are GitHub's own, `on` and its filters as in a workflow."""

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
    """One documented secret; `scope` is `repository`, `organization` or `environment:NAME`."""

    used_by: tuple[str, ...] = ()
    required: bool = True
    scope: str = ""


@named_record
class Secrets(Part):
    """`process.secrets`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Secret]


@named_record
class Actions(Part):
    """`process.actions`: settings of GitHub Actions, and the reusable workflows that releases go through."""

    default_token: Literal["read", "write", ""] = ""
    via: tuple[str, ...] = ()


@named_record
class Target:
    """A place to publish to, beyond those relaudit knows: the commands and actions that do it."""

    commands: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@named_record
class Targets(Part):
    """`process.targets`: by name."""

    whole: ClassVar[str] = "by_name"
    by_name: Mapping[str, Target]


@named_record
class Documents(Part):
    """`process.documents`: the files that describe the process to people."""

    files: tuple[str, ...] = ()
