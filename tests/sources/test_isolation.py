"""Auditing runs nothing of the audited repository.

Each plant writes a file when git fires it. First a plain git command shows, on a copy, that the plant works; then
relaudit audits the planted repository, and nothing may appear.
"""

import os
import pty
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Repository

RELAUDIT = [str(Path(os.sys.executable).with_name("relaudit"))]  # type: ignore[attr-defined]  # os.sys is sys
FILES = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.1"\n',
    "CHANGELOG.md": "## 1.1\n\n## 1.0\n",
    "v1.0:pyproject.toml": '[project]\nname = "ferry"\nversion = "1.0"\n',
    "v1.0:CHANGELOG.md": "## 1.0\n",
}
LOG = "main, tag: v1.1 | Release 1.1\ntag: v1.0 | Release 1.0"


def git(folder: Path, *arguments: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(folder),
        **more,
    }
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, check=check, timeout=60
    )


class Plant:
    """A script that writes `mark`, and where it is named."""

    def __init__(self, folder: Path, name: str) -> None:
        self.mark = folder / f"fired-{name}"
        self.script = folder / f"plant-{name}.sh"
        self.script.write_text(f"#!/bin/sh\n: > '{self.mark}'\nexit 1\n")
        self.script.chmod(0o755)
        (folder / "policy.toml").touch()

    def fired(self) -> bool:
        return self.mark.exists()


Setup = Callable[[Path, Plant], None]
Fire = Callable[[Path], object]


def configured(*keys: str) -> Setup:
    def setup(repository: Path, plant: Plant) -> None:
        for key in keys:
            git(repository, "config", key, str(plant.script))

    return setup


def textconv(repository: Path, plant: Plant) -> None:
    git(repository, "config", "diff.evil.textconv", str(plant.script))
    (repository / ".gitattributes").write_text("* diff=evil\n")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("* diff=evil\n")


def smudge(repository: Path, plant: Plant) -> None:
    git(repository, "config", "filter.evil.clean", str(plant.script))
    git(repository, "config", "filter.evil.smudge", str(plant.script))
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("* filter=evil\n")


def hooks(repository: Path, plant: Plant) -> None:
    folder = repository / "planted-hooks"
    folder.mkdir()
    for name in ("pre-commit", "post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        shutil.copy(plant.script, folder / name)
    git(repository, "config", "core.hooksPath", str(folder))


def signed(repository: Path, plant: Plant) -> None:
    configured("gpg.program")(repository, plant)
    git(repository, "config", "log.showSignature", "true")
    head = git(repository, "cat-file", "commit", "HEAD").stdout
    header, _, message = head.partition(b"\n\n")
    fake = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    (repository / "commit").write_bytes(header + fake + message)
    oid = git(repository, "hash-object", "-t", "commit", "-w", "commit").stdout.decode().strip()
    git(repository, "update-ref", "refs/heads/main", oid)


def remote(repository: Path, plant: Plant) -> None:
    configured("core.sshCommand")(repository, plant)
    git(repository, "config", "remote.origin.url", "ssh://nowhere.invalid/x")


def pager(repository: Path, plant: Plant) -> None:
    configured("core.pager", "pager.log")(repository, plant)


def alias(repository: Path, plant: Plant) -> None:
    git(repository, "config", "alias.planted", f"!{plant.script}")


def editor(repository: Path, plant: Plant) -> None:
    configured("core.editor", "sequence.editor")(repository, plant)


def through_a_terminal(*arguments: str) -> Fire:
    def fire(repository: Path) -> object:
        leader, follower = pty.openpty()
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "TERM": "xterm"}
        for name in ("GIT_PAGER", "PAGER"):
            environment.pop(name, None)
        try:
            command = ["git", *arguments]
            return subprocess.run(
                command,
                cwd=repository,
                env=environment,
                stdin=follower,
                stdout=follower,
                check=False,
                timeout=60,
            )
        finally:
            os.close(leader)
            os.close(follower)

    return fire


def plainly(*arguments: str) -> Fire:
    return lambda repository: git(repository, *arguments, check=False)


PLANTS: dict[str, tuple[Setup, Fire]] = {
    "fsmonitor": (configured("core.fsmonitor"), plainly("status")),
    "textconv": (textconv, plainly("log", "-p", "--no-ext-diff", "--all")),
    "filter": (smudge, plainly("checkout", "-f", "main", "--", ".")),
    "hooks": (hooks, plainly("commit", "--allow-empty", "-m", "x")),
    "signature": (signed, plainly("log", "-1", "main")),
    "ssh": (remote, plainly("fetch", "origin")),
    "pager": (pager, through_a_terminal("log")),
    "alias": (alias, plainly("planted")),
    "editor": (editor, plainly("commit", "--allow-empty")),
}


