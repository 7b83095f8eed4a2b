"""Adding a built-in rule is two new files, and no edit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULE = '''"""No file is called NUL."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.files import Tree


@rule(severity=Severity.NOTICE, added="9")
def names_are_portable(tree: Tree) -> Iterator[Problem | Unknown]:
    """No file is called NUL.

    Why:
        It cannot be checked out everywhere.

    How to fix:
        Call it something else.
    """
    if tree.read("NUL"):
        yield Problem("NUL is no name for a file", InFile(path="NUL"))
'''
PAGE = """## Fails: a file called NUL

```text title="NUL"
x
```

```text title="@output"
```
"""


def test_two_new_files_are_a_rule(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    family = tmp_path / "rules" / "relaudit_rules" / "versions"
    (family / "names_are_portable.py").write_text(MODULE)
    (family / "names_are_portable.md").write_text(PAGE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path / "rules"), str(ROOT / "src")))}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        ).stdout

    assert "wrote: names-are-portable" in run("relaudit.testing", "--accept")
    assert "right: names-are-portable: Fails: a file called NUL" in run("relaudit.testing")
    listed = " ".join(run("relaudit", "rules").split())

    assert "names-are-portable notice No file is called NUL" in listed
    assert (
        "notice: names-are-portable: NUL is no name for a file"
        in (family / "names_are_portable.md").read_text()
    )
