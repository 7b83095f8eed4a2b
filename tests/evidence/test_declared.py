"""The version is read out of every usual file, and writing another one changes the version and nothing else."""

import codecs
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from relaudit.core.model import Unknown
from relaudit.evidence.declared import Computed, Reading, VersionFile, follow, reads, version_in
from relaudit.evidence.declared.alike import Known
from relaudit.evidence.declared.docker import versions_in_labels
from relaudit.evidence.declared.locks import version_in_lock
from relaudit.evidence.files import Text

SETUP = "from setuptools import setup\n"
LOCK = """version = 1

[[package]]
name = "buoy"
version = "9.9.9"
source = { registry = "index" }

[[package]]
name = "sea-ferry"
version = "1.2.3"
source = { editable = "." }
dependencies = [{ name = "buoy" }]

[[package]]
name = "sea-ferry-extra"
version = "7.7.7"
"""
READ = [
    ("pyproject.toml", '[project]\nname = "ferry"\nversion = "1.2.3"\n'),
    ("pyproject.toml", "[tool.poetry]\nversion = '1.2.3'\n"),
    ("setup.cfg", "[metadata]\nname = ferry\nversion = 1.2.3\n\n[options]\nzip_safe = no\n"),
    ("setup.cfg", "[metadata]\nVersion: 1.2.3\n"),
    ("setup.cfg", "[metadata]\ndescription = a\n  version = 9.9.9\n# version = 8\nversion=1.2.3\n"),
    ("setup.cfg", "[metadata]\nversion = 1.2.3\ndescription = a\n  version = 9.9.9\n"),
    ("setup.cfg", "[other]\nversion = 9\n[metadata]\n  version = 1.2.3\n"),
    ("setup.py", SETUP + 'setup(name="ferry", version="1.2.3")\n'),
    ("setup.py", SETUP + 'VERSION = "1.2.3"\nsetup(version=VERSION)\n'),
    ("setup.py", "import setuptools\nif True:\n    setuptools.setup(version='1.2.3')\n"),
    ("setup.py", SETUP + 'meta = dict(name="ferry", version="1.2.3")\nsetup(**meta)\n'),
    ("setup.py", SETUP + 'meta = {"version": "1.2.3"}\nsetup(**meta)\n'),
    ("setup.py", "print 'old'\nfrom distutils.core import setup\nsetup(name='ferry',\n      version='1.2.3')\n"),
    ("ferry/version.py", 'VERSION = "1.2.3"\n'),
    ("ferry/version.py", 'version = "1.2.3"\n'),
    ("ferry/_version.py", "VERSION = (1, 2, 3)\n"),
    ("ferry/_version.py", '__version_info__ = ("1", "2", "3")\n__version__ = ".".join(__version_info__)\n'),
    ("ferry/_version.py", "__version_info__ = (1, 2, 3)\n__version__ = '.'.join(map(str, __version_info__))\n"),
    ("ferry/__init__.py", 'V = (1, 2, 3)\n__version__ = ".".join(str(part) for part in V)\n'),
    ("ferry/__init__.py", 'VERSION = "1.2.3"\n__version__ = VERSION\n'),
    ("ferry/__init__.py", '"""é"""; x = "é"; __version__ = u"1.2.3"\n'),
    ("ferry/__init__.py", '"""__version__ = "9" """\nprint "old"\n__version__ = "1.2.3"\n'),
    ("ferry/__init__.py", "x = `1`\n__version__ = '''1.2.3'''  # é\n"),
    ("docs/conf.py", 'project = "ferry"\nversion = "1.2"\nrelease = "1.2.3"\n'),
    ("package.json", '{"name": "ferry", "engines": {"version": "9"}, "version": "1.2.3"}'),
    ("package-lock.json", '{"version": "1.2.3", "packages": {"": {"version": "1.2.3"}}}'),
    ("Cargo.toml", '[package]\nname = "ferry"\nversion = "1.2.3" # here\n[dependencies]\nx = "1"\n'),
    ("Cargo.toml", '[workspace.package]\nversion = "1.2.3"\n[package]\nversion.workspace = true\n'),
    ("Chart.yaml", "apiVersion: v2\nversion: 1.2.3\nappVersion: 4.5.6\n"),
    ("CITATION.cff", 'cff-version: 1.2.0\nversion: "1.2.3"\n'),
    ("VERSION", "\n 1.2.3 \n"),
    ("Dockerfile", 'FROM scratch\nLABEL version="1.2.3"\n'),
    ("ferry.Dockerfile", "LABEL maintainer=me \\\n  # why\n  org.opencontainers.image.version=1.2.3 \\\n  a=b\n"),
    ("Dockerfile.prod", 'LABEL "a b"="version=9" "version"=\'1.2.3\' c=d\n'),
    ("Dockerfile", "label version 1.2.3\n"),
    ("Dockerfile", "# escape=`\nFROM x\nLABEL a=b `\n version=1.2.3\n"),
    ("Dockerfile", "RUN <<END\nLABEL version=9\nEND\nLABEL version=1.2.3\n"),
    ("uv.lock", LOCK),
]  # fmt: skip


