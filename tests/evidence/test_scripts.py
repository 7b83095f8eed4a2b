"""Scripts are read as the shell reads them: their words, their places, what runs and what hides a failure."""

import subprocess
import sys

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, MaskKind, Script
from relaudit.evidence.workflows.scripts.prefixes import unwrapped
from relaudit.evidence.workflows.scripts.script import script_of


def script(text: str, shell: str = "") -> Script:
    found = script_of(text, shell)
    assert isinstance(found, Script)
    return found


def only(text: str, name: str = "build", shell: str = "") -> Command:
    (found,) = [command for command in script(text, shell).commands if command.name == name]
    return found


def names(text: str) -> list[str | None]:
    return [command.name for command in script(text).commands]


def texts(command: Command) -> list[str | None]:
    return [word.text for word in command.words]


def kinds(command: Command) -> list[MaskKind]:
    return [mask.kind for mask in command.masks]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("'a b'", "a b"),
        ('"a b"', "a b"),
        ('"a \\" b"', 'a " b'),
        ('"a \\n b"', "a \\n b"),
        ("a\\ b", "a b"),
        ("a'b'\"c\"d", "abcd"),
        ("$'a\\tb'", "a\tb"),
        ('$"a"', "a"),
        ("a\\\nb", "ab"),
        ("HEAD~1", "HEAD~1"),
        ("{}", "{}"),
        ("'*'", "*"),
        ("é", "é"),
        ("$x", None),
        ('"$x"', None),
        ("'$x'", "$x"),
        ("$(x)", None),
        ("`x`", None),
        ("*.whl", None),
        ("a?", None),
        ("[ab]c", None),
        ("{a,b}", None),
        ("~/x", None),
        ("${{ x }}", None),
        ("'a${{ x }}b'", None),
        ("a${{ 'x }} y' }}b", None),
        ("<(x)", None),
    ],
)
def test_words_are_what_the_command_is_given(source: str, text: str | None) -> None:
    assert texts(only(f"build {source} end")) == ["build", text, "end"]


def test_a_word_keeps_its_source() -> None:
    assert only("build '${{ a.b }}x'").words[1].source == "'${{ a.b }}x'"


