"""What scripts read out of files: told without running them, and the same as the programs say."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relaudit.evidence.workflows.extraction.meant import is_of_project
from relaudit.evidence.workflows.extraction.pipelines import kept
from relaudit.evidence.workflows.extraction.run import Stage, output

FILE = """\
[project]
name = "ferry"
 version = "0.9.0"
version = "1.4.0"  # of the ferry
Version: 1.4.0-rc.1
__version__ = '2.0.0'
target-version\t=\t"py311"
a||b||||c
keywords = ["boat", "river (wide)", "a.b*c"]

last = 1.4
"""
DOCUMENT = '{"name": "ferry", "version": "1.4.0", "a": {"b-c": "x y", "d": null}, "list": [1], "n": 3}\n'
PATTERNS = (
    "version", "^version", "^version = ", '^version = "[^"]*"', "[0-9]+", "[0-9]*", "[0-9]\\+\\.[0-9]\\+", "[0-9]+\\.[0-9]+(\\.[0-9]+)?", "\\(.*\\)", "(.*)", ".*", "\\d+",
    '"\\(.*\\)"', '"(.*)"', 'version = "\\([^"]*\\)".*', "^[[:space:]]*version", "\\s*=\\s*", "a.b*c", "[]a]", "[^]a]+", "(a|b)+", "x*", "\\bversion\\b", "\\<v", "n$", "$", "^",
    "[0-9]{1,2}", "[0-9]\\{1,2\\}", "a?b?", "(alpha|version)", "\\.", "+", "a|b", "\\w+", "[a-z.-]+$", "(r)(i)?v", "\\(a\\)\\1*", "=[^=]*$", "\\S+$", "v?[0-9]", "(a*)(ab)*",
)  # fmt: skip
PERL = (
    '^version = "\\K[^"]+',
    '(?<=^version = ")[^"]+',
    "\\d+\\.\\d+\\.\\d+(?=-)",
    "version\\s*=\\s*['\"]\\K[^'\"]+",
    "\\d+?",
    "(?i)version",
    "(?:a|b)+",
    "[\\d.]+",
    "(?<!_)version",
)
REPLACEMENTS = ("", "\\1", "<&>", "v\\1", "\\\\", "\\&", "x")
SETS = ('"', " ", "'\" ", "a-z", "0-9.", "[:space:]", "[:alpha:]", "\\n", "\"'", ".-")
WORDS = st.sampled_from(PATTERNS)
FLAGS = st.lists(
    st.sampled_from(("-E", "-o", "-i", "-v", "-h", "-m1", "-x", "-m 2")), max_size=2, unique=True
).map(lambda flags: " ".join(flags).split())
GREP = st.one_of(
    st.builds(lambda flags, word: ["grep", *flags, word], FLAGS, WORDS),
    st.builds(lambda word: ["grep", "-oP", word], st.sampled_from(PERL)),
    st.builds(lambda word: ["grep", "-F", word], st.sampled_from(("version", "a.b*c", '= "'))),
)
SED = st.one_of(
    st.builds(
        lambda flag, word, new, end: ["sed", *flag, f"s/{word}/{new}/{end}"],
        st.sampled_from(([], ["-E"], ["-n"], ["-nE"], ["-r"])),
        WORDS,
        st.sampled_from(REPLACEMENTS),
        st.sampled_from(("", "g", "p", "gp", "I")),
    ),
    st.builds(
        lambda flag, word, letter: ["sed", *flag, f"/{word}/{letter}"],
        st.sampled_from(([], ["-n"], ["-E"])),
        WORDS,
        st.sampled_from(("p", "d", "!d", "q", "s|=|:|")),
    ),
    st.sampled_from(
        (
            ["sed", "1d"],
            ["sed", "$!d"],
            ["sed", "-n", "2p;4p"],
            ["sed", "-e", "s/a/b/", "-e", "s/b/c/g"],
            ["sed", "s,\\,,;,"],
            ["sed", "2q"],
        )
    ),
)
AWK = st.one_of(
    st.builds(lambda flag, program: ["awk", *flag, program], st.sampled_from(([], ['-F"'], ["-F", "="], ["-F."], ["-F", " = "], ["-F['\"]"], ["-F|"])), st.sampled_from(("{print $2}", "{print $NF}", "{ print }", "/^version/ {print $3}", "/version/{print $2; exit}", "NR==2{print $1}", '$1=="version"{print $3}'))),
    st.just(["awk", "END {print NR}"]),
)  # fmt: skip
PLAIN = st.one_of(
    st.builds(
        lambda mark, fields: ["cut", "-d", mark, "-f", fields],
        st.sampled_from(('"', "=", " ", ".", "'")),
        st.sampled_from(("1", "2", "1,3", "2-", "-2", "2-3")),
    ),
    st.builds(lambda ranges: ["cut", f"-c{ranges}"], st.sampled_from(("1", "2-", "-5", "3-4,9-"))),
    st.builds(
        lambda name, count: [name, *count],
        st.sampled_from(("head", "tail")),
        st.sampled_from((["-1"], ["-n", "2"], ["-n1"], ["-n", "+3"], ["-n", "-1"], [])),
    ),
    st.builds(
        lambda flag, one: ["tr", flag, one],
        st.sampled_from(("-d", "-cd", "-s", "-dc")),
        st.sampled_from(SETS),
    ),
    st.builds(
        lambda one, other: ["tr", one, other],
        st.sampled_from(("a-z", ".", "-", "[:space:]", "ab")),
        st.sampled_from(("A-Z", "_", "x", "_-")),
    ),
    st.sampled_from((["xargs"], ["cat"])),
)
STAGE = st.one_of(GREP, SED, AWK, PLAIN)
HAS_ALL = all(map(shutil.which, ("grep", "sed", "awk", "cut", "head", "tail", "tr", "xargs", "cat")))


def said(stages: list[list[str]], text: str = FILE) -> str | None:
    return output([Stage(tuple(stage)) for stage in stages], lambda _: text)


def run(folder: Path, stages: list[list[str]]) -> str:
    script = " | ".join(shlex.join(stage) for stage in stages)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    return done.stdout.rstrip("\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    (made / "file").write_text(FILE)
    (made / "file.json").write_text(DOCUMENT)
    return made


@pytest.mark.skipif(not HAS_ALL, reason="the programs are not there")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stages=st.lists(STAGE, min_size=1, max_size=3))
@example(stages=[["grep", "^version = "], ["sed", 's/version = "\\(.*\\)"/\\1/']])
@example(stages=[["grep", "-E", "\\d+"]])
@example(stages=[["grep", "-oE", "(a*)(ab)*"]])
def test_a_pipeline_says_what_the_programs_say(folder: Path, stages: list[list[str]]) -> None:
    if stages[0][0] in ("tr", "xargs"):
        stages = [["cat"], *stages]
    stages = [[*stages[0], "file"], *stages[1:]]
    told = said(stages)

    assert told is None or told == run(folder, stages)


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not there")
@pytest.mark.parametrize(
    "asked",
    [
        ".version",
        ".a.d",
        '.a["b-c"]',
        '."name"',
        ".nothing",
        ".a.nothing.more",
        ".name.first",
        ".list[0]",
        ".n",
        ".",
        '.["version"]',
        ".a",
    ],
)
@pytest.mark.parametrize("flags", [[], ["-r"]])
def test_jq_says_what_jq_says(folder: Path, asked: str, flags: list[str]) -> None:
    told = said([["jq", *flags, asked, "file.json"]], DOCUMENT)

    assert told is None or told == run(folder, [["jq", *flags, asked, "file.json"]])


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("grep '^version = ' f | cut -d'\"' -f2", "1.4.0"),
        ("grep -oP '^version = \"\\K[^\"]+' f", "1.4.0"),
        ('sed -n \'s/^version *= *"\\([^"]*\\)".*/\\1/p\' f', "1.4.0"),
        ("awk -F'\"' '/^version/ {print $2}' f", "1.4.0"),
        ("awk '$1==\"version\"{print $3; exit}' f | tr -d '\"'", "0.9.0"),
        ("grep -E '^version|x' f | sed -E 's/.*\"(.*)\".*/\\1/'", "1.4.0"),
        ("grep __version__ f | awk '{print $3}' | xargs", "2.0.0"),
        ("cat f | sed -n 4p | cut -c12-16", "1.4.0"),
    ],
)
def test_what_people_write_is_followed(script: str, expected: str) -> None:
    (one,) = kept(f"VERSION=$({script})\n", "")

    assert output(one.stages, lambda _: FILE) == expected


@pytest.mark.parametrize(
    "script",
    [
        "python -c 'import x'", "grep -c version f", "grep -r version .", "sed -i s/a/b/ f", "sed 's/a/b/w out' f", "sed '/a/,/b/p' f", "sed 's/a/\\U&/' f", "awk '{gsub(/a/, \"b\"); print}' f",
        "jq '.a | .b' f", "grep -P '(?R)' f", "grep '[[.a.]]' f", "grep -E 'a{2' f", "grep '[' f", "sed 's/a' f", "head -c f", "cut -f0 f", "tr -d", "grep", "sed", "awk", "jq", "grep -e", "tail -n x f", "sort f",
    ],
)  # fmt: skip
def test_what_is_not_known_is_left_alone(script: str) -> None:
    found = [output(one.stages, lambda _: FILE) for one in kept(f"VERSION=$({script})\n", "")]

    assert found in ([], [None])


@pytest.mark.parametrize(
    "stage",
    [
        ["grep", "-E", "^(a+)+$"], ["grep", "-P", "(a|aa)+$"], ["grep", "(.*)*x"], ["grep", "-E", "((a*)*)*b"], ["sed", "s/.*.*.*.*.*.*.*.*x//"], ["grep", "-P", "(?<=(a*)*b)c"],
        ["grep", "-E", "(" * 120 + "a" + ")*" * 120], ["grep", "-E", "a{255}" * 40], ["grep", "x" * 5000], ["sed", "s/x/" + "&" * 5000 + "/"],
    ],
)  # fmt: skip
def test_patterns_that_take_forever_come_to_an_end(stage: list[str]) -> None:
    text = ("a" * 5000 + "!\n") * 20

    assert said([[*stage, "f"]], text) in (None, "")


def test_a_file_too_large_is_left_alone() -> None:
    assert said([["cat", "f"], ["head", "-1"]], "a\n" * 200_000) is None


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("A=$(cat f)", ["A"]),
        ('export A=$(cat f) B="v$(cat f)"', ["A", "B"]),
        ('echo "a=$(cat f)" >> "$GITHUB_OUTPUT"', ["a"]),
        ('{ echo "a=$(cat f)"; } >> $GITHUB_ENV', ["a"]),
        ('echo "::set-output name=a::$(cat f)"', ["a"]),
        ('echo "a=$(cat f)"', []),
        ("if true; then A=$(cat < f); fi", ["A"]),
        ("A=`cat f`", []),
        ("A=$(cat $f)", []),
        ("A=$(cat ${{ inputs.file }})", []),
        ("A=$(cat f; date)", []),
        ("A=$(cat f > g)", []),
        ("A=$(cat f)$(cat f)", []),
        ("for f in a b; do A=$(cat f); done", []),
        ("A=$(cat f", []),
        ("A=$(" * 3000, []),
    ],
)
def test_what_is_kept_under_a_name_is_found(script: str, names: list[str]) -> None:
    assert [one.name for one in kept(script, "")] == names


@pytest.mark.parametrize("shell", ["pwsh", "python", "${{ matrix.shell }}"])
def test_other_shells_are_not_read(shell: str) -> None:
    assert list(kept("A=$(cat f)", shell)) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VERSION", True),
        ("current_version", True),
        ("packageVersion", True),
        ("TAG", True),
        ("PYTHON_VERSION", False),
        ("rust-version", False),
        ("VERSION_LINE", False),
        ("NAME", False),
    ],
)
def test_names_tell_whose_version_it_is(name: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_of_project(name) is expected
