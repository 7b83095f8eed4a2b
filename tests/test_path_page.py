"""The page about release paths shows what relaudit prints of the workflows that stand on it.

`python tests/test_path_page.py` writes its screens anew.
"""

import io
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.cli import run
from relaudit.core.model import Status
from relaudit.examples import build
from relaudit.pages import Example

PAGE = Path(__file__).parent.parent / "docs" / "release-paths.md"
FENCE = re.compile(
    r'^```(?P<kind>\w+) title="(?P<title>[^"]+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)
PROJECT = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n- A bell.\n",
}
INDEX = {
    "{index:testpypi}": "test.pypi.example"
}  # the host is told by its labels, whatever stands behind them


def blocks(page: str) -> Iterator[re.Match[str]]:
    return FENCE.finditer(page)


def files(page: str) -> Mapping[str, str]:
    found = {one["title"]: one["text"] for one in blocks(page) if not one["title"].startswith("$ ")}
    return {**PROJECT, **{name: _filled(text) for name, text in found.items()}}


def _filled(text: str) -> str:
    for name, host in INDEX.items():
        text = text.replace(name, host)
    return text


def printed(command: str, folder: Path) -> str:
    """What a command line prints in a folder."""
    said = io.StringIO()
    with chdir(folder), redirect_stdout(said):
        run(shlex.split(command)[1:])
    return said.getvalue().rstrip() + "\n"


def renewed(page: str) -> str:
    """The page with every screen as it is now."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        encoded = {path: text.encode() for path, text in files(page).items()}
        build(Example("Passes", Status.PASSED, 1, encoded, {"@log": "main | Start"}), folder)

        def shown(one: re.Match[str]) -> str:
            if not one["title"].startswith("$ "):
                return one[0]
            return f'```{one["kind"]} title="{one["title"]}"\n{printed(one["title"][2:], folder)}```'

        return FENCE.sub(shown, page)


def test_the_page_shows_what_relaudit_prints() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert renewed(page) == page
    assert len([one for one in blocks(page) if one["title"].startswith("$ ")]) == 4


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