def reading(path: str, text: str, name: str = "") -> Reading:
    return version_in(Text(path, text), name)


def written(path: str, text: str, version: str = "10.20.30") -> str:
    found = reading(path, text)
    assert isinstance(found, VersionFile)
    assert found.version == "1.2.3"
    edit = found.edit(version)
    assert edit is not None
    return text[: edit.start] + edit.replacement + text[edit.end :]


@pytest.mark.parametrize(("path", "text"), READ)
def test_another_version_is_written_in_place_of_the_one_that_is_read(path: str, text: str) -> None:
    changed = written(path, text)
    read_again = reading(path, changed)

    assert isinstance(read_again, VersionFile)
    assert read_again.version == "10.20.30"
    assert len(changed) - len(text) == len("10.20.30") - len("1.2.3")
    assert written(path, text, "1.2.3") == text


@given(
    case=some.sampled_from(READ),
    ends=some.sampled_from(["\n", "\r\n"]),
    lines=some.lists(some.sampled_from(["", "# 1.2.3", "# é"]), max_size=3),
)
def test_writing_changes_the_version_alone_whatever_stands_around_it(
    case: tuple[str, str], ends: str, lines: list[str]
) -> None:
    path, text = case
    has_comments = not path.endswith(("json", "VERSION"))
    above = "".join(f"{line if has_comments else ''}\n" for line in lines)
    has_directive = text.startswith("# escape")  # which counts at the very top only
    around = (text if has_directive else above + text).replace("\n", ends)
    raw = codecs.BOM_UTF8 + around.encode()
    decoded = Text.decoded(path, raw).text

    changed = written(path, decoded)

    assert decoded == around
    assert re.sub(r"10(\W{1,4})20(\W{1,4})30", r"1\g<1>2\g<2>3", changed) == around
    assert len(changed) - len(around) == len("10.20.30") - len("1.2.3")


@given(
    path=some.sampled_from(sorted({path for path, _ in READ})),
    text=some.text(alphabet="[]{}()=:.,\"'\\\n\r\t #$<-_0123456789versionprojectLABELmetadata", max_size=80),
)
def test_no_text_makes_a_reader_crash(path: str, text: str) -> None:
    found = reading(path, text)
    edit = found.edit("10.20.30") if isinstance(found, VersionFile) else None

    assert edit is None or 0 <= edit.start <= edit.end <= len(text)


def told(reading: Reading) -> object:
    return (
        (reading.version, reading.key, reading.locate(), reading.place())
        if isinstance(reading, VersionFile)
        else reading
    )


@pytest.mark.parametrize(("path", "text"), READ)
def test_a_file_like_one_that_was_read_is_told_without_its_parser(path: str, text: str) -> None:
    known, first = Known(), reading(path, text)
    assert isinstance(first, VersionFile)
    known.add(first)
    next_one = Text(path, written(path, text))

    assert known.read(Text("other.py", text)) is None
    assert told(known.read(next_one)) in (None, told(version_in(next_one)))
    assert (known.read(next_one) is None) == (
        first.text.text[slice(*first.locate() or (0, 0))].strip("\"'") != "1.2.3"
    )