@pytest.mark.parametrize(
    "text",
    [
        "echo é; build  'ü' ${{ inputs.é }}\n",
        "echo ${{ 'é' }}; build  'ü' x",
        "cat <<EOF\n${{ é }}\nEOF\nbuild  'ü' x",
    ],
)
def test_spans_count_characters(text: str) -> None:
    command = only(text)
    start, end = command.span

    assert text[start:end] == text[text.index("build") :].rstrip("\n")
    assert [text[slice(*word.span)] for word in command.words] == [word.source for word in command.words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a; b\nc && d || e | f", ["a", "b", "c", "d", "e", "f"]),
        ("(a; { b; }) > out", ["a", "b"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("while a; do b; done; until c; do d; done", ["a", "b", "c", "d"]),
        ("for x in $(a) y; do b; done", ["a", "b"]),
        ("case $(a) in x) b ;; *) c ;; esac", ["a", "b", "c"]),
        ('a "$(b `c`)" <(d)', ["a", "b", "c", "d"]),
        ("f() { a; }; function g { b; }", ["a", "b"]),
        ("a <<EOF | b && c || d\ne $(f)\nEOF\ng", ["a", "b", "c", "d", "f", "g"]),
        ("a <<'EOF'\nb $(c)\nEOF", ["a"]),
        ("a # b\n# c", ["a"]),
        ("a \\\n  b", ["a"]),
        ("! a | b", ["a", "b"]),
        ("x=$(a) b", ["b", "a"]),
        ("x=1 y=2\na", [None, "a"]),
        ("${{ a }}", [None]),
        ("${{ a }}\n${{ b }} c", [None, None]),
        ("if ${{ a }}; then b; fi", [None, "b"]),
        ("", []),
    ],
)
def test_commands_stand_in_the_order_of_their_places(text: str, found: list[str | None]) -> None:
    assert sorted(map(str, names(text))) == sorted(map(str, found))
    assert script(text).is_whole


def test_assignments_are_told_from_words() -> None:
    command = only("A=1 B='x y' build C=2")

    assert [word.source for word in command.assignments] == ["A=1", "B='x y'"]
    assert texts(command) == ["build", "C=2"]


@pytest.mark.parametrize("redirect", [">log", "2>&1", "< in", "<<< text", ">log 2>&1"])
def test_redirections_are_no_words(redirect: str) -> None:
    assert texts(only(f"build a {redirect}")) == ["build", "a"]


def test_words_behind_a_redirection_are_words() -> None:
    assert texts(only("build >log a")) == ["build", "a"]


@pytest.mark.parametrize(
    "text",
    ["if build; then", "build (", "fi; build", "! { build; }", "${{ build", "build; ! if a; then b; fi"],
)
def test_what_cannot_be_parsed_makes_nothing_certain(text: str) -> None:
    found = script(text)

    assert not found.is_whole
    assert all(command.certainty is Certainty.MAYBE for command in found.commands)
    assert not any(command.is_masked or command.surfaces for command in found.commands)


@pytest.mark.parametrize("shell", ["pwsh", "powershell", "cmd", "python", "zsh {0}", "bash -c {0}", "bash -e", "'", "${{ x }}", "bash ${{ x }} {0}"])  # fmt: skip
def test_other_shells_are_not_read(shell: str) -> None:
    found = script_of("build", shell)

    assert isinstance(found, Unknown)
    assert found.reason is Reason.UNDECIDABLE


def test_a_script_that_is_nested_without_end_is_not_read() -> None:
    found = script_of("(" * 20_000 + "build" + ")" * 20_000)

    assert isinstance(found, Unknown)


def test_functions_that_call_each_other_without_end_are_not_followed() -> None:
    doubling = "".join(f"f{n + 1}() {{ f{n}; f{n}; }}\n" for n in range(40))
    found = script_of(f"f0() {{ build; }}\n{doubling}f40\n")

    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("shell", "errexit", "pipefail"),
    [
        ("", True, False),
        ("bash", True, True),
        ("sh", True, False),
        ("bash {0}", False, False),
        ("bash -l {0}", False, False),
        ("bash -el {0}", True, False),
        ("bash -euo pipefail {0}", True, True),
        ("/usr/bin/bash -e {0}", True, False),
        ("bash --noprofile --norc -eo pipefail {0}", True, True),
        ("bash -o errexit -o pipefail {0}", True, True),
        ("bash -e +e {0}", False, False),
    ],
)
def test_the_command_line_of_the_shell_sets_the_options(*, shell: str, errexit: bool, pipefail: bool) -> None:
    assert only("build; next", shell=shell).surfaces is errexit
    assert only("build | next", shell=shell).surfaces is pipefail


