"""What the repository's own tools imply, and which of them wins."""

import pytest

from conftest import Repository, Verdicts
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Edit, Status
from relaudit.core.occasion import Today
from relaudit.evidence.files import Text
from relaudit.evidence.versions import VersionFiles
from relaudit.process import TagFormat
from relaudit.process.parts import DerivedProcess
from relaudit.process.values import dotted, leaves
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.testing import DAY

PROJECT = '[project]\nname = "ferry"\nversion = "1.0.0"\n'
COMMITIZEN = '[tool.commitizen]\nversion = "{version}"\ntag_format = "v$version"\n'
BUMPVERSION = "[bumpversion]\ncurrent_version = {version}\ntag_name = {{new_version}}\n"


def derived(repository: Repository, files: dict[str, str]) -> dict[str, tuple[object, str]]:
    with opened(repository(files)) as one:
        found = Auditor(own(), Request(today=Today(DAY))).dossier(one).get(DerivedProcess)
    assert isinstance(found, DerivedProcess)
    return {dotted(path): (leaf.value, leaf.origin.place) for path, leaf in leaves(found.values)}


@pytest.mark.parametrize(
    ("mine", "others", "pattern", "origin"),
    [
        ("1.0.0", "0.9.0", "v{version}", "pyproject.toml, against .bumpversion.cfg"),
        ("0.9.0", "1.0.0", "{version}", ".bumpversion.cfg, against pyproject.toml"),
        ("1.0.0", "1.0.0", "{version}", ".bumpversion.cfg, against pyproject.toml"),
        ("0.8.0", "0.9.0", "{version}", ".bumpversion.cfg, against pyproject.toml"),
    ],
)
def test_the_tool_that_is_current_wins_and_the_other_is_named(
    repository: Repository, mine: str, others: str, pattern: str, origin: str
) -> None:
    files = {
        "pyproject.toml": PROJECT + COMMITIZEN.format(version=mine),
        ".bumpversion.cfg": BUMPVERSION.format(version=others),
    }

    assert derived(repository, files)["tags.pattern"] == (pattern, origin)


def test_tools_that_agree_stand_against_nobody(repository: Repository) -> None:
    said = {
        "pyproject.toml": PROJECT + COMMITIZEN.format(version="1.0.0"),
        ".releaserc": "tagFormat: v${version}\n",
    }

    assert derived(repository, said)["tags.pattern"][1] == "pyproject.toml"


def test_packages_of_release_please_become_packages_of_the_process(repository: Repository) -> None:
    files = {
        "release-please-config.json": '{"packages": {"a": {"component": "raft"}, "b": {"component": "ferry", "release-type": "go"}}}',
        ".release-please-manifest.json": '{"a": "1.0.0", "b": "2.0.0"}',
    }
    found = derived(repository, files)

    assert found["packages.raft.path"] == ("a", "release-please-config.json")
    assert found["packages.raft.tag"][0] == "raft-v{version}"
    assert found["packages.raft.files"][0] == ["a/package.json"]
    assert found["packages.ferry.changelog"][0] == "b/CHANGELOG.md"
    assert "packages.ferry.files" not in found
    assert "tags.pattern" not in found


def test_one_package_of_release_please_is_the_project(repository: Repository) -> None:
    files = {
        "release-please-config.json": '{"packages": {".": {"release-type": "python"}}}',
        ".release-please-manifest.json": '{".": "1.0.0"}',
    }
    found = derived(repository, files)

    assert found["tags.pattern"][0] == "v{version}"
    assert found["commits.convention"][0] == "conventional"
    assert not any(key.startswith("packages") for key in found)


def test_hatch_names_the_file_and_bumps_nothing(repository: Repository) -> None:
    said = '[tool.hatch.version]\npath = "ferry/about.py"\n'
    found = derived(repository, {"pyproject.toml": said, "ferry/about.py": '__version__ = "1.0"\n'})

    assert found == {"version.files": (["ferry/about.py"], "pyproject.toml")}


def test_a_static_version_is_not_that_of_a_tag(repository: Repository) -> None:
    assert derived(repository, {"pyproject.toml": PROJECT + "[tool.setuptools_scm]\n"}) == {}


def test_a_derived_file_does_not_hide_the_others(repository: Repository) -> None:
    files = {
        "pyproject.toml": PROJECT + '[tool.commitizen]\nversion_provider = "pep621"\n',
        "VERSION": "2.0.0",
    }
    with opened(repository(files)) as one:
        dossier = Auditor(own(), Request(today=Today(DAY))).dossier(one)
        found, form = dossier.get(VersionFiles), dossier.get(TagFormat)

    assert isinstance(found, VersionFiles)
    assert [file.path for file in found.files] == ["pyproject.toml", "VERSION"]
    assert isinstance(form, TagFormat)
    assert not form.is_stated


