"""Versions that are repeated beside the files that declare it: labels of images, charts, citations, documents.

Found without being named: the root's `CITATION.cff`, the documentation's `conf.py`, and, anywhere outside folders of
tests, examples and vendored code, Dockerfiles and charts. Of several Dockerfiles or charts only those are taken
that are clearly the project's: at the top, in `docker/` or `chart/`, or of the project's own name.

A document, and any other file, is read only where `process.version.secondary` names it: for its mentions, which
`relaudit.evidence.mentions` defines.
"""

from collections.abc import Iterable, Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.declared import VersionFile, version_in
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.repetition import SecondaryVersion
from relaudit.evidence.schemes import is_version
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat

_DOCS = ("docs/conf.py", "docs/source/conf.py", "doc/conf.py", "doc/source/conf.py")


@record
class SecondaryVersions:
    """All repetitions; `missing` are stated files that do not exist, `silent` stated ones without any mention."""

    found: tuple[SecondaryVersion, ...] = ()
    missing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.found) + len(self.missing) + len(self.silent) + len(self.unknowns)


@evidence(reads=("CITATION.cff", *_DOCS, "**/Dockerfile", "**/Chart.yaml"))
def secondary_versions(
    tree: Tree, form: VersionFormat | Unknown, project: Project | Unknown, files: VersionFiles | Unknown
) -> SecondaryVersions:
    """The stated files, and those that relaudit knows to look for; what declares the version is none of them."""
    stated = form.secondary if isinstance(form, VersionFormat) else ()
    declared = {file.path for file in files.files} if isinstance(files, VersionFiles) else set()
    name = project.name if isinstance(project, Project) else ""
    named = [(path, list(_stated(tree, path))) for path in stated]
    usual = [*_known(tree), *_deployed(tree, name, stated)]
    readings = [reading for _, of_path in named for reading in of_path or ()]
    readings += [item for item in usual if isinstance(item, Unknown) or item.file.path not in stated]
    return SecondaryVersions(
        tuple(
            item for item in readings if isinstance(item, SecondaryVersion) and item.file.path not in declared
        ),
        tuple(path for path, of_path in named if not of_path and tree.read(path) is None),
        tuple(path for path, of_path in named if not of_path and tree.read(path) is not None),
        tuple(item for item in readings if isinstance(item, Unknown)),
    )


def _stated(tree: Tree, path: str) -> Iterator[SecondaryVersion | Unknown]:
    text = tree.read(path)
    if not isinstance(text, Text):
        yield from [text] if text else []
        return
    from relaudit.evidence.mentions import mentions

    yield from _secondary(text) if _is_deployed(path) or path in _DOCS else mentions(text)


def _known(tree: Tree) -> Iterator[SecondaryVersion | Unknown]:
    for path in ("CITATION.cff", *_DOCS):
        text = tree.read(path)
        if isinstance(text, Unknown):
            yield text
        elif text:
            yield from _secondary(text)


def _deployed(tree: Tree, project: str, stated: Sequence[str]) -> Iterator[SecondaryVersion | Unknown]:
    """Dockerfiles and charts; which of several are the project's is left to whoever states some."""
    from relaudit.evidence.walk import is_of, paths_named

    found = paths_named(tree, _is_deployed)
    yield from (item for item in found if isinstance(item, Unknown))
    paths = [path for path in found if isinstance(path, str)]
    for kind in (_is_dockerfile, _is_chart):
        texts = [tree.read(path) for path in paths if kind(path)]
        held = [(text, list(_secondary(text))) for text in texts if isinstance(text, Text)]
        yield from (text for text in texts if isinstance(text, Unknown))
        held = [(text, items) for text, items in held if items]
        clear = [text.path for text, _ in held if len(held) == 1 or is_of(text, project)]
        yield from (item for text, items in held if text.path in clear for item in items)
        open_ = [text.path for text, _ in held if text.path not in clear]
        if open_ and not stated:
            yield _undecided(open_)


def _undecided(paths: Sequence[str]) -> Unknown:
    shown = ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")  # noqa: PLR2004 - as many as fit
    detail = f"whether the versions in {shown} are the project's cannot be told"
    return Unknown("SecondaryVersions", Reason.UNDECIDABLE, needs="process.version.secondary", detail=detail)


def _secondary(text: Text) -> Iterable[SecondaryVersion | Unknown]:
    """What a Dockerfile, a chart, a citation or a `conf.py` says, as far as it is a version."""
    readings = _of_docs(text) if text.path in _DOCS else _readings(text)
    if isinstance(readings, Unknown):
        return [readings]
    return [item for item in readings if "." in item.file.version and is_version(item.file.version)]


def _readings(text: Text) -> Sequence[SecondaryVersion] | Unknown:
    if _is_dockerfile(text.path):
        from relaudit.evidence.declared.docker import versions_in_labels

        labels = versions_in_labels(text)
        return [SecondaryVersion(item) for item in labels if isinstance(item, VersionFile)]
    found = version_in(text, "appVersion" if _is_chart(text.path) else "")
    if isinstance(found, Unknown):
        return found
    return [SecondaryVersion(found)] if isinstance(found, VersionFile) else []


def _of_docs(text: Text) -> Sequence[SecondaryVersion] | Unknown:
    """Literals that stand for themselves: `version = release` says nothing of its own."""
    from relaudit.evidence.declared.module import readings_of

    read = readings_of(text, ("release", "version"))
    if isinstance(read, Unknown):
        return read
    spans: dict[tuple[int, int] | None, SecondaryVersion] = {}
    for name in ("release", "version"):
        file = read.get(name)
        if isinstance(file, VersionFile) and file.edit(file.version):
            spans.setdefault(file.locate(), SecondaryVersion(file, short=name == "version"))
    return list(spans.values())


def _is_deployed(path: str) -> bool:
    return _is_dockerfile(path) or _is_chart(path)


def _is_dockerfile(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name == "dockerfile" or name.startswith("dockerfile.") or name.endswith(".dockerfile")


def _is_chart(path: str) -> bool:
    return path.rpartition("/")[2] == "Chart.yaml"