@pytest.mark.parametrize(
    ("text", "kind", "by"),
    [
        ("build || true", MaskKind.OR, "true"),
        ("build || :", MaskKind.OR, ":"),
        ("build || echo failed", MaskKind.OR, "echo failed"),
        ("build || echo failed >&2", MaskKind.OR, "echo failed"),
        ("build || printf failed", MaskKind.OR, "printf failed"),
        ("build || exit 0", MaskKind.OR, "exit 0"),
        ("build || { echo x; exit 0; }", MaskKind.OR, "{ echo x; exit 0; }"),
        ("build && next || true", MaskKind.OR, "true"),
        ("build && next\nlast", MaskKind.AND, "next"),
        ("! build", MaskKind.NOT, "build"),
        ("build | tee log", MaskKind.PIPE, "tee log"),
        ("if build; then next; fi", MaskKind.CONDITION, "build;"),
        ("build &", MaskKind.BACKGROUND, "build"),
        ("echo $(build)", MaskKind.SUBSTITUTION, "echo $(build)"),
        ("f() { local x=$(build); }; f", MaskKind.SUBSTITUTION, "local x=$(build)"),
        ("export x=$(build)", MaskKind.SUBSTITUTION, "export x=$(build)"),
        ("next && set +e && :\nset +e\nbuild\nlast", MaskKind.ERREXIT_OFF, "set +e"),
        ("x=$(build; echo)", MaskKind.ERREXIT_OFF, "$(build; echo)"),
        ("set +e\nbuild\nnext", MaskKind.ERREXIT_OFF, "set +e"),
        ("set +o errexit\nbuild\nnext", MaskKind.ERREXIT_OFF, "set +o errexit"),
        ("f() { build; next; }\nf || exit 1", MaskKind.IGNORED, "exit 1"),
        ("f() { build; }\nf || true; f | tee log", None, ""),
        ("trap 'exit 0' EXIT\nbuild", MaskKind.TRAP, "trap 'exit 0' EXIT"),
        ("trap 'exit 0' ERR\nbuild", MaskKind.TRAP, "trap 'exit 0' ERR"),
    ],
)
def test_a_failure_is_lost(text: str, kind: MaskKind | None, by: str) -> None:
    command = only(text)
    places = [(mask.kind, text[slice(*mask.span)]) for mask in command.masks]

    assert command.is_masked
    assert kind is None or places == [(kind, by)]


@pytest.mark.parametrize(
    "text",
    [
        "build",
        "build\nnext",
        "next && build",
        "build && next",
        "build || exit 1",
        "build || false",
        "build || { echo failed; exit 1; }",
        "build || exit $?",
        "f() { build || return 1; }; f",
        "next | build",
        "set -o pipefail\nbuild | tee log",
        "x=$(build)",
        "x=$(build) || exit 1",
        "set +e\nnext\nset -e\nbuild\nlast",
        "(set +e; next)\nbuild\nlast",
        "set +e\nbuild",
        "(build)",
        "(build && next)\nlast",
        "f() { build && next; }; f\nlast",
        "if ! build; then exit 1; fi",
        "trap 'rm -rf folder' EXIT\nbuild",
        "trap 'exit 0' TERM\nbuild",
    ],
)
def test_a_failure_surfaces(text: str) -> None:
    assert only(text).surfaces


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("build || next", MaskKind.OR_ELSE),
        ("if build; then a; else b; fi", MaskKind.OR_ELSE),
        ("build || echo failed > log", MaskKind.OR_ELSE),
        ("set +e\nbuild\nstatus=$?\nnext", MaskKind.CHECKED),
        ("set +e\nbuild\nexit", MaskKind.CHECKED),
        ("build | tee log\nexit ${PIPESTATUS[0]}", MaskKind.CHECKED),
        ("failed=0\nbuild || failed=1\nexit $failed", MaskKind.CHECKED),
        ('[ -n "$(build)" ]', MaskKind.CHECKED),
        ('[ "$(build | wc -l)" = 2 ]', MaskKind.CHECKED),
        ('[[ x ]] && y=$(build; echo)\n[ "$y" ]', MaskKind.CHECKED),
        ('build && python="x"\nuse "$python"', MaskKind.CHECKED),
        ('"$(build)"', MaskKind.CHECKED),
        ('out=$(build) || true\n[ -n "$out" ]', MaskKind.CHECKED),
        ("if build; then echo done=1 >> $GITHUB_OUTPUT; fi", MaskKind.CHECKED),
        ("build & wait $!", MaskKind.CHECKED),
        ("trap 'exit $code' EXIT\nbuild", MaskKind.CHECKED),
        ("build && exit 0\nexit 1", MaskKind.DEPENDS),
        ("for x in 1 2; do build && break; done\nnext", MaskKind.DEPENDS),
        ("until build; do next; done", MaskKind.DEPENDS),
        ("f() { build; }", MaskKind.DEPENDS),
        ("f() { build; }\nretry f", MaskKind.DEPENDS),
        ("if next; then set +e; fi\nbuild\nlast", MaskKind.DEPENDS),
        ("next && set +e || build\nlast", MaskKind.DEPENDS),
        ("${{ inputs.script }}\nbuild\nlast", MaskKind.DEPENDS),
        ("for x in 1 2; do (return 1) || build && next; done", MaskKind.DEPENDS),
    ],
)
def test_a_failure_may_surface(text: str, kind: MaskKind) -> None:
    command = only(text)

    assert not command.is_masked
    assert kind in kinds(command)


