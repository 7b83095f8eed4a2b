"""A matrix makes the jobs that GitHub makes of it, under the names that GitHub reports."""

import json
import re
from collections.abc import Mapping, Sequence

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.checkruns import names, nested
from relaudit.evidence.workflows.matrix import (
    WITHOUT_MATRIX,
    Combination,
    Matrix,
    Refusal,
    expanded,
)
from relaudit.evidence.workflows.matrixvalues import Undecidable, Value, member, text
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import check_runs
from relaudit.evidence.yaml import Yaml, parse_yaml

OS, LATEST = ["ubuntu-latest"], ["ubuntu-latest", "macos-latest", "windows-latest"]
SOMETHING = Unknown("Matrix", Reason.UNDECIDABLE, detail="from an output")
FROM_JSON = Undecidable("${{ fromJSON(needs.plan.outputs.list) }}")
BRANCH = Undecidable("${{ github.ref_name }}")
Values = Mapping[str, Value]


def combinations(matrix: Matrix) -> Sequence[Combination]:
    found = expanded(matrix)
    assert isinstance(found, tuple), found
    return found


def values(matrix: Matrix) -> list[Values]:
    return [combination.values for combination in combinations(matrix)]


def only(*include: Values) -> Matrix:
    return Matrix({}, include)


# The examples of "Running variations of jobs in a workflow" and "Workflow syntax".
FRUITS = Matrix(
    {"fruit": ["apple", "pear"], "animal": ["cat", "dog"]},
    include=[
        {"color": "green"},
        {"color": "pink", "animal": "cat"},
        {"fruit": "apple", "shape": "circle"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ],
)
EXCLUDING = Matrix(
    {
        "os": ["macos-latest", "windows-latest"],
        "version": [12, 14, 16],
        "environment": ["staging", "production"],
    },
    exclude=[
        {"os": "macos-latest", "version": 12, "environment": "production"},
        {"os": "windows-latest", "version": 16},
    ],
)
SYSTEMS: Mapping[str, Sequence[Value]] = {"os": ["windows-latest", "ubuntu-latest"], "node": [12, 14, 16]}


def test_an_include_adds_where_it_overwrites_nothing_original() -> None:
    assert values(FRUITS) == [
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]


def test_the_last_axis_turns_fastest() -> None:
    assert values(Matrix({"version": [10, 12], "os": ["a", "b"]})) == [
        {"version": 10, "os": "a"},
        {"version": 10, "os": "b"},
        {"version": 12, "os": "a"},
        {"version": 12, "os": "b"},
    ]


def test_an_exclude_needs_to_name_only_a_part() -> None:
    found = values(EXCLUDING)

    assert len(found) == 9
    assert {"os": "macos-latest", "version": 12, "environment": "production"} not in found
    assert not any(value["os"] == "windows-latest" and value["version"] == 16 for value in found)


def test_an_include_expands_the_combination_that_it_names() -> None:
    found = values(Matrix(SYSTEMS, [{"os": "windows-latest", "node": 16, "npm": 6}]))

    assert len(found) == 6
    assert [value for value in found if "npm" in value] == [{"os": "windows-latest", "node": 16, "npm": 6}]


def test_an_include_that_fits_nowhere_is_a_job_of_its_own() -> None:
    found = values(Matrix({"os": LATEST, "version": [12, 14, 16]}, [{"os": "windows-latest", "version": 17}]))

    assert len(found) == 10
    assert found[-1] == {"os": "windows-latest", "version": 17}


def test_includes_alone_are_a_job_each() -> None:
    found = values(only({"site": "production", "datacenter": "a"}, {"site": "staging", "datacenter": "b"}))

    assert found == [{"site": "production", "datacenter": "a"}, {"site": "staging", "datacenter": "b"}]


def test_two_more_includes_make_seven_jobs_of_five() -> None:
    perl = Matrix(
        {"os": OS, "perl": ["5.16", "5.20", "5.26", "5.30", "latest"]},
        [{"os": "macos-latest", "perl": "5.26"}, {"os": "macos-latest", "perl": "latest"}],
    )

    assert len(values(perl)) == 7


def test_objects_are_values() -> None:
    node: list[Value] = [{"version": 14}, {"version": 20, "env": "NODE_OPTIONS=--openssl-legacy-provider"}]

    assert values(Matrix({"os": OS, "node": node}))[1] == {"os": "ubuntu-latest", "node": node[1]}


def test_an_include_of_nothing_original_adds_to_every_job() -> None:  # jupyterhub/mybinder.org-deploy#2401
    text_and_status = Matrix(
        {"experimental": [False]},
        [{"text": "aaaaa"}, {"text": "bbbbb", "experimental": True}, {"text": "ccc"}],
    )

    assert values(text_and_status) == [
        {"experimental": False, "text": "ccc"},
        {"experimental": True, "text": "bbbbb"},
    ]


def test_an_include_brings_back_what_was_excluded() -> None:  # actions/runner-images#584
    variations = Matrix(
        {"os": ["ubuntu-latest", "macos-latest"], "flavor": ["Debug"]},
        include=[
            {"os": "ubuntu-latest", "variation": "linux"},
            {"os": "macos-latest", "variation": "mac"},
        ],
        exclude=[{"os": "macos-latest"}],
    )

    assert values(variations) == [
        {"os": "ubuntu-latest", "flavor": "Debug", "variation": "linux"},
        {"os": "macos-latest", "variation": "mac"},
    ]


def test_an_include_is_compared_with_the_original_values_only() -> None:
    assert values(Matrix({"a": [1]}, [{"b": 1}, {"b": 2, "c": 3}])) == [{"a": 1, "b": 2, "c": 3}]


def test_names_are_compared_without_case() -> None:
    assert values(Matrix({"OS": ["a", "b"]}, [{"Os": "A", "x": 1}, {"X": 2}], [{"oS": "B"}])) == [
        {"OS": "a", "x": 2}
    ]


def test_a_matrix_of_which_everything_is_excluded_is_one_job_without_values() -> None:
    assert expanded(Matrix({"a": [1]}, exclude=[{"a": 1}])) == (WITHOUT_MATRIX,)


@pytest.mark.parametrize(
    ("value", "wanted", "is_excluded"),
    [
        ("a", "A", True),  # ChristopherHX/runner.server#95, as are the next two
        ("", None, True),
        (None, None, True),
        ("a", None, False),
        (3.1, "3.10", True),
        ("3.10", 3.1, True),
        ("3.10", "3.1", False),
        (16, "0x10", True),
        (8, "0o10", True),
        (1, True, True),
        (0, False, True),
        ("true", True, False),
        (0, "", True),
        ({"name": "x", "arch": "arm"}, {"name": "X"}, True),
        ({"name": "x"}, {"name": "x", "arch": "arm"}, False),
        ({"Name": {"a": 1}}, {"name": {"A": 1}}, True),
        ({"name": "x"}, "x", False),
        ("x", {"name": "x"}, False),
        (["a", "b"], ["a"], True),
        (["a", "b"], ["b"], False),
        (["a"], ["a", "b"], False),
        (["a"], "a", False),
    ],
)
def test_values_are_compared_as_in_expressions(value: Value, wanted: Value, *, is_excluded: bool) -> None:
    found = combinations(Matrix({"a": [value, "other"]}, exclude=[{"a": wanted}]))

    assert len(found) == 2 - is_excluded


@pytest.mark.parametrize(
    "matrix",
    [
        Matrix({}),
        Matrix({"os": []}),
        Matrix({"os": [], "node": SOMETHING}),
        Matrix({"os": OS}, include=[{}]),
        Matrix({"os": OS}, exclude=[{}]),
        Matrix({"os": OS}, exclude=[{"node": 1}]),
        Matrix({}, [{"service": "a", "build": False}], [{"build": False}]),  # actions/runner#2111
        Matrix(
            {"crate": range(16), "target": range(4), "feature": range(3), "profile": range(2)}
        ),  # cryfs/cryfs#543
        Matrix({"a": range(17), "b": range(17)}, exclude=[{"a": 0, "b": 0}]),
        only(*({"demo": number} for number in range(258))),
    ],
)
def test_github_refuses(matrix: Matrix) -> None:
    assert isinstance(expanded(matrix), Refusal)


def test_256_jobs_are_no_more_than_there_may_be() -> None:
    assert len(combinations(Matrix({"a": range(16), "b": range(17)}, exclude=[{"b": 0}]))) == 256


def test_a_product_without_end_is_refused_unseen() -> None:
    assert isinstance(expanded(Matrix({str(axis): range(1000) for axis in range(100)})), Refusal)


def test_a_product_without_end_is_not_searched_for_what_is_excluded() -> None:
    found = expanded(Matrix({str(axis): range(1000) for axis in range(100)}, exclude=[{"0": 1}]))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "matrix",
    [
        Matrix({"os": OS, "node": SOMETHING}),
        Matrix({"os": OS}, include=SOMETHING),
        Matrix({"os": OS}, exclude=SOMETHING),
        Matrix({"os": ["a", FROM_JSON]}),
        Matrix({"os": OS}, include=[FROM_JSON]),
        Matrix({"os": OS}, exclude=[BRANCH]),
        Matrix({"branch": [BRANCH]}, exclude=[{"branch": "main"}]),
        Matrix({"os": ["a"]}, exclude=[{"os": BRANCH}]),
        Matrix({"branch": [BRANCH]}, include=[{"branch": "main", "deploy": True}]),
    ],
)
def test_what_an_expression_decides_is_unknown(matrix: Matrix) -> None:
    assert isinstance(expanded(matrix), Unknown)