@given(
    case=some.sampled_from(READ),
    at=some.integers(min_value=0, max_value=400),
    cut=some.integers(min_value=0, max_value=3),
    put=some.sampled_from(
        ["", "0", ".", "a", '"', "'", "\\", "\n", "#", "1.2.3", "rc1", ".dev0", "+local", "é", " "]
    ),
)
def test_what_is_told_without_a_parser_is_what_the_parser_says(
    case: tuple[str, str], at: int, cut: int, put: str
) -> None:
    path, text = case
    known, first = Known(), reading(path, text)
    assert isinstance(first, VersionFile)
    known.add(first)
    start = at % (len(text) + 1)
    other = Text(path, text[:start] + put + text[start + cut :])

    assert told(known.read(other)) in (None, told(version_in(other)))


HATCH = '[project]\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\n'
DYNAMIC = '[project]\nname = "sea-ferry"\ndynamic = ["version"]\n'


@pytest.mark.parametrize(
    ("path", "text", "at", "name"),
    [
        ("pyproject.toml", HATCH + 'path = "src/ferry/_version.py"\n', "src/ferry/_version.py", ""),
        ("pkg/pyproject.toml", HATCH + 'path = "ferry/a.py"\npattern = "V=(?P<version>.+)"\n', "pkg/ferry/a.py", ""),
        ("pyproject.toml", HATCH + 'source = "nodejs"\n', "package.json", ""),
        ("pyproject.toml", DYNAMIC + '[tool.pdm.version]\nsource = "file"\npath = "f/v.py"\n', "f/v.py", ""),
        ("pyproject.toml", DYNAMIC + '[tool.setuptools.dynamic]\nversion = {attr = "ferry.v.NUMBER"}\n', "ferry/v.py", "NUMBER"),
        ("pyproject.toml", DYNAMIC + '[tool.setuptools.dynamic]\nversion = {file = ["VERSION"]}\n', "VERSION", ""),
        ("pyproject.toml", DYNAMIC + '[build-system]\nbuild-backend = "flit_core.buildapi"\n', "src/sea_ferry/__init__.py", "__version__"),
        ("pyproject.toml", '[tool.flit.metadata]\nmodule = "ferry"\n[build-system]\nbuild-backend = "flit_core.buildapi"\n', "ferry.py", "__version__"),
        ("pyproject.toml", DYNAMIC + '[build-system]\nbuild-backend = "maturin"\n', "Cargo.toml", ""),
        ("pyproject.toml", DYNAMIC + '[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.regex"\ninput = "f/__init__.py"\n', "f/__init__.py", ""),
        ("pyproject.toml", DYNAMIC, "setup.py", ""),
        ("setup.cfg", "[metadata]\nversion = attr: ferry.__version__\n[options]\npackage_dir =\n    = lib\n", "lib/ferry/__init__.py", "__version__"),
        ("setup.cfg", "[metadata]\nversion = file: ferry/VERSION\n", "ferry/VERSION", ""),
        ("setup.py", SETUP + "from ferry import __version__ as v\nsetup(version=v)\n", "ferry/__init__.py", "__version__"),
        ("setup.py", SETUP + "import ferry\nsetup(version=ferry.__version__)\n", "ferry.py", "__version__"),
        ("setup.py", SETUP + "setup(version=find('src', 'ferry', '__init__.py'))\n", "src/ferry/__init__.py", ""),
        ("setup.py", SETUP + "def read():\n    return open('VERSION', 'r').read()\nsetup(version=read())\n", "VERSION", ""),
        ("ferry/__init__.py", "from ._v import number as __version__\n", "ferry/_v.py", "number"),
        ("src/ferry/__init__.py", "from ferry.version import __version__\n", "src/ferry/version.py", "__version__"),
        ("ferry/core/__init__.py", "from .. import __version__\n", "ferry/__init__.py", "__version__"),
        ("ferry/__init__.py", "with open(here / 'VERSION') as f:\n    __version__ = f.read()\n", "ferry/VERSION", ""),
        ("crates/a/Cargo.toml", "[package]\nversion.workspace = true\n", "Cargo.toml", ""),
    ],
)  # fmt: skip
def test_a_file_that_points_at_another_says_which(path: str, text: str, at: str, name: str) -> None:
    found = reading(path, text)

    assert isinstance(found, Computed)
    assert at in found.at
    assert found.name == name
    assert not found.is_tag


