"""For which Python versions a project says it is, wherever it says so, and where nobody can tell."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from relaudit.core.model import Reason
from relaudit.evidence.project import Project, project
from relaudit.evidence.pythons.declared import DeclaredPythons, declared_pythons
from relaudit.sources.worktree import WorkingTree

Declare = Callable[[Mapping[str, str]], DeclaredPythons]
LINE = "Programming Language :: Python :: 3."
SETUP = "from setuptools import setup\n"
CFG = f"[metadata]\nclassifiers =\n  {LINE}9\n  # {LINE}7\n  {LINE}10\n[options]\npython_requires = >=3.9\n"


@pytest.fixture
def declare(tmp_path: Path) -> Declare:
    def read(files: Mapping[str, str]) -> DeclaredPythons:
        for path, content in files.items():
            (tmp_path / path).write_text(content, encoding="utf-8")
        tree = WorkingTree(tmp_path)
        known = project.function(tree)
        assert isinstance(known, Project)
        found = declared_pythons.function(known, tree)
        assert isinstance(found, DeclaredPythons)
        return found

    return read


def lowest(found: DeclaredPythons) -> int | None:
    return min(found.required, default=None)


def told(found: DeclaredPythons) -> list[str]:
    return [unknown.detail for unknown in found.unknowns]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ('[project]\nrequires-python = ">=3.9"\n', 9),
        ('[tool.poetry.dependencies]\npython = "^3.8"\n', 8),
        ('[tool.poetry.dependencies]\npython = "~3.10.2"\n', 10),
        ('[tool.poetry.dependencies]\npython = "3.11.*"\n', 11),
        ('[tool.poetry.dependencies]\npython = "~2.7 || ^3.7"\n', 7),
        ('[tool.poetry.dependencies]\npython = "*"\n', 0),
        ('[tool.flit.metadata]\nrequires-python = ">=3.6"\n', 6),
        ('[project]\nrequires-python = ">=3.9"\n[tool.poetry.dependencies]\npython = "^3.8"\n', 9),
    ],
)
def test_pyproject_says_it_in_the_words_of_the_build_tool(
    declare: Declare, requirement: str, expected: int
) -> None:
    assert lowest(declare({"pyproject.toml": requirement})) == expected


def test_a_specifier_that_is_none_is_told(declare: Declare) -> None:
    found = declare({"pyproject.toml": '[project]\nrequires-python = "new"\n'})

    assert told(found) == ["requires-python takes no Python 3, or is no specifier: new"]


@pytest.mark.parametrize("table", ["project", "tool.poetry", "tool.flit.metadata"])
def test_only_poetry_lists_more_than_is_written(declare: Declare, table: str) -> None:
    found = declare({"pyproject.toml": f'[{table}]\nclassifiers = ["{LINE}9", "{LINE}12 "]\n'})

    assert (sorted(found.classifiers), found.is_open) == ([9, 12], table == "tool.poetry")


def test_setup_cfg_says_both_with_places(declare: Declare) -> None:
    found = declare({"setup.cfg": CFG})
    places = {minor: place.line for minor, place in found.classifiers.items()}

    assert (lowest(found), found.key, places) == (9, "python_requires", {9: 3, 10: 5})
    assert found.place is not None
    assert (found.place.line, found.place.column) == (7, 19)


def test_a_shorter_version_is_not_found_in_a_longer_one(declare: Declare) -> None:
    found = declare({"setup.cfg": f"[metadata]\nclassifiers =\n  {LINE}10\n  {LINE}1\n"})

    assert {minor: place.line for minor, place in found.classifiers.items()} == {10: 3, 1: 4}


def test_setup_cfg_may_take_the_classifiers_from_a_file(declare: Declare) -> None:
    found = declare({"setup.cfg": "[metadata]\nclassifiers = file: classifiers.txt\n"})

    assert told(found) == ["setup.cfg takes the classifiers from another file"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('[build-system]\nrequires = ["setuptools"]\n', (9, [9, 10])),
        ('[project]\nname = "ferry"\n', (None, [])),
        ('[project]\ndynamic = ["requires-python"]\n', (9, [])),
        ('[project]\ndynamic = ["classifiers"]\n', (None, [9, 10])),
        ('[project]\nrequires-python = ">=3.8"\ndynamic = ["classifiers"]\n', (8, [9, 10])),
        ('[tool.poetry]\nname = "ferry"\n', (None, [])),
    ],
)
def test_setuptools_is_asked_for_what_the_project_table_leaves_to_it(
    declare: Declare, document: str, expected: tuple[int | None, list[int]]
) -> None:
    found = declare({"pyproject.toml": document, "setup.cfg": CFG})

    assert (lowest(found), sorted(found.classifiers)) == expected


def test_what_is_left_to_the_build_tool_and_said_nowhere_is_unknown(declare: Declare) -> None:
    found = declare({"pyproject.toml": '[project]\ndynamic = ["requires-python"]\n'})

    assert told(found) == ["pyproject.toml leaves requires-python to the build tool"]


def test_setup_py_goes_before_setup_cfg(declare: Declare) -> None:
    found = declare({"setup.cfg": CFG, "setup.py": f"{SETUP}setup(python_requires='>=3.8')\n"})

    assert (lowest(found), sorted(found.classifiers)) == (8, [9, 10])


def test_only_pbr_reads_the_requirement_out_of_the_metadata(declare: Declare) -> None:
    files = {"setup.cfg": "[metadata]\npython-requires = >=3.8\n", "setup.py": f"{SETUP}setup()\n"}
    plain = lowest(declare(files))

    assert (plain, lowest(declare({**files, "setup.py": f"{SETUP}setup(pbr=True)\n"}))) == (None, 8)


@pytest.mark.parametrize(
    "script",
    [
        'setup(python_requires=">=3.9")',
        'import setuptools\nsetuptools.setup(python_requires=">=3.9")',
        'LOWEST = ">=3.9"\nsetup(python_requires=LOWEST)',
        'LOWEST = (3, 9)\nsetup(python_requires=">=" + ".".join(map(str, LOWEST)))',
        'ARGUMENTS = {"python_requires": ">=3.9"}\nsetup(**ARGUMENTS)',
        'arguments = dict(python_requires=">=3.9", name="ferry")\nsetup(**arguments)',
        'def main():\n    setup(python_requires=">=3.9")\nmain()',
        'try:\n    setup(python_requires=">=3.9", ext=1)\nexcept OSError:\n    setup(python_requires=">=3.9")',
    ],
)
def test_setup_py_is_read_where_it_is_written_out(declare: Declare, script: str) -> None:
    found = declare({"setup.py": SETUP + script})

    assert (lowest(found), told(found)) == (9, [])


def test_the_place_is_that_of_the_literal(declare: Declare) -> None:
    found = declare({"setup.py": f'{SETUP}LOWEST = ">=3.9"\nsetup(python_requires=LOWEST)\n'})

    assert found.place is not None
    assert (found.place.line, found.place.column, found.place.end_column) == (2, 10, 17)


@pytest.mark.parametrize(
    "script",
    [
        "setup(python_requires=lowest())",
        'if OLD:\n    LOWEST = ">=3.8"\nelse:\n    LOWEST = ">=3.9"\nsetup(python_requires=LOWEST)',
        'LOWEST = ">=3.8"\nLOWEST = ">=3.9"\nsetup(python_requires=LOWEST)',
        'setup(python_requires=">=3.8")\nsetup(python_requires=">=3.9")',
        'arguments = {}\narguments["python_requires"] = ">=3.9"\nsetup(**arguments)',
        'setup(**{**more, "name": "python_requires"})',
        "from more import arguments\nsetup(**arguments)  # has python_requires",
        "setup(python_requires='>=3.9')\n" * 9,
    ],
)
def test_setup_py_is_unknown_where_it_takes_running(declare: Declare, script: str) -> None:
    found = declare({"setup.cfg": CFG, "setup.py": SETUP + script})

    assert (lowest(found), told(found)) == (None, ["setup.py works out python_requires"])


def test_a_dictionary_that_is_whole_gives_nothing_else(declare: Declare) -> None:
    script = f'{SETUP}more = {{"name": "python_requires"}}\nsetup(**more)\n'
    found = declare({"setup.cfg": CFG, "setup.py": script})

    assert (lowest(found), told(found)) == (9, [])


def test_a_script_of_python_2_is_unknown_only_for_what_it_mentions(declare: Declare) -> None:
    found = declare({"setup.cfg": CFG, "setup.py": 'print "hello"\nsetup(classifiers=[])\n'})

    assert (lowest(found), len(told(found))) == (9, 1)
    assert found.unknowns[0].reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    "script",
    [
        f'setup(classifiers=["{LINE}9", "{LINE}10"])',
        f'setup(classifiers=("{LINE}9",) + ("{LINE}10",))',
        f'LIST = ["{LINE}9"]\nsetup(classifiers=[*LIST, "{LINE}10"])',
        f'LIST = """\n{LINE}9\n{LINE}10\n"""\nsetup(classifiers=LIST.strip().splitlines())',
        f'setup(classifiers=[line for line in "{LINE}9\\n{LINE}10".split("\\n") if line.strip()])',
        f'setup(classifiers=list(filter(None, "{LINE}9\\n{LINE}10".split("\\n"))))',
        f'setup(classifiers=textwrap.dedent("""\n  {LINE}9\n  {LINE}10\n""").splitlines())',
        f'setup(classifiers=("License :: MIT\\n" + "{LINE}9\\n{LINE}10").splitlines())',
        f'LIST = ["{LINE}9"]\nLIST.append("{LINE}10")\nsetup(classifiers=LIST)',
        f'LIST = ["{LINE}9"]\nLIST.extend(["{LINE}10"])\nsetup(classifiers=LIST)',
        f'setup(classifiers=["{LINE}9", "{LINE}10", f"Development Status :: {{state}}"])',
        f'setup(classifiers=["{LINE}9", "{LINE}10", "Development Status :: %s" % state])',
        f'setup(classifiers=["{LINE}9", "{LINE}10", "Development Status :: " + state])',
    ],
)
def test_classifiers_are_read_out_of_literals(declare: Declare, script: str) -> None:
    found = declare({"setup.py": SETUP + script})

    assert (sorted(found.classifiers), told(found)) == ([9, 10], [])


@pytest.mark.parametrize(
    "given",
    [
        "listed()",
        f'[f"{LINE}{{minor}}" for minor in (9, 10)]',
        f'["{LINE}9", *more]',
        f'["{LINE}9", f"Programming {{rest}}"]',
        f'["{LINE}9", f"{{all}}"]',
        f'[line for line in "{LINE}9".split() if wanted(line)]',
    ],
)
def test_classifiers_that_are_put_together_are_unknown(declare: Declare, given: str) -> None:
    found = declare({"setup.py": f"{SETUP}setup(classifiers={given})\n"})

    assert (dict(found.classifiers), told(found)) == ({}, ["setup.py works out its classifiers"])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"ruff.toml": 'target-version = "py310"\n'}, {"ruff": (10, "ruff.toml")}),
        ({"mypy.ini": "[mypy]\npython_version = 3.10\n"}, {"mypy": (10, "mypy.ini")}),
        ({".mypy.ini": "[mypy]\npython_version = 3.10\n"}, {"mypy": (10, ".mypy.ini")}),
        ({"setup.cfg": "[mypy]\npython_version = 3.10\n"}, {"mypy": (10, "setup.cfg")}),
        ({"setup.cfg": "[mypy-ferry]\npython_version = 3.10\n"}, {}),
        ({"pyrightconfig.json": '{"pythonVersion": "3.10"}'}, {"pyright": (10, "pyrightconfig.json")}),
        ({"pyrightconfig.json": '{\n// "pythonVersion": "3.9",\n}'}, {}),
        (
            {"pyrightconfig.json": '{"a": ["//", /* b */ 1,],\n"pythonVersion": "3.10", // c\n}'},
            {"pyright": (10, "pyrightconfig.json")},
        ),
        (
            {".ruff.toml": "", "ruff.toml": 'target-version = "py310"\n', "pyproject.toml": '[tool.ruff]\ntarget-version = "py39"\n'},
            {},
        ),
        (
            {"mypy.ini": "[mypy]\n", "pyproject.toml": '[tool.mypy]\npython_version = "3.10"\n'},
            {},
        ),
        (
            {"pyproject.toml": "[tool.mypy]\n", "setup.cfg": "[mypy]\npython_version = 3.10\n"},
            {},
        ),
        (
            {"pyproject.toml": '[tool.black]\ntarget-version = ["py312", "py310"]\n'},
            {"black": (10, "pyproject.toml")},
        ),
    ],
)  # fmt: skip
def test_each_tool_is_asked_where_it_reads_itself(
    declare: Declare, files: Mapping[str, str], expected: Mapping[str, tuple[int, str]]
) -> None:
    targets = declare(files).targets

    assert {tool: (minor, place.path) for tool, (minor, place) in targets.items()} == expected


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("ruff.toml", "target-version"),
        ("mypy.ini", "python_version"),
        ("pyrightconfig.json", '{"pythonVersion"'),
        ("setup.cfg", "python_requires"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_once(declare: Declare, path: str, content: str) -> None:
    assert [unknown.evidence for unknown in declare({path: content}).unknowns] == [path]


def documented(declare: Declare, text: str, path: str = "README.md") -> list[int]:
    project = '[project]\nname = "ferry-boat"\nrequires-python = ">=3.9"\n'
    return list(declare({"pyproject.toml": project, path: text}).documented)


@pytest.mark.parametrize(
    "form",
    [
        "Python 3.8+", "Python 3.8 or newer", "Python 3.8 and later", "python 3.8-or-better", "Python >= 3.8", "Python >=3.8,<3.13",
        "Python ≥3.8", "Python 3.8 – 3.12", "Python 3.8 to 3.12", "Python versions 3.8, 3.9, and 3.10", "CPython 3.8.1+", "**Python** 3.8+",
        "[Python](https://example.org) 3.8+", "`Python 3.8+`", "Python\n3.8 or\nlater", "at least Python 3.8", "Python 3.8 onwards",
    ],
)  # fmt: skip
def test_a_lowest_version_is_known_by_its_form(declare: Declare, form: str) -> None:
    assert documented(declare, f"# Ferry\n\nFerry-Boat requires {form}.\n") == [8]


@pytest.mark.parametrize(
    "form", ["Python 3.8", "Python 3", "Python <3.8", "Python 3.8.1.2+", "Pythonic 3.8+", "Perl 3.8+"]
)
def test_a_version_that_is_no_lowest_says_nothing(declare: Declare, form: str) -> None:
    assert documented(declare, f"# Ferry\n\nFerry-Boat requires {form}.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "# Ferry\n\nIt officially supports Python 3.8+.",
        "# Ferry\n\nCarries files. This library works with Python 3.8+, and needs no more.",
        "# Ferry\n\n- Compatible with Python 3.8 to 3.12.",
        "# Ferry\n\n## Fast\n\n`ferry_boat` only supports Python 3.8+ and PyPy.",
        "# Test ferries\n\nIt requires Python 3.8+.",
        "# Ferry\n\n## Development\n\nSee there.\n\n## Requirements\n\n- Python 3.8+",
        "# Ferry\n\n## Requirements\n\nPython 3.8+",
        "# Ferry\n\n## Requirements\n\n* Python 3.8+ is required.",
        "# Ferry\n\n## Installation\n\n1. Install Python 3.8 or newer.",
        "# Ferry\n\n## Installation\n\nYou need Python 3.8+ to run\nferry.",
        "[![python](https://img.shields.io/badge/python-3.8%2B-blue)](x)",
        "![python](https://img.shields.io/badge/Python%20versions-3.8%20%7C%203.9-blue.svg)",
        "![python](https://img.shields.io/badge/python-%3E%3D3.8-blue?style=flat)",
        "![python](https://img.shields.io/badge/python-3.8--3.12-blue)",
    ],
)
def test_what_can_only_be_about_the_project_counts(declare: Declare, text: str) -> None:
    assert documented(declare, text) == [8]


@pytest.mark.parametrize(
    "text",
    [
        "# Ferry\n\nFerry-boat 1.2 supports Python 3.8+.",
        "# Ferry\n\nHarbour requires Python 3.8+.",
        "# Ferry\n\nThe fast mode requires Python 3.8+.",
        "# Ferry\n\nSupports Python 3.8+ wheels.",
        "# Ferry\n\nFerry-boat supports Python 3.8+ wheels.",
        "# Ferry\n\n> Harbours differ.\nIt requires Python 3.8+.",
        "# Ferry\n\n    It carries. It requires Python 3.8+.",
        "# Ferry\n\nIt requires Python 3.8+ for the fast mode.",
        "# Ferry\n\nFerry-boat dropped Python 3.8+.",
        "# Ferry\n\n- Sails. Requires Python 3.8+.",
        "# Ferry\n\n## Fast\n\nRequires Python 3.8+.",
        "# Ferry\n\n## Fast\n\n- Python 3.8+",
        "# Ferry\n\n## Requirements\n\n### Development\n\nIt needs Python 3.8+.",
        "# Ferry\n\n## Changelog\n\nFerry-boat requires Python 3.8+.",
        "# Ferry\n\n## Requirements\n\n- Harbour\n  - Python 3.8+",
        "# Ferry\n\n> It requires Python 3.8+.",
        "# Ferry\n\n```\nIt requires Python 3.8+.\n```",
        "# Ferry\n\n~~~ text\n\nIt requires Python 3.8+.\n~~~",
        "# Ferry\n\n    It requires Python 3.8+.",
        "# Ferry\n\n| It requires Python 3.8+. |",
        "![python](https://img.shields.io/badge/python-3.8-blue)",
        "![black](https://img.shields.io/badge/python_black-3.8+-blue)",
        "![x](https://img.shields.io/badge/micropython-3.8+-blue)",
    ],
)
def test_what_may_be_about_something_else_does_not_count(declare: Declare, text: str) -> None:
    assert documented(declare, text) == []


def test_the_place_of_a_mention_is_that_of_its_words(declare: Declare) -> None:
    found = declare(
        {
            "pyproject.toml": '[project]\nname = "ferry"\nrequires-python = ">=3.9"\n',
            "README.md": "# Ferry\n\nIt needs\n[Python](https://example.org) 3.8+.\n",
        }
    )

    assert [(at.line, at.column, at.end_column) for at in found.documented.values()] == [(4, 2, 35)]


def test_restructuredtext_is_read_as_such(declare: Declare) -> None:
    text = "Ferry\n=====\n\n.. note::\n\n   It needs Python 3.7+.\n\nRequirements\n------------\n\n* Python_ 3.8+\n"

    assert documented(declare, text, "README.rst") == [8]


def test_no_readme_is_held_to_what_is_not_said(declare: Declare) -> None:
    assert dict(declare({"README.md": "It requires Python 3.8+."}).documented) == {}


def test_a_project_that_says_nothing_has_said_nothing(declare: Declare) -> None:
    assert not declare({"setup.py": f"{SETUP}setup(name='ferry')\n", "setup.cfg": "[flake8]\n"})


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": "a = a + a\n" + "b = a + b + c\nc = b + c + a\n" * 50 + "setup(classifiers=a)\n"},
        {
            "setup.py": "".join(f"n{i} = n{i + 1} + n{i + 1}\n" for i in range(200))
            + "setup(classifiers=n0)\n"
        },
        {"setup.py": "setup(classifiers=" + "[" * 80 + "]" * 80 + ")"},
        {"setup.py": "setup(classifiers=" + "+".join(["[1]"] * 5000) + ")"},
        {"setup.py": f"{SETUP}setup(python_requires='>=3.{'9' * 5000}')\n"},
        {"pyproject.toml": f'[project]\nrequires-python = "{"||" * 9000}"\n'},
        {"pyproject.toml": f'[project]\nclassifiers = ["{LINE}{"9" * 5000}"]\n'},
        {"pyrightconfig.json": '{"pythonVersion": ' + "/*" * 40000},
        {"pyrightconfig.json": '{"pythonVersion": ' + '"\\' * 40000},
        {"setup.cfg": CFG, "README.md": "Python 3.8, " * 20000},
        {"setup.cfg": CFG, "README.md": "It requires Python 3.8 " + "[" * 60000},
        {"setup.cfg": CFG, "README.md": "badge/python-" * 9000 + "3.8+"},
        {"setup.cfg": CFG, "README.md": ("Python" + "\n" * 70) * 900 + "3.8"},
    ],
    ids=lambda files: next(reversed(files)),
)
def test_what_is_made_to_last_comes_to_an_end(declare: Declare, files: Mapping[str, str]) -> None:
    found = declare(files)

    assert (dict(found.targets), dict(found.documented)) == ({}, {})
