"""Speed without a clock: what is imported, how often a file is read and parsed, how many processes are started."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Repository

FORBIDDEN = {
    "github", "requests", "urllib3", "httpx", "ssl", "asyncio", "rich", "importlib.metadata", "multiprocessing", "pluggy",
    "markdown_it", "shtab", "email", "pathlib", "inspect", "dataclasses",
}  # fmt: skip
WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      T: ${{ secrets.KEY }}\n    steps:\n      - run: make\n"
FILES = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.0"\n\n[tool.bumpversion]\ncurrent_version = "1.0"\n',
    "ferry/__init__.py": '__version__ = "1.0"\n',
    "CHANGELOG.md": "## Unreleased\n\n## 0.9\n",
    "relaudit.toml": "[process.secrets.KEY]\n",
    ".github/workflows/ci.yml": WORKFLOW,
    ".github/workflows/other.yml": WORKFLOW.replace("make", "other"),
    "v0.9:pyproject.toml": '[project]\nname = "ferry"\nversion = "0.9"\n',
    "v0.9:ferry/__init__.py": '__version__ = "0.9"\n',
}
PROBE = """
import builtins, collections, json, os, subprocess, sys
before = set(sys.modules)
reads, parses, processes = collections.Counter(), collections.Counter(), []
def counted(owner, name, counter, key):
    original = getattr(owner, name)
    def wrapper(*arguments, **named):
        counter[key(*arguments)] += 1
        return original(*arguments, **named)
    setattr(owner, name, wrapper)
real_open = builtins.open
def opened(path, *arguments, **named):
    if isinstance(path, str) and path.startswith(sys.argv[1]) and "/.git/" not in path:
        reads[os.path.relpath(path, sys.argv[1])] += 1
    return real_open(path, *arguments, **named)
builtins.open = opened
original = subprocess.Popen.__init__
def started(self, command, *arguments, **named):
    processes.append(command)
    original(self, command, *arguments, **named)
subprocess.Popen.__init__ = started
from relaudit.evidence import toml, yaml
from relaudit.evidence.changelogs import markdown
counted(toml.tomllib, "loads", parses, lambda text: text)
import ast
counted(ast, "parse", parses, lambda text, *rest: text)
events = yaml.compiled_events
def compiled(text):
    parses[text] += 1
    return events(text)
yaml.compiled_events = compiled
import relaudit.evidence.changelogs.markdown as markdown
counted(markdown, "headings", parses, lambda text: text)
from relaudit.cli import run
code = run(["check", "--offline", "--format", "json=" + os.devnull, *sys.argv[2:], sys.argv[1]])
print(json.dumps({"code": code, "modules": sorted(set(sys.modules) - before), "reads": reads, "parses": sorted(parses.values()), "processes": processes}))
"""


def probe(folder: Path, *arguments: str) -> dict[str, object]:
    command = [sys.executable, "-c", PROBE, str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def clean(repository: Repository) -> Path:
    return repository(FILES, log="main\ntag: v0.9")


def test_a_run_imports_nothing_heavy(clean: Path) -> None:
    found = probe(clean)
    tops = {str(name) for name in found["modules"]}  # type: ignore[attr-defined]  # a list

    assert found["code"] == 0
    assert {name for name in FORBIDDEN if name in tops} == set()
    assert "tomlkit" not in tops


def test_an_ordinary_project_pays_for_no_rare_reader(clean: Path) -> None:
    found = {str(name) for name in probe(clean)["modules"]}  # type: ignore[attr-defined]  # a list
    readers = {name.rpartition(".")[2] for name in found if name.startswith("relaudit.evidence.declared.")}

    assert readers == {"model", "alike", "pyproject", "pointers", "module", "constants", "spans"}
    assert {"relaudit.evidence.mentions", "configparser"} & found == set()


def test_a_run_that_fixes_nothing_imports_nothing_that_fixes(repository: Repository) -> None:
    found = probe(repository({**FILES, "VERSION": "2.0"}))
    fixing = {"core.repair", "fixes", "cli.fix", "evidence.overlay", "sources.editing", "views.patch"}

    assert found["code"] == 1
    assert {f"relaudit.{name}" for name in fixing} & set(found["modules"]) == set()  # type: ignore[call-overload]
    assert "difflib" not in found["modules"]  # type: ignore[operator]  # a list


def test_the_place_of_a_string_in_a_toml_file_needs_no_other_parser(repository: Repository) -> None:
    found = probe(repository({**FILES, "VERSION": "2.0"}))

    assert found["code"] == 1
    assert "tomlkit" not in found["modules"]  # type: ignore[operator]  # a list


def test_each_file_is_read_once_and_parsed_once(clean: Path) -> None:
    found = probe(clean)
    reads = {path: number for path, number in found["reads"].items() if not path.startswith("..")}  # type: ignore[attr-defined]

    assert set(reads.values()) == {1}
    assert {"pyproject.toml", "CHANGELOG.md", ".github/workflows/ci.yml"} <= set(reads)
    assert max(found["parses"]) == 1  # type: ignore[call-overload]  # a list
    assert len(found["parses"]) >= 7  # type: ignore[arg-type]


def test_the_reader_of_restructured_text_is_imported_for_that_alone(repository: Repository) -> None:
    readers = {
        "relaudit.evidence.changelogs.rst",
        "relaudit.evidence.changelogs.titles",
        "relaudit.evidence.changelogs.stubs",
    }
    rst = {**FILES, "CHANGES.rst": "Unreleased\n==========\n\n0.9\n===\n"}
    del rst["CHANGELOG.md"]

    plain = set(probe(repository(FILES, name="md"))["modules"])  # type: ignore[call-overload]  # a list
    restructured = set(probe(repository(rst, name="rst"))["modules"])  # type: ignore[call-overload]  # a list

    assert readers & plain == set()
    assert readers & restructured == {"relaudit.evidence.changelogs.rst"}


def test_a_checkout_costs_few_git_processes_however_many_tags_it_has(repository: Repository) -> None:
    log = "main\n" + "\n".join(f"tag: v1.{number}" for number in range(160, 0, -1))
    found = probe(repository(FILES, log=log))

    assert found["code"] == 1
    assert 1 <= len(found["processes"]) <= 5  # type: ignore[arg-type]
    assert all(command[0] == "git" for command in found["processes"])  # type: ignore[attr-defined]


def test_a_partial_clone_costs_no_process_for_each_missing_blob(
    repository: Repository, tmp_path: Path
) -> None:
    log = "main\n" + "\n".join(f"tag: v1.{number}" for number in range(130, 0, -1))
    origin, clone = repository(FILES, log=log), tmp_path / "clone"
    subprocess.run(["git", "-C", origin, "config", "uploadpack.allowFilter", "true"], check=True)
    subprocess.run(
        ["git", "clone", "-q", "--filter=blob:none", origin.as_uri(), clone], check=True, capture_output=True
    )

    assert len(probe(clone)["processes"]) <= 5  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_the_short_answers_import_nothing_of_ours(arguments: list[str]) -> None:
    code = "import sys; from relaudit.cli import run; run(sys.argv[1:]); print(sorted(m for m in sys.modules if m.startswith('relaudit')), 'dataclasses' in sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )

    assert "relaudit.core" not in done.stderr.replace("relaudit.core.errors", "").replace(
        "'relaudit.core'", ""
    )
    assert done.stderr.strip().endswith("False")
