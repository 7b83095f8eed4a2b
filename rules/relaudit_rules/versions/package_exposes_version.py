"""The package gives its version under the promised name."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.exposed import ExposedVersions


@rule(severity=Severity.WARNING, added="0.1", over="exposed_versions")
def package_exposes_version(exposed_versions: ExposedVersions) -> Iterator[Problem | Unknown]:
    """The name under which the process promises the version is there.

    Why:
        `import ferry; ferry.__version__` is what a bug report asks for and what a release checklist runs after
        the upload. A package of another name, or a module that lost the line, fails there for the first time.

    How to fix:
        Set the name in the package: as text, from `importlib.metadata.version`, or by an import from the module
        that has it. Where the package does not give its version, take `process.version.exposed-as` and the
        sentence in the document away.
    """
    for exposed in exposed_versions.names:
        if exposed.unknown is not None:
            yield exposed.unknown
        elif exposed.wrong:
            module = exposed.name.rpartition(".")[0].replace(".", "/")
            place = InFile(path=exposed.path or f"{module}/__init__.py")
            promise = (
                f"{exposed.said_in} takes the version from there"
                if exposed.said_in
                else "the process promises it"
            )
            message = f"{exposed.name} does not exist: {exposed.wrong}, and {promise}"
            yield Problem(message, place, subject=exposed.name)