def test_one_call_that_surfaces_is_enough() -> None:
    assert not only("f() { build; }\nf || true\nf").is_masked


@pytest.mark.parametrize(
    "text",
    [
        "build",
        "next\nbuild",
        "next && build",
        "next || last && build",
        "next | build",
        "(build)",
        "if build; then next; fi",
        "while build; do next; done",
        "f() { build; }\nf",
        "next || exit 1\nbuild",
        "if [ -z x ]; then exit 1; fi\nbuild",
        "(exit 0)\nbuild",
        "x=$(build)",
        "for x in a b; do build; done",
        "for x in $list a; do build; done",
        'for x in "$list"; do build; done',
        "for x in dist/*.whl; do next && build; done",
        "for x in a; do next || break; build; done",
    ],
)
def test_a_command_surely_runs(text: str) -> None:
    assert only(text).certainty is Certainty.ALWAYS


@pytest.mark.parametrize(
    "text",
    [
        "next || build",
        "if next; then build; fi",
        "if next; then last; else build; fi",
        "while next; do build; done",
        "for x in $list; do build; done",
        "for x in $(cat list) ${list} `cat list` {a..b}; do build; done",
        'for x in "$@" "${list[@]}"; do build; done',
        "for x in ${{ inputs.list }}; do build; done",
        "for x in a; do next && continue; build; done",
        "shopt -s nullglob\nfor x in *.whl; do build; done",
        "select x in a b; do build; done",
        "for ((i = 0; i < n; i++)); do build; done",
        "for x; do build; done",
        "case $x in a) build ;; esac",
        "[ -f x ] && build",
        "! next && build",
        "f() { build; }",
        "exit 0\nbuild",
        "exec next\nbuild",
        "next && exit 0\nbuild",
        "if next; then exit 0; fi\nbuild",
        "f() { return; build; }\nf",
        "echo ${x:-$(build)}",
    ],
)
def test_a_command_may_not_run(text: str) -> None:
    assert only(text).certainty is Certainty.MAYBE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sudo -E build a", ["build", "a"]),
        ("sudo -u me build", ["build"]),
        ("env A=b C=$d build", ["build"]),
        ("time -p build", ["build"]),
        ("command build", ["build"]),
        ("exec build", ["build"]),
        ("nohup build", ["build"]),
        ("timeout -k 5 10m build a", ["build", "a"]),
        ("xvfb-run -a --server-args='-screen 0' build", ["build"]),
        ('xvfb-run -s "$screen" build', ["build"]),
        ("nice -n 5 build", ["build"]),
        ("sudo timeout 5 env -u A build", ["build"]),
        ("command -v build", ["command", "-v", "build"]),
        ("sudo", ["sudo"]),
        ("sudo -$x build", ["sudo", None, "build"]),
        ("build sudo a", ["build", "sudo", "a"]),
    ],
)
def test_prefixes_are_taken_off(text: str, found: list[str | None]) -> None:
    (command,) = script(text).commands

    assert texts(unwrapped(command)) == found


def test_taking_prefixes_off_keeps_places() -> None:
    (command,) = script("sudo build a").commands

    assert [word.span for word in unwrapped(command).words] == [(5, 10), (11, 12)]


def test_the_parser_is_loaded_when_a_script_is_read() -> None:
    probe = "import sys, relaudit.evidence.workflows.scripts.script; sys.exit(any('tree_sitter' in name for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