def test_a_value_that_an_expression_makes_leaves_the_number_of_jobs_known() -> None:
    assert values(Matrix({"branch": [BRANCH, "main"], "os": OS})) == [
        {"branch": BRANCH, "os": "ubuntu-latest"},
        {"branch": "main", "os": "ubuntu-latest"},
    ]


def test_what_else_excludes_a_combination_settles_it() -> None:
    assert values(Matrix({"os": ["a", "b"]}, exclude=[{"os": "a"}, {"os": "a", "OS": BRANCH}])) == [
        {"os": "b"}
    ]


def test_what_an_include_may_add_is_undecidable() -> None:
    found = values(Matrix({"branch": ["main", BRANCH]}, [{"branch": "main", "deploy": True}]))

    assert found[0] == {"branch": "main", "deploy": True}
    assert isinstance(found[1]["deploy"], Undecidable)


@pytest.mark.parametrize(
    ("source", "may_be_several"),
    [
        ("${{ fromJSON(inputs.list) }}", True),
        ("${{ github.event.commits.*.id }}", True),
        ("${{ github.event_name }}", False),
        ("${{ inputs.version }}", False),
        ("v${{ fromJSON(inputs.list) }}", False),
        ("${{ inputs.a }}${{ fromJSON(inputs.b) }}", False),
    ],
)
def test_only_a_whole_expression_may_be_several_values(source: str, *, may_be_several: bool) -> None:
    assert Undecidable(source).may_be_several is may_be_several


