"""What npm, yarn, pnpm and bun run; hooks, words and workspaces were seen of npm 11, the others go by their manuals."""

import json
import shlex
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.files import unreadable
from relaudit.evidence.workflows.tasks.model import LOOSE, Task
from relaudit.evidence.workflows.tasks.npm import lines
from texts import Files

PACKAGE = """{
  "workspaces": ["packages/*", "tool"],
  "scripts": {
    "test": "jest",
    "pretest": "eslint .",
    "posttest": "echo done",
    "build": "tsc && node pack.js",
    "prestart": "echo get ready",
    "start": "node .",
    "empty": "",
    "preempty": "echo nothing follows",
    "number": 3
  }
}
"""
FILES = {
    "package.json": PACKAGE,
    "packages/sail/package.json": '{"name": "@boats/sail", "scripts": {"test": "mocha", "only": "echo only"}}',
    "packages/oar/package.json": '{"name": "oar", "scripts": {"test": "ava"}}',
    "packages/notes/README.md": "no package",
    "tool/package.json": '{"name": "tool", "scripts": {"test": "tap"}}',
}


class Closed(Files):
    """A tree whose empty folders cannot be read."""

    def folder(self, path: str) -> Sequence[str] | Unknown:
        return super().folder(path) or unreadable(path, f"{path}: not to be read")


def told(command: str, files: Mapping[str, str] = FILES, folder: str = "") -> Sequence[Task]:
    found = lines(shlex.split(command), folder, Closed(files))
    assert not isinstance(found, Unknown), found
    return found


def texts(command: str, files: Mapping[str, str] = FILES, folder: str = "") -> Sequence[str]:
    return [task.text for task in told(command, files, folder)]


def why(command: str, files: Mapping[str, str] = FILES, folder: str = "") -> str:
    found = lines(shlex.split(command), folder, Closed(files))
    assert isinstance(found, Unknown), found
    return found.detail


def packed(package: Mapping[str, object]) -> Mapping[str, str]:
    return {**FILES, "package.json": json.dumps(package)}


@pytest.mark.parametrize(
    "command",
    [
        "npm run test", "npm run-script test", "npm test", "npm t", "npm it", "npm --silent run test", "npm run --loglevel error test",
        "yarn test", "yarn run test", "yarn --silent test", "pnpm test", "pnpm t", "pnpm run test", "pnpm -w run test", "bun run test",
        "/usr/bin/npm test",
    ],
)  # fmt: skip
def test_a_script_runs_between_its_hooks(command: str) -> None:
    assert texts(command) == ["eslint .", "jest", "echo done"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm run build -- --watch 'a b'", "tsc && node pack.js --watch 'a b'"),
        ("npm run build x --quiet -- -y", "tsc && node pack.js x -y"),
        ("npm run build -- ''", 'tsc && node pack.js "${given}"'),
        ("yarn build --watch", "tsc && node pack.js --watch"),
        ("yarn build -- --watch", "tsc && node pack.js --watch"),
        ("pnpm build --watch x", "tsc && node pack.js --watch x"),
        ("bun run build --watch", "tsc && node pack.js --watch"),
    ],
)
def test_a_script_is_given_words(command: str, expected: str) -> None:
    assert texts(command) == [expected]


def test_hooks_are_given_no_words() -> None:
    assert texts("npm test -- -x") == ["eslint .", "jest -x", "echo done"]


def test_an_empty_script_runs_no_line_of_its_own() -> None:
    assert texts("npm run empty") == ["echo nothing follows"]


@pytest.mark.parametrize("manager", ["yarn@4.1.0", "yarn@berry", "pnpm@8.15.0"])
def test_managers_that_run_no_hooks(manager: str) -> None:
    package = {"packageManager": manager, "scripts": {"test": "jest", "pretest": "eslint ."}}

    assert texts(f"{manager.partition('@')[0]} test", packed(package)) == ["jest"]


@pytest.mark.parametrize("manager", ["yarn@1.22.22", "pnpm@9.0.0", "pnpm@10.1.0"])
def test_managers_that_run_hooks(manager: str) -> None:
    package = {"packageManager": manager, "scripts": {"test": "jest", "pretest": "eslint ."}}

    assert texts(f"{manager.partition('@')[0]} test", packed(package)) == ["eslint .", "jest"]


