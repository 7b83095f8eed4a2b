"""Where a changelog is found, followed and read."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Reason, Status, Unknown
from relaudit.core.record import NOTHING
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.fragments import Fragments, fragments
from relaudit.evidence.changelogs.kept import changelog
from relaudit.evidence.changelogs.sections import sections_of
from relaudit.evidence.files import SIZE_LIMIT, Text
from relaudit.evidence.project import Project, project
from relaudit.process import ChangelogFormat
from relaudit.sources.worktree import WorkingTree

UNSAID = Unknown("ChangelogFormat", Reason.UNSTATED)
RULES = (
    "changelog-has-version", "changelog-and-tags-agree", "changelog-is-ordered", "unreleased-section-is-first",
)  # fmt: skip
MARKDOWN, RST = "## 1.1.0\n\n- b\n\n## 1.0.0\n", "1.1.0\n=====\n\n* b\n\n1.0.0\n=====\n"
TOWNCRIER = '[project]\nname = "ferry"\n\n[tool.towncrier]\n'


def read(folder: Path, form: ChangelogFormat | Unknown = UNSAID) -> Changelog | Unknown:
    tree = WorkingTree(folder)
    found = project.function(tree=tree)
    assert isinstance(found, Project | Unknown)
    answer = changelog.function(tree=tree, form=form, project=found, fragments=collected(folder))
    assert isinstance(answer, Changelog | Unknown)
    return answer


def collected(folder: Path) -> Fragments:
    tree = WorkingTree(folder)
    answer = fragments.function(tree=tree, project=project.function(tree=tree))
    assert isinstance(answer, Fragments)
    return answer


def versions(found: Changelog | Unknown) -> list[str]:
    assert isinstance(found, Changelog)
    return [entry.version for entry in found.entries]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CHANGELOG.md", MARKDOWN), ("CHANGES.rst", RST), ("NEWS.txt", RST), ("HISTORY", MARKDOWN), ("CHANGES", RST),
        ("docs/source/whatsnew.rst", RST), ("doc/versionhistory.rst", RST), ("docs/about/release-notes.md", MARKDOWN),
        ("News.rst", "**1.1.0 (2026-01-31)**\n\n- b\n\n**1.0.0 (2025-01-31)**\n"),
        ("CHANGELOG.md", "v1.1.0 - January 31, 2026\n\n* b\n\nv1.0.0 - January 31, 2025\n\n* a\n"),
        ("CHANGES", "* 1.1.0 (Jan 31, 2026)\n  * b\n* 1.0.0 (Jan 31, 2025)\n  * a\n"),
    ],
)  # fmt: skip
def test_a_changelog_is_found_and_read_in_its_markup(repository: Repository, path: str, text: str) -> None:
    assert versions(read(repository({path: text}))) == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", MARKDOWN),
        ("utf-16", MARKDOWN),
        ("latin-1", "## 1.1.0 – Überfahrt\n\n## 1.0.0 (5. März)\n".replace("–", "-")),
        ("cp1252", "## 1.1.0 – 2026-01-31\n\n## 1.0.0 – 2025-01-31\n"),
    ],
)
def test_a_changelog_is_read_whatever_its_encoding(repository: Repository, encoding: str, text: str) -> None:
    assert versions(read(repository({"CHANGELOG.md": text.encode(encoding)}))) == ["1.1.0", "1.0.0"]


def test_text_that_was_decoded_wrongly_once_is_read(repository: Repository) -> None:
    text = "## 1.1.0 – 2026-01-31 – Überfahrt\n\n## 1.0.0 – 2025-01-31\n".encode().decode("latin-1")

    assert versions(read(repository({"CHANGELOG.md": text}))) == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/changelog.md", "# Changes\n\n```{include} ../ferry/log.md\n```\n"),
        ("docs/changelog.rst", "Changes\n=======\n\n.. include:: ../ferry/log.md\n"),
        ("docs/changelog.md", '--8<-- "ferry/log.md"\n'),
        ("docs/changelog.md", "{{#include ../ferry/log.md}}\n"),
    ],
)
def test_a_file_that_only_includes_leads_to_the_changelog(
    repository: Repository, path: str, text: str
) -> None:
    found = read(repository({path: text, "ferry/log.md": MARKDOWN}))

    assert isinstance(found, Changelog)
    assert (found.path, versions(found)) == ("ferry/log.md", ["1.1.0", "1.0.0"])


def test_a_file_that_links_to_the_changelog_leads_there(repository: Repository) -> None:
    files = {
        "CHANGELOG.md": "See [the notes](documents/release-notes.md).\n",
        "documents/release-notes.md": MARKDOWN,
    }

    assert versions(read(repository(files))) == ["1.1.0", "1.0.0"]


def test_files_that_include_each_other_lead_nowhere(repository: Repository) -> None:
    files = {"CHANGES.rst": ".. include:: HISTORY.rst\n", "HISTORY.rst": ".. include:: CHANGES.rst\n"}
    found = read(repository(files))

    assert isinstance(found, Unknown)
    assert found.detail == "CHANGES.rst leads from file to file, and to no entry"


SERIES = {
    "docs/whatsnew/version1.rst": "1.x\n===\n\nFerry 1.1\n---------\n\nFerry 1.0\n---------\n",
    "docs/whatsnew/version2.rst": "2.x\n===\n\nFerry 2.1\n---------\n\nFerry 2.0\n---------\n",
}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (SERIES, ["2.1", "2.0", "1.1", "1.0"]),
        ({**SERIES, "docs/whatsnew/index.rst": "New\n===\n\n.. toctree::\n\n   version2\n   version1\n", "docs/whatsnew/migration.rst": "x\n"}, ["2.1", "2.0", "1.1", "1.0"]),
        ({"CHANGELOG/1.0.0.md": "* a\n", "CHANGELOG/1.10.0.md": "* b\n", "CHANGELOG/1.9.0.md": "* c\n"}, ["1.10.0", "1.9.0", "1.0.0"]),
        ({"docs/changes/2025.md": "# 2025\n\n## 1.0.0\n", "docs/changes/2026.md": "# 2026\n\n## 1.1.0\n"}, ["1.1.0", "1.0.0"]),
    ],
)  # fmt: skip
def test_several_files_are_one_changelog(
    repository: Repository, files: Mapping[str, str], found: list[str]
) -> None:
    assert versions(read(repository(files))) == found


def test_files_beside_others_that_no_index_lists_are_no_changelog(repository: Repository) -> None:
    found = read(repository({**SERIES, "docs/whatsnew/migration.rst": "x\n"}))

    assert isinstance(found, Changelog)
    assert len(found) == 0


@pytest.mark.parametrize(
    "files",
    [
        {"CHANGELOG.md": "Moved to [the releases](https://example.com/acme/ferry/releases).\n"},
        {"CHANGES": "Before 4.0 only; after that see the release notes published in GitHub\n\n* 3.5.3 (June 1, 2020)\n"},
        {"docs/changelog.rst": "Log\n===\n\n.. note::\n\n   Entries are now in `the log <https://example.com/changelog.html>`_.\n\n1.0.0\n-----\n"},
        {"pyproject.toml": '[project]\nname = "ferry"\n[project.urls]\nChangelog = "https://example.com/ferry/releases"\n'},
        {"README.md": "[Changelog](https://example.com/ferry/releases) and more\n"},
        {"releasenotes/notes/a-1.yaml": "features: []\n"},
    ],
)  # fmt: skip
def test_a_changelog_that_is_kept_elsewhere_is_not_judged(
    repository: Repository, verdicts: Verdicts, files: Mapping[str, str]
) -> None:
    found = verdicts(repository({**files, "VERSION": "1.0.0"}, log="main, tag: v1.0.0"))

    assert {found[rule].status for rule in RULES} == {Status.NOT_APPLICABLE}
    assert len({found[rule].not_applicable for rule in RULES}) == 1


def test_a_file_that_says_where_the_changelog_is_speaks_before_one_that_says_nothing(
    repository: Repository,
) -> None:
    files = {
        "CHANGELOG.md": "To be written.\n",
        "docs/changelog.md": "See https://example.com/ferry/releases\n",
    }
    found = read(repository(files))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.INAPPLICABLE


def test_a_link_to_the_standard_is_not_where_the_changelog_is(repository: Repository) -> None:
    text = "As in [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), now and after.\n\n"

    assert versions(read(repository({"CHANGELOG.md": text + MARKDOWN}))) == ["1.1.0", "1.0.0"]


def test_a_changelog_that_is_too_large_says_what_to_do(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"VERSION": "1.0.0"})
    with (folder / "CHANGELOG.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (unknown,) = verdicts(folder)["changelog-is-ordered"].unknowns

    assert unknown.reason is Reason.TOO_LARGE
    assert unknown.detail == f"CHANGELOG.md: 52,428,800 bytes, {SIZE_LIMIT:,} are read at most"
    assert (
        unknown.needs
        == "process.changelog.path: a file with the recent entries; move the old ones to another"
    )


@pytest.mark.parametrize(
    ("files", "folders", "pending"),
    [
        ({"pyproject.toml": TOWNCRIER, "newsfragments/1.feature.rst": "", "newsfragments/README.rst": "", "newsfragments/.gitignore": "", "newsfragments/2.other.rst": ""},
         ("newsfragments",), ("newsfragments/1.feature.rst",)),
        ({"pyproject.toml": f'{TOWNCRIER}package = "ferry"\npackage_dir = "src"\n', "src/ferry/newsfragments/+a.misc": ""},
         ("src/ferry/newsfragments",), ("src/ferry/newsfragments/+a.misc",)),
        ({"pyproject.toml": f'{TOWNCRIER}directory = "news/"\ntype = [{{directory = "process"}}]\n', "news/7.process.rst": "", "news/8.feature.rst": ""},
         ("news",), ("news/7.process.rst",)),
        ({"towncrier.toml": '[tool.towncrier]\ndirectory = "changes"\n[tool.towncrier.fragment.deck]\n', "changes/1.deck.2.md": "", "changes/template.md": ""},
         ("changes",), ("changes/1.deck.2.md",)),
        ({"pyproject.toml": "[tool.scriv]\n", "changelog.d/20260131_a.rst": "", "changelog.d/README.rst": ""},
         ("changelog.d",), ("changelog.d/20260131_a.rst",)),
        ({".changeset/config.json": "{}", ".changeset/README.md": "", ".changeset/brave-cats.md": ""},
         (".changeset",), (".changeset/brave-cats.md",)),
        ({"releasenotes/notes/a-1.yaml": ""}, ("releasenotes/notes",), ("releasenotes/notes/a-1.yaml",)),
        ({"news/12.bugfix.rst": "", "news/our-first-ferry.md": ""}, ("news",), ("news/12.bugfix.rst",)),
        ({"README.md": ""}, (), ()),
    ],
)  # fmt: skip
def test_which_files_are_fragments(
    repository: Repository, files: Mapping[str, str], folders: tuple[str, ...], pending: tuple[str, ...]
) -> None:
    found = collected(repository(files))

    assert (found.folders, found.pending) == (folders, pending)


def test_the_changelog_is_the_file_that_the_tool_collects_fragments_in(repository: Repository) -> None:
    files = {
        "pyproject.toml": f'{TOWNCRIER}filename = "ferry/log.rst"\n',
        "ferry/log.rst": RST,
        "CHANGELOG.md": "## 0.1.0\n",
    }
    found = read(repository(files))

    assert isinstance(found, Changelog)
    assert found.path == "ferry/log.rst"


def test_a_place_is_in_the_file_of_the_entry(repository: Repository) -> None:
    found = read(repository(SERIES))

    assert isinstance(found, Changelog)
    assert found.place(found.of("1.0")).path == "docs/whatsnew/version1.rst"
    assert found.place(found.of("1.0")).line == 7


def test_a_changelog_without_a_file_has_no_place() -> None:
    found = Changelog("CHANGELOG.md", NOTHING, is_stated=True)

    assert (found.place().path, found.place().line, found.text) == ("CHANGELOG.md", 0, None)
    assert Text("a", "x\n").start_of(9) == 2


def test_the_title_of_a_series_is_no_entry_of_its_own() -> None:
    text = "Log\n###\n\n1.2\n===\n\n1.2.1\n-----\n\n1.2.0\n-----\n\n1.1\n===\n\n1.1.1\n-----\n"
    sections = sections_of(Text("CHANGELOG.rst", text))

    assert [entry.version for entry in sections] == ["1.2.1", "1.2.0", "1.1", "1.1.1"]


@pytest.mark.parametrize(
    ("heading", "versions"),
    [
        ("0.5.1 - 0.5.4", ("0.5.1", "0.5.2", "0.5.3", "0.5.4")),
        ("v0.5.1 – v0.5.2", ("0.5.1", "0.5.2")),
        ("0.5.1 - 2025.01.02", ("0.5.1",)),
        ("0.5.4 - 0.5.1", ("0.5.4",)),
        ("0.5.1 - 2025-01-02", ("0.5.1",)),
    ],
)
def test_a_heading_may_name_a_range_of_versions(heading: str, versions: tuple[str, ...]) -> None:
    sections = sections_of(Text("CHANGELOG.md", f"# Changelog\n\n## {heading}\n\n- Sails.\n"))

    assert [entry.versions for entry in sections] == [versions]
