"""Judging a rule by its page; for the built-in pack and for any other.

`python -m relaudit.testing` runs every page, `--accept` writes what relaudit prints into the pages.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from relaudit.audit import Auditor, Request
from relaudit.builtin import everything
from relaudit.core.errors import PluginError
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.core.record import record, replace
from relaudit.core.report import Audit
from relaudit.core.rule import Rule
from relaudit.pages import Example, page_of
from relaudit.plugins.load import Loaded
from relaudit.reporters.console import render_audit
from relaudit.reporters.text import status_words
from relaudit.sources.local import opened

DAY = date(2026, 1, 31)
_NOON = 1_767_225_600
_HOUR = 3600
_WHO = "Example <someone@example.com>"


@record
class Result:
    """What came of an example: the verdict, and what relaudit prints of it."""

    verdict: Verdict
    output: str


def run_example(rule: Rule, example: Example, loaded: Loaded) -> Result:
    """Build the example's repository, audit it with this one rule, and render the verdict."""
    with TemporaryDirectory(prefix="relaudit-example-") as folder:
        build(example, Path(folder))
        auditor = Auditor(replace(loaded, rules=(rule,)), Request(today=Today(DAY)))
        with opened(Path(folder), name=".") as repository:
            audit = auditor.audit(repository).audit
    verdict = audit.verdicts[0]
    return Result(verdict, shown(audit, verdict))


def shown(audit: Audit, verdict: Verdict) -> str:
    """The lines for one verdict, the status last."""
    return render_audit(audit) + f"{status_words(verdict.status)}\n"


def build(example: Example, folder: Path) -> None:
    """Write the example's files and history into an empty folder.

    Raises:
        PluginError: the history names a commit that it does not have.
    """
    files = {title: content for title, content in example.files.items() if ":" not in title}
    if "@policy" in example.special:
        files["relaudit.toml"] = example.special["@policy"].encode()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    commits = _commits(example, files)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(commits)))


@record
class Commit:
    """One line of `@log`, newest first; `parents` are numbers of commits below it."""

    refs: tuple[str, ...]
    subject: str
    parents: tuple[int, ...]
    files: Mapping[str, bytes]


def _commits(example: Example, head: Mapping[str, bytes]) -> Sequence[Commit]:
    lines = [line for line in example.special.get("@log", "").splitlines() if line.strip()]
    lines = lines or _implied(example)
    refs = [_refs(line) for line in lines]
    commits: list[Commit] = []
    for index, line in enumerate(lines):
        fields = [field.strip() for field in line.split("|")] + ["", ""]
        own = {
            path: content
            for title, content in example.files.items()
            for ref, _, path in [title.partition(":")]
            if path and ref in (name.rpartition(" ")[2] for name in refs[index])
        }
        parents = _parents(fields[2], index, refs)
        commits.append(Commit(refs[index], fields[1] or f"Commit {index}", parents, own or head))
    return commits


def _implied(example: Example) -> list[str]:
    """The history of an example that gives none: today's files on main, and below them each tag in turn."""
    tags = dict.fromkeys(title.partition(":")[0] for title in example.files if ":" in title)
    return ["main | Today", *(f"tag: {tag} | Release {tag}" for tag in tags)]


def _refs(line: str) -> tuple[str, ...]:
    return tuple(ref.strip() for ref in line.partition("|")[0].split(",") if ref.strip())


def _parents(field: str, index: int, refs: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """The commit below, unless others are named; `-` is a root."""
    if not field:
        return (index + 1,) if index + 1 < len(refs) else ()
    found: list[int] = []
    for wanted in field.replace("-", " ").split() if field == "-" else field.split():
        number = next(
            (n for n, names in enumerate(refs) if wanted in [name.rpartition(" ")[2] for name in names]), None
        )
        if number is None or number <= index:
            raise PluginError(f"@log: '{wanted}' is no commit below line {index + 1}")
        found.append(number)
    return tuple(found)


def _stream(commits: Sequence[Commit]) -> Iterator[bytes]:
    """The input of `git fast-import`, oldest commit first; commits are an hour apart."""
    for index, commit in reversed(list(enumerate(commits))):
        when = _NOON - index * _HOUR
        yield f"commit refs/import/{index}\nmark :{index + 1}\ncommitter {_WHO} {when} +0000\n".encode()
        yield _data(commit.subject.encode())
        for order, parent in enumerate(commit.parents):
            yield f"{'merge' if order else 'from'} :{parent + 1}\n".encode()
        yield b"deleteall\n"
        for path, content in commit.files.items():
            yield f"M 100644 inline {path}\n".encode() + _data(content)
        for ref in commit.refs:
            yield _ref(ref, index + 1, when)


def _ref(ref: str, mark: int, when: int) -> bytes:
    """`tag: NAME` is annotated, `light: NAME` is not, anything else is a branch; as `git log --decorate` has it."""
    kind, _, name = ref.rpartition(" ")
    if kind == "tag:":
        return f"tag {name}\nfrom :{mark}\ntagger {_WHO} {when} +0000\n".encode() + _data(name.encode())
    target = f"refs/tags/{name}" if kind == "light:" else f"refs/heads/{ref}"
    return f"reset {target}\nfrom :{mark}\n\n".encode()


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    environment = kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, input=stdin, check=True, capture_output=True
    )


def accept(rule: Rule, loaded: Loaded) -> bool:
    """Write what relaudit prints into the rule's page; whether anything changed."""
    page = page_of(rule)
    if page is None:
        raise PluginError(f"{rule.id} has no page beside its module")
    lines = page.text.split("\n")
    for example in reversed(page.examples):
        end = example.output_line
        while not lines[end].startswith("```"):
            end += 1
        lines[example.output_line : end] = run_example(rule, example, loaded).output.splitlines()
    text = "\n".join(lines)
    if text != page.text:
        page.path.write_text(text, encoding="utf-8")
    return text != page.text


def main() -> int:
    """Run every page; the number of rules whose page does not say what relaudit prints."""
    loaded = everything()
    wrong = 0
    for rule in loaded.rules:
        if "--accept" in sys.argv:
            print(f"{'wrote' if accept(rule, loaded) else 'as it was'}: {rule.id}")
            continue
        page = page_of(rule)
        for example in page.examples if page else ():
            result = run_example(rule, example, loaded)
            right = result.output == example.output and result.verdict.status is example.ends
            wrong += not right
            print(f"{'right' if right else 'WRONG'}: {rule.id}: {example.title}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
