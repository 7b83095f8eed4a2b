"""What repeats the version: mentions in documents, files found in the tree, the name that a package gives it under."""

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Problem, Status
from relaudit.core.places import InFile
from relaudit.evidence.files import Text
from relaudit.evidence.mentions import mentions
from relaudit.evidence.repetition import SecondaryVersion
from relaudit.evidence.walk import paths_named
from relaudit.sources.worktree import WorkingTree

PROJECT = '[project]\nname = "ferry"\nversion = "1.2.3"\n'


def mentioned(text: str, path: str = "README.md") -> list[str]:
    found = list(mentions(Text(path, text)))
    assert all(isinstance(item, SecondaryVersion) for item in found)
    return [item.file.version for item in found if isinstance(item, SecondaryVersion)]


@pytest.mark.parametrize(
    "text",
    [
        "**Version:** 1.2.3  \n",
        "**Current Version**: 1.2.3\n",
        "Intro.\r\n\r\nCurrent version: 1.2.3.\r\n",
        "- Version: `1.2.3`\n",
        "* latest version is 1.2.3, at last\n",
        "| Name | Ferry |\n| Version | 1.2.3 |\n",
        "> Version = 1.2.3\n",
        "## Current version 1.2.3\n",
        "[![v](https://img.example/badge/version-1.2.3-blue)](x)\n",
        "Version 1.2.3\n",
    ],
)
def test_a_mention_is_found(text: str) -> None:
    assert mentioned(text) == ["1.2.3"]


@pytest.mark.parametrize(
    "text",
    [
        "Needs Python version 3.12.\n",
        "Available since version 2.0.\n",
        "version >= 1.0\n",
        "## Version 1.2\n\nOld news.\n",
        "```\nVersion: 1.2.3\n```\n",
        "~~~text\nVersion: 1.2.3\n",
        "Version: 1.2.x\n",
        "Version: 1.2.3_4\n",
        "badge/python-3.12-blue\n",
        "Conversion: 1.2.3\n",
        "Versions: 1.2.3\n",
        "version\n1.2.3\n",
    ],
)
def test_other_numbers_are_no_mentions(text: str) -> None:
    assert mentioned(text) == []


@pytest.mark.parametrize(
    "text",
    ["*" * 200_000, "|" * 200_000, "version" + " *" * 100_000, "Version 1.0" + "a" * 100_000 + "_", "Version 1" + ".1" * 50_000,
     "badge/version-1.0" + "--" * 100_000, "```\n" * 50_000, "version 1.0-" * 20_000],
)  # fmt: skip
def test_no_text_keeps_a_search_for_long(text: str) -> None:
    assert mentioned(text) in ([], ["1.0"])


def test_data_is_read_by_its_key() -> None:
    assert mentioned('{"a": {"version": "9.0"}, "version": "1.2.3"}', "config/default.json") == ["1.2.3"]
    assert mentioned("a:\n  version: 9.0\nversion: 1.2.3\n", "config.yaml") == ["1.2.3"]
    assert mentioned('version = "1.2.3"\n', "config.toml") == ["1.2.3"]


def findings(verdicts: Verdicts, folder: object) -> list[tuple[str, str]]:
    verdict = verdicts(folder)["secondary-versions-agree"]
    return sorted(
        (finding.problem.location.path, finding.problem.fix.description if finding.problem.fix else "")
        for finding in verdict.findings
        if isinstance(finding.problem.location, InFile)
    )


def test_a_fix_writes_the_version_in_the_form_that_stands_there(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "CITATION.cff": "version: v1.0.0\n",
        "docs/conf.py": 'version = "1.1"\nrelease = version\n',
        "README.md": "Version: 1.1\n",
        "relaudit.toml": '[process.version]\nsecondary = ["README.md"]\n',
    }

    assert findings(verdicts, repository(files)) == [
        ("CITATION.cff", "writes v1.2.3"),
        ("README.md", "writes 1.2"),
        ("docs/conf.py", "writes 1.2.3"),
    ]


def test_all_mentions_of_a_file_are_mended_by_one_fix(repository: Repository, verdicts: Verdicts) -> None:
    text = "Version: 1.0.0\n\n![v](badge/version-1.0.0-blue)\n"
    files = {
        "pyproject.toml": PROJECT,
        "README.md": text,
        "relaudit.toml": '[process.version]\nsecondary = ["README.md"]\n',
    }
    found = verdicts(repository(files))["secondary-versions-agree"].findings
    problem: Problem = found[0].problem

    assert len(found) == 1
    assert problem.fix
    for edit in reversed(problem.fix.edits):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    assert text == "Version: 1.2.3\n\n![v](badge/version-1.2.3-blue)\n"


