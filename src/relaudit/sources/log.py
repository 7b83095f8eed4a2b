"""What git is asked about history, and how its answers are read.

No answer depends on attributes, text conversion or renames: names and raw differences alone.
"""

from collections.abc import Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.git import Ancestry, Change, Ref

SHALLOW = Unknown(
    "history",
    Reason.SHALLOW,
    needs="full history: git fetch --unshallow --tags, or fetch-depth: 0",
    detail="a shallow clone lacks tags and history",
)
_FACTS = (
    "objectname",
    "objecttype",
    "committerdate:unix",
    "*objectname",
    "*objecttype",
    "*committerdate:unix",
    "symref",
    "creatordate:unix",
)
_KEPT = ("refs/heads", "refs/remotes", "refs/tags")
_LINK = "120000"
_NONE: frozenset[str] = frozenset()
_MARK = "\x1e"
# Each change as `mark oid seconds` and git's raw lines, all ended by NUL.
_RAW = ("--raw", "--no-abbrev", "--no-renames", "-z", f"--format={_MARK}%H %ct")


def references() -> tuple[str, ...]:
    """Branches and tags, each as `oid|type|committed|peeled oid|peeled type|peeled committed|target|created name`."""
    return _listed("|".join(f"%({fact})" for fact in _FACTS))


def unpeeled_references() -> tuple[str, ...]:
    """The same as `oid name`: for a repository in which some object cannot be read."""
    return _listed("%(objectname)")


def references_of(answer: str) -> tuple[Ref, ...]:
    """The references in the order of the answer."""
    return tuple(_ref(line) for line in answer.split("\n") if line)


def _listed(described: str) -> tuple[str, ...]:
    """What services keep elsewhere, a reference for each pull request, is no branch and can be many."""
    return ("for-each-ref", f"--format={described} %(refname)", *_KEPT)


def _ref(line: str) -> Ref:
    """`oid|type|committed|peeled oid|peeled type|peeled committed|target|created name`, or `oid name`."""
    described, _, name = line.partition(" ")
    oid, *rest = described.split("|")
    match rest:
        case ["commit", committed, _, _, _, target, _]:
            return Ref(name, oid, oid, int(committed or 0), target)
        case ["tag", _, commit, "commit", committed, _, created]:
            return Ref(name, oid, commit, int(committed or 0), created=int(created or 0))
        case _:
            return Ref(name, oid)


def ancestry(tip: str) -> tuple[str, ...]:
    """From all branches and tags, and from one commit; a name that leads nowhere is left out."""
    return (
        "rev-list",
        "--parents",
        "--timestamp",
        "--ignore-missing",
        "--branches",
        "--tags",
        "--remotes",
        tip,
    )


def ancestry_of(answer: str) -> Ancestry:
    """`seconds oid parent…` on each line, by the oid."""
    lines = [line.split(" ") for line in answer.split("\n") if line]
    return {line[1]: line for line in lines}


def changes(tip: str, paths: Sequence[str]) -> Sequence[str]:
    """The first-parent line of a commit."""
    return (
        "--literal-pathspecs",
        "log",
        "--first-parent",
        "-m",  # against the first parent, as this is the line of first parents
        *_RAW,
        tip,
        "--",
        *paths,
    )


def changes_anywhere(tips: Sequence[str], paths: Sequence[str]) -> Sequence[str]:
    """All that some commits reach, side branches too."""
    return ("--literal-pathspecs", "log", "--full-history", "--no-merges", *_RAW, *tips, "--", *paths)


def changes_of(answer: str) -> tuple[Change, ...]:
    """The changes in the order of the answer."""
    return tuple(_change(part) for part in answer.split(_MARK) if part.strip("\0\n"))


def unpicked(tip: str, upstream: str) -> Sequence[str]:
    """Patches are compared as `git patch-id` does."""
    return ("rev-list", "--no-merges", "--right-only", "--cherry-pick", f"{upstream}...{tip}")


def names_of(answer: str) -> tuple[str, ...]:
    """One object name on each line."""
    return tuple(line for line in answer.split("\n") if line)


def unanswered(complaint: bytes, *, is_partial: bool) -> Unknown:
    """Why git did not answer."""
    detail = complaint.decode("utf-8", "replace").strip().split("\n")[0]
    if is_partial:
        return Unknown("history", Reason.MISSING_OBJECTS, needs="a full clone", detail=detail)
    return Unknown("history", Reason.UNREADABLE, detail=detail)


def _change(part: str) -> Change:
    head, _, raw = part.partition("\0")
    oid, _, seconds = head.partition(" ")
    fields = raw.removeprefix("\n").split("\0")
    before, blobs, links = {}, {}, []
    for described, path in zip(fields[:-1:2], fields[1::2], strict=True):
        _, mode, old, new, _ = described.split(" ")
        before[path], blobs[path] = _present(old), _present(new)
        links += [path] if mode == _LINK else []
    return Change(oid, int(seconds), before, blobs, frozenset(links) if links else _NONE)


def _present(oid: str) -> str:
    """An object's name; empty for the zeros that stand for none."""
    return oid if oid.strip("0") else ""
