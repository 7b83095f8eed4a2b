"""Versions of the past, where projects kept them then."""

from datetime import date

import pytest

from conftest import Repository, Verdicts
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Status
from relaudit.core.occasion import Today
from relaudit.evidence.changelogs.sections import sections_of
from relaudit.evidence.declared import Computed, VersionFile, version_in
from relaudit.evidence.files import Text
from relaudit.evidence.tagrefs import accepted, version_in_tag
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat
from relaudit.request import Request
from relaudit.sources.local import opened


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ('__version__ = "{0}.{1}".format(3, 1)', "3.1"),
        ('MAJOR, MINOR = 3, 1\na = 3\n__version__ = "{}.{}".format(a, 2)', "3.2"),
        ("VERSION = (0, 4)", "0.4"),
        ('VERSION = (0, 4)\n__version__ = "0.5"', "0.5"),
        ('print "old"\n__major__ = 3\n__version__ = "{0}.0".format(__major__)', "3.0"),
        ('print "old"\nVERSION = (1, 2)\n__version__ = ".".join(map(str, VERSION))', "1.2"),
    ],
)
def test_a_version_made_of_constants_is_read(source: str, version: str) -> None:
    found = version_in(Text("ferry/__init__.py", source + "\n"))

    assert isinstance(found, VersionFile)
    assert found.version == version


@pytest.mark.parametrize("template", ["{0:>3}", "{a}", "{0!r}", "{2}"])
def test_other_templates_are_not_worked_out(template: str) -> None:
    found = version_in(Text("ferry/__init__.py", f'__version__ = "{template}".format(1, 2)\n'))

    assert isinstance(found, Computed)


def test_a_version_of_another_thing_is_none_of_a_package() -> None:
    assert version_in(Text("ferry/boat.py", "VERSION = (1, 2)\n")) is None
    assert version_in(Text("ferry/__init__.py", "VERSION = 7\n")) is None


@pytest.mark.parametrize(
    ("tag", "version"),
    [("rel_1_19_1", "1.19.1"), ("rel_0_7_5_post1", "0.7.5.post1"), ("v1_2", "1.2"), ("rel_one_2", "")],
)
def test_underscores_stand_for_dots_in_a_tag(tag: str, version: str) -> None:
    assert version_in_tag(tag, ("v{version}", "rel_{version}"), accepted(VersionFormat())) == version


TAGGED = "main\ntag: v1.1.0"


def test_a_package_of_another_name_than_the_project_is_looked_into(
    repository: Repository, verdicts: Verdicts
) -> None:
    project = '[tool.poetry]\nname = "ferry-boats"\nversion = "{}"\n'
    files = {
        "pyproject.toml": project.format("1.2.0"),
        "ferry/__init__.py": "",
        "v1.1.0:pyproject.toml": project.format("1.1.0"),
        "v1.1.0:ferry/__init__.py": '__version__ = "1.0.0"\n',
    }
    verdict = verdicts(repository(files, log=TAGGED))["tags-match-versions"]

    assert [finding.problem.message for finding in verdict.findings] == [
        "at tag v1.1.0 ferry/__init__.py says 1.0.0"
    ]


def test_the_usual_modules_of_the_past_are_looked_into(repository: Repository, verdicts: Verdicts) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.2.0"\n',
        "ferry/__init__.py": "",
        "v1.1.0:ferry/__about__.py": '__version__ = "1.0.0"\n',
    }
    verdict = verdicts(repository(files, log=TAGGED))["tags-match-versions"]

    assert verdict.status is Status.FAILED


def test_entries_may_be_directives() -> None:
    text = (
        "Changelog\n=========\n\n.. changelog::\n    :version: 1.3.0\n    :include_notes_from: unreleased\n\n"
        ".. changelog::\n    :version: 1.2.0\n    :released: August 8, 2026\n\n    .. change::\n        :tags: bug\n"
    )
    sections = sections_of(Text("changelog.rst", text))

    assert [(entry.version, entry.is_pending, str(entry.day)) for entry in sections] == [
        ("1.3.0", True, "None"),
        ("1.2.0", False, "2026-08-08"),
    ]


def test_a_stub_that_names_the_changelog_by_its_path_leads_there(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.2.0"\n',
        "CHANGES": "MOVED\n\nPlease see:\n\n    /docs/build/changelog.rst\n",
        "docs/build/changelog.rst": "Changelog\n=========\n\n1.2.0\n-----\n\n- Sails.\n",
    }

    assert verdicts(repository(files))["changelog-has-version"].status is Status.PASSED


def test_a_file_that_two_others_point_at_is_one_version_file(repository: Repository) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "ferry"\ndynamic = ["version"]\n\n[tool.setuptools.dynamic]\nversion = {file = "NUMBER"}\n',
        "setup.cfg": "[metadata]\nname = ferry\nversion = file: NUMBER\n",
        "NUMBER": "1.2.0\n",
    }
    auditor = Auditor(own(), Request(today=Today(date(2026, 1, 31))))
    with opened(repository(files)) as one:
        found = auditor.dossier(one).get(VersionFiles)

    assert isinstance(found, VersionFiles)
    assert [(file.path, file.version) for file in found.files] == [("NUMBER", "1.2.0")]