@pytest.mark.parametrize(
    ("path", "text", "tool"),
    [
        ("pyproject.toml", HATCH + 'source = "vcs"\n', "hatch-vcs"),
        ("pyproject.toml", HATCH + 'source = "uv-dynamic-versioning"\n', "uv-dynamic-versioning"),
        ("pyproject.toml", DYNAMIC + "[tool.setuptools_scm]\n", "setuptools-scm"),
        ("pyproject.toml", DYNAMIC + '[build-system]\nrequires = ["setuptools-scm[simple]>=8"]\n', "setuptools-scm"),
        ("pyproject.toml", DYNAMIC + "[tool.versioneer]\n", "versioneer"),
        ("pyproject.toml", DYNAMIC + "[tool.setuptools-git-versioning]\nenabled = true\n", "setuptools-git-versioning"),
        ("pyproject.toml", DYNAMIC + '[build-system]\nrequires = ["pbr>=6"]\n', "pbr"),
        ("pyproject.toml", DYNAMIC + '[build-system]\nrequires = ["vcs-versioning"]\n', "vcs-versioning"),
        ("pyproject.toml", DYNAMIC + '[tool.pdm.version]\nsource = "scm"\n', "pdm"),
        ("pyproject.toml", '[tool.poetry]\nversion = "0"\n[tool.poetry-dynamic-versioning]\nenable = true\n', "poetry-dynamic-versioning"),
        ("setup.py", SETUP + "setup(use_scm_version=True)\n", "setuptools-scm"),
        ("setup.py", SETUP + "setup(setup_requires=['pbr'], pbr=True)\n", "pbr"),
        ("setup.py", SETUP + "import versioneer\nsetup(version=versioneer.get_version())\n", "versioneer"),
        ("package.json", '{"version": "0.0.0-development"}', "semantic-release"),
    ],
)  # fmt: skip
def test_a_version_that_is_the_tag_names_the_tool(path: str, text: str, tool: str) -> None:
    found = reading(path, text)

    assert isinstance(found, Computed)
    assert found.is_tag
    assert tool in found.how


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", SETUP + "setup(version=compute())\n"),
        ("setup.py", "print 'old'\nsetup(version=compute())\n"),
        ("setup.py", SETUP + "if x:\n    setup(version='1')\nelse:\n    setup(version='2')\n"),
        ("ferry/__init__.py", "__version__ = '1.0'\n__version__ += suffix()\n"),
        ("ferry/__init__.py", "V = '1.0'\nif x:\n    V = __version__ = '2.0'\n__version__ = V\n"),
        ("ferry/__init__.py", "print 'old'\nif x:\n    __version__ = '1.0'\n"),
        ("ferry/__init__.py", "print 'old'\nfrom v import __version__\n"),
        ("ferry/version.py", "VERSION = (1, 2, 3, 'final', 0)\n"),
        ("Dockerfile", 'ARG V=1.0\nLABEL version="${V:-1.0}"\n'),
        ("docs/conf.py", "release = metadata('ferry')\n"),
        ("uv.lock", 'version = 1\n[[package]]\nname = "ferry"\nsource = { editable = "." }\n'),
    ],
)
def test_what_is_worked_out_elsewhere_is_computed(path: str, text: str) -> None:
    assert isinstance(reading(path, text), Computed)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", SETUP + "setup()\n"),
        ("setup.py", "other(version='1')\n"),
        ("setup.cfg", "[bumpversion]\nversion = 1.0\n[metadata]\nname = x\n"),
        ("package.json", '{"name": "ferry"}'),
        ("Cargo.toml", '[workspace]\nmembers = ["a"]\n'),
        ("Chart.yaml", "version: {{ version }}\n"),
        ("CITATION.cff", "cff-version: 1.2.0\n"),
        ("Dockerfile", "RUN echo LABEL version=1\n# LABEL version=2\nLABEL versions=3\n"),
        ("ferry/version.py", "version = 'the newest'\ndef f():\n    VERSION = '1.0'\n"),
        ("Cargo.lock", '[[package]]\nname = "ferry"\nversion = "1.0.0"\n'),
        ("poetry.lock", '[[package]]\nname = "ferry"\nversion = "1.0.0"\n'),
    ],
)
def test_a_file_that_says_nothing_of_its_version_declares_none(path: str, text: str) -> None:
    assert reading(path, text) is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "setup(version='1'"),
        ("setup.cfg", "[metadata\nversion = 1\n"),
        ("package.json", "{"),
        ("Cargo.toml", "[package"),
        ("Chart.yaml", "version: [\n"),
        ("ferry/__init__.py", "__version__ = '1.0\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_unknown(path: str, text: str) -> None:
    assert isinstance(reading(path, text), Unknown)


def test_the_version_of_the_application_is_asked_for_by_its_key() -> None:
    found = reading("Chart.yaml", "version: 0.1.0\nappVersion: '1.2.3'\n", "appVersion")

    assert isinstance(found, VersionFile)
    assert (found.version, found.key, found.place().line) == ("1.2.3", "appVersion", 2)


def test_a_dockerfile_may_hold_several_labels() -> None:
    text = Text(
        "Dockerfile", "LABEL version=1.0 org.opencontainers.image.version=$V\nLABEL a=b\nLABEL version=2.0\n"
    )
    found = versions_in_labels(text)

    assert [item.version if isinstance(item, VersionFile) else "" for item in found] == ["1.0", "", "2.0"]


@pytest.mark.parametrize("name", ["sea-ferry", "Sea_Ferry", "sea.ferry"])
def test_a_lock_file_is_asked_for_the_project_in_any_spelling(name: str) -> None:
    found = version_in_lock(Text("uv.lock", LOCK), name)

    assert isinstance(found, VersionFile)
    assert (found.version, found.place().line) == ("1.2.3", 10)


def test_a_package_of_the_same_name_from_an_index_is_not_the_project() -> None:
    assert version_in_lock(Text("uv.lock", LOCK), "buoy") is None


def test_a_number_more_or_less_is_not_written_into_a_tuple() -> None:
    found = reading("ferry/version.py", "VERSION = (1, 2, 3)\n")
    assert isinstance(found, VersionFile)

    assert [found.edit(version) for version in ("1.2", "1.2.3.4", "1.2.3rc1")] == [None, None, None]


def test_what_is_put_together_in_another_way_is_read_and_not_written() -> None:
    found = reading(
        "ferry/__init__.py",
        "V = (1, 2, 3)\n__version__ = '-'.join(map(str, V)) + 'x'\nW = '_'.join(map(str, V))\n",
    )
    joined = reading("ferry/__init__.py", "V = (1, 2, 3)\n__version__ = '_'.join(map(str, V))\n")

    assert isinstance(found, VersionFile)
    assert isinstance(joined, VersionFile)
    assert (found.version, joined.version) == ("1-2-3x", "1_2_3")
    assert (found.edit("1.2.4"), joined.edit("1.2.4")) == (None, None)


FILES: Mapping[str, str] = {
    "ferry/__init__.py": "from .a import __version__\n",
    "ferry/a.py": "from .b import number as __version__\n",
    "ferry/b.py": 'number = "1.2.3"\n',
    "loop/__init__.py": "from .a import __version__\n",
    "loop/a.py": "from . import __version__\n",
    "number": "1.2.3\n",
    "setup.cfg": "[metadata]\nname = ferry\n",
    "setup.py": SETUP + "setup(version='1.2.3')\n",
}  # fmt: skip


def read(path: str) -> Text | None:
    return Text(path, FILES[path]) if path in FILES else None


@pytest.mark.parametrize(
    ("at", "path"),
    [
        (("missing.py", "ferry/__init__.py"), "ferry/b.py"),
        (("number",), "number"),
        (("setup.cfg", "setup.py"), "setup.py"),
    ],
)
def test_what_points_elsewhere_is_followed_to_the_version(at: tuple[str, ...], path: str) -> None:
    found = follow(Computed("pyproject.toml", "x", at), read)

    assert isinstance(found, VersionFile)
    assert (found.path, found.version) == (path, "1.2.3")


@pytest.mark.parametrize("at", [(), ("missing.py",), ("loop/__init__.py",)])
def test_what_leads_nowhere_stays_computed(at: tuple[str, ...]) -> None:
    assert isinstance(follow(Computed("pyproject.toml", "x", at), read), Computed)


def test_other_files_are_not_read() -> None:
    assert [reads(path) for path in ("README.md", "a.toml", "Dockerfile.md/x", "poetry.lock")] == [False] * 4
