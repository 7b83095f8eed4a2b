"""A bare git directory of our own in front of the audited one.

Git runs what a repository's configuration names: fsmonitor, textconv, upload-pack of a promisor remote,
signature programs. So it never sees that configuration: objects are reached through `objects/info/alternates`,
refs through links, and no hook, attribute, alias or ownership check of the audited repository is in reach.
"""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_LINKED = ("refs", "packed-refs", "shallow", "reftable")


def isolated(git_dir: Path, common_dir: Path) -> Path:
    """A new temporary git directory that reads refs and objects of the given one; the caller removes it."""
    own = Path(mkdtemp(prefix="relaudit-git-"))
    (own / "objects" / "info").mkdir(parents=True)
    (own / "objects" / "info" / "alternates").write_bytes(_alternate(common_dir / "objects"))
    (own / "config").write_text(_config(common_dir), encoding="ascii")
    (own / "HEAD").write_bytes(read_small(git_dir / "HEAD") or b"ref: refs/heads/main\n")
    for name in _LINKED:
        if (common_dir / name).exists():
            _link(common_dir / name, own / name)
    (own / "refs").mkdir(exist_ok=True)
    return own


def environment(own: Path) -> dict[str, str]:
    """Variables for a git that looks at nothing but `own`: no system or user configuration, no prompt, no fetch."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "GIT_DIR": str(own),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def read_small(path: Path) -> bytes | None:
    """The beginning of a regular file, None when there is none."""
    try:
        with path.open("rb") as file:
            return file.read(4096) if path.is_file() else None
    except OSError:
        return None


def _alternate(objects: Path) -> bytes:
    raw = os.fsencode(objects.resolve())
    if raw.isascii() and b'"' not in raw and b"\n" not in raw:
        return raw + b"\n"
    quoted = "".join(_quoted(byte) for byte in raw)
    return f'"{quoted}"\n'.encode("ascii")


def _quoted(byte: int) -> str:
    character = chr(byte)
    plain = character.isascii() and character.isprintable() and character not in '"\\'
    return character if plain else f"\\{byte:03o}"


def _config(common_dir: Path) -> str:
    """The two facts about the store that git cannot work out: its hash and the form of its refs."""
    stated = (read_small(common_dir / "config") or b"").lower().replace(b" ", b"")
    extensions = ""
    if b"objectformat=sha256" in stated:
        extensions += "\tobjectFormat = sha256\n"
    if (common_dir / "reftable").is_dir():
        extensions += "\trefStorage = reftable\n"
    version = 1 if extensions else 0
    text = f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n"
    return text + (f"[extensions]\n{extensions}" if extensions else "")


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source.resolve(), target_is_directory=source.is_dir())
    except OSError:  # a platform or an account that may not make links
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
