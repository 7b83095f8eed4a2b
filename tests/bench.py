"""`make bench`: whole-process wall time and peak memory, in interleaved rounds, as ratios to other tools.

Every round runs each command once, so that a noisy machine is noisy for all of them; the medians are of the ratios of
the same round. The repositories are made on the spot and have at least one finding of each rule.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.core.model import Status
from relaudit.examples import build
from relaudit.pages import Example

ROUNDS = int(os.environ.get("ROUNDS", "11"))
BIN = Path(sys.executable).parent
WORKFLOW = """\
name: workflow {number}
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    name: Test on ${{{{ matrix.python-version }}}}
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python-version: ["3.11", "3.12", "3.13"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{{{ matrix.python-version }}}}
      - name: Install
        run: |
          python -m pip install --upgrade pip
          pip install -e ".[test]"
      - run: pytest --cov
        env:
          API_KEY: ${{{{ secrets.API_KEY }}}}
      - uses: codecov/codecov-action@v4
        with:
          token: ${{{{ secrets.CODECOV_TOKEN }}}}
          fail_ci_if_error: false
  publish:
    needs: test
    if: github.ref == 'refs/heads/main' && secrets.PYPI_TOKEN != ''
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python -m build && twine upload dist/* || echo "exists"
        env:
          TWINE_PASSWORD: ${{{{ secrets.PYPI_TOKEN }}}}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds of wall time, MiB at the peak."""

    seconds: float
    memory: float


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a command in a folder, its output thrown away."""
    null = os.open(os.devnull, os.O_RDWR)
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        for stream in range(3):
            os.dup2(null, stream)
        os.execvp(command[0], list(command))  # noqa: S606 - the commands are those below
    _, _, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    os.close(null)
    return Measured(seconds, usage.ru_maxrss / 1024)


def rounds(commands: Mapping[str, Sequence[str]], folder: Path) -> Mapping[str, list[Measured]]:
    """Every command once a round, after one round that does not count."""
    found: dict[str, list[Measured]] = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            measured = measure(command, folder)
            if number:
                found[name].append(measured)
    return found


def repository(folder: Path, workflows: int, tags: int, *, history: bool = True) -> Path:
    """A Python project with a finding of each rule."""
    head = f"1.{tags}.0"
    files = {
        "pyproject.toml": f'[project]\nname = "ferry"\nversion = "{head}"\n\n[tool.bumpversion]\ncurrent_version = "0.9"\n\n'
        '[[tool.bumpversion.files]]\nfilename = "gone.py"\n',
        "ferry/__init__.py": '"""A ferry."""\n\n__version__ = "0.1 beta"\n',
        "CHANGELOG.md": "# Changelog\n\n"
        + "".join(
            f"## 1.{number}.1 - 2025-01-01\n\n- More.\n\n" for number in range(max(tags - 3, 0), max(tags, 3))
        ),
        "relaudit.toml": "[process.secrets.CODECOV_TOKEN]\n",
    }
    files |= {
        f".github/workflows/w{number}.yml": WORKFLOW.format(number=number) for number in range(workflows)
    }
    for number in range(tags if history else 0):
        files[f"v1.{number}.0:pyproject.toml"] = (
            f'[project]\nname = "ferry"\nversion = "1.{number // 2 * 2}.0"\n'
        )
        files[f"v1.{number}.0:ferry/__init__.py"] = f'__version__ = "1.{number}.0"\n'
    log = "main\n" + "".join(f"light: v1.{number}.0\n" for number in reversed(range(tags if history else 0)))
    folder.mkdir()
    encoded = {path: text.encode() for path, text in files.items()}
    build(Example("Fails", Status.FAILED, 1, encoded, {"@log": log}), folder)
    subprocess.run(["git", "-C", folder, "pack-refs", "--all"], check=True)  # as a clone has them
    return folder


def row(title: str, mine: list[Measured], other: list[Measured], bound: str) -> str:
    """One line of the table."""
    ratios = [one.seconds / two.seconds for one, two in zip(mine, other, strict=True)]
    return f"| {title} | {statistics.median(ratios):.2f} | {bound} | {_ms(mine)} | {_ms(other)} |"


def _ms(found: list[Measured]) -> str:
    return f"{statistics.median(one.seconds for one in found) * 1000:.0f}"


def main() -> None:
    """Print the tables."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed relaudit is compiled
    python, relaudit = [sys.executable, "-c", "pass"], [str(BIN / "relaudit")]
    audit, zizmor = [*relaudit, "--offline", "."], [str(BIN / "zizmor"), "--offline", "."]
    review = [str(BIN / "repo-review"), "."]
    lines, memory = [], []
    with TemporaryDirectory(prefix="relaudit-bench-") as scratch:
        here = Path(scratch)
        short = rounds(
            {"python": python, "version": [*relaudit, "--version"], "help": [*relaudit, "--help"]}, here
        )
        lines += [
            row(f"`--{name}`, against `python -c pass`", short[name], short["python"], "≤ 3")
            for name in ("version", "help")
        ]
        for workflows, tags, bound in (
            (2, 0, "≤ 1.6"),
            (15, 150, "≤ 1.5"),
            (200, 0, "≤ 0.6"),
            (1000, 0, "≤ 0.5"),
        ):
            folder = repository(here / f"r{workflows}", workflows, tags)
            with_review = {"review": review} if workflows in (2, 200) else {}
            found = rounds({"relaudit": audit, "zizmor": zizmor, **with_review}, folder)
            title = f"{workflows} workflows" + (f" and {tags} tags" if tags else "")
            lines.append(row(f"{title}, against zizmor", found["relaudit"], found["zizmor"], bound))
            if with_review:
                less = {2: "≤ 0.55", 200: "≤ 0.25"}[workflows]
                lines.append(
                    row(f"{title}, against sp-repo-review", found["relaudit"], found["review"], less)
                )
            memory.append(f"| {title} | {max(one.memory for one in found['relaudit']):.0f} |")
        with_tags, without = (
            repository(here / "tagged", 2, 2102),
            repository(here / "untagged", 2, 2102, history=False),
        )
        both = rounds({"with": [*audit[:-1], str(with_tags)], "without": [*audit[:-1], str(without)]}, here)
        added = statistics.median(
            (one.seconds - two.seconds) * 1000 for one, two in zip(both["with"], both["without"], strict=True)
        )
    print(
        "| scenario | ratio | bound | relaudit, ms | the other, ms |",
        "| --- | ---: | ---: | ---: | ---: |",
        *lines,
        sep="\n",
    )
    print(f"\n2,102 tags add {added:.0f} ms (bound: 150 ms)\n")
    print("| peak memory | MiB |", "| --- | ---: |", *memory, sep="\n")


if __name__ == "__main__":
    main()
