"""The Python versions that a project promises are those it tests."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.pythons.declared import DeclaredPythons
from relaudit.evidence.workflows.pythons import PythonsUnderTest
from relaudit.process import Gates

_SILENT = "neither pyproject.toml nor setup.py or setup.cfg says for which Python versions the project is"
_OPEN = "some test job does not say, or lets a tool choose, which Python it runs on"
_REWRITE = ("ruff", "black")  # and may write what older versions do not read


@rule(
    severity=Severity.WARNING, added="0.1", over=("declared", "tested"),
    kinds={"checked-for": Severity.NOTICE, "in-docs": Severity.NOTICE},
)  # fmt: skip
def python_versions_agree(
    declared: DeclaredPythons, tested: PythonsUnderTest | Unknown, gates: Gates | Unknown
) -> Iterator[Problem | Unknown]:
    """`requires-python`, the classifiers, the targets of tools, the README and the versions that tests run on agree.

    Why:
        Installers go by `requires-python`, people by the classifiers, and neither by what was tested. A version that is promised and not tested
        breaks for its users first; one that is tested and not listed looks unsupported.

    How to fix:
        List what is tested, test what is promised, and raise `requires-python` when a version is dropped. Whether something is not tested, or
        not listed, is told only where every test job says on which versions it runs; Poetry lists by itself what its `python` takes.

        `setup.cfg` and `setup.py` count where setuptools reads them, as far as they are written out. A README is held to `requires-python`
        where a badge, a sentence about the project or a list of requirements in it names the lowest version: `Python 3.10+`.
    """
    yield from declared.unknowns
    if not declared:
        yield Unknown("DeclaredPythons", Reason.UNDECIDABLE, needs="project.requires-python", detail=_SILENT)
        return
    yield from _classified(declared, tested)
    yield from _targeted(declared)
    yield from _documented(declared)
    if isinstance(tested, Unknown):
        yield tested
    elif not tested.is_complete:
        yield Unknown("PythonsUnderTest", Reason.UNDECIDABLE, detail=_OPEN)
    if isinstance(tested, PythonsUnderTest) and tested.is_complete and tested.minors:
        yield from _untested(declared, tested)
        yield from _stated(gates, tested)


def _classified(declared: DeclaredPythons, tested: PythonsUnderTest | Unknown) -> Iterator[Problem]:
    for minor, place in declared.classifiers.items():
        if declared.required and minor not in declared.required and declared.place:
            message = f"the classifiers list Python 3.{minor}, which {declared.key} does not take"
            yield Problem(message, place, (declared.place,), kind="refused", subject=f"3.{minor}")
    is_whole = bool(declared.classifiers) and not declared.is_open
    if is_whole and isinstance(tested, PythonsUnderTest) and tested.is_complete:
        yield from _unlisted(declared, tested)


def _unlisted(declared: DeclaredPythons, tested: PythonsUnderTest) -> Iterator[Problem]:
    last = max(declared.classifiers)
    for minor, where in tested.minors.items():
        is_taken = not declared.required or minor in declared.required
        if is_taken and minor not in declared.classifiers and minor not in tested.previews:
            message = f"tests run on Python 3.{minor}, which the classifiers do not list"
            yield Problem(
                message, declared.classifiers[last], (where,), kind="unlisted", subject=f"3.{minor}"
            )


def _untested(declared: DeclaredPythons, tested: PythonsUnderTest) -> Iterator[Problem]:
    """The highest versions may be too new to be tested: above what is tested only the classifiers promise."""
    where = next(iter(tested.minors.values()))
    lowest = min(declared.required, default=None)
    if lowest is not None and lowest < min(tested.minors) and declared.place:
        message = (
            f"{declared.key} takes Python 3.{lowest}, the lowest that is tested is 3.{min(tested.minors)}"
        )
        yield Problem(message, declared.place, (where,), kind="untested", subject=f"3.{lowest}")
    for minor, place in declared.classifiers.items():
        if minor not in tested.minors and minor != lowest:
            message = f"the classifiers list Python 3.{minor}, which no test runs on"
            yield Problem(message, place, (where,), kind="untested", subject=f"3.{minor}")


def _targeted(declared: DeclaredPythons) -> Iterator[Problem]:
    lowest = min(declared.required, default=None)
    for tool, (minor, place) in declared.targets.items():
        if lowest is not None and minor > lowest and declared.place:
            message = f"{tool} checks for Python 3.{minor} and later, {declared.key} takes 3.{lowest}"
            yield Problem(
                message,
                place,
                (declared.place,),
                kind="target" if tool in _REWRITE else "checked-for",
                subject=tool,
            )


def _documented(declared: DeclaredPythons) -> Iterator[Problem]:
    lowest = min(declared.required, default=None)
    for minor, place in declared.documented.items():
        if lowest is not None and minor != lowest and declared.place:
            message = f"{place.path} names Python 3.{minor} as the lowest, {declared.key} takes 3.{lowest} and later"
            yield Problem(message, place, (declared.place,), kind="in-docs", subject=f"3.{minor}")


def _stated(gates: Gates | Unknown, tested: PythonsUnderTest) -> Iterator[Problem]:
    where: InFile = next(iter(tested.minors.values()))
    wanted = (
        [version for gate in gates.by_name.values() for version in gate.python]
        if isinstance(gates, Gates)
        else []
    )
    for version in dict.fromkeys(wanted):
        minor = version.removeprefix("3.")
        if minor.isdigit() and int(minor) not in tested.minors:
            yield Problem(
                f"the process wants tests on Python {version}, and none runs on it",
                where,
                kind="stated",
                subject=version,
            )
