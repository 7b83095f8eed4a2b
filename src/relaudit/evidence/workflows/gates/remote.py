"""The files of actions of other repositories, as far as they may be read."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.regex import regex
from relaudit.core.tables import Tables
from relaudit.evidence.files import Text
from relaudit.evidence.github.elsewhere import RemoteFiles
from relaudit.evidence.workflows.gates.opaque import ACTIONS, OWNERS
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.model import RUNNING, Step
from relaudit.evidence.workflows.publishing.table import PublishTable
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml
from relaudit.process import Targets

NAMES = ("action.yml", "action.yaml")
_USES = regex(r"(?P<name>(?P<owner>[\w.-]+)/[\w.-]+(?:/[\w./-]+)?)@(?P<ref>[\w./-]+)")
_MOST = 100  # of the thousand requests an hour that the token of a workflow has


class RemoteActions:
    """Answers for what a step uses, each action asked for once; what is `known` for what it does is not asked for."""

    def __init__(self, files: RemoteFiles, known: frozenset[str]) -> None:
        self._files = files
        self._known = known
        self._read: dict[str, Yaml | None] = {}
        self._cut = ""
        self._unread: list[Unknown] = []

    def of(self, step: Step) -> Yaml | None:
        """The file of the action that a step uses; None for one that is known, and where there is none that may be read."""
        uses = text_of(step.uses) if step.uses is not None else ""
        match = _USES.fullmatch(uses)
        if match is None or match["owner"].lower() in OWNERS or step.action in self._known:
            return None
        if uses not in self._read and len(self._read) >= _MOST:
            self._cut = self._cut or uses
            return None
        if uses not in self._read:
            self._read[uses] = self._asked(match["name"].rstrip("/"), match["ref"])
        return self._read[uses]

    def unknowns(self) -> Sequence[Unknown]:
        """Why others are not read, as far as steps have been asked for; one that is not there, or that is hidden, is as good as one that is no composite."""
        detail = (
            f"the files of {_MOST} actions of other repositories were asked for, that of {self._cut} was not"
        )
        cut = [Unknown("RemoteFiles", Reason.TRUNCATED, detail=detail)] if self._cut else []
        return [*dict.fromkeys(self._unread), *cut]

    def _asked(self, name: str, ref: str) -> Yaml | None:
        for file in NAMES:
            text = self._files.of(f"{name}/{file}@{ref}")
            if isinstance(text, Text):
                found = parse_yaml(text)
                return found if isinstance(found, Yaml) else None
            if text.reason is not Reason.HIDDEN:  # it is not for want of the file
                detail = f"{name}@{ref}, which may be part of a release, cannot be read: {text.detail}"
                self._unread.append(Unknown(text.evidence, text.reason, text.needs, detail))
                break
        return None


@evidence()
def remote_actions(
    remote: RemoteFiles | Unknown, tables: Tables, stated: Targets | Unknown
) -> RemoteActions | Unknown:
    """What the tables of gates and of publishers name is known, and what the process states of targets of its own."""
    if isinstance(remote, Unknown):
        return remote
    return RemoteActions(remote, frozenset((*ACTIONS, *RUNNING, *_named(tables, stated))))


def _named(tables: Tables, stated: Targets | Unknown) -> Iterator[str]:
    for gates in tables.parts("gates", GateTable):
        yield from gates.reporters
        yield from (action for actions in gates.actions.values() for action in actions)
    for publishers in tables.parts("publishers", PublishTable):
        yield from (*publishers.actions, *publishers.exchanges)
    for target in stated.by_name.values() if isinstance(stated, Targets) else ():
        yield from target.uses
