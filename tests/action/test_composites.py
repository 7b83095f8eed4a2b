"""The runner does with small actions what GitHub's does with them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from definition import WrongError
from logcommands import CannotRunError
from machine import Machine
from oracle import GitHub, running
from results import Called, Result, StandIn
from runner import Runner

github = pytest.fixture(running, scope="module")
Run = Callable[..., Result]
HEAD = "name: a\ndescription: b\n"


@pytest.fixture
def run(github: GitHub, tmp_path: Path) -> Run:
    """Run an action of these steps, and of what stands above `runs`; more actions are by folder."""

    def composite(
        steps: str,
        head: str = "",
        inputs: Mapping[str, str] | None = None,
        more: Mapping[str, str] | None = None,
        stand_ins: Mapping[str, StandIn] | None = None,
        said: Mapping[str, str] | None = None,
    ) -> Result:
        written = {"action": action(steps, head), **(more or {})}
        for name, text in written.items():
            (tmp_path / name).mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "action.yml").write_text(text)
        variables = {"PATH": "/usr/bin:/bin"}
        machine = Machine(tmp_path, tmp_path / "scratch", said=said or {}, variables=variables)
        return Runner(github, machine, stand_ins).run(tmp_path / "action", inputs or {})

    return composite


def action(steps: str, head: str = "") -> str:
    indented = "".join(f"    {line}\n" for line in steps.strip().splitlines())
    return f"{HEAD}{head}runs:\n  using: composite\n  steps:\n{indented}"


def bash(script: str, more: str = "") -> str:
    keys = "".join(f"  {line}\n" for line in more.splitlines())
    return f"- shell: bash\n{keys}  run: |\n" + "".join(f"    {line}\n" for line in script.splitlines())


def test_inputs_are_as_given_else_their_defaults_and_are_no_variables(run: Run) -> None:
    head = "inputs: {Name: {default: '${{ github.repository }}'}, other: {default: 1.50}, none: {}}\n"
    script = "env | grep -c ^INPUT_ || true\necho '${{ inputs.name }}|${{ inputs.other }}|${{ inputs.none }}'"

    assert run(bash(script), head).log == "0\nacme/ferry|1.5|"
    assert run(bash(script), head, {"NAME": "given"}).log == "0\ngiven|1.5|"


def test_an_input_that_it_does_not_have_is_told(run: Run) -> None:
    assert run(bash(":"), inputs={"other": "x"}).warnings == ["Unexpected input(s) other"]


def test_outputs_are_those_of_steps_and_a_heredoc_has_lines(run: Run) -> None:
    head = "outputs: {said: {value: '<${{ steps.a.outputs.said }}>'}, none: {value: '${{ steps.b.outputs.x }}'}}\n"
    script = "{ echo 'said<<END=1'; echo one; echo 'END'; echo 'END=1'; echo 'plain=a<<b=c'; } >> \"$GITHUB_OUTPUT\""
    done = run(bash(script, "id: a"), head)

    assert done.outputs == {"said": "<one\nEND>", "none": ""}
    assert done.step("a").log.outputs["plain"] == "a<<b=c"


@pytest.mark.parametrize("line", ["no equals sign", "=x", "<<END\\na\\nEND", "a<<\\nb\\n", "a<<END\\nb"])
def test_an_output_that_is_none_fails_the_step(run: Run, line: str) -> None:
    done = run(bash(f"printf '{line}\\n' >> \"$GITHUB_OUTPUT\""))

    assert (done.conclusion, done.steps[0].exit_code) == ("failure", 0)
    assert "Unable to process file command 'output'" in done.log


def test_variables_and_folders_reach_the_steps_that_follow(run: Run) -> None:
    first = "echo A=set >> \"$GITHUB_ENV\"\nmkdir -p bin\nprintf '#!/bin/sh\\necho found' > bin/tool\nchmod +x bin/tool\n"
    told = 'echo "$PWD/bin" >> "$GITHUB_PATH"\necho "now:${A-}"'
    then = bash('echo "$A:${{ env.A }}"\ntool') + bash('echo "$A:${{ env.A }}"', "env: {A: own}")

    assert run(bash(first + told) + then).log == "now:\nset:set\nfound\nown:own"


def test_what_github_says_of_itself_cannot_be_set(run: Run) -> None:
    first = bash("printf 'GITHUB_REPOSITORY=evil/one\\nRUNNER_OS=Evil\\n' >> \"$GITHUB_ENV\"")
    then = bash('echo "$GITHUB_REPOSITORY $RUNNER_OS"', "env: {GITHUB_REPOSITORY: evil/two}")

    assert run(first + then).log == "acme/ferry Linux"
    assert run(bash("echo NODE_OPTIONS=x >> $GITHUB_ENV")).conclusion == "failure"


def test_nothing_of_this_machine_is_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THIS_MACHINE", "x")
    names = {line.partition("=")[0] for line in run(bash("env")).log.splitlines()}

    assert "OF_THIS_MACHINE" not in names
    assert {name for name in names if not name.startswith(("GITHUB_", "RUNNER_"))} == {
        "CI", "HOME", "LANG", "PATH", "PWD", "SHLVL", "_",
    }  # fmt: skip
    assert "GITHUB_TOKEN" not in names


def test_bash_stops_where_anything_fails_and_sh_where_a_command_does(run: Run) -> None:
    piped = "false | true\necho after"

    assert run(bash(piped)).conclusion == "failure"
    assert run(bash(piped).replace("shell: bash", "shell: sh")).log == "after"
    assert run(bash("false\necho after").replace("shell: bash", "shell: sh")).log == ""


@pytest.mark.parametrize(
    ("shell", "script", "log"),
    [
        ("bash --norc {0}", "false\necho on", "on"),
        ("cat {0}", "as it is", "as it is"),
        ("python3 -S {0}", "print(1 + 1)", "2"),
        ("${{ 'sh' }}", "echo $0 | sed 's/.*[.]//'", "sh"),
    ],
)
def test_a_shell_is_built_in_or_a_template(run: Run, shell: str, script: str, log: str) -> None:
    assert run(bash(script).replace("shell: bash", f"shell: {shell}")).log == log


def test_a_shell_that_is_none_fails_and_one_of_another_system_is_refused(run: Run) -> None:
    assert "Invalid shell option" in run(bash(":").replace("shell: bash", "shell: fish")).log
    with pytest.raises(CannotRunError, match="the shell pwsh"):
        run(bash(":").replace("shell: bash", "shell: pwsh"))


def test_after_a_failure_only_those_run_that_say_so(run: Run) -> None:
    words = [
        "",
        "if: failure()",
        "if: always()",
        "if: success()",
        "if: ${{ !cancelled() }}",
        "if: inputs.x == ''",
    ]
    done = run(bash("exit 3", "id: bad") + "".join(bash(f"echo {n}", word) for n, word in enumerate(words)))

    assert (done.conclusion, done.log.split()) == ("failure", ["1", "2", "4"])
    assert [step.outcome for step in done.steps] == [
        "failure", "skipped", "success", "success", "skipped", "success", "skipped",
    ]  # fmt: skip
    assert done.step("bad").exit_code == 3


def test_a_failure_that_is_forgiven_is_an_outcome_and_no_conclusion(run: Run) -> None:
    bad = bash("exit 1", "id: bad\ncontinue-on-error: ${{ inputs.x == '' }}")
    skipped = bash("exit 1", "id: not\nif: ${{ false }}")
    told = bash("echo ${{ steps.bad.outcome }} ${{ steps.bad.conclusion }} ${{ steps.not.conclusion }}")
    done = run(bad + skipped + told)

    assert (done.conclusion, done.log) == ("success", "failure success skipped")


def test_a_condition_is_of_the_steps_own_variables_and_of_text(run: Run) -> None:
    steps = bash("echo yes", "if: env.A == 'b'\nenv: {A: b}") + bash(
        "echo text", "if: inputs.x == 'no' || 'false'"
    )

    assert run(steps).log == "yes\ntext"


def test_an_expression_that_fails_fails_the_step(run: Run) -> None:
    done = run(bash("echo ${{ fromJSON(inputs.x) }}") + bash("echo on", "if: always()"))

    assert (done.conclusion, [step.outcome for step in done.steps]) == ("failure", ["failure", "success"])


def test_a_step_runs_in_the_workspace_or_in_its_folder(run: Run) -> None:
    steps = bash('mkdir -p in/side\n[ "$PWD" = "$GITHUB_WORKSPACE" ] && echo same') + bash(
        "basename $PWD", "working-directory: in/${{ 'side' }}"
    )

    assert run(steps).log == "same\nside"
    assert run(bash("echo never", "working-directory: gone")).conclusion == "failure"


def test_the_summary_is_what_all_steps_wrote(run: Run) -> None:
    assert run(bash("echo '# a' >> $GITHUB_STEP_SUMMARY") * 2).summary == "# a\n# a\n"


def test_an_action_of_the_workspace_is_run_with_its_own_steps_and_inputs(run: Run) -> None:
    inner = action(
        bash(
            'echo "v=${{ inputs.x }}$A${{ steps.outer.outputs.o }}" >> $GITHUB_OUTPUT\nbasename $GITHUB_ACTION_PATH',
            "id: in",
        ),
        "inputs: {x: {default: d}}\noutputs: {v: {value: '${{ steps.in.outputs.v }}'}}\n",
    )
    steps = bash("echo o=1 >> $GITHUB_OUTPUT", "id: outer") + (
        "- uses: ./in\n  id: used\n  with: {x: '${{ github.event_name }}-'}\n  env: {A: handed}\n"
    )
    done = run(steps + bash("echo ${{ steps.used.outputs.v }}${A-.}"), more={"in": inner})

    assert done.log.split() == ["in", "push-handed."]


def test_a_failure_inside_is_one_outside_and_outputs_are_left(run: Run) -> None:
    inner = action(
        bash("echo v=left >> $GITHUB_OUTPUT\nexit 1", "id: in"),
        "outputs: {v: {value: '${{ steps.in.outputs.v }}'}}\n",
    )
    steps = "- uses: ./in\n  id: used\n" + bash("echo ${{ steps.used.outputs.v }}", "if: failure()")
    done = run(steps, more={"in": inner})

    assert (done.conclusion, done.log) == ("failure", "left")


def test_inside_an_action_its_own_failures_count(run: Run) -> None:
    inner = action(bash("echo inside") + bash("echo never", "if: failure()"))
    steps = bash("exit 1") + "- uses: ./in\n  if: always()\n"

    assert run(steps, more={"in": inner}).log == "inside"


def test_an_action_that_uses_itself_comes_to_an_end(run: Run) -> None:
    done = run("- uses: ./action\n")

    assert done.conclusion == "failure"
    assert "depth exceeded" in done.log


@pytest.mark.parametrize("used", ["actions/checkout@v4", "docker://alpine:3", "acme/ferry/sub@main"])
def test_what_lies_elsewhere_is_refused_before_anything_runs(run: Run, tmp_path: Path, used: str) -> None:
    with pytest.raises(CannotRunError, match="nothing stands in for it"):
        run(bash("touch began") + f"- uses: {used}\n  if: ${{{{ false }}}}\n")

    assert not (tmp_path / "began").exists()


def test_a_stand_in_is_told_the_inputs_and_leaves_outputs(run: Run) -> None:
    def checkout(called: Called) -> Mapping[str, str]:
        return {"ref": f"{called.inputs['ref']} for {called.variables['A']}"}

    steps = "- uses: actions/checkout@v4\n  id: c\n  with: {ref: '${{ github.job }}'}\n  env: {A: b}\n"
    done = run(steps + bash("echo ${{ steps.c.outputs.ref }}"), stand_ins={"actions/checkout": checkout})

    assert done.log == "test for b"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "runs: {using: node20, main: index.js}\n",
        HEAD + "runs: {using: docker, image: Dockerfile}\n",
    ],
)
def test_an_action_of_another_kind_is_refused(run: Run, text: str) -> None:
    with pytest.raises(CannotRunError, match="an action that uses"):
        run("- uses: ./in\n", more={"in": text})


@pytest.mark.parametrize(
    "steps",
    [
        "- run: no shell",
        "- shell: bash\n  run: echo ${{ secrets.X }}",
        "- {shell: bash, run: a, uses: b}",
        "- name: a",
    ],
)
def test_a_file_that_github_does_not_take_is_refused(run: Run, steps: str) -> None:
    with pytest.raises(WrongError):
        run(steps)


def test_a_function_that_the_runner_lacks_is_refused(run: Run) -> None:
    with pytest.raises(CannotRunError, match="hashFiles"):
        run(bash("echo ${{ hashFiles('x') }}"))


def test_what_is_masked_is_shown_nowhere_the_token_neither(run: Run) -> None:
    steps = bash(
        "echo ::add-mask::hush\necho '::error title=a hush::so hush'\necho hush ${{ github.token }}"
    ) + bash("echo still hush")
    done = run(steps, said={"token": "a-token"})
    (error,) = done.annotations

    assert done.log == "*** ***\nstill ***"
    assert (error.message, error.properties["title"]) == ("so ***", "a ***")


def test_commands_are_heard_on_both_streams_until_they_are_stopped(run: Run) -> None:
    script = (
        "echo '::notice file=a b,line=1::x%0Ay%25'\necho '  ::warning::two' >&2\necho ::stop-commands::token-1\necho ::error::not\n"
        "echo ::token-1::\necho ::error::three\necho ::set-output name=o::v"
    )
    done = run(bash(script, "id: a") + bash("echo ${{ steps.a.outputs.o }}"))

    assert [(one.name, one.message) for one in done.annotations] == [
        ("notice", "x\ny%"), ("warning", "two"), ("error", "three"),
    ]  # fmt: skip
    assert done.log == "::error::not\nv"


@pytest.mark.parametrize(
    "command", ["::set-env name=A::b", "::add-path::x", "::set-output::x", "::stop-commands::error"]
)
def test_a_command_that_may_not_be_given_fails_the_step(run: Run, command: str) -> None:
    assert run(bash(f"echo '{command}'")).conclusion == "failure"


def test_a_problem_matcher_is_refused(run: Run) -> None:
    with pytest.raises(CannotRunError, match="problem matchers"):
        run(bash("echo ::add-matcher::m.json"))


def test_a_text_around_expressions_stays_as_it_is_written(run: Run) -> None:
    script = "A='it''s'; echo '${{ github.job }}' \"{0} {{x}} $A ${{ 'o''clock' }}\" '${{ 1.50 }}${{ null }}${{ true }}'"

    assert run(bash(script)).log == "test {0} {{x}} its o'clock 1.5true"
    with pytest.raises(CannotRunError, match="two quotes"):
        run(bash("echo ${{ '''a''' }}"))