def evaluated(template: str, context: Values) -> str | None:
    """What `${{ matrix.a.b }}` and `${{ inputs.a }}`, and no other expressions, make of a template."""

    def value_of(found: re.Match[str]) -> str:
        value: Value = context
        for part in found[1].split("."):
            value = member(value, part)
        return text(value) if isinstance(value, str | int | float | None) else "undecidable"

    shown = re.sub(r"\$\{\{ matrix\.([\w.-]+) \}\}", value_of, template)
    return None if "undecidable" in shown or "${{" in shown else shown


def reported(job_id: str, name: str, matrix: Matrix | None) -> Sequence[str | None]:
    return names(job_id, name, combinations(matrix) if matrix else (WITHOUT_MATRIX,), evaluated)


KATA: Values = {
    "name": "agent-ctl",
    "path": "src/tools/agent-ctl",
    "needs": ["rust", "protobuf-compiler", "clang"],
}
KATA_COMMAND = 'sudo -E PATH="$PATH" make test'
FAIRCHEM: Values = {
    "name": "core",
    "paths": "tests/core/models tests/core/graph tests/core/calculate tests/core/components tests/core/units",
}
QT_AMD: Values = {
    "arch": "amd64",
    "runner": "ubuntu-latest",
    "host": "linux",
    "qt_arch": "linux_gcc_64",
    "dir": "gcc_64",
    "triple": "x86_64-linux-gnu",
}
QT_ARM: Values = {
    "arch": "arm64",
    "runner": "ubuntu-24.04-arm",
    "host": "linux_arm64",
    "qt_arch": "linux_gcc_arm64",
    "dir": "gcc_arm64",
    "triple": "aarch64-linux-gnu",
}
IMAGE = "ghcr.io/linuxserver/baseimage-selkies:ubuntunoble"
DIST = "curl --proto '=https' --tlsv1.2 -LsSf installer | sh"
OPENUSAGE = only(*({"os": os, "bin": f"openusage{'.exe' if 'win' in os else ''}"} for os in LATEST))