@pytest.fixture
def planted(repository: Repository, tmp_path: Path) -> Callable[[str, str], tuple[Path, Path, Plant]]:
    """A full or a partial clone, a copy of it, and the plant that both carry."""

    def make(name: str, kind: str) -> tuple[Path, Path, Plant]:
        folder, plant = repository(FILES, log=LOG), Plant(tmp_path, name)
        if kind == "partial":
            git(folder, "config", "uploadpack.allowFilter", "true")
            clone = tmp_path / "clone"
            git(tmp_path, "clone", "--quiet", "--filter=blob:none", folder.as_uri(), str(clone))
            folder = clone
        git(folder, "config", "user.name", "Example")
        git(folder, "config", "user.email", "someone@example.com")
        git(folder, "reset", "--hard", "--quiet", "main")
        PLANTS[name][0](folder, plant)
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy, symlinks=True)
        plant.mark.unlink(missing_ok=True)
        return folder, copy, plant

    return make


def audit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RELAUDIT, "check", *arguments, str(folder)], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("kind", ["full", "partial"])
@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_plant_works_and_relaudit_does_not_fire_it(
    planted: Callable[[str, str], tuple[Path, Path, Plant]], name: str, kind: str
) -> None:
    folder, copy, plant = planted(name, kind)
    PLANTS[name][1](copy)
    assert plant.fired(), "the plant has to work, or this test proves nothing"
    plant.mark.unlink()

    for arguments in ((), ("--at", "v1.0"), ("--at", "main")):
        done = audit(folder, "--policy", str(plant.script.with_name("policy.toml")), *arguments)
        assert done.returncode in (0, 1), done.stderr
        assert "passed" in done.stdout
        assert ("partial clone" in done.stdout) is (kind == "partial")
    assert not plant.fired()


@pytest.fixture
def partial(repository: Repository, tmp_path: Path) -> tuple[Path, Plant]:
    """A partial clone without blobs, whose promisor remote is fetched by a planted upload-pack."""
    origin, plant = repository(FILES, log=LOG), Plant(tmp_path, "uploadpack")
    git(origin, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", origin.as_uri(), str(clone))
    git(clone, "config", "remote.origin.uploadpack", str(plant.script))
    return clone, plant


def test_a_partial_clone_fetches_nothing(partial: tuple[Path, Plant], tmp_path: Path) -> None:
    clone, plant = partial
    copy = tmp_path / "copy"
    shutil.copytree(clone, copy, symlinks=True)
    git(copy, "cat-file", "-p", "HEAD:pyproject.toml", check=False)
    assert plant.fired(), "the plant has to work, or this test proves nothing"
    plant.mark.unlink()

    policy = tmp_path / "policy.toml"
    policy.write_text("")
    blind, done = audit(clone, "--at", "main"), audit(clone, "--at", "main", "--policy", str(policy))

    assert not plant.fired()
    assert blind.returncode == 2
    assert "may hold the policy and cannot be read" in blind.stderr
    assert done.returncode == 0, done.stderr
    assert " 0 failed" in done.stdout
    assert (
        "unknown: version-is-valid: pyproject.toml is not in this partial clone (needs a full clone)"
        in done.stdout
    )
    assert "unknown: tags-match-versions: " in done.stdout


def test_what_is_there_in_a_partial_clone_is_judged(partial: tuple[Path, Plant]) -> None:
    clone, plant = partial
    git(clone, "config", "--unset", "remote.origin.uploadpack")
    git(clone, "checkout", "--quiet", "main")
    git(clone, "config", "remote.origin.uploadpack", str(plant.script))
    (clone / "VERSION").write_text("1.0\n")
    done = audit(clone)

    assert not plant.fired()
    assert "partial clone" in done.stdout
    assert "VERSION says 1.0, pyproject.toml says 1.1" in done.stdout
    assert "version-files-agree: pyproject.toml" not in done.stdout


def test_a_foreign_owner_is_no_obstacle(repository: Repository) -> None:
    folder = repository(FILES, log=LOG)
    chown = ["chown", "-R", "12345:12345", str(folder)]
    subprocess.run(chown if os.geteuid() == 0 else ["sudo", "-n", *chown], check=True)
    assert b"dubious ownership" in git(folder, "status", check=False).stderr

    done = audit(folder)

    assert done.returncode == 0, done.stdout + done.stderr
    unknown = [line for line in done.stdout.splitlines() if line.startswith("unknown")]

    assert all("on GitHub" in line for line in unknown)


def test_the_audited_repository_is_left_as_it_was(repository: Repository) -> None:
    folder = repository(FILES, log=LOG)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    audit(folder)

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_no_temporary_directory_is_left_behind(repository: Repository, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    folder = repository(FILES, log=LOG)
    subprocess.run(
        [*RELAUDIT, "check", str(folder)],
        env={**os.environ, "TMPDIR": str(scratch)},
        capture_output=True,
        check=False,
    )

    assert list(scratch.iterdir()) == []
