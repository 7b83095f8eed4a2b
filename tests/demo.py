"""`make demo`: audit this repository, then a sample one with a broken release process, built on the spot."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.core.model import Status
from relaudit.examples import build
from relaudit.pages import Example

ROOT = Path(__file__).parent.parent
SAMPLE = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "0.2.2"\n',
    "ferry/__init__.py": '"""A ferry."""\n\n__version__ = "0.1.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [0.2.1] - 2025-12-01\n\n- A second deck.\n\n## [0.1.0] - 2025-11-01\n",
    ".bumpversion.cfg": "[bumpversion]\ncurrent_version = 0.2.0\n\n[bumpversion:file:ferry/version.py]\n",
    ".github/workflows/publish.yml": (
        "on:\n  push:\n    tags: ['v*']\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - run: twine upload dist/*\n        env:\n          TWINE_PASSWORD: ${{ secrets.PYPI_TOKEN }}\n"
    ),
    "relaudit.toml": 'extends = ["tag-release"]\n\n[process.secrets.PYPI_API_TOKEN]\nused-by = ["publish.yml"]\n',
    "v0.2.1:pyproject.toml": '[project]\nname = "ferry"\nversion = "0.2.0"\n',
    "v0.1.0:pyproject.toml": '[project]\nname = "ferry"\nversion = "0.1.0"\n',
}


def main() -> int:
    """0 when this repository is clean and the sample is found out."""
    relaudit = Path(sys.executable).with_name("relaudit")
    print("== this repository ==\n", flush=True)
    own = subprocess.run([relaudit, "check", ROOT], check=False).returncode
    with TemporaryDirectory(prefix="relaudit-demo-") as folder:
        files = {title: text.encode() for title, text in SAMPLE.items()}
        build(Example("Fails", Status.FAILED, 1, files), Path(folder))
        print("\n== a sample repository with a broken release process ==\n", flush=True)
        sample = subprocess.run([relaudit, "check", "."], cwd=folder, check=False).returncode
    return 0 if (own, sample) == (0, 1) else 1


if __name__ == "__main__":
    sys.exit(main())
