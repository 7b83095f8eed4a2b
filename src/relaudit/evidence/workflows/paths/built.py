"""What the builds of Python distributions on the way to an upload make, as far as that can be compared."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath

_SDIST, _WHEEL = frozenset(("sdist",)), frozenset(("wheel",))
_BOTH = _SDIST | _WHEEL
# Commands and actions that build the distributions of a project that is the same on every platform, or may be.
_MAKES: Mapping[str, frozenset[str]] = {
    "build": _BOTH, "uv build": _BOTH, "poetry build": _BOTH, "flit build": _BOTH, "hatch build": _BOTH, "pdm build": _BOTH, "pyproject-build": _BOTH,
    "setup.py sdist": _SDIST, "setup.py bdist_wheel": _WHEEL, "hynek/build-and-inspect-python-package": _BOTH,
}  # fmt: skip
_ONLY: Mapping[str, frozenset[str]] = {
    "--sdist": _SDIST, "-s": _SDIST, "--no-wheel": _SDIST, "sdist": _SDIST, "--wheel": _WHEEL, "-w": _WHEEL, "--no-sdist": _WHEEL, "wheel": _WHEEL, "bdist_wheel": _WHEEL,
}  # fmt: skip
_KEEPING = ("actions/upload-artifact", "hynek/build-and-inspect-python-package")
_PLACES = (
    "-o",
    "--outdir",
    "--out-dir",
    "--output",
    "-d",
    "--dist-dir",
    "--dest",
)  # where it puts what it builds


@record
class Build:
    """A build: what it makes, and of what: the folder and the words that name the project; `is_kept` when its job keeps files for later jobs."""

    gate: PathGate
    makes: frozenset[str]
    of: tuple[str, ...]
    is_kept: bool

    def repeats(self, other: "Build") -> bool:
        """Whether it makes something again that the other made."""
        return self.of == other.of and bool(self.makes & other.makes)


def builds(path: ReleasePath) -> tuple[Sequence[Build], Sequence[Build]]:
    """Those of earlier jobs of the run, and those of the job that publishes, before it does."""
    found = [build for gate in path.gates if (build := _build(gate)) is not None]
    name = path.publication.route.name
    own = [build for build in found if build.gate.job == name]
    return [build for build in found if build.gate.job != name], own


def _build(gate: PathGate) -> Build | None:
    """None for what is no such build, or for another run's, whose jobs are told by its file."""
    makes, folder = _MAKES.get(gate.gate.name), gate.gate.at.folder
    if makes is None or folder is None or "." in gate.job:
        return None
    trail = gate.gate.trail
    words = list(bare_words(trail[-1].command))[len(gate.gate.name.split()) :] if trail else []
    if "" in words:
        return None  # a word that only the run can tell may name another project
    asked = [_ONLY[word] for word in words if word in _ONLY]
    keeps = any(step.action in _KEEPING for step in gate.gate.job.steps)
    adds = gate.gate.name.startswith("setup.py")  # each of its commands is carried out
    made = frozenset[str]().union(*asked, makes if adds or not asked else ())
    return Build(gate, made, (folder, *_project(words)), keeps)


def _project(words: Sequence[str]) -> Iterator[str]:
    """The words that tell which project is built."""
    skips = False
    for word in words:
        if not skips and word not in _ONLY and word != "." and not word.startswith(_PLACES):
            yield word
        skips = word in _PLACES