@pytest.mark.parametrize(
    ("path", "config"),
    [
        (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1.0.0"),
        (".bumpversion.toml", '[tool.bumpversion]\ncurrent_version = "1.0.0"\n'),
        (
            ".bumpversion.toml",
            '[tool.bumpversion]\ncurrent_version = "1.0.0"\n[[tool.bumpversion.files]]\nfilename = "VERSION"\n\n[other]',
        ),
    ],
)
def test_the_fix_of_a_file_that_is_not_covered_ends_the_problem(
    repository: Repository, verdicts: Verdicts, path: str, config: str
) -> None:
    files = {"VERSION": "1.0.0\n", "src/__init__.py": 'A = "{}"\n__version__ = "1.0.0"\n', path: config}
    while True:
        folder = repository(files, name=f"repository-{len(files[path])}")
        found = verdicts(folder)["bump-config-covers-every-version-file"].findings
        if not found:
            break
        fix = found[0].problem.fix
        assert fix is not None
        assert not fix.safe
        edit = fix.edits[0]
        assert edit.path == path
        files[path] = applied(files[path], edit)

    assert "search = " in files[path]
    assert files[path].startswith(config)
    assert verdicts(folder)["bump-targets-exist"].status is Status.PASSED
    assert verdicts(folder)["bump-config-is-current"].status is Status.PASSED


def applied(text: str, edit: Edit) -> str:
    whole = Text("file", text).text
    return whole[: edit.start] + edit.replacement + whole[edit.end :]


@pytest.mark.parametrize(
    "config",
    [
        '[tool.bumpversion]\ncurrent_version = "0.9.0"\n',
        '[tool.bumpversion]\ncurrent_version = "1.0.0"\nfiles = [{filename = "other"}]\n',
        'tool.bumpversion.current_version = "1.0.0"\n',
    ],
)
def test_there_is_no_fix_where_the_target_would_not_be_found_or_told(
    repository: Repository, verdicts: Verdicts, config: str
) -> None:
    folder = repository({"VERSION": "1.0.0\n", ".bumpversion.toml": config})
    found = verdicts(folder)["bump-config-covers-every-version-file"].findings

    assert [finding.problem.fix for finding in found] == [None]


def test_a_glob_covers_what_it_matches(repository: Repository, verdicts: Verdicts) -> None:
    said = '[tool.bumpversion]\ncurrent_version = "1.0.0"\n[[tool.bumpversion.files]]\nglob = "{glob}"\n'
    covered = repository({"VERSION": "1.0.0", ".bumpversion.toml": said.replace("{glob}", "VERS*")}, name="a")
    odd = repository(
        {"VERSION": "1.0.0", ".bumpversion.toml": said.replace("{glob}", "{VERSION,x}")}, name="b"
    )
    rule = "bump-config-covers-every-version-file"

    assert verdicts(covered)[rule].status is Status.PASSED
    assert verdicts(odd)[rule].status is Status.UNKNOWN
    assert verdicts(odd)["bump-targets-exist"].status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("form", "status"),
    [("", Status.PASSED), ("serialize = {major}-{minor}", Status.UNKNOWN), ("parse = (a+)+", Status.UNKNOWN)],
)
def test_a_version_that_the_tool_spells_anew_is_not_missed(
    repository: Repository, verdicts: Verdicts, form: str, status: Status
) -> None:
    said = f"[bumpversion]\ncurrent_version = 4.2.2-post1\n{form}\n[bumpversion:file:README.rst]\n"
    shown = ":Version: 4.2.2\n" if status is Status.PASSED else ":Version: 4-2\n"
    folder = repository({"VERSION": "4.2.2-post1", ".bumpversion.cfg": said, "README.rst": shown})

    assert verdicts(folder)["bump-targets-exist"].status is status


def test_a_section_has_its_own_word_on_what_may_be_missing(
    repository: Repository, verdicts: Verdicts
) -> None:
    said = "[bumpversion]\ncurrent_version = 1.0.0\nignore_missing_version = True\n"
    said += "[bumpversion:file:a.txt]\n[bumpversion:file:b.txt]\nignore_missing_version = False\n"
    folder = repository({"VERSION": "1.0.0", ".bumpversion.cfg": said, "a.txt": "", "b.txt": ""})
    found = verdicts(folder)["bump-targets-exist"].findings

    assert [finding.problem.subject for finding in found] == ["b.txt"]


def test_a_computed_version_leaves_the_tags_to_judge_by(repository: Repository, verdicts: Verdicts) -> None:
    project = '[project]\nname = "ferry"\ndynamic = ["version"]\n'
    files = {"pyproject.toml": project + COMMITIZEN.format(version="1.1.0")}
    folder = repository(files, log="main\ntag: v2.0.0")

    assert verdicts(folder)["bump-config-is-current"].status is Status.FAILED


def test_a_manifest_is_held_against_the_project_where_its_own_file_says_nothing(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {
        "release-please-config.json": '{"packages": {".": {"release-type": "python"}}}',
        ".release-please-manifest.json": '{".": "1.0.0"}',
        "VERSION": "2.0.0",
    }

    assert verdicts(repository(files))["bump-config-is-current"].status is Status.FAILED


def test_an_old_line_of_a_tagged_project_is_not_behind(repository: Repository, verdicts: Verdicts) -> None:
    project = (
        '[build-system]\nrequires = ["setuptools-scm"]\n[project]\nname = "ferry"\ndynamic = ["version"]\n'
    )
    files = {"pyproject.toml": project + COMMITIZEN.format(version="1.1.0")}
    folder = repository(files, log="main\ntag: v1.1.0\ntag: v2.0.0")

    assert verdicts(folder)["bump-config-is-current"].status is Status.PASSED
