"""Versions are read by each file's own parser, today and at every tag."""

from datetime import date

import pytest

from relaudit.core.model import Unknown
from relaudit.evidence.declared import Computed, Reading, VersionFile, version_in
from relaudit.evidence.files import Text
from relaudit.evidence.schemes import base_of, is_final, is_placeholder, is_valid, meets, order, same
from relaudit.evidence.tagrefs import accepted, version_in_tag
from relaudit.evidence.tags import ReleaseTag, floating
from relaudit.process import VersionFormat


def reading(path: str, text: str) -> Reading:
    return version_in(Text.decoded(path, text.encode()))


@pytest.mark.parametrize(
    ("path", "text", "version", "line", "column"),
    [
        ("pyproject.toml", '[project]\n version = "1.2"\n', "1.2", 2, 12),
        ("pyproject.toml", '[tool.poetry]\nname = "x"\nversion = "1.2"\n', "1.2", 3, 11),
        ("VERSION", "\n1.2.3\n", "1.2.3", 2, 1),
        ("a/__init__.py", '"""__version__ = "9" """\n\n__version__ = "1.2"\n', "1.2", 3, 15),
        ("a/__init__.py", '__version__: str = "1.2"\n', "1.2", 1, 20),
        ("a/__init__.py", 'é = "é"; __version__ = "1.2"\n', "1.2", 1, 24),
        ("a/__init__.py", '__version__ = "1.1"\n__version__ = "1.2"\n', "1.2", 2, 15),
        ("a/version.py", '__version__ = "1.2"\nif x:\n    y = f"{__version__}+1"\n', "1.2", 1, 15),
        ("a/__init__.py", '\r\n__version__ = "1.2"\r\n', "1.2", 2, 15),
        ("a/__init__.py", 'x = "\f"\n__version__ = "1.2"\n', "1.2", 2, 15),
    ],
)
def test_a_version_is_read_with_its_place(path: str, text: str, version: str, line: int, column: int) -> None:
    found = reading(path, text)
    assert isinstance(found, VersionFile)

    assert found.version == version
    assert (found.place().line, found.place().column) == (line, column)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[project]\ndynamic = ["version"]\n'),
        (
            "pyproject.toml",
            '[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
        ),
        ("a/__init__.py", 'from importlib.metadata import version\n__version__ = version("a")\n'),
        ("a/__init__.py", "from ._version import __version__\n"),
        (
            "a/__init__.py",
            '__version__ = "0.0.0"\ntry:\n    from a._version import __version__\nexcept ImportError:\n    pass\n',
        ),
        (
            "a/__init__.py",
            'try:\n    from b import c as __version__\nexcept ImportError:\n    __version__ = "0"\n',
        ),
    ],
)
def test_a_version_from_elsewhere_is_computed(path: str, text: str) -> None:
    assert isinstance(reading(path, text), Computed)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[tool.black]\n"),
        ("a/__init__.py", 'version = "1"\n'),
        ("a/__init__.py", "# __version__\n"),
        ("version.txt", "ba702a6efebaef8668a82cdd177f4a091f83fd3f\n"),
        ("VERSION", "see the tag\n"),
        ("VERSION", ""),
        ("README.md", "1.0.0"),
    ],
)
def test_a_file_without_a_version_declares_none(path: str, text: str) -> None:
    assert reading(path, text) is None


@pytest.mark.parametrize(
    "text", ['print "two"\n__version__ = "1"', '__version__ = "1"\0', "__version__ = " + "(" * 5000]
)
def test_what_is_no_python_is_unknown(text: str) -> None:
    assert isinstance(reading("a/__init__.py", text), Unknown)


@pytest.mark.parametrize(
    ("first", "second", "are_same"),
    [
        ("0.2.0-beta.1", "0.2.0b1", True),
        ("1.0", "1.0.0", True),
        ("v1.0", "1.0", True),
        ("1.0.0-rc1", "1.0.0", False),
        ("1.0.0-x.7", "1.0.0-x.7", True),
        ("1.0.0-x.7", "1.0.0-x.8", False),
    ],
)
def test_spellings_of_one_version(first: str, second: str, are_same: bool) -> None:  # noqa: FBT001 - a table
    assert same(first, second) is are_same


