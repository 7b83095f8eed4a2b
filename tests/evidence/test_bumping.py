"""What each bump tool is configured to do, as the tool itself says it.

The expected values are those of the tools: bump-my-version 1.8.1, commitizen 4.19.3, python-semantic-release 10.7.0
and bumpver 2026.1132, asked with the command beside each configuration in a folder that holds these files;
release-please, semantic-release, changesets, lerna and cargo-release by reading their sources and manuals.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.bumping import BumpConfig, BumpConfigs, BumpTarget, bump_configs
from relaudit.evidence.bumping.globs import matching
from relaudit.evidence.bumping.pattern import NotPlainError, starts
from relaudit.evidence.bumping.search import holds, paths_of, rendered
from relaudit.evidence.files import Text
from relaudit.evidence.project import Project, project
from relaudit.sources.worktree import WorkingTree

Configure = Callable[[Mapping[str, str]], BumpConfigs]
BUMP_MY_VERSION = """[tool.bumpversion]
current_version = "1.2.3"
tag = true
tag_name = "ferry/{new_version}"
search = "version {current_version}"
ignore_missing_version = true

[[tool.bumpversion.files]]
filename = "VERSION"
search = "{current_version}"
ignore_missing_version = false

[[tool.bumpversion.files]]
glob = "charts/*/Chart.yaml"

[[tool.bumpversion.files]]
glob = "**/*.txt"
glob_exclude = ["deep/**"]

[[tool.bumpversion.files]]
filename = "README.md"
regex = true
search = "ferry=={current_version}"
key_path = "ignored"
"""
BUMP2VERSION = """[bumpversion]
current_version = 0.3.0
search = v{current_version}

[bumpversion:file:setup.py]
search = version='{current_version}'

[bumpversion:file(second):setup.py]
search = **unreleased**,
	**v{current_version}**,

