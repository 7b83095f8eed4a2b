"""A pack outside the tree, installed beside relaudit in a fresh virtual environment."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "acme-rules"
version = "1.3"
[project.entry-points.relaudit]
acme = "acme_rules"
"""
REPORTER = """

def relaudit_reporters():
    return {"names": lambda report: "".join(f"{verdict.rule}\\n" for audit in report.audits for verdict in audit.verdicts)}
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with relaudit as built from this tree, and the pack of docs/packs.md."""
    folder = tmp_path_factory.mktemp("pack")
    documented = next(
        block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "relaudit_rules" in block
    )
    (folder / "acme").mkdir()
    (folder / "acme" / "pyproject.toml").write_text(PYPROJECT)
    (folder / "acme" / "acme_rules.py").write_text(documented + REPORTER)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)
    constraint = ROOT / "constraints.txt"
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        folder / "venv",
        "--constraint",
        constraint,
        ROOT,
        folder / "acme",
    ]
    subprocess.run([str(word) for word in command], check=True)
    return folder / "venv" / "bin"


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    (tmp_path / "OWNERS").write_text("@acme/core\nsomeone\n")
    (tmp_path / "relaudit.toml").write_text(
        'requires = ["acme-rules>=1.2"]\nselect = ["acme/*", "version-is-valid"]\n'
    )
    return tmp_path


def relaudit(environment: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return subprocess.run(
        [environment / "relaudit", *arguments], capture_output=True, text=True, check=False, env=clean
    )


def test_its_rule_judges_its_evidence(environment: Path, owned: Path) -> None:
    done = relaudit(environment, "check", "--format", "json", str(owned))
    (audit,) = json.loads(done.stdout)["repositories"]
    verdict = next(one for one in audit["verdicts"] if one["rule"] == "acme/owners-are-teams")

    assert done.returncode == 0, done.stderr
    assert [(finding["message"], finding["location"]["line"]) for finding in verdict["findings"]] == [
        ("someone is no team", 2)
    ]


def test_its_reporter_is_a_format(environment: Path, owned: Path) -> None:
    assert (
        relaudit(environment, "check", "--format", "names", str(owned)).stdout
        == "acme/owners-are-teams\nversion-is-valid\n"
    )


def test_it_is_listed_and_explained(environment: Path) -> None:
    assert "acme/owners-are-teams" in relaudit(environment, "rules").stdout
    assert "Every owner is a team." in relaudit(environment, "explain", "acme/owners-are-teams").stdout


def test_the_built_in_rules_are_installed_with_their_pages(environment: Path) -> None:
    assert (
        "## Fails: tagged before the bump" in relaudit(environment, "explain", "tags-match-versions").stdout
    )


def test_a_pack_that_breaks_ends_the_run(environment: Path, owned: Path) -> None:
    (module,) = environment.parent.glob("lib/python*/site-packages/acme_rules.py")
    text = module.read_text()
    module.write_text("import nothing_of_the_kind\n")
    try:
        done = relaudit(environment, "check", str(owned))
    finally:
        module.write_text(text)

    assert done.returncode == 2
    assert done.stderr.startswith("relaudit: pack 'acme' (acme_rules) cannot be imported")