# The check runs that a thread names, and the job, its name and its matrix behind them. Where the thread does not show the workflow, the names of
# keys, some ids and what lies beyond a cut are filled in.
SEEN = [
    ("career-ops-hq/career-ops#2261", "test", "", Matrix({"os": LATEST}),
     ["test (ubuntu-latest)", "test (macos-latest)", "test (windows-latest)"]),
    ("blacklanternsecurity/bbot#3356", "test", "", Matrix({"python-version": ["3.10", "3.13"]}),
     ["test (3.10)", "test (3.13)"]),
    ("borgbase/vorta#2518", "test-unit", "", Matrix({"python": ["3.12"], "os": ["ubuntu-24.04"], "borg": ["1.4.4"]}),
     ["test-unit (3.12, ubuntu-24.04, 1.4.4)"]),
    ("hw-native-sys/pypto#2301", "unit-tests", "", Matrix({"os": OS, "python-version": ["3.10"]}),
     ["unit-tests (ubuntu-latest, 3.10)"]),
    ("razzant/claudexor#55", "build-test", "Node ${{ matrix.node-version }}",
     Matrix({"node-version": ["20.19.0", "24.16.0"]}), ["Node 20.19.0", "Node 24.16.0"]),
    ("shazamio/shazamio-core#84", "test", "Test (${{ matrix.os }})", Matrix({"os": OS}), ["Test (ubuntu-latest)"]),
    ("tconbeer/harlequin#1001", "test", "${{ matrix.os }} - ${{ matrix.py }}",
     Matrix({"os": ["ubuntu-latest", "MacOs-latest"], "py": ["3.11"]}),
     ["ubuntu-latest - 3.11", "MacOs-latest - 3.11"]),
    ("ymm-oss/fsl#1032", "native-z3", "native Z3 4.16 (${{ matrix.os }})",
     Matrix({"os": ["ubuntu-latest", "macos-15", "windows-latest"]}),
     ["native Z3 4.16 (ubuntu-latest)", "native Z3 4.16 (macos-15)", "native Z3 4.16 (windows-latest)"]),
    ("LTplus-AG/ifc-lite#3584", "viewer", "Viewer tests (shard ${{ matrix.shard }})", Matrix({"shard": [0, 1, 2, 3]}),
     [f"Viewer tests (shard {shard})" for shard in range(4)]),
    ("ruby-git/ruby-git#1675", "build", "Ruby ${{ matrix.ruby }} on ${{ matrix.os }}",
     only({"ruby": "3.2", "os": "ubuntu-latest"}, {"ruby": "truffleruby-24.2.1", "os": "ubuntu-latest"}),
     ["Ruby 3.2 on ubuntu-latest", "Ruby truffleruby-24.2.1 on ubuntu-latest"]),
    ("orioledb/orioledb#1079", "check", "",
     only({"arch": "amd64", "pg": 16, "cc": "clang", "type": "sanitize", "timeout": 40, "run": 1}),
     ["check (amd64, 16, clang, sanitize, 40, 1)"]),
    ("fletchto99/nicotine-plus-docker#47", "build", "Build and Push Docker Image",
     only({"platform": "linux/amd64", "arch": "amd64", "base_image": IMAGE}),
     [f"Build and Push Docker Image (linux/amd64, amd64, {IMAGE})"]),
    ("fletchto99/nicotine-plus-docker#47", "build", "Build and Push Docker Image", Matrix({"arch": ["amd64"]}),
     ["Build and Push Docker Image (amd64)"]),
    ("MachineWisdomAI/fava-trails#121", "test", "", Matrix({"jj": ["0.28.0", "0.45.1"]}),
     ["test (0.28.0)", "test (0.45.1)"]),
    ("MongLong0214/commitlore#804", "check", "", Matrix({"node": ["22.23.2", 24]}), ["check (22.23.2)", "check (24)"]),
    ("apache/magpie#341", "pytest", "", Matrix({"project": ["skill-validator", "agent-isolation"]}),
     ["pytest (skill-validator)", "pytest (agent-isolation)"]),
    ("HomericIntelligence/Mnemosyne#1423", "integration-tests", "", Matrix({"sanitizer": ["asan", "ubsan"]}),
     ["integration-tests (asan)", "integration-tests (ubsan)"]),
    ("DQIX/dqix-decomp#29", "build", "", Matrix({"region": ["usa"]}), ["build (usa)"]),
    ("hoobio/command-palette-bitwarden#87", "build", "", Matrix({"platform": ["x64", "ARM64"]}),
     ["build (x64)", "build (ARM64)"]),
    ("kolmafia/kolmafia#70", "test", "Run Tests", Matrix({"os": OS}), ["Run Tests (ubuntu-latest)"]),
    ("microsoft/sarif-sdk#2845", "build-and-test", "", Matrix({"os": ["ubuntu-20.04"]}),
     ["build-and-test (ubuntu-20.04)"]),
    ("janekbaraniewski/openusage#208", "build", "Build", OPENUSAGE,
     ["Build (ubuntu-latest, openusage)", "Build (macos-latest, openusage)",
      "Build (windows-latest, openusage.exe)"]),
    ("janekbaraniewski/openusage#208", "build", "Build (${{ matrix.os }})", OPENUSAGE,
     ["Build (ubuntu-latest)", "Build (macos-latest)", "Build (windows-latest)"]),
    ("janekbaraniewski/openusage#208", "test", "Test", Matrix({"os": OS}), ["Test (ubuntu-latest)"]),
    ("fernandotonon/QtMeshEditor#965", "build-linux", "", only(QT_AMD, QT_ARM),
     ["build-linux (amd64, ubuntu-latest, linux, linux_gcc_64, gcc_64, x86_64-linux-gnu)",
      "build-linux (arm64, ubuntu-24.04-arm, linux_arm64, linux_gcc_arm64, gcc_arm64, aarch64-linux-gnu)"]),
    ("fernandotonon/QtMeshEditor#965", "build-linux", "build-linux (${{ matrix.arch }})", only(QT_AMD, QT_ARM),
     ["build-linux (amd64)", "build-linux (arm64)"]),
    ("fernandotonon/QtMeshEditor#965", "build-macos", "", None, ["build-macos"]),
    ("facebookresearch/fairchem#2059", "test", "", Matrix({"python_version": ["3.13"], "shard": [FAIRCHEM]}),
     ["test (3.13, core, tests/core/models tests/core/graph tests/core/calculate tests/core/components t..."]),
    ("facebookresearch/fairchem#2059", "test", "test (${{ matrix.python_version }}, ${{ matrix.shard.name }})",
     Matrix({"python_version": ["3.13"], "shard": [FAIRCHEM]}), ["test (3.13, core)"]),
    ("google/mono_repo.dart#535", "job_001",
     "analyzer_and_format; Dart 3.9.0; PKGS: build_cli, build_cli_annotations; `dart analyze --fatal-infos .`", None,
     ["analyzer_and_format; Dart 3.9.0; PKGS: build_cli, build_cli_annotations; `dart analyze --fatal-in..."]),
    ("OP5dev/TF-via-PR#482", "test", "", only({"value": "a" * 200}), ["test (" + "a" * 91 + "..."]),
    ("axodotdev/cargo-dist#557", "upload-local-artifacts", "",
     only({"targets": "x86_64-unknown-linux-gnu", "runner": "ubuntu-20.04", "install_dist": DIST}),
     ["upload-local-artifacts (x86_64-unknown-linux-gnu, ubuntu-20.04, curl --proto '=https' --tlsv1.2 -..."]),
    ("ChristopherHX/runner.server#78", "job", "", Matrix({"a": ["", None], "b": [True]}), ["job (true)", "job (true)"]),
    ("ChristopherHX/runner.server#78", "job", "", Matrix({"a": ["", None]}), ["job", "job"]),
    ("namecheap/node-vault-client#168", "test", "", Matrix({"node": [18, 20]}), ["test (18)", "test (20)"]),
]  # fmt: skip
Job = tuple[str, str, Matrix | None]
# Jobs that call a reusable workflow, and at last the job inside.
SEEN_NESTED: list[tuple[str, list[Job], str]] = [
    ("AlexanderMattTurner/agent-glovebox#4493", [("a", "Outer", None), ("b", "Inner", None)], "Outer / Inner"),
    ("marcusquinn/aidevops#21547", [("gate", "", None), ("review-bot-gate", "", None)], "gate / review-bot-gate"),
    ("Systemorph/MeshWeaver#3695", [("validate", "", None), ("repos", "Validate node repos", None)],
     "validate / Validate node repos"),
    ("siemens/element#2760", [("build-and-test", "", None), ("documentation", "", None), ("documentation", "", None)],
     "build-and-test / documentation / documentation"),
    ("UiPath/uipath-integrations-python#367",
     [("test", "", None), ("test", "Test", Matrix({"python-version": ["3.11"], "os": OS}))],
     "test / Test (3.11, ubuntu-latest)"),
    ("rolldown/rolldown#8691",
     [("node-test-ubuntu", "", Matrix({"node-version": [20]})), ("test", "Node Test", None)],
     "node-test-ubuntu (20) / Node Test"),
    # Each part is cut for itself: the first name has 123 characters, the second 141.
    ("kata-containers/kata-containers#11176",
     [("build-checks", "", Matrix({"instance": ["s390x"]})),
      ("check", "", Matrix({"command": [KATA_COMMAND], "component": [KATA]}))],
     ('build-checks (s390x) / check (sudo -E PATH="$PATH" make test, agent-ctl, src/tools/agent-ctl, rust, '
      "protobuf-compiler, c...")),
    ("pytorch/test-infra#6574",
     [("linux-focal-cuda11_8", "linux-focal-cuda11.8-py3.10-gcc9-debug", None),
      ("test", "", only({"config": "default", "shard": 5, "num_shards": 7,
                         "runner": "lf.ephemeral.linux.4xlarge.nvidia.gpu", "owners": ["oncall:debug-build"],
                         "rerun": "rerun_disabled_tests"}))],
     ("linux-focal-cuda11.8-py3.10-gcc9-debug / test (default, 5, 7, lf.ephemeral.linux.4xlarge.nvidia.gpu, "
      "oncall:debug-build, rerun_disabled_te...")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("job_id", "name", "matrix", "seen"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN]
)
def test_a_job_is_reported_under_the_name_seen(
    job_id: str, name: str, matrix: Matrix | None, seen: list[str]
) -> None:
    assert list(reported(job_id, name, matrix)) == seen


def workflow(path: str, text: str) -> Workflow:
    file = parse_yaml(Text(path, text))
    assert isinstance(file, Yaml)
    return Workflow(file)


def as_yaml(job_id: str, name: str, matrix: Matrix | None, calls: str = "") -> str:
    """A workflow with one job; what JSON has is YAML as well."""
    said: dict[str, object] = {"name": name} if name else {}
    if matrix is not None:
        lists = {"include": matrix.include} if matrix.include else {}
        said["strategy"] = {"matrix": {**matrix.axes, **lists}}
    said |= {"uses": calls} if calls else {"runs-on": "ubuntu-latest", "steps": []}
    return f"on: push\njobs:\n  {job_id}: {json.dumps(said)}\n"


@pytest.mark.parametrize(
    ("job_id", "name", "matrix", "seen"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN]
)
def test_a_file_says_the_names_seen(job_id: str, name: str, matrix: Matrix | None, seen: list[str]) -> None:
    one = workflow("w.yml", as_yaml(job_id, name, matrix))

    assert list(check_runs(one.jobs[0], Workflows((one,)))) == seen


@pytest.mark.parametrize(
    ("jobs", "seen"), [row[1:] for row in SEEN_NESTED], ids=[row[0] for row in SEEN_NESTED]
)
def test_files_that_call_each_other_say_the_names_seen(jobs: list[Job], seen: str) -> None:
    files = [
        workflow(f"{number}.yml", as_yaml(*job, f"./{number + 1}.yml" if number + 1 < len(jobs) else ""))
        for number, job in enumerate(jobs)
    ]

    assert list(check_runs(files[0].jobs[0], Workflows(tuple(files)))) == [seen]


@pytest.mark.parametrize(("levels", "seen"), [(2, 11**2), (3, 1)])
def test_more_names_than_anybody_requires_are_not_worked_out(levels: int, seen: int) -> None:
    calls = [
        {f"j{one}": {"uses": f"./{number + 1}.yml"} for one in range(11)} for number in range(levels + 1)
    ]
    last = {"last": {"runs-on": "ubuntu-latest", "steps": []}}
    files = [
        workflow(f"{number}.yml", json.dumps({"on": "push", "jobs": jobs}))
        for number, jobs in enumerate([*calls, last])
    ]

    assert len(check_runs(files[0].jobs[0], Workflows(tuple(files)))) == seen


@pytest.mark.parametrize(
    "job",
    [
        "{strategy: {matrix: '${{ fromJSON(needs.a.outputs.b) }}'}}",
        "{strategy: {matrix: {a: '${{ fromJSON(needs.a.outputs.b) }}'}}}",
        "{name: 'on ${{ inputs.os }}'}",
        "{uses: acme/shared/.github/workflows/w.yml@v1}",
        "{uses: ./gone.yml}",
        "{uses: ./w.yml}",
    ],
)
def test_what_only_the_run_can_tell_has_no_name(job: str) -> None:
    one = workflow("w.yml", f"on: push\njobs:\n  a: {job}\n")

    assert list(check_runs(one.jobs[0], Workflows((one,)))) == [None]


@pytest.mark.parametrize(
    ("jobs", "seen"), [row[1:] for row in SEEN_NESTED], ids=[row[0] for row in SEEN_NESTED]
)
def test_a_job_of_a_reusable_workflow_is_reported_under_the_name_seen(jobs: list[Job], seen: str) -> None:
    parts = [reported(*job)[0] for job in jobs]
    name = parts[0]
    for part in parts[1:]:
        name = nested(name, part)

    assert name == seen


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.10, "3.1"),
        (1.0, "1"),
        (20, "20"),
        (20240131, "20240131"),
        (0.1 + 0.2, "0.3"),
        (10**400, "Infinity"),
        (False, "false"),
        ("3.10", "3.10"),
        ({"a": {"b": [1, True], "c": None}, "d": "x"}, "1, true, x"),
    ],
)
def test_values_in_a_name_are_printed_as_github_prints_them(value: Value, shown: str) -> None:
    assert reported("job", "", Matrix({"a": [value]})) == (f"job ({shown})",)


