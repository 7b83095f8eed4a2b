"""Answers that GitHub once gave, or says that it gives: recorded by others, or examples of its own description. None of them is kept here."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from description import EXAMPLES, PATHS

BUILD = Path(__file__).parent / "build"
REPLAYS, FIXTURES = BUILD / "replays.json", BUILD / "fixtures.json"
API = "https://api.github.com"
OK = 200
_REPOSITORY = r"(?:/repos/[^/?]+/[^/?]+|/repositories/\d+)"
_PATTERNS = [
    (path, re.compile(_REPOSITORY + re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(path)) + r"(?:\?.*)?"))
    for path in PATHS
]


@dataclass(frozen=True)
class Recording:
    """One answer: `template` is the path of its operation below the repository, None where nobody here asks for it; `body` is text."""

    source: str
    template: str | None
    target: str
    status: int
    headers: Mapping[str, str] = field(compare=False)
    body: str

    @property
    def label(self) -> str:
        """What a failure is told by."""
        return f"{self.source}: {self.status} {self.target}: {self.body[:80]}"

    @property
    def message(self) -> str:
        """What an error says."""
        said = self.json.get("message") if isinstance(self.json, Mapping) else None
        return said if isinstance(said, str) else ""

    @property
    def json(self) -> Any:
        """The body, each time a new one; None where it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def saying(self, body: object) -> "Recording":
        """The same answer with another body."""
        return Recording(self.source, self.template, self.target, self.status, self.headers, json.dumps(body))


def template_of(target: str) -> str | None:
    """The operation that a path asks for; a repository may be named by its number, as the links of lists do."""
    return next((path for path, pattern in _PATTERNS if pattern.fullmatch(target)), None)


def address(target: str) -> tuple[str, tuple[str, ...]]:
    """What a target asks for, in whichever order its parameters are."""
    path, _, query = target.partition("?")
    return path, tuple(sorted(query.split("&")))


@lru_cache(maxsize=1)
def recordings() -> tuple[Recording, ...]:
    """Each answer once; without those that others have recorded the test is skipped."""
    files = (REPLAYS, FIXTURES, EXAMPLES)
    if not all(file.exists() for file in files):
        pytest.skip("recorded answers were not fetched: make test fetches them with uv and npm")
    read = (one for file in files for one in _read(file))
    every = (
        one for one in read if one.status != OK or one.json is not None
    )  # some asked for files as they are
    return tuple({(one.template, one.status, one.body): one for one in every}.values())


def _read(file: Path) -> Iterator[Recording]:
    for row in json.loads(file.read_text(encoding="utf-8")):
        yield Recording(
            file.stem, template_of(row["target"]), row["target"], row["status"], row["headers"], row["body"]
        )
