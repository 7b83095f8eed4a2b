"""Whether what is published takes its version from the tag, by a build tool or by a command of the run."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.publishing.table import CONFIG
from relaudit.process import TagFormat, VersionFormat

# What takes a version from tags, as it stands in a manifest.
_FROM_TAGS = (
    "setuptools_scm", "setuptools-scm", "hatch-vcs", "hatch_vcs", "versioneer", "versioningit", "dynamic-versioning", "dunamai", "git-versioning", "pbr", "flit_scm",
    "vcs-versioning", "scikit_build_core.metadata.setuptools_scm", "miniver", "setuptools-git", "gitversion", 'source = "scm"', '"version": "0.0.0', 'version = "0.0.0',
)  # fmt: skip
_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg", "package.json", "Cargo.toml")
_MOST = 40
_FILES = r"(?:pyproject\.toml|package\.json|Cargo\.toml|setup\.(?:py|cfg)|__init__\.py|_?_?version_?_?\.py)"
_WRITES = regex(
    r"\b(?:npm|yarn|pnpm|poetry|hatch|uv|pdm|lerna)\s+(?:--\S+\s+)*version\s[^\n]*\$|\bcargo\s+set-version\s[^\n]*\$"
    rf"|\b(?:sed|perl|awk|jq|toml|dasel|yq)\b[^\n]*\$[^\n]*{_FILES}|>\s*\S*{_FILES}"
    r"|_PRETEND_VERSION|\bNPM_VERSION\b"
)


@record
class VersionSource:
    """Whether versions come from tags: by `said`, what says so; empty where files hold them."""

    said: str = ""


@evidence()
def version_source(
    tree: Tree, project: Project | Unknown, form: VersionFormat | Unknown, tags: TagFormat | Unknown
) -> VersionSource:
    """A tag that automation makes has the version that the files have."""
    if isinstance(form, VersionFormat) and form.source == "tag":
        return VersionSource("process.version.source")
    if isinstance(tags, TagFormat) and tags.by == "automation":
        return VersionSource("process.tags.by")
    if isinstance(project, Project) and project.version_is_tagged:
        return VersionSource("pyproject.toml")
    return VersionSource(next(_dynamic(tree), ""))


def is_written(path: ReleasePath) -> bool:
    """Whether a command before it, in its job or one that it waits for, writes the version; or the tool that publishes does."""
    if path.publication.use.publisher.target == CONFIG:
        return True
    route = path.publication.route
    return any(
        step.script is not None and _WRITES.search(step.script.value) is not None
        for one in route.chain
        for job in (one.job, *one.workflow.before(one.job))
        for step in job.steps
    )


def _dynamic(tree: Tree) -> Iterator[str]:
    paths = tree.paths()
    named = (
        [] if isinstance(paths, Unknown) else [one for one in paths if one.rpartition("/")[2] in _MANIFESTS]
    )
    root = [path for path in named if "/" not in path]
    for path in root or named[:_MOST]:
        text = tree.read(path)
        if isinstance(text, Text) and any(name in text.text for name in _FROM_TAGS):
            yield path