[bumpversion:glob:docs/*.rst]

[bumpversion:file:odd.csv]
serialize = {major};{minor}

[bumpversion:part:release]
values = a
"""
COMMITIZEN = """[tool.commitizen]
version = "1.2.3"
tag_format = "v${version}"
version_files = ["ferry/__init__.py:__version__", "boats/*/version.txt", "pyproject.toml:^version"]
changelog_file = "HISTORY.md"
version_scheme = "semver"
"""
SEMANTIC = """[project]
version = "1.2.3"
[tool.semantic_release]
version_toml = ["pyproject.toml:project.version"]
version_variables = ["ferry/__init__.py:__version__", "VERSION:*", "t.py:tag:tf"]
tag_format = "ferry-{version}"
[tool.semantic_release.changelog.default_templates]
changelog_file = "docs/CHANGES.md"
"""
BUMPVER = """[bumpver]
current_version = "v2026.1001-beta"
version_pattern = "vYYYY.BUILD[-TAG]"
commit = true
tag = true

[bumpver.file_patterns]
"docs/Conf.py" = ['release = "{pep440_version}"']
"ferry/*.py" = ['__version__ = "{version}"', "vYYYY"]
"""


@pytest.fixture
def configure(tmp_path: Path) -> Configure:
    def read(files: Mapping[str, str]) -> BumpConfigs:
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content)
        tree = WorkingTree(tmp_path)
        known = project.function(tree)
        assert isinstance(known, Project)
        found = bump_configs.function(tree, known)
        assert isinstance(found, BumpConfigs)
        return found

    return read


def only(found: BumpConfigs) -> BumpConfig:
    assert found.unknowns == ()
    assert len(found.configs) == 1
    return found.configs[0]


def told(config: BumpConfig) -> Sequence[tuple[str, str, str]]:
    return [(target.path, target.how, target.search) for target in config.targets if not target.is_implied]


def test_bump_my_version(configure: Configure) -> None:
    # python -c "from bumpversion.config import get_configuration as g; c = g('.bumpversion.toml'); print(c)"
    config = only(configure({".bumpversion.toml": BUMP_MY_VERSION}))

    assert (config.current, config.tag) == ("1.2.3", "ferry/{version}")
    assert told(config) == [
        ("VERSION", "text", "{current_version}"),
        ("charts/*/Chart.yaml", "text", "version {current_version}"),
        ("**/*.txt", "text", "version {current_version}"),
        ("README.md", "regex", "ferry=={current_version}"),
    ]
    assert [target.may_lack_version for target in config.targets] == [False, True, True, True]
    assert [target.place.line for target in config.targets] == [9, 14, 17, 21]


def test_bump2version(configure: Configure) -> None:
    # bump-my-version show --format json, which reads the older file too
    config = only(configure({".bumpversion.cfg": BUMP2VERSION}))

    assert (config.current, config.tag, config.place().line) == ("0.3.0", "", 2)
    assert told(config) == [
        ("setup.py", "text", "version='{current_version}'"),
        ("setup.py", "text", "**unreleased**,\n**v{current_version}**,"),
        ("docs/*.rst", "text", "v{current_version}"),
        ("odd.csv", "other", "with a serialisation of its own"),
    ]


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("tag = True", "v{version}"),
        ("tag = False", ""),
        ("tag_name = {new_version}", "{version}"),
        ("tag_name = r{new_major}.{new_minor}", ""),
    ],
)
def test_a_tag_name_counts_where_it_is_written_or_used(configure: Configure, said: str, pattern: str) -> None:
    assert only(configure({".bumpversion.cfg": f"[bumpversion]\n{said}\n"})).tag == pattern


@pytest.mark.parametrize(("said", "pattern"), [("tag = true", "v{version}"), ("tag = false", "")])
def test_a_usual_tag_name_counts_where_tags_are_made(configure: Configure, said: str, pattern: str) -> None:
    assert only(configure({".bumpversion.toml": f"[tool.bumpversion]\n{said}\n"})).tag == pattern


def test_a_version_of_the_project_stands_in_for_one_of_the_tool(configure: Configure) -> None:
    # bump-my-version show current_version
    config = only(configure({"pyproject.toml": '[project]\nversion = "1.0"\n[tool.bumpversion]\n'}))

    assert (config.current, config.files, config.place().line) == ("1.0", ("pyproject.toml",), 2)


def test_commitizen(configure: Configure) -> None:
    # cz version -p; python -c "from commitizen.config import read_cfg; print(read_cfg().settings)"
    config = only(configure({"pyproject.toml": COMMITIZEN}))

    assert (config.current, config.tag, config.changelog) == ("1.2.3", "v{version}", "HISTORY.md")
    assert (config.scheme, config.is_conventional, config.place().line) == ("semver", True, 2)
    assert told(config) == [
        ("ferry/__init__.py", "lines", "__version__"),
        ("boats/*/version.txt", "lines", ""),
        ("pyproject.toml", "lines", "^version"),
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("cz.json", '{"commitizen": {"version": "1.2.3", "name": "cz_boats"}}'),
        (".cz.json", '{"commitizen": {"version": "1.2.3", "name": "cz_boats"}}'),
        ("cz.yaml", 'commitizen:\n  version: "1.2.3"\n  name: cz_boats\n'),
        (".cz.yaml", "commitizen: {version: 1.2.3, name: cz_boats}\n"),
        ("cz.toml", '[tool.commitizen]\nversion = "1.2.3"\nname = "cz_boats"\n'),
        (".cz.toml", '[tool.commitizen]\nversion = "1.2.3"\nname = "cz_boats"\n'),
    ],
)
def test_commitizen_in_files_of_its_own(configure: Configure, path: str, content: str) -> None:
    config = only(configure({path: content}))

    assert (config.tool, config.current, config.tag) == ("commitizen", "1.2.3", "{version}")
    assert not config.is_conventional
    assert config.place().line > 0


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("v$version", "v{version}"),
        ("ferry-${version}", "ferry-{version}"),
        ("v$major.$minor.$patch$prerelease", "v{version}"),
        ("${major}.${minor}.${patch}${prerelease}${devrelease}-x", "{version}-x"),
        ("v$major.$minor", ""),
        ("$versions", ""),
    ],
)
def test_commitizen_tag_formats(configure: Configure, form: str, pattern: str) -> None:
    # python -c "... TagRules.from_settings(settings).normalize_tag('1.2.3')"
    config = only(configure({".cz.toml": f"[tool.commitizen]\ntag_format = '{form}'\n"}))

    assert config.tag == pattern


@pytest.mark.parametrize(
    ("provider", "path"),
    [
        ("pep621", "pyproject.toml"), ("uv", "pyproject.toml"), ("poetry", "pyproject.toml"),
        ("cargo", "Cargo.toml"), ("npm", "package.json"), ("composer", "composer.json"),
    ],
)  # fmt: skip
def test_a_provider_of_commitizen_is_a_target(configure: Configure, provider: str, path: str) -> None:
    settings = f'[tool.commitizen]\nversion_provider = "{provider}"\nversion = "0"\n'
    config = only(configure({".cz.toml": settings}))

    assert (config.current, config.files) == (None, (path,))
    assert config.targets[0].how == "key"


def test_a_provider_of_commitizen_that_nobody_knows_leaves_the_extent_open(configure: Configure) -> None:
    config = only(configure({".cz.toml": '[tool.commitizen]\nversion_provider = "boats"\n'}))

    assert config.extent == "version_provider is 'boats'"


def test_python_semantic_release(configure: Configure) -> None:
    # python -c "from semantic_release.cli.util import load_raw_config_file as l; print(RawConfig.model_validate(l(...)))"
    config = only(configure({"pyproject.toml": SEMANTIC}))

    assert (config.current, config.tag, config.changelog) == (None, "ferry-{version}", "docs/CHANGES.md")
    assert config.is_conventional
    assert told(config) == [
        ("ferry/__init__.py", "variable", "__version__"),
        ("VERSION", "written", "*"),
        ("t.py", "variable", "tag"),
        ("pyproject.toml", "key", "project.version"),
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (
            "releaserc.json",
            '{"semantic_release": {"version_variables": ["a.py:V"], "commit_parser": "emoji"}}',
        ),
        ("releaserc.toml", '[semantic_release]\nversion_variables = ["a.py:V"]\ncommit_parser = "emoji"\n'),
        ("setup.cfg", "[semantic_release]\nversion_variable = a.py:V\ncommit_parser = boats.parser\n"),
        ("pyproject.toml", '[tool.semantic_release]\nversion_variable = "a.py:V"\ncommit_parser = "tag"\n'),
    ],
)
def test_python_semantic_release_in_every_file_and_age(configure: Configure, path: str, content: str) -> None:
    config = only(configure({path: content}))

    assert (config.tag, config.changelog, config.files) == ("v{version}", "CHANGELOG.md", ("a.py",))
    assert not config.is_conventional
    assert told(config) == [("a.py", "variable", "V")]


def test_bumpver(configure: Configure) -> None:
    # bumpver show --no-fetch
    config = only(configure({"bumpver.toml": BUMPVER}))

    assert (config.current, config.tag, config.place().line) == ("v2026.1001-beta", "v{version}", 2)
    assert [(path, how) for path, how, _ in told(config)] == [
        ("docs/Conf.py", "text"), ("ferry/*.py", "text"), ("ferry/*.py", "other"),
    ]  # fmt: skip
    assert rendered(config.targets[0].search, "v2026.1001-beta") == 'release = "2026.1001b0"'


def test_bumpver_keeps_the_case_of_files_in_an_ini_file(configure: Configure) -> None:
    text = '[bumpver]\ncurrent_version = 1.2.3\ntag = True\n\n[bumpver:file_patterns]\nDocs/Conf.py =\n    "{version}"\n'
    config = only(configure({"setup.cfg": text}))

    assert (config.current, config.tag) == ("1.2.3", "{version}")
    assert told(config) == [("Docs/Conf.py", "text", '"{current_version}"')]


PACKAGES = """{
  "release-type": "node",
  "tag-separator": "@",
  "packages": {
    "core": {"component": "ferry-core", "release-type": "python", "extra-files": ["notes.txt", {"type": "toml", "path": "a.toml", "jsonpath": "$.a.b"}]},
    "web": {"changelog-path": "NEWS.md", "include-v-in-tag": false},
    "bare": {"release-type": "simple", "include-component-in-tag": false, "extra-files": ["/top.txt"]},
    "odd": {"release-type": "bazel", "package-name": "odd"}
  }
}"""
VERSIONS = '{"core": "1.0.0", "web": "2.0.0", "bare": "3.0.0"}'


def test_release_please(configure: Configure) -> None:
    files = {
        "release-please-config.json": PACKAGES,
        ".release-please-manifest.json": VERSIONS,
        "web/package.json": '{"name": "@boats/web"}',
    }
    config = only(configure(files))
    found = [(one.name, one.path, one.current, one.tag, one.changelog) for one in config.packages]

    assert found == [
        ("ferry-core", "core", "1.0.0", "ferry-core@v{version}", "core/CHANGELOG.md"),
        ("web", "web", "2.0.0", "web@{version}", "web/NEWS.md"),
        ("bare", "bare", "3.0.0", "v{version}", "bare/CHANGELOG.md"),
        ("odd", "odd", None, "odd@v{version}", "odd/CHANGELOG.md"),
    ]
    assert told(config) == [
        ("core/notes.txt", "marks", ""),
        ("core/a.toml", "key", "a.b"),
        ("top.txt", "marks", ""),
    ]
    assert config.extent == "what release-type 'bazel' rewrites is not known here"
    assert {"core/pyproject.toml", "core/**/version.py", "web/package.json", "bare/version.txt"} <= {
        target.path for target in config.targets
    }


def test_release_please_without_its_manifest_is_no_pass(configure: Configure) -> None:
    found = configure({"release-please-config.json": '{"packages": {".": {}}}'})

    assert "is not there" in found.unknowns[0].detail
    assert found.configs[0].tag == "v{version}"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".releaserc", "tagFormat: ferry-${version}\nbranches: [main]\n"),
        (".releaserc", '{"tagFormat": "ferry-${version}"}'),
        (".releaserc.json", '{"tagFormat": "ferry-${version}"}'),
        (".releaserc.yml", "tagFormat: ferry-${version}\n"),
        ("package.json", '{"name": "ferry", "release": {"tagFormat": "ferry-${version}"}}'),
    ],
)
def test_semantic_release(configure: Configure, path: str, content: str) -> None:
    config = only(configure({path: content}))

    assert (config.tool, config.tag, config.is_conventional) == ("semantic-release", "ferry-{version}", True)
    assert [target.path for target in config.targets] == ["package.json"]
    assert config.extent == ""


def test_plugins_of_semantic_release_that_are_not_known_leave_the_extent_open(configure: Configure) -> None:
    said = '{"plugins": ["@semantic-release/exec", ["@semantic-release/changelog", {"changelogFile": "NEWS.md"}]]}'
    config = only(configure({".releaserc": said}))

    assert (config.changelog, config.is_conventional) == ("NEWS.md", False)
    assert config.extent == "what @semantic-release/exec rewrites is not known here"


def test_a_configuration_that_is_a_program_is_unknown(configure: Configure) -> None:
    found = configure({"release.config.js": "module.exports = {}\n"})

    assert found.configs == ()
    assert "nothing of the repository is run" in found.unknowns[0].detail


WORKSPACE = {
    "package.json": '{"private": true, "workspaces": ["boats/*", "!boats/old"]}',
    "boats/ferry/package.json": '{"name": "@boats/ferry", "version": "1.0.0"}',
    "boats/raft/package.json": '{"name": "raft", "version": "2.0.0", "private": true}',
    "boats/old/package.json": '{"name": "old", "version": "0.1.0"}',
}


def test_changesets_of_a_workspace(configure: Configure) -> None:
    config = only(configure({**WORKSPACE, ".changeset/config.json": "{}"}))

    assert [(one.name, one.path, one.tag) for one in config.packages] == [
        ("@boats/ferry", "boats/ferry", "@boats/ferry@{version}")
    ]
    assert [target.path for target in config.targets] == [
        "boats/ferry/package.json", "boats/raft/package.json",
    ]  # fmt: skip
    assert config.tag == ""


def test_changesets_of_one_package(configure: Configure) -> None:
    config = only(configure({".changeset/config.json": "{}", "package.json": '{"version": "1.0.0"}'}))

    assert (config.tag, config.files, config.packages) == ("v{version}", ("package.json",), ())


def test_lerna(configure: Configure) -> None:
    independent = '{"version": "independent", "command": {"version": {"conventionalCommits": true}}}'
    config = only(configure({**WORKSPACE, "lerna.json": independent}))
    shared = only(configure({"lerna.json": '{"version": "1.0.0", "tagVersionPrefix": "r"}'}))

    assert (config.tag, config.is_conventional, len(config.packages)) == ("", True, 1)
    assert (shared.tag, shared.files, shared.packages) == ("r{version}", ("lerna.json",), ())


@pytest.mark.parametrize(
    ("path", "head", "tail"),
    [
        ("release.toml", "", ""),
        ("Cargo.toml", "[package.metadata.release]\n", '\n[package]\nversion = "1.0.0"\n'),
        ("Cargo.toml", "[workspace.metadata.release]\n", ""),
    ],
)
def test_cargo_release(configure: Configure, path: str, head: str, tail: str) -> None:
    said = """tag-name = "{{prefix}}v{{version}}"
pre-release-replacements = [{ file = "README.md", search = "ferry = .{{version}}.", replace = "x" }]
"""
    config = only(configure({"Cargo.toml": "", path: head + said + tail}))

    assert (config.tool, config.tag, config.files) == ("cargo-release", "v{version}", ("Cargo.toml",))
    assert told(config) == [("README.md", "regex", "ferry = .{current_version}.")]


def test_hatch_writes_the_file_that_it_reads(configure: Configure) -> None:
    config = only(configure({"pyproject.toml": '[tool.hatch.version]\npath = "ferry/about.py"\n'}))

    assert (config.files, told(config)) == (("ferry/about.py",), [("ferry/about.py", "hatch", "")])


@pytest.mark.parametrize(
    ("table", "expression", "pattern"),
    [
        ("setuptools_scm", r"^v(?P<version>.+)$", "v{version}"),
        ("setuptools_scm", r"^release/v(.*)$", "release/v{version}"),
        ("setuptools_scm", r"^ferry\/v(?P<version>[0-9]+(\.[0-9]+)*)$", "ferry/v{version}"),
        ("setuptools_scm", r"^(?:[\w-]+-)?(?P<version>[vV]?\d+(?:\.\d+){0,2}[^\+]*)(?:\+.*)?$", ""),
        ("setuptools_scm", r"^(?P<prefix>v)?(?P<version>[^\+]+)(?P<suffix>.*)?$", ""),
        ("setuptools_scm", r"^ferry-(?P<version>[vV]?\d.*)$", ""),
    ],
)
def test_tags_of_setuptools_scm(configure: Configure, table: str, expression: str, pattern: str) -> None:
    # python -c "import re; print(re.match(expression, tag)['version'])"
    found = configure({"pyproject.toml": f"[tool.{table}]\ntag_regex = '{expression}'\n"})

    assert found.tag_pattern == pattern


def test_two_tools_are_both_read_the_one_with_its_own_file_first(configure: Configure) -> None:
    found = configure({"pyproject.toml": COMMITIZEN, ".bumpversion.cfg": "[bumpversion]\ntag = True\n"})

    assert [config.tool for config in found.configs] == ["bump-my-version", "commitizen"]


@pytest.mark.parametrize(
    "files",
    [
        {".bumpversion.toml": "["}, {"cz.yaml": "a: [", "x": ""}, {".releaserc": "- a\n"}, {"lerna.json": "[]"},
        {"release-please-config.json": "{", ".release-please-manifest.json": "{}"}, {"release.toml": "a ="},
        {"bumpver.toml": "["}, {".changeset/config.json": "no"}, {"releaserc.json": "{"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_unknown(configure: Configure, files: Mapping[str, str]) -> None:
    found = configure(files)

    assert found.unknowns
    assert found.configs == ()


@pytest.mark.parametrize(
    ("glob", "paths"),
    [
        ("**/*.txt", ["deep/v.txt", "deep/x/y/v.txt", "v.txt"]),
        ("*/*.py", ["ferry/__init__.py", "ferry/b.py"]),
        ("ferry/**", ["ferry/__init__.py", "ferry/b.py"]),
        ("charts/**/Chart.yaml", ["charts/Chart.yaml", "charts/a/Chart.yaml"]),
        ("?.txt", ["v.txt"]),
        (".v.txt", [".v.txt"]),
        ("./v.txt", ["v.txt"]),
        ("*.py", []),
    ],
)
def test_globs_match_what_bump_my_version_matches(glob: str, paths: Sequence[str]) -> None:
    # python -c "from wcmatch import glob; print(glob.glob(g, flags=GLOBSTAR | FORCEUNIX | SPLIT | EXTGLOB))"
    every = [
        ".v.txt", "charts/.hidden/Chart.yaml", "charts/Chart.yaml", "charts/a/Chart.yaml", "deep/v.txt",
        "deep/x/y/v.txt", "ferry/__init__.py", "ferry/b.py", "v.txt",
    ]  # fmt: skip

    assert list(matching(glob, every)) == paths


def found_in(how: str, search: str, text: str, path: str = "file", prefix: str = "") -> bool | Unknown:
    target = BumpTarget(path, search, Text(path, "").whole, how, prefix=prefix)  # type: ignore[arg-type]  # one of them
    return holds(target, Text(path, text), ("1.2.3",))


@pytest.mark.parametrize(
    ("how", "search", "text", "answer"),
    [
        ("text", "v{current_version}", "a v1.2.3", True),
        ("text", "{{v{current_version}}}", "{v1.2.3}", True),
        ("text", "v{current_version}", "1.2.3", False),
        ("regex", "^version: {current_version}$", "a\nversion: 1.2.3\n", True),
        ("regex", "^version: {current_version}$", "version: 1x2.3", False),
        ("regex", r"date-\d{{4}}", "a date-2026", True),
        ("lines", "", "x 1.2.3", True),
        ("lines", "ferry", "boat 1.2.3\nferry 1.2", False),
        ("lines", "^ferry", "boat\nferry = 1.2.3", True),
        ("variable", "__version__", 'OTHER__version__ = "9.9.9"\n__version__: str = "1.0.0"', True),
        ("variable", "release", 'xrelease = "1.2.3"', False),
        ("variable", "release", 'my_release = "1.2.3"', False),
        ("variable", "ferry", "image: ferry@1.2.3", True),
        ("variable", "FERRY", '#define FERRY "1.2.3"', True),
        ("variable", "tag", 'tag = "v1.2.3"', False),
        ("marks", "", "1.2.3 # x-release-please-version", True),
        ("marks", "", "1.2.3", False),
        ("hatch", "", "a = 1\nVERSION = '1.0'", True),
        ("hatch", "", "version_info = '1.0'", False),
    ],
)
def test_a_search_finds_what_the_tool_finds(how: str, search: str, text: str, answer: bool) -> None:  # noqa: FBT001 - a column
    assert found_in(how, search, text) is answer


def test_a_version_with_the_prefix_of_the_tag_is_searched_with_it() -> None:
    assert found_in("variable", "tag", 'tag = "ferry-1.2.3"', prefix="ferry-") is True
    assert found_in("variable", "tag", 'tag = "v1.2.3"', prefix="ferry-") is False


@pytest.mark.parametrize("path", ["a.toml", "a.json", "a.yaml"])
def test_a_key_is_searched_in_every_language(path: str) -> None:
    text = {"a.toml": '[a]\nb = "1"\n', "a.json": '{"a": {"b": "1"}}', "a.yaml": "a:\n  b: 1\n"}[path]

    assert found_in("key", "a.b", text, path) is True
    assert found_in("key", "a.c|b", text, path) is False


@pytest.mark.parametrize(
    "expression",
    ["(a+)+$", "(?:a|b)c", "x(?=y)", r"(a)\1", ".*version", "v**", "a.*b.*c.*d", "v[z-a]", "v(", "v)"],
)
def test_an_expression_that_is_not_plain_is_unknown(expression: str) -> None:
    with pytest.raises(NotPlainError):
        list(starts(expression, "v" + "a" * 50))


def test_a_match_as_long_as_what_is_looked_at_is_unknown() -> None:
    with pytest.raises(NotPlainError):
        list(starts("v.*$", "v" + "a" * 5000))


def test_a_search_for_an_unknown_version_is_unknown() -> None:
    target = BumpTarget("file", "{current_version}", Text("file", "").whole)

    assert isinstance(holds(target, Text("file", ""), ()), Unknown)
    assert isinstance(found_in("text", "{current_major}", "1"), Unknown)


def test_a_glob_that_tools_read_differently_is_unknown(tmp_path: Path) -> None:
    target = BumpTarget("{a,b}.txt", "", Text("file", "").whole, is_glob=True)

    assert isinstance(paths_of(target, WorkingTree(tmp_path)), Unknown)


PIECES = st.sampled_from(["ab", "a", r"\d", r"\d{2}", "b?", "[ab]+", r"\.", "(?:c)", "(?P<v>a)"])


@given(st.lists(PIECES, min_size=1, max_size=6), st.text("abc1.2\n", max_size=40))
def test_a_plain_expression_matches_where_the_library_matches(pieces: list[str], text: str) -> None:
    expression = "a" + "".join(pieces)
    if expression.count("(?P<v>") > 1:
        return
    try:
        found = list(starts(expression, text))
    except NotPlainError:
        return
    compiled = re.compile(expression, re.MULTILINE)

    assert found == [at for at in range(len(text)) if compiled.match(text, at)]


class Memory:
    """A tree out of a dictionary."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def folder(self, path: str) -> Sequence[str]:
        return sorted(
            {
                name.partition("/")[0] + ("/" if "/" in name else "")
                for name in self.files
                if name.startswith(path)
            }
        )

    def read(self, path: str) -> Text | None:
        return Text(path, self.files[path]) if path in self.files else None


KEYS = (
    "version", "version_files", "version_provider", "tag_format", "version_toml", "version_variables", "changelog",
    "commit_parser", "packages", ".", "extra-files", "component", "release-type", "path", "jsonpath", "type", "plugins",
    "tagFormat", "release", "workspaces", "command", "files", "filename", "glob", "search", "regex", "file_patterns",
    "current_version", "tag-name", "pre-release-replacements", "file", "changelog_file", "default_templates",
)  # fmt: skip
WORDS = st.sampled_from(
    ["", "..", "../x", "/", "{", "a:b:c", "[", "**", "$version", "(", "1.0.0", "python", "x\0y", "\\"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | WORDS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=4),
    max_leaves=12,
)
PLACES = (
    ("release-please-config.json", ()), (".release-please-manifest.json", ()), (".releaserc.json", ()), ("lerna.json", ()),
    (".changeset/config.json", ()), ("package.json", ()), ("cz.json", ("commitizen",)), ("releaserc.json", ("semantic_release",)),
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.dictionaries(st.sampled_from(KEYS), VALUES) | VALUES),
        max_size=4,
    )
)
def test_a_configuration_of_any_shape_is_read_or_unknown(
    said: list[tuple[tuple[str, tuple[str, ...]], object]],
) -> None:
    files = {path: json.dumps(dict.fromkeys(keys, value) if keys else value) for (path, keys), value in said}
    tree = Memory(files)
    found = bump_configs.function(tree, Project())

    assert isinstance(found, BumpConfigs)
    for config in found.configs:
        config.place()
        for target in config.targets:
            assert target.place.path == config.path
            for path in paths_of(target, tree) if not isinstance(paths_of(target, tree), Unknown) else ():  # type: ignore[union-attr]  # asked before
                text = tree.read(path)
                assert text is None or holds(target, text, ("1.0.0",)) is not None