@pytest.mark.parametrize(
    ("version", "form", "valid"),
    [
        ("0.1.6 alpha 1", VersionFormat(), False),
        ("1.5.0-week4-start", VersionFormat(), False),
        ("1.5.0-week4-start", VersionFormat(scheme="semver"), True),
        ("1.0", VersionFormat(scheme="semver"), False),
        ("01.0.0", VersionFormat(scheme="semver"), False),
        ("26.1.0", VersionFormat(scheme="calver", pattern="YY.N.MICRO"), True),
        ("2026.01.0", VersionFormat(scheme="calver", pattern="YYYY.0M.MICRO"), True),
        ("2026.1.0", VersionFormat(scheme="calver", pattern="YYYY.0M.MICRO"), False),
        ("2026.13.1", VersionFormat(scheme="calver"), False),
    ],
)
def test_schemes(version: str, form: VersionFormat, valid: bool) -> None:  # noqa: FBT001 - a table
    assert is_valid(version, form) is valid


def test_finals_corrections_and_placeholders() -> None:
    assert [is_final(version) for version in ("1.0", "1.0.post1", "1.0rc1", "1.0.dev3", "1.0-x.1")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [base_of(version) for version in ("24.3.0.post2", "24.3.0", "1.0rc1")] == [
        "24.3.0",
        "24.3.0",
        "1.0rc1",
    ]
    assert [is_placeholder(version) for version in ("0", "0.0.0", "0.0.1", "10.0")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("tag", "patterns", "version"),
    [
        ("v1.2.3", ("v{version}",), "1.2.3"),
        ("1.2.3", ("v{version}", "{version}"), "1.2.3"),
        ("core-v1.2", ("core-v{version}",), "1.2"),
        ("rel-1.2-end", ("rel-{version}-end",), "1.2"),
        ("v-pre-2025", ("v{version}",), ""),
        ("v1.0.0-restructured", ("v{version}",), ""),
        ("v", ("v{version}",), ""),
    ],
)
def test_the_version_in_a_tag(tag: str, patterns: tuple[str, ...], version: str) -> None:
    assert version_in_tag(tag, patterns, accepted(VersionFormat())) == version


def tagged(**commits: str) -> list[ReleaseTag]:
    return [
        ReleaseTag(name, name[1:].replace("_", "."), "", commit, date(2026, 1, 1))
        for name, commit in commits.items()
    ]


@pytest.mark.parametrize(
    ("tags", "moving"),
    [
        (tagged(v1="b", v1_2="b", v1_2_0="a", v1_2_1="b", v2_0_0="c"), {"v1", "v1_2"}),
        (tagged(v2_0="x", v2_0_0="a"), set()),
        (tagged(v6_5="a", v6_6="b", v7_1_1="c"), set()),
        (tagged(v254="a", v255="b"), set()),
    ],
)
def test_tags_that_move_are_told_from_releases(tags: list[ReleaseTag], moving: set[str]) -> None:
    assert floating(tags) == moving


def test_requirements() -> None:
    installed = {"Acme_Rules": "1.3"}

    assert meets("acme-rules>=1.2", installed) == ""
    assert meets("acme-rules>=2", installed) == "acme-rules 1.3 is installed"


def test_a_dynamic_version_that_is_switched_off_is_a_version() -> None:
    text = '[tool.poetry]\nversion = "1.0"\n[tool.poetry-dynamic-versioning]\nenable = false\n'

    assert isinstance(reading("pyproject.toml", text), VersionFile)


def test_semantic_versions_that_pep_440_does_not_read_are_ordered() -> None:
    ordered = [
        "1.9.0",
        "2.0.0-canary.2",
        "2.0.0-canary.9",
        "2.0.0-canary.10",
        "2.0.0-nightly",
        "2.0.0",
        "2.0.1",
    ]

    assert sorted(ordered, key=order) == ordered
    assert same("2.0.0-canary.9", "2.0.0-canary.9+build.5")
