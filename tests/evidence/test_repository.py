"""Evidence about whole repositories: which files are version files, what tags and changelogs say."""

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Reason, Status
from relaudit.core.occasion import Moment, Occasion

PYPROJECT = '[project]\nname = "ferry"\nversion = "1.0.0"\n'


def test_a_placeholder_beside_a_computed_version_is_no_version(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository({
        "pyproject.toml": '[tool.poetry]\nname = "ferry"\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
        "ferry/__init__.py": '__version__ = "0.0.0"\n',
    }, log="main, tag: v1.0.0")  # fmt: skip

    assert verdicts(folder)["tags-match-versions"].status is Status.NOT_APPLICABLE
    assert verdicts(folder)["version-files-agree"].status is Status.NOT_APPLICABLE


def test_the_one_package_is_found_where_nothing_names_the_project(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository(
        {
            "setup.py": "",
            "ferry/__init__.py": '__version__ = "1.0"\n',
            "tests/__init__.py": '__version__ = "2"\n',
        },
        log="main, tag: 1.1",
    )
    (finding,) = verdicts(folder)["tags-match-versions"].findings

    assert finding.problem.message == "at tag 1.1 ferry/__init__.py says 1.0"


def test_a_version_file_is_found_where_it_was_before(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({
        "pyproject.toml": '[project]\nname = "ferry"\ndynamic = ["version"]\n',
        "src/ferry/__init__.py": '__version__ = "2.0"\n',
        "v1.0:ferry/__init__.py": '__version__ = "0.9"\n',
    }, log="main, tag: v2.0\ntag: v1.0")  # fmt: skip
    (finding,) = verdicts(folder)["tags-match-versions"].findings

    assert finding.problem.subject == "v1.0"


def test_stated_files_are_the_only_ones_at_tags_too(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({
        "relaudit.toml": '[process.version]\nfiles = ["VERSION"]\n',
        "VERSION": "1.0",
        "pyproject.toml": PYPROJECT.replace("1.0.0", "7"),
    }, log="main, tag: v1.0")  # fmt: skip

    assert verdicts(folder)["tags-match-versions"].status is Status.PASSED


def test_a_stated_pattern_is_the_only_one(repository: Repository, verdicts: Verdicts) -> None:
    files = {"VERSION": "2.0", "relaudit.toml": '[process.tags]\npattern = "rel-{version}"\n'}
    folder = repository(files, log="main, tag: v1.0, tag: rel-2.0")

    assert verdicts(folder)["tags-match-versions"].status is Status.PASSED


def test_a_bump_tool_tells_its_tags(repository: Repository, verdicts: Verdicts) -> None:
    files = {
        "VERSION": "2.0",
        ".bumpversion.cfg": "[bumpversion]\ncurrent_version = 2.0\ntag_name = ferry/{new_version}\n",
    }
    folder = repository(files, log="main, tag: ferry/1.0")

    assert verdicts(folder)["tags-match-versions"].findings[0].problem.subject == "ferry/1.0"


@pytest.mark.parametrize("tags", [3, 90, 700])
def test_every_tag_is_judged_however_many_there_are(
    repository: Repository, verdicts: Verdicts, tags: int
) -> None:
    log = "main\n" + "\n".join(f"light: v1.{number}" for number in range(tags, 0, -1))
    verdict = verdicts(repository({"VERSION": "1.2"}, log=log))["tags-match-versions"]

    assert verdict.unknowns == ()
    assert len(verdict.findings) == tags - 1


CHANGELOG = "## [Unreleased]\n\n## [1.0.0] - 2025-12-31\n"


@pytest.mark.parametrize(
    ("occasion", "status"),
    [
        (Occasion(), Status.FAILED),
        (Occasion(Moment.CHANGE, "main"), Status.PASSED),
        (Occasion(Moment.BEFORE_TAG, "1.0.0"), Status.PASSED),
        (Occasion(Moment.AFTER_TAG, "v1.0.0"), Status.FAILED),
    ],
)
def test_an_entry_may_wait_for_its_tag_in_the_change_that_brings_it(
    repository: Repository, verdicts: Verdicts, occasion: Occasion, status: Status
) -> None:
    folder = repository({"VERSION": "1.0.0", "CHANGELOG.md": CHANGELOG})

    assert verdicts(folder, occasion=occasion)["changelog-and-tags-agree"].status is status


def test_an_unreleased_section_is_not_enough_for_a_release(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository({"VERSION": "1.1.0", "CHANGELOG.md": CHANGELOG})

    assert verdicts(folder)["changelog-has-version"].status is Status.PASSED
    assert (
        verdicts(folder, occasion=Occasion(Moment.AFTER_TAG))["changelog-has-version"].status is Status.FAILED
    )


def test_a_setuptools_scm_project_has_no_version_file(repository: Repository, verdicts: Verdicts) -> None:
    text = '[build-system]\nrequires = ["setuptools_scm[toml]>=8"]\n[project]\nname = "ferry"\ndynamic = ["version"]\n'
    folder = repository(
        {"pyproject.toml": text, "src/ferry/__init__.py": '__version__ = "0.0.1"\n'}, log="main, tag: v1.0"
    )

    assert verdicts(folder)["version-files-agree"].status is Status.NOT_APPLICABLE


def test_an_unreadable_manifest_makes_nothing_pass(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"pyproject.toml": "[project", "CHANGELOG.md": CHANGELOG})
    found = verdicts(folder)

    assert found["version-files-agree"].status is Status.UNKNOWN
    assert {unknown.reason for unknown in found["version-files-agree"].unknowns} == {Reason.UNREADABLE}
    assert found["changelog-has-version"].status is Status.UNKNOWN


def test_what_came_after_the_revision_is_not_judged(repository: Repository, verdicts: Verdicts) -> None:
    log = "main, tag: v3.0\n" + "\n".join(f"light: x{n}" for n in range(60)) + "\ntag: v1.0"
    files = {
        "VERSION": "1.5",
        "CHANGELOG.md": "## 3.0\n\n## 1.0\n",
        "v1.0:VERSION": "1.0",
        "v1.0:CHANGELOG.md": "## 1.0\n\n## 0.9\n",
    }
    folder = repository({**files, **{f"x{n}:VERSION": "1.0" for n in range(60)}}, log=log)

    assert verdicts(folder)["tags-match-versions"].status is Status.FAILED
    then = verdicts(folder, at="v1.0")
    assert then["tags-match-versions"].status is Status.PASSED
    assert [finding.problem.subject for finding in then["changelog-and-tags-agree"].findings] == ["0.9"]


@pytest.mark.parametrize("manifest", ["build.gradle", "CMakeLists.txt"])
def test_a_stated_file_that_is_not_read_yet_is_unknown(
    repository: Repository, verdicts: Verdicts, manifest: str
) -> None:
    policy = f'[process.version]\nfiles = ["{manifest}"]\n'
    files = {manifest: "version 1.0", "CHANGELOG.md": "## 1.0\n", "relaudit.toml": policy}
    folder = repository(files, log="main, tag: v1.0")

    for rule in ("version-files-agree", "tags-match-versions", "changelog-has-version"):
        assert verdicts(folder)[rule].status is Status.UNKNOWN


def test_prereleases_are_expected_from_the_first_listed_one_on(
    repository: Repository, verdicts: Verdicts
) -> None:
    text = "## 2.0\n\n## 2.0rc2\n\n## 2.0rc1\n\n## 1.0\n\n## 0.9\n"
    log = "main, tag: v2.0, tag: v2.0rc3\ntag: v2.0rc2\ntag: v2.0rc1\ntag: v1.0, tag: v1.0rc1\ntag: v0.9"
    found = verdicts(repository({"VERSION": "2.0", "CHANGELOG.md": text}, log=log))[
        "changelog-and-tags-agree"
    ]

    assert [finding.problem.subject for finding in found.findings] == ["v2.0rc3"]


def test_history_before_the_stated_day_is_not_judged(repository: Repository, verdicts: Verdicts) -> None:
    files = {"VERSION": "2.0", "CHANGELOG.md": "## 2.0\n\n## 1.1 - 2025-01-02\n\n## 0.9\n"}
    log = "main, tag: v2.0\ntag: v1.0\ntag: v0.9"
    judged = verdicts(repository(files, log=log))["changelog-and-tags-agree"]
    since = repository({**files, "relaudit.toml": "history-since = 2026-02-01\n"}, log=log, name="since")

    assert [finding.problem.subject for finding in judged.findings] == ["1.1", "v1.0"]
    assert verdicts(since)["changelog-and-tags-agree"].findings == ()


def test_a_changelog_that_nothing_requires_is_not_missed(repository: Repository, verdicts: Verdicts) -> None:
    policy = '[process.changelog]\npath = "CHANGES.md"\n'
    missing = repository({"VERSION": "1.0", "relaudit.toml": policy}, name="missing")
    free = repository({"VERSION": "1.0", "relaudit.toml": f'{policy}required-for = "nothing"\n'}, name="free")

    assert [finding.problem.kind for finding in verdicts(missing)["changelog-has-version"].findings] == [
        "missing"
    ]
    assert verdicts(free)["changelog-has-version"].status is Status.PASSED
