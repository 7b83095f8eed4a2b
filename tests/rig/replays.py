"""What GitHub answered to others: the recordings that PyGithub and Octokit test themselves with, fetched and cut down. Nothing of them is kept here.

`python tests/rig/replays.py` writes `build/replays.json` and `build/fixtures.json`: what was answered to GET requests that are made here
as well, and every refusal of any other.
"""

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from description import packed
from recordings import BUILD, FIXTURES, REPLAYS, template_of

CONSTRAINTS = Path(__file__).parent.parent.parent / "constraints.txt"
PACKAGE = "@octokit/fixtures@23.1.2"
MEMBER = re.compile(r"package/scenarios/[^/]+/[^/]+/normalized-fixture\.json")
REPLAY = re.compile(r"[^/]+/tests/ReplayData/[^/]+\.txt")
ENTERPRISE = "/api/v3"
EXCHANGE = re.compile(r"^(?=https?\n(?:GET|HEAD|POST|PUT|PATCH|DELETE)\n)", re.MULTILINE)
Row = Mapping[str, Any]


def sdist() -> bytes:
    """PyGithub's source distribution, in the version that is tested with. pip would run its build to learn its name; uv tells where it is."""
    pinned = next(
        line for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if line.startswith("PyGithub==")
    )
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--no-deps", "--no-header", "--system-certs", "--format", "pylock.toml"]  # fmt: skip
    with TemporaryDirectory() as folder:
        told = subprocess.run(command, cwd=folder, input=pinned, check=True, capture_output=True, text=True)
    found = tomllib.loads(told.stdout)["packages"][0]["sdist"]
    with urlopen(found["url"]) as answer:  # noqa: S310 - uv names it, and its hash
        content: bytes = answer.read()
    assert hashlib.sha256(content).hexdigest() == found["hashes"]["sha256"], (
        "the sdist is not the one that was named"
    )
    return content


def replays(archive: tarfile.TarFile) -> Iterator[Row]:
    """Of each exchange the lines are: scheme, verb, host, port, target, headers, body, status, headers, body."""
    for text in _texts(archive, REPLAY):
        for exchange in EXCHANGE.split(text):
            lines = exchange.split("\n")
            if lines[1:2] == ["GET"]:
                headers = dict(ast.literal_eval(lines[8]))
                yield _row(lines[4].removeprefix(ENTERPRISE), int(lines[7]), headers, lines[9])


def fixtures(archive: tarfile.TarFile) -> Iterator[Row]:
    """The exchanges of every scenario."""
    for text in _texts(archive, MEMBER):
        for one in json.loads(text):
            if one["method"] == "get":
                said = one["response"]
                body = said if isinstance(said, str) else json.dumps(said)
                yield _row(one["path"], one["status"], one["headers"], body)


def _row(target: str, status: int, headers: Mapping[str, str], body: str) -> Row:
    return {
        "target": target,
        "status": status,
        "headers": {name.lower(): str(value) for name, value in headers.items()},
        "body": body,
    }


def _texts(archive: tarfile.TarFile, names: "re.Pattern[str]") -> Iterator[str]:
    for name in sorted(filter(names.fullmatch, archive.getnames())):
        member = archive.extractfile(name)
        assert member is not None
        yield member.read().decode()


def _write(file: Path, rows: Iterator[Row]) -> None:
    kept = [row for row in rows if row["status"] >= 400 or template_of(row["target"]) is not None]
    file.write_text(json.dumps(kept), encoding="utf-8")
    print(f"{file.name}: {len(kept)} answers, {file.stat().st_size // 1024} KiB")


def main() -> None:
    """Write both; without npm the tests that need them are skipped."""
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: the tests against recorded answers are skipped")
    BUILD.mkdir(exist_ok=True)
    with packed(PACKAGE) as archive:
        _write(FIXTURES, fixtures(archive))
    with tarfile.open(fileobj=BytesIO(sdist())) as archive:
        _write(REPLAYS, replays(archive))


if __name__ == "__main__":
    main()
