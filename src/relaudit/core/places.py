"""Places: what a finding points at."""

from relaudit.core.record import named_record


@named_record
class InFile:
    """A stretch of a file; lines and columns count from 1 in characters, 0 means the file as a whole.

    `text` is the line itself, so that a report can show it without going back to the tree. `ref` is set
    when the file is meant as it was at that tag. `label` says what this side of a disagreement is.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    text: str = ""
    ref: str = ""
    label: str = ""


@named_record
class InCommit:
    """A commit, by its full object name."""

    oid: str
    subject: str = ""


@named_record
class InRef:
    """A branch or a tag, by its short name."""

    name: str


@named_record
class InSettings:
    """A setting of the repository or its organisation, the file that asks for another value, and the command that would set it."""

    setting: str
    url: str = ""
    asked_by: InFile | None = None
    command: str = ""


@named_record
class InRegistry:
    """A project, or one version of it, on a package index."""

    index: str
    project: str
    version: str = ""


Location = InFile | InCommit | InRef | InSettings | InRegistry


def path_of(location: Location) -> str:
    """The file a location lies in, or what names it best when it lies in none."""
    match location:
        case InFile(path=path):
            return path
        case InCommit(oid=oid):
            return oid
        case InRef(name=name):
            return name
        case InSettings(setting=setting):
            return setting
        case InRegistry(index=index, project=project):
            return f"{index}:{project}"
