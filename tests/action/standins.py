"""What stands in, when actions of others are run, for what they use that lies elsewhere."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ambient import calling, packages
from definition import WrongError
from results import Called, StandIn


def setup_python(_: Called) -> Mapping[str, str]:
    """The Python that runs this, whichever is asked for."""
    version = ".".join(map(str, sys.version_info[:3]))
    return {"python-path": sys.executable, "python-version": version}


def upload_artifact(called: Called) -> Mapping[str, str]:
    """Nothing is uploaded, but there has to be something to upload."""
    path = called.inputs["path"]
    found = [one for one in Path(path).parent.glob(Path(path).name) if one.exists()]
    if not found:
        raise WrongError(f"no files were found at {path}")
    return {"artifact-id": "1"}


def nothing(_: Called) -> Mapping[str, str]:
    """Done already, or not to be done."""
    return {}


ACTIONS: Mapping[str, StandIn] = {
    "actions/attest-build-provenance": nothing,
    "actions/cache": nothing,
    "actions/checkout": nothing,
    "actions/setup-python": setup_python,
    "actions/upload-artifact": upload_artifact,
    "ad-m/github-push-action": nothing,
}

# Programs that need the network or GitHub, and one that GitHub's machines have: `curl` brings a script that does nothing,
# for what it would install is there; `gh` and `jq` tell a name; `tree` lists.
SCRIPTS: Mapping[str, str] = {
    "curl": "echo :",
    "gh": "echo '{}'",
    "git": calling(shutil.which("git")),
    "jq": "cat > /dev/null; echo Someone",
    "tree": "find .",
}


def installed(folder: Path, tools: Sequence[str]) -> Path:
    """The programs of an environment with these packages, its Python and pip among them."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    if tools:
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *tools]
        subprocess.run(command, check=True, env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **packages()})
    return folder / "bin"
