"""An action's file as GitHub's own parser reads it, and its expressions as GitHub's own evaluator answers them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

from logcommands import CannotRunError
from oracle import Answer, GitHub

Token: TypeAlias = Mapping[str, object]
Contexts: TypeAlias = Mapping[str, object]
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_NO_TEXT: Token = {"text": ""}


class WrongError(Exception):
    """GitHub refuses it: a file that is no action's, an expression that fails. The step, or the run, fails."""


@dataclass(frozen=True)
class Step:
    """A step: its condition completed by GitHub, its other keys unevaluated."""

    said: Mapping[str, Token]
    condition: str

    def text(self, key: str) -> str:
        """A key that takes no expression; empty where it is not given."""
        return str(self.said.get(key, _NO_TEXT).get("text", ""))


@dataclass(frozen=True)
class Action:
    """A composite action."""

    folder: Path
    inputs: Mapping[str, Mapping[str, Token]]
    outputs: Mapping[str, Mapping[str, Token]]
    steps: Sequence[Step]


@dataclass(frozen=True)
class Evaluator:
    """What is written, under what it is about. `status` answers the functions `success()` to `cancelled()`."""

    github: GitHub
    contexts: Contexts
    status: Mapping[str, bool]

    def text(self, token: Token) -> str:
        """One text.

        Raises:
            WrongError: it fails, or is no scalar.
        """
        found = self.value(token)
        if isinstance(found, dict | list):
            raise WrongError(f"a text was expected, not {json.dumps(found)}")
        return _written(found)

    def texts(self, token: Token | None) -> dict[str, str]:
        """A mapping of texts: written as one, or one expression."""
        if token is None:
            return {}
        if "mapping" in token:
            return {name: self.text(value) for name, value in pairs_of(token)}
        found = self.value(token)
        if not isinstance(found, dict):
            raise WrongError(f"a mapping was expected, not {json.dumps(found)}")
        return {str(name): _written(value) for name, value in found.items()}

    def _piece(self, token: Token) -> str:
        """A part of a text: an expression is written as `format()` writes it."""
        return str(
            self.value(
                {"expression": f"format('{{0}}', {token['expression']})"} if "expression" in token else token
            )
        )

    def holds(self, expression: str) -> bool:
        """Whether a condition holds."""
        found = self.value({"expression": expression})
        return isinstance(found, dict | list) or (found == found and bool(found))  # noqa: PLR0124 - not a number

    def value(self, token: Token) -> object:
        """What an expression comes to; what is none is its own text."""
        if "parts" in token:
            return "".join(map(self._piece, cast("Sequence[Token]", token["parts"])))
        if "expression" not in token:
            return token["text"]
        text = str(token["expression"])
        if any("''" in literal[1:-1].replace("''", "", 1) for literal in _LITERAL.findall(text)):
            raise CannotRunError(f"two quotes in one text, which GitHub's package reads as none: {text}")
        question = {
            "ask": "evaluate",
            "text": text,
            "contexts": [self.contexts],
            "status": self.status,
        }
        (answer,) = self.github.ask([question])
        if "malformed" in answer:
            raise WrongError(f"{text}: {answer['malformed']}")
        (found,) = cast("list[dict[str, str]]", answer["values"])  # one for the one surrounding
        return _decoded(found)


def read_action(github: GitHub, folder: Path) -> Action:
    """The composite action of a folder.

    Raises:
        WrongError: GitHub does not take its file.
        CannotRunError: it is an action of another kind.
    """
    files = [folder / name for name in ("action.yml", "action.yaml") if (folder / name).is_file()]
    if not files:
        raise WrongError(f"Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '{folder.name}'")
    (answer,) = github.ask([{"ask": "action", "content": files[0].read_text(encoding="utf-8")}])
    if answer.get("errors") or "thrown" in answer:
        raise WrongError(json.dumps(answer.get("errors") or answer["thrown"]))
    said = _mapping(cast("Token", answer["said"]))
    runs = _mapping(said["runs"])
    if runs["using"]["text"] != "composite":
        raise CannotRunError(f"an action that uses {runs['using']['text']}, in {folder.name}")
    return Action(
        folder, _nested(said.get("inputs")), _nested(said.get("outputs")), _steps(runs["steps"], answer)
    )


def pairs_of(token: Token) -> Sequence[tuple[str, Token]]:
    """The keys and values of a mapping, in order."""
    return cast("Sequence[tuple[str, Token]]", token["mapping"])  # as oracle.mjs writes it


def _steps(token: Token, answer: Answer) -> Sequence[Step]:
    found, conditions = (
        cast("Sequence[Token]", token["sequence"]),
        cast("Sequence[str]", answer["conditions"]),
    )
    return [Step(_mapping(one), condition) for one, condition in zip(found, conditions, strict=True)]


def _mapping(token: Token) -> dict[str, Token]:
    return dict(pairs_of(token))


def _nested(token: Token | None) -> Mapping[str, Mapping[str, Token]]:
    return (
        {name: _mapping(value) if "mapping" in value else {} for name, value in pairs_of(token)}
        if token
        else {}
    )


def _decoded(found: Mapping[str, str]) -> object:
    match found["kind"]:
        case "failed" if found["value"].startswith("the host has no"):
            raise CannotRunError(found["value"])
        case "failed":
            raise WrongError(found["value"])
        case "number":
            return float(found["value"].replace("Infinity", "inf"))
        case "object" | "array":
            return cast("object", json.loads(found["value"]))
        case "null" | "nothing":
            return None
        case _:
            return found["value"]


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
