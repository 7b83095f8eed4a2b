"""`make corpus`: composite actions of others are run, and leave what their documentation says.

`python tests/action/public.py FOLDER`, where FOLDER holds git directories, `OWNER+NAME/repo`. Only what lies elsewhere has
a stand-in, in `standins.py`: actions that a step uses, and programs that need GitHub or the network.
"""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "oracle"))

from ambient import packages, programs
from machine import Machine
from oracle import GitHub
from results import Result
from runner import Runner
from standins import ACTIONS, SCRIPTS, installed

FERRY = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "ferry"
version = "1.2.0"
readme = "README.md"
requires-python = ">=3.11"
classifiers = ["Programming Language :: Python :: 3.11", "Programming Language :: Python :: 3.12"]

[tool.bumpversion]
current_version = "1.2.0"
commit = true
files = [{filename = "ferry/__init__.py"}]
""",
    "README.md": "# Ferry\n\nOver the water.\n",
    "ferry/__init__.py": '__version__ = "1.2.0"\n',
}


@dataclass(frozen=True)
class Public:
    """An action: its repository, what it is called with, what has to be installed first, and what it has to leave.

    An output left as None may be anything but empty. `summary` has to stand in the summary of the job.
    """

    repository: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    tools: Sequence[str] = ()
    outputs: Mapping[str, str | None] = field(default_factory=dict)
    summary: str = ""


PUBLIC: Sequence[Public] = (
    Public("scientific-python/cookie", {"select": "PY001"}, ("pipx",), summary="PY001"),
    Public(
        "hynek/build-and-inspect-python-package",
        tools=("uv",),
        outputs={
            "artifact-name": "Packages",
            "dist": None,
            "supported_python_classifiers_json_array": '["3.11", "3.12"]',
            "supported_python_classifiers_json_job_matrix_value": '{"python-version": ["3.11", "3.12"]}',
            "package_name": "ferry",
            "package_version": "1.2.0",
        },
        summary="Contents of the <code>ferry</code> package",
    ),
    Public(
        "callowayproject/bump-my-version",
        {"args": "minor"},
        outputs={"bumped": "true", "previous-version": "1.2.0", "current-version": "1.3.0"},
    ),
)


def main(corpus: Path) -> int:
    """A line for each; the number of those that left something else."""
    wrong = 0
    github = GitHub()
    for one in PUBLIC:
        with tempfile.TemporaryDirectory(prefix="relaudit-action-") as folder:
            complaints = list(judged(one, github, corpus, Path(folder)))
        wrong += bool(complaints)
        for complaint in complaints:
            print(f"WRONG: {one.repository}: {complaint}")
    github.close()
    return wrong


def judged(one: Public, github: GitHub, corpus: Path, folder: Path) -> Sequence[str]:
    """Run it on a package of our own; what is not as it should be."""
    repository = corpus / one.repository.replace("/", "+") / "repo"
    if not repository.is_dir():
        print(f"{one.repository}: not in this folder")
        return []
    commit = _git("rev-parse", "--short", "HEAD", at=repository).decode().strip()
    unpack(repository, folder / "action")
    ferry(folder / "ferry")
    done = Runner(github, machine_for(one, folder), ACTIONS).run(folder / "action", one.inputs)
    _tidied(done)
    left = ", ".join(f"{name}={value}" for name, value in done.outputs.items()) or "no outputs"
    print(
        f"{one.repository} at {commit}: {done.conclusion} after {len(done.steps)} steps; {left}; {len(done.summary.splitlines())} lines of summary"
    )
    wrong = [
        f"{name} is {done.outputs.get(name)!r}, not {value!r}"
        for name, value in one.outputs.items()
        if not _is_left(done.outputs.get(name, ""), value)
    ]
    if done.outputs.keys() != one.outputs.keys():
        wrong.append(f"its outputs are {', '.join(done.outputs)}")
    if one.summary not in done.summary:
        wrong.append(f"its summary lacks {one.summary!r}")
    if done.conclusion != "success":
        wrong += [f"it ended in {done.conclusion}", *done.log.splitlines()[-20:]]
    return wrong


def _is_left(found: str, wanted: str | None) -> bool:
    return bool(found) if wanted is None else found == wanted


def machine_for(one: Public, folder: Path) -> Machine:
    """A machine with the programs that an action expects of one of GitHub's."""
    tools = installed(folder / "tools", one.tools)
    path = programs(folder / "programs", SCRIPTS)
    said = {"actor": "someone", "actor_id": "1", "token": "a-token", "ref": "refs/heads/main"}
    variables = {**packages(), "PATH": f"{tools}:{path}"}
    return Machine(folder / "ferry", folder / "scratch", said=said, variables=variables)


def unpack(repository: Path, folder: Path) -> None:
    """What GitHub downloads of an action: an archive of its commit."""
    packed = _git("archive", "--format=tar", "HEAD", at=repository)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def ferry(folder: Path) -> None:
    """A package, committed."""
    for path, text in FERRY.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    who = ("-c", "user.name=Example", "-c", "user.email=someone@example.com")
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), (*who, "commit", "-qm", "Sail")):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


def _tidied(done: Result) -> None:
    """Take away what an action left among the temporary files of the system, outside of its own."""
    system = Path(tempfile.gettempdir()).resolve()
    places = [
        Path(done.outputs.get("dist") or system).parent,
        Path(done.variables.get("UV_CACHE_DIR") or system),
    ]
    for place in places:
        if place.resolve().parent == system:
            shutil.rmtree(place, ignore_errors=True)


def _git(*arguments: str, at: Path) -> bytes:
    return subprocess.run(["git", "--git-dir", at, *arguments], check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
