"""The version is spelled as it is shown everywhere else."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import normal_form
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat

_PARTS = 3  # of MAJOR.MINOR.PATCH
_NAMES = {"pep440": "PEP 440", "semver": "Semantic Versioning"}
_SEMVER_FILES = (
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "Cargo.toml",
    "Cargo.lock",
    "Chart.yaml",
)


@rule(severity=Severity.NOTICE, added="0.1", over=("version_files", "tags"))
def version_spelling_is_canonical(
    version_files: VersionFiles,
    tags: ReleaseTags | Unknown,
    form: VersionFormat | Unknown,
    project: Project | Unknown,
) -> Iterator[Problem | Unknown]:
    """Version files and tags spell the version in the normal form of its scheme.

    Why:
        `0.2.0-beta.1` is a version for everyone, and the index, the name of the wheel and `pip freeze` call it
        `0.2.0b1`. Who looks for a tag or a changelog entry of that name finds none, and so does a script that
        puts names together.

    How to fix:
        Write the normal form. Where the other spelling is meant, state it: `process.version.spelling` is `pep440`
        or `semver`. A published tag is not moved: spell the next one right. npm, Cargo and Helm have Semantic
        Versioning, so in their files that is asked for, whatever the rest of the project does.
    """
    yield from version_files.unknowns
    stated = form if isinstance(form, VersionFormat) else VersionFormat()
    for file in version_files.files:
        spelling = "semver" if _is_semver(file.path) else _spelling(stated, version_files, project)
        normal = normal_form(file.version, spelling) if spelling else None
        if normal is not None and normal != file.version:
            yield _misspelled(file, normal, spelling)
    if isinstance(tags, Unknown):
        yield tags
        return
    spelling = _spelling(stated, version_files, project)
    odd = [(tag, normal) for tag in tags.newest_first if (normal := _other_form(tag, spelling))]
    if odd:
        yield _tagged(odd[0][0], odd[0][1], len(odd) - 1, spelling)


def _is_semver(path: str) -> bool:
    return path.endswith(_SEMVER_FILES)


def _spelling(form: VersionFormat, files: VersionFiles, project: Project | Unknown) -> str:
    """What is stated; else Semantic Versioning where it is the scheme or the source's, PEP 440 in a Python project."""
    if form.spelling or form.scheme != "pep440":
        return form.spelling or ("semver" if form.scheme == "semver" else "")
    source = files.source
    if source and _is_semver(source.path):
        return "semver"
    is_python = isinstance(project, Project) and project.document is not None
    is_told = (is_python and form.source == "tag") or (
        source is not None and (is_python or source.path.endswith((".py", "setup.cfg")))
    )
    return "pep440" if is_told or form.states("scheme") else ""


def _other_form(tag: ReleaseTag, spelling: str) -> str:
    """The normal form of a tag's version, empty when it has it or there is none; `v6` of an action is none."""
    is_short = spelling == "semver" and len(tag.version.partition("-")[0].split(".")) < _PARTS
    normal = normal_form(tag.version, spelling) if spelling and tag.is_judged and not is_short else None
    return normal if normal and normal != tag.version else ""


def _misspelled(file: VersionFile, normal: str, spelling: str) -> Problem:
    message = f"{file.path} spells {file.version}, which {_NAMES[spelling]} writes {normal}"
    return Problem(message, file.place(), subject=file.path, fix=file.fix(normal))


def _tagged(tag: ReleaseTag, normal: str, others: int, spelling: str) -> Problem:
    """The newest such tag stands for all of them: none can be changed."""
    more = f"; {others} older tag{'s are' if others > 1 else ' is'} spelled like that too" if others else ""
    message = f"tag {tag.name} spells {tag.version}, which {_NAMES[spelling]} writes {normal}{more}"
    return Problem(message, InRef(name=tag.name), kind="tag", subject=tag.name)
