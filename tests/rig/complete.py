"""Fills up bodies with what GitHub's own description requires: a test says what counts, the description what else there is."""

from collections.abc import Callable, Mapping
from typing import Any

from world import DAY

Schema = Mapping[str, Any]
_TEXTS = {"date-time": DAY, "uri": "https://github.example/x", "email": "maria@example.com", "uuid": "0" * 8}


class Completing:
    """Fills up values by their schemas; `at` are the parts that schemas refer to, `is_valid` tells which variant a value is of."""

    def __init__(self, at: Mapping[str, Schema], is_valid: Callable[[Schema, object], bool]) -> None:
        self._at = at
        self._is_valid = is_valid

    def completed(self, schema: Schema, value: object) -> Any:
        """The value, with every key that is required and not said."""
        schema = self._meant(schema)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                made = [self.completed(one, value) for one in schema[key]]
                fitting = (
                    one for one, part in zip(made, schema[key], strict=True) if self._is_valid(part, one)
                )
                return next(fitting, value)
        if isinstance(value, list):
            return [self.completed(schema.get("items", {}), one) for one in value]
        if not isinstance(value, dict):
            return value
        properties = schema.get("properties", {})
        missing = {
            key: self._smallest(properties.get(key, {}))
            for key in schema.get("required", ())
            if key not in value
        }
        said = {key: self.completed(properties.get(key, {}), one) for key, one in value.items()}
        return missing | said

    def _meant(self, schema: Schema) -> Schema:
        """Behind references, and with all parts of a schema that is put together in one."""
        while "$ref" in schema:
            schema = self._at[schema["$ref"]]
        if "allOf" not in schema:
            return schema
        parts = [self._meant(one) for one in schema["allOf"]]
        return {
            **{key: one for part in parts for key, one in part.items()},
            "properties": {key: one for part in parts for key, one in part.get("properties", {}).items()},
            "required": [key for part in parts for key in part.get("required", ())],
        }  # fmt: skip

    def _smallest(self, schema: Schema) -> Any:
        """The least that a schema takes; nothing where it takes that."""
        schema = self._meant(schema)
        variants = schema.get("anyOf") or schema.get("oneOf")
        if variants is not None:
            return None if {"type": "null"} in variants else self._smallest(variants[0])
        plain = {"integer": schema.get("minimum", 1), "number": 1, "boolean": False, "string": "x"}
        match schema:
            case {"enum": [first, *_]}:
                return first
            case {"type": "array", "items": items}:
                return [self._smallest(items)] * schema.get("minItems", 0)
            case {"type": "object"} | {"properties": _}:
                return self.completed(schema, {})
            case _:
                return _TEXTS.get(schema.get("format", "")) or plain.get(schema.get("type", ""), "x")