def test_hooks_can_be_left_out() -> None:
    assert texts("npm test --ignore-scripts") == ["jest"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm test -w packages/oar", ["ava"]),
        ("npm run test -w=oar -w @boats/sail", ["ava", "mocha"]),
        ("npm test --workspace tool", ["tap"]),
        ("npm test --workspaces", ["ava", "mocha", "tap"]),
        ("npm run only --workspaces --if-present", ["echo only"]),
        ("yarn workspace @boats/sail run test", ["mocha"]),
        ("yarn workspace oar test", ["ava"]),
        ("npm --prefix packages/oar test", ["ava"]),
        ("npm test --prefix=./tool", ["tap"]),
        ("yarn --cwd tool test", ["tap"]),
        ("pnpm -C packages/sail run test", ["mocha"]),
    ],
)
def test_a_script_may_run_elsewhere(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


@pytest.mark.parametrize(
    ("command", "folder", "expected"),
    [
        ("npm start", "", None), ("npm test", "tool/", None), ("npm test -w oar", "", "packages/oar/"), ("npm --prefix .. start", "tool/", ""),
        ("npm --prefix packages/oar test", "", "packages/oar/"),
    ],
)  # fmt: skip
def test_the_folder_is_told_where_it_is_another(command: str, folder: str, expected: str | None) -> None:
    assert told(command, folder=folder)[0].folder == expected


def test_members_may_be_listed_as_packages() -> None:
    assert texts("npm test -w oar", packed({"workspaces": {"packages": ["packages/oar"]}})) == ["ava"]


def test_a_shell_is_given_each_line() -> None:
    assert {task.shell for task in told("npm test")} == {LOOSE}


def test_the_place_is_that_of_the_script() -> None:
    assert [(task.place.path, task.place.line) for task in told("npm start")] == [
        ("package.json", 8),
        ("package.json", 9),
    ]


@pytest.mark.parametrize(
    "command",
    [
        "npm", "npm ci", "npm install", "npm i -g x", "npm run", "npm pack", "npm exec test", "npm --version", "yarn", "yarn install", "yarn add test", "yarn run",
        "yarn dlx test", "pnpm", "pnpm install", "pnpm exec test", "pnpm dlx test", "bun install", "bun test", "bun x test",
    ],
)  # fmt: skip
def test_other_commands_run_no_lines(command: str) -> None:
    assert texts(command, {}) == []


def test_a_script_may_be_missing_where_that_is_asked_for() -> None:
    assert texts("npm run nowhere --if-present") == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm run nowhere", "package.json has no script nowhere"),
        ("npm stop", "package.json has no script stop"),
        ("npm run number", "package.json has no script number"),
        ("yarn eslint", "package.json has no script eslint"),
        ("npm run only --workspaces", "packages/oar/package.json has no script only"),
        ("npm run test -w nowhere", "the workspace has no member nowhere"),
        ("npm run ''", "which script is run, or where, is known to the run alone"),
        ("npm ''", "which script is run, or where, is known to the run alone"),
        ("yarn ''", "which script is run, or where, is known to the run alone"),
        ("npm test -w ''", "which script is run, or where, is known to the run alone"),
        ("pnpm -r test", "which script is run, or where, is known to the run alone"),
        ("pnpm --filter oar test", "which script is run, or where, is known to the run alone"),
        ("pnpm run -r test", "which script is run, or where, is known to the run alone"),
        ("npm --prefix '' test", "the folder is known to the run alone"),
        ("npm --prefix /elsewhere test", "/elsewhere is known to the run alone"),
        ("npm --prefix ../x test", "../x is known to the run alone"),
        ("npm --prefix packages test", "there is no packages/package.json"),
    ],
)
def test_what_cannot_be_told(command: str, expected: str) -> None:
    assert why(command) == expected


def test_a_folder_outside_of_the_repository_cannot_be_told() -> None:
    assert why("npm --prefix /tool test", folder="packages/") == "/tool is known to the run alone"


def test_the_root_of_a_workspace_is_not_looked_for() -> None:
    assert why("pnpm -w test", folder="tool/") == "the root of the workspace is not looked for"


@pytest.mark.parametrize("pattern", ["**", "*", "packages/**", "packages/*/x", "!tool", "{a,b}/*"])
def test_members_that_are_not_followed(pattern: str) -> None:
    files = packed({"workspaces": [pattern]})

    assert why("npm test --workspaces", files) == f"the members of the workspace are not followed: {pattern}"


def test_a_folder_that_cannot_be_read_is_handed_on() -> None:
    assert why("npm test --workspaces", packed({"workspaces": ["nowhere/*"]})) == "nowhere: not to be read"


def test_a_file_that_cannot_be_read_is_handed_on() -> None:
    assert why("npm test", {"package.json": "{"}).startswith("package.json:1:2:")


def test_there_is_an_end_to_the_members() -> None:
    many = {f"packages/p{number}/package.json": "{}" for number in range(400)}

    assert "more members than are followed" in why("npm test --workspaces", {**FILES, **many})


@given(
    st.sampled_from(["npm", "yarn", "pnpm", "bun"]),
    st.lists(
        st.sampled_from(["run", "test", "-w", "", "--", "--prefix", "workspace", "oar", "--workspaces"]),
        max_size=6,
    ),
)
def test_no_command_is_too_odd(manager: str, words: Sequence[str]) -> None:
    assert lines([manager, *words], "", Closed(FILES)) is not None
