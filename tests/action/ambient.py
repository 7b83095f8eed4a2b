"""What a step may have of the machine that runs the tests: how packages are found, and a few programs."""

import os
from collections.abc import Mapping
from pathlib import Path

_PREFIXES = ("PIP_", "UV_", "SSL_", "HTTP", "http", "NO_PROXY", "no_proxy")
_CONFIG = ".config/pip/pip.conf"


def packages() -> Mapping[str, str]:
    """The variables and the settings that pip and uv find packages with; a step has another home."""
    said = {name: value for name, value in os.environ.items() if name.startswith(_PREFIXES)}
    config = Path.home() / _CONFIG
    return said | ({"PIP_CONFIG_FILE": str(config)} if config.is_file() else {})


def programs(folder: Path, scripts: Mapping[str, str]) -> str:
    """A PATH with these programs, of `sh`, before those of every system."""
    folder.mkdir(exist_ok=True, parents=True)
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return os.pathsep.join((str(folder), "/usr/bin", "/bin"))


def calling(program: str | None) -> str:
    """A script that is nothing but another program."""
    return f'exec "{program}" "$@"' if program else "exit 127"
