"""The JSON Schema of a policy file, out of the types that it is decoded with and their docstrings."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from inspect import cleandoc
from typing import Literal, get_args, get_origin

from relaudit.config.documents import presets
from relaudit.config.language import TopLevel, WaiverEntry
from relaudit.config.settings import selectors
from relaudit.core.model import Severity
from relaudit.core.record import is_record, is_required, types_of
from relaudit.core.rule import Rule
from relaudit.process import TagFormat, VersionFormat
from relaudit.process.decode import key_of, options_of
from relaudit.process.parts import PARTS

Schema = dict[str, object]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LIMITS = (
    "What a schema cannot say, relaudit does: that a date is a date and no string, a whole number no 3.0, that files exist, "
    "packs are installed and keys to unset are there, and what rules of other packs take."
)
_OF_A_PACK: Schema = {"type": "string", "pattern": "/"}
_SCALARS: Mapping[object, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}


def schema(rules: Iterable[Rule]) -> Schema:
    """The schema for policies that know these rules."""
    every = sorted(rules, key=lambda rule: rule.id)
    said = _record(TopLevel)
    names: Schema = {"type": "array", "items": _one_of(sorted(selectors(every)), _OF_A_PACK)}
    sources: Schema = {
        "type": "array",
        "items": _one_of(presets(), {"type": "string", "pattern": r"\.toml$"}),
    }
    waiver = _within(_waiver(), rule=_one_of([rule.id for rule in every], _OF_A_PACK))
    return {
        "$schema": DRAFT,
        "title": "relaudit policy",
        "$comment": _LIMITS,
        **_within(
            said, extends=sources, select=names, ignore=names, process=_process(), rules=_rules(every),
            waivers={"type": "array", "items": waiver},
        ),
    }  # fmt: skip


def as_json(made: Schema) -> str:
    """The text of the file."""
    return json.dumps(made, indent=1) + "\n"


def _process() -> Schema:
    return _object({key: _part(part) for key, part in PARTS.items()})


def _part(part: type[object]) -> Schema:
    whole: str = getattr(part, "whole", "")
    found = {**_type(types_of(part)[whole]), "description": _summary(part)} if whole else _record(part)
    if part is TagFormat:
        return _within(
            found, pattern={"pattern": r"^(?![\s\S]*\{version\}[\s\S]*\{version\})[\s\S]*\{version\}"}
        )
    if part is VersionFormat:
        return found | _when("scheme", "calver", then="pattern", is_said={"minLength": 1})
    return found


def _waiver() -> Schema:
    found = _record(WaiverEntry) | _when("until", "forever", then="refs", is_said={"minItems": 1})
    return _within(found, reason={"pattern": r"\S"})


def _rules(rules: Sequence[Rule]) -> Schema:
    severity: Schema = {
        "enum": [*Severity, "off"],
        "description": "How bad a finding is; off leaves the rule out.",
    }
    known = {
        rule.id: _object(
            {"severity": severity, **(_properties(rule.options) if rule.options else {})}, rule.summary
        )
        for rule in rules
    }
    of_packs = {"type": "object", "properties": {"severity": severity}}
    return {**_object(known), "patternProperties": {"/": of_packs}}


def _record(cls: type[object]) -> Schema:
    found = _object(_properties(cls), _summary(cls))
    required = [key_of(name) for name in types_of(cls) if name != "origins" and is_required(cls, name)]
    return {**found, "required": required} if required else found


def _properties(cls: type[object]) -> Schema:
    notes, defaults = dict(_notes(cls)), getattr(cls, "__record_defaults__", {})
    found: Schema = {}
    for name, annotation in types_of(cls).items():
        if name != "origins":
            default = defaults.get(name)
            stands = (
                {"default": default}
                if default not in ("", None) and isinstance(default, str | int | float)
                else {}
            )
            note = {"description": notes[name]} if name in notes else {}
            found[key_of(name)] = {**_type(annotation), **note, **stands}
    return found


def _type(annotation: object) -> Schema:
    found = [_option(option) for option in options_of(annotation)]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _option(option: object) -> Schema:
    origin, arguments = get_origin(option), get_args(option)
    if origin is Literal:
        return {"enum": [word for word in arguments if word]}
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _type(arguments[1])}
    if isinstance(option, type) and is_record(option):
        return _record(option)
    return dict(_SCALARS[option])


def _object(properties: Mapping[str, object], description: str = "") -> Schema:
    told: Schema = {"description": description} if description else {}
    return {"type": "object", **told, "properties": properties, "additionalProperties": False}


def _one_of(words: Iterable[str], otherwise: Schema) -> Schema:
    return {"anyOf": [{"enum": list(words)}, otherwise]}


def _when(key: str, word: str, *, then: str, is_said: Schema) -> Schema:
    """Where a key has this value, another has to be there and be more than empty."""
    return {
        "if": {"properties": {key: {"const": word}}, "required": [key]},
        "then": {"properties": {then: is_said}, "required": [then]},
    }


def _within(found: Schema, **more: Schema) -> Schema:
    """The schema of a table with more said of some of its properties; their descriptions stay."""
    properties = dict(found["properties"])  # type: ignore[call-overload]  # made by _object
    for key, said in more.items():
        kept = properties[key]
        note = {"description": kept["description"]} if "description" in kept else {}
        properties[key] = {**(kept if "type" not in said and "anyOf" not in said else {}), **said, **note}
    return {**found, "properties": properties}


def _summary(cls: type[object]) -> str:
    """The docstring up to the attributes, on one line."""
    return " ".join(cleandoc(cls.__doc__ or "").partition("Attributes:")[0].split())


def _notes(cls: type[object]) -> Iterator[tuple[str, str]]:
    """What the docstring says of each attribute."""
    _, _, listed = cleandoc(cls.__doc__ or "").partition("Attributes:\n")
    for name, note in re.findall(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", listed, re.MULTILINE):
        text = " ".join(note.split())
        yield name, f"{text[:1].upper()}{text[1:]}."
