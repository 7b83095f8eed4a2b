"""A bare git directory of our own in front of the audited one.

Git runs what a repository's configuration names: fsmonitor, textconv, upload-pack of a promisor remote,
signature programs. So it never sees that configuration: objects are reached through `objects/info/alternates`,
refs through links, and no hook, attribute, alias or ownership check of the audited repository is in reach.
"""

import os
from contextlib import suppress

_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_LINKED = ("refs", "packed-refs", "shallow", "reftable")


def isolated(git_dir: str, common_dir: str) -> str:
    """A new temporary git directory that reads refs and objects of the given one; the caller removes it."""
    own = _scratch()
    os.makedirs(f"{own}/objects/info")
    _write(f"{own}/objects/info/alternates", _alternate(f"{common_dir}/objects"))
    _write(f"{own}/config", _config(common_dir).encode("ascii"))
    _write(f"{own}/HEAD", read_small(f"{git_dir}/HEAD") or b"ref: refs/heads/main\n")
    for name in _LINKED:
        if os.path.exists(f"{common_dir}/{name}"):
            _link(f"{common_dir}/{name}", f"{own}/{name}")
    os.makedirs(f"{own}/refs", exist_ok=True)
    return own


def remove(own: str) -> None:
    """Remove what `isolated` made; what it links to is left alone."""
    with suppress(OSError), os.scandir(own) as entries:
        for entry in entries:
            remove(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)
    with suppress(OSError):
        os.rmdir(own)


def environment(own: str) -> dict[str, str]:
    """Variables for a git that looks at nothing but `own`: no system or user configuration, no prompt, no fetch."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "GIT_DIR": own,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def read_small(path: str) -> bytes | None:
    """The beginning of a regular file, None when there is none."""
    try:
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            return file.read(4096)
    except OSError:
        return None


def _scratch() -> str:
    """A new directory that nobody else can read; the library's own way imports more than all rules together."""
    base = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - mkdir fails when the name is taken
    if os.name == "posix" and os.path.isdir(base):
        path = os.path.abspath(f"{base}/relaudit-git-{os.urandom(12).hex()}")
        os.mkdir(path, 0o700)
        return path
    from tempfile import mkdtemp

    return mkdtemp(prefix="relaudit-git-")


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _alternate(objects: str) -> bytes:
    raw = os.fsencode(os.path.realpath(objects))
    if raw.isascii() and b'"' not in raw and b"\n" not in raw:
        return raw + b"\n"
    quoted = "".join(_quoted(byte) for byte in raw)
    return f'"{quoted}"\n'.encode("ascii")


def _quoted(byte: int) -> str:
    character = chr(byte)
    plain = character.isascii() and character.isprintable() and character not in '"\\'
    return character if plain else f"\\{byte:03o}"


def _config(common_dir: str) -> str:
    """The two facts about the store that git cannot work out: its hash and the form of its refs."""
    stated = (read_small(f"{common_dir}/config") or b"").lower().replace(b" ", b"")
    extensions = ""
    if b"objectformat=sha256" in stated:
        extensions += "\tobjectFormat = sha256\n"
    if os.path.isdir(f"{common_dir}/reftable"):
        extensions += "\trefStorage = reftable\n"
    version = 1 if extensions else 0
    text = f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n"
    return text + (f"[extensions]\n{extensions}" if extensions else "")


def _link(source: str, target: str) -> None:
    try:
        os.symlink(os.path.realpath(source), target, target_is_directory=os.path.isdir(source))
    except OSError:  # a platform or an account that may not make links
        import shutil

        shutil.copytree(source, target) if os.path.isdir(source) else shutil.copyfile(source, target)