def test_what_leaves_out_the_last_part_agrees(repository: Repository, verdicts: Verdicts) -> None:
    files = {"pyproject.toml": PROJECT, "docs/conf.py": 'version = "1.2"\nrelease = "1.2.3"\n'}

    assert verdicts(repository(files))["secondary-versions-agree"].status is Status.PASSED


def test_a_label_that_leaves_it_out_does_not(repository: Repository, verdicts: Verdicts) -> None:
    files = {"pyproject.toml": PROJECT, "Dockerfile": "LABEL version=1.2\n"}

    assert findings(verdicts, repository(files)) == [("Dockerfile", "writes 1.2.3")]


def test_without_a_release_a_development_version_leaves_it_open(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {"pyproject.toml": PROJECT.replace("1.2.3", "1.3.0.dev0"), "CITATION.cff": "version: 1.2.3\n"}

    assert verdicts(repository(files))["secondary-versions-agree"].status is Status.UNKNOWN


def test_folders_of_others_are_not_walked_through(repository: Repository) -> None:
    passed_by = (
        "node_modules/a",
        ".cache",
        "tests",
        "my-tests/x",
        "vendor",
        "examples/b",
        "{{cookie}}",
        "venv/lib",
    )
    folder = repository({f"{name}/Dockerfile": "" for name in (*passed_by, "docker", "services/api")})

    assert paths_named(WorkingTree(folder), lambda path: path.endswith("Dockerfile")) == [
        "docker/Dockerfile",
        "services/api/Dockerfile",
    ]


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"ferry/__init__.py": '__version__ = "1"'}, Status.PASSED),
        ({"lib/ferry.py": '__version__ = "1"'}, Status.PASSED),
        ({"ferry/__init__.py": "try:\n    __version__ = x()\nexcept OSError:\n    pass"}, Status.PASSED),
        ({"ferry/__init__.py": "from barge import __version__"}, Status.PASSED),
        ({"ferry/__init__.py": "from . import __version__", "ferry/__version__.py": ""}, Status.PASSED),
        ({"ferry/__init__.py": "from ._v import __version__", "ferry/_v.py": "x = 1"}, Status.FAILED),
        ({"ferry/__init__.py": "def __getattr__(name):\n    return 1"}, Status.FAILED),
        ({"ferry/__init__.py": "from .api import *"}, Status.UNKNOWN),
        ({"ferry/__init__.py": "__version__ = ("}, Status.UNKNOWN),
        ({"ferry/__init__.py": "from ._v import __version__"}, Status.UNKNOWN),
        (
            {
                "ferry/__init__.py": "from ._v import __version__",
                "pyproject.toml": '[tool.setuptools_scm]\nversion_file = "ferry/_v.py"\n',
            },
            Status.PASSED,
        ),
        ({"ferry/__init__.py": ""}, Status.FAILED),
        ({"barge/__init__.py": '__version__ = "1"'}, Status.FAILED),
    ],
)
def test_a_promised_name_is_looked_for(
    repository: Repository, verdicts: Verdicts, files: dict[str, str], status: Status
) -> None:
    policy = {"relaudit.toml": '[process.version]\nexposed-as = "ferry.__version__"\n'}

    assert verdicts(repository(files | policy))["package-exposes-version"].status is status


@pytest.mark.parametrize(
    ("files", "status"),
    [
        (
            {"package.json": '{"version": "1.0.0"}', "npm-shrinkwrap.json": '{"version": "1.0.1"}'},
            Status.FAILED,
        ),
        ({"package.json": "{}", "package-lock.json": '{"version": "1.0.1"}'}, Status.NOT_APPLICABLE),
        ({"package.json": '{"version": "1.0.0"}', "package-lock.json": "{}"}, Status.NOT_APPLICABLE),
        ({"pyproject.toml": "[tool.x]\n", "uv.lock": "version = 1\n"}, Status.NOT_APPLICABLE),
        ({"uv.lock": "version = 1\n"}, Status.NOT_APPLICABLE),
        ({"pyproject.toml": PROJECT, "uv.lock": b"\xff"}, Status.FAILED),
    ],
)
def test_lock_files(
    repository: Repository, verdicts: Verdicts, files: dict[str, str | bytes], status: Status
) -> None:
    assert verdicts(repository(files))["lockfile-version-agrees"].status is status


def test_a_lock_file_beside_another_version_file_is_held_too(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {
        "core/Cargo.toml": '[package]\nname = "ferry"\nversion = "1.0.0"\n',
        "core/Cargo.lock": '[[package]]\nname = "ferry"\nversion = "0.9.0"\n',
        "relaudit.toml": '[process.version]\nfiles = ["core/Cargo.toml"]\n',
    }
    found = verdicts(repository(files))["lockfile-version-agrees"].findings

    assert [finding.problem.subject for finding in found] == ["core/Cargo.lock"]
