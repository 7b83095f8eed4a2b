"""The machine that a job runs on: its folders, the contexts that it gives, and the environment of a step."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_NO_VARIABLES = frozenset({"token", "event", "action_status"})
_RUNNER = {
    "os": "Linux",
    "arch": "X64",
    "name": "GitHub Actions 1",
    "environment": "github-hosted",
    "debug": "",
}


@dataclass(frozen=True)
class Machine:
    """A checkout, a scratch folder, and what the run is about.

    `said` is more of the context `github`, `variables` what the machine itself has besides HOME and PATH.
    """

    workspace: Path
    scratch: Path
    event_name: str = "push"
    event: Mapping[str, object] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def temp(self) -> Path:
        """`RUNNER_TEMP`."""
        return self._made("temp")

    def github(self, **more: str) -> dict[str, object]:
        """The context `github`."""
        path = self.temp.parent / "event.json"
        path.write_text(json.dumps(dict(self.event)), encoding="utf-8")
        plain = {
            "server_url": "https://github.com",
            "job": "test",
            "actor": "someone",
            "event_path": str(path),
        }
        place = {"workspace": str(self.workspace), "event_name": self.event_name, "event": dict(self.event)}
        return {"repository": "acme/ferry", "token": "", **plain, **self.said, **place, **more}

    def runner(self) -> dict[str, str]:
        """The context `runner`."""
        return {**_RUNNER, "temp": str(self.temp), "tool_cache": str(self._made("tools"))}

    def environment(
        self, github: Mapping[str, object], folders: list[str], own: Mapping[str, str]
    ) -> dict[str, str]:
        """What a process of a step is given; what begins with GITHUB_ or RUNNER_ as a context says it cannot be set otherwise."""
        base = {
            "HOME": str(self._made("home")),
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            **self.variables,
            **own,
        }
        contexts = {
            f"GITHUB_{name}": str(value) for name, value in github.items() if name not in _NO_VARIABLES
        }
        contexts |= {f"RUNNER_{name}": value for name, value in self.runner().items() if value}
        told = {name.upper(): value for name, value in contexts.items()}
        return {
            **base,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            **told,
            "PATH": os.pathsep.join([*folders, base["PATH"]]),
        }

    def _made(self, name: str) -> Path:
        (self.scratch / name).mkdir(exist_ok=True, parents=True)
        return self.scratch / name


@dataclass
class Job:
    """What lasts from one step to the next."""

    machine: Machine
    masks: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    summary: str = ""
    number: int = 0

    def files(self) -> dict[str, Path]:
        """New, empty files for what the next step tells, by the names that the context `github` has for them."""
        self.number += 1
        folder = self.machine.temp / "_runner_file_commands"
        folder.mkdir(exist_ok=True)
        found = {
            name: folder / f"{name}_{self.number}"
            for name in ("output", "env", "path", "state", "step_summary")
        }
        for path in found.values():
            path.write_text("", encoding="utf-8")
        return found
