"""The repository of an example: its files, and a history of them."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from relaudit.core.errors import PluginError
from relaudit.core.record import record
from relaudit.pages import Example

_NOON = 1_767_225_600
_HOUR = 3600
_WHO = "Example <someone@example.com>"
_NOWHERE = "refs/import/commit"  # where a commit is made; taken away again


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
        yield f"reset {_NOWHERE}\n\ncommit {_NOWHERE}\nmark :{index + 1}\ncommitter {_WHO} {when} +0000\n".encode()
        yield _data(commit.subject.encode())
        for order, parent in enumerate(commit.parents):
            yield f"{'merge' if order else 'from'} :{parent + 1}\n".encode()
        yield b"deleteall\n"
        for path, content in commit.files.items():
            yield f"M 100644 inline {path}\n".encode() + _data(content)
        for ref in commit.refs:
            yield _ref(ref, index + 1, when)
    yield f"reset {_NOWHERE}\nfrom {'0' * 40}\n\n".encode()


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
