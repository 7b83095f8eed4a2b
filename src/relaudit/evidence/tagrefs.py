"""Which references are release tags: by the patterns of their names and the scheme of their versions."""

from collections.abc import Callable, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.git import Git, Ref
from relaudit.evidence.packages import TAGS, patterns
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import is_valid
from relaudit.process import TagFormat, VersionFormat

PLAIN = ("v{version}", "{version}")
_USUAL = (
    *PLAIN,
    *(f"{word}{mark}{{version}}" for word in ("release", "rel", "version") for mark in ("-", "-v", "/", "_")),
)


def tag_refs(git: Git) -> Sequence[Ref] | Unknown:
    """The tags; a shallow clone lacks most of them."""
    refs = git.refs()
    if isinstance(refs, Unknown):
        return refs
    if git.is_shallow:
        return Unknown(
            "ReleaseTags",
            Reason.SHALLOW,
            needs="full history: git fetch --unshallow --tags, or fetch-depth: 0",
            detail="a shallow clone lacks tags and history",
        )
    return [ref for ref in refs if ref.name.startswith(TAGS)]


def accepted(form: VersionFormat | Unknown) -> Callable[[str], bool]:
    """Whether a text is a version of the scheme: the stated or derived one, else PEP 440."""
    scheme = form if isinstance(form, VersionFormat) else VersionFormat()
    return lambda version: is_valid(version, scheme)


def versioned(
    refs: Sequence[Ref], patterns: Sequence[str], reads: Callable[[str], bool]
) -> Sequence[tuple[Ref, str]]:
    """The tags that carry a version, each with it."""
    return [
        (ref, version) for ref in refs if (version := version_in_tag(ref.name[len(TAGS) :], patterns, reads))
    ]


def version_in_tag(name: str, patterns: Sequence[str], reads: Callable[[str], bool]) -> str:
    """The version that a tag's name carries, empty when it carries none."""
    for pattern in patterns:
        before, _, after = pattern.partition("{version}")
        if len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after):
            version = name[len(before) : len(name) - len(after)]
            for written in (version, version.replace("_", ".")):
                if written[0].isdigit() and reads(written):
                    return written
    return ""


def patterns_of(format: TagFormat | Unknown, project: Project | Unknown) -> Sequence[str]:  # noqa: A002 - the process calls it so
    """The stated pattern; else the derived one and the usual ones."""
    if isinstance(format, TagFormat) and format.states("pattern"):
        return (format.pattern,)
    derived = (format.pattern,) if isinstance(format, TagFormat) else ()
    name = project.called if isinstance(project, Project) else ""
    return tuple(dict.fromkeys((*derived, *_USUAL, *patterns(name))))