def test_what_an_include_adds_to_a_combination_is_not_in_its_name() -> None:
    assert reported("job", "", Matrix({"os": OS}, [{"os": "ubuntu-latest", "coverage": True}])) == (
        "job (ubuntu-latest)",
    )


def test_an_include_that_is_a_job_is_named_by_the_axes_first() -> None:
    assert reported("job", "", Matrix({"os": ["a"]}, [{"extra": 1, "os": "b"}])) == ("job (a)", "job (b, 1)")


def test_a_name_with_an_expression_gets_nothing_appended() -> None:
    assert (
        names("job", "${{ 'all' }}", combinations(Matrix({"os": LATEST})), lambda *_: "all") == ("all",) * 3
    )


def test_a_name_that_comes_out_empty_is_replaced() -> None:
    assert reported("job", "${{ matrix.label }}", Matrix({"os": ["a"]})) == ("job (a)",)


def test_the_name_of_a_job_that_an_expression_decides_is_unknown() -> None:
    assert reported("job", "Node ${{ inputs.node }}", None) == (None,)


def test_a_name_with_an_undecidable_value_is_unknown() -> None:
    assert reported("job", "", Matrix({"branch": [BRANCH, "main"]})) == (None, "job (main)")


def test_whether_an_evaluated_name_is_cut_is_unknown() -> None:
    assert reported("job", "${{ matrix.label }}", Matrix({"label": ["x" * 100, "x" * 101]})) == (
        "x" * 100,
        None,
    )


@pytest.mark.parametrize(("caller", "inner"), [(None, "test"), ("ci", None)])
def test_a_name_with_an_unknown_part_is_unknown(caller: str | None, inner: str | None) -> None:
    assert nested(caller, inner) is None


def test_a_name_is_cut_by_utf_16_code_units() -> None:
    assert reported("job", "a" + "🚀" * 50, None) == ("a" + "🚀" * 48 + "...",)
