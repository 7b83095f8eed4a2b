"""Holds requests and answers to GitHub's own description. What the description leaves out stands in one table, each row with its source."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from complete import Completing
from description import BUILT

ROOT = "urn:api"
MANY = ("path",)  # parameters that may hold slashes; others are escaped


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


FORMATS = FormatChecker(())
FORMATS.checks("date-time", raises=ValueError)(_is_moment)


class DisagreementError(AssertionError):
    """A request or an answer that GitHub's description does not know."""


@dataclass(frozen=True)
class Assumed:
    """An answer that the description does not declare, and where it was seen."""

    status: int
    message: str
    source: str


ASSUMED = {
    "bad credentials": Assumed(401, "Bad credentials", "PyGithub's recorded replays"),
    "forbidden": Assumed(403, "Resource not accessible by personal access token", "github.com/ossf/scorecard/issues/138"),
    "plan": Assumed(403, "Upgrade to GitHub Pro or make this repository public to enable this feature.", "PyGithub's recorded replays"),
    "sso": Assumed(403, "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.", "GitHub's documentation of single sign-on"),
    "rate limit": Assumed(403, "API rate limit exceeded for user ID 1.", "GitHub's documentation of rate limits"),
    "secondary": Assumed(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", "GitHub's documentation of rate limits"),
    "too many": Assumed(429, "API rate limit exceeded for user ID 1.", "GitHub's documentation of rate limits"),
    "moved": Assumed(301, "Moved Permanently", "GitHub's documentation of redirects, for every path of a repository that was renamed"),
    "not protected": Assumed(404, "Branch not protected", "@octokit/fixtures, branch-protection"),
    "unsigned": Assumed(401, "A JSON web token could not be decoded", "github.com/actions/create-github-app-token/issues/153"),
    "suspended": Assumed(403, "This installation has been suspended", "github.com/octokit/octokit.rb/pull/1307"),
    "not granted": Assumed(422, "The permissions requested are not granted to this installation.", "reports by users of actions that make such tokens"),
    "forbidden to an App": Assumed(403, "Resource not accessible by integration", "GitHub's documentation of troubleshooting the REST API"),
    "hidden": Assumed(404, "Not Found", "PyGithub's recorded replays"),
}  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """An operation; `path` as the description writes it, `given` the parts of the path that were asked for."""

    path: str
    given: Mapping[str, str]
    described: Mapping[str, Any]


class Description:
    """The operations that may be asked, and what they may answer."""

    def __init__(self, change: Callable[[Any], Any] = lambda whole: whole) -> None:
        whole = change(json.loads(BUILT.read_text(encoding="utf-8")))
        self._at: Mapping[str, Any] = whole["at"]
        self._paths: Mapping[str, Any] = whole["paths"]
        self._patterns = [(_pattern(path), path, one) for path, one in whole["paths"].items()]
        components: dict[str, dict[str, Any]] = {}
        for reference, part in self._at.items():
            _, _, kind, name = reference.split("/")
            components.setdefault(kind, {})[name] = part
        resource = Resource.from_contents({"components": components}, default_specification=DRAFT202012)
        self._registry = Registry().with_resource(ROOT, resource)

    def operation(self, path: str, method: str = "get") -> Operation:
        """The operation of a path that is asked for."""
        for pattern, template, described in self._patterns:
            match = pattern.fullmatch(path)
            if match is not None and method in described:
                return Operation(template, match.groupdict(), described[method])
        raise DisagreementError(f"GitHub describes no {method.upper()} {path}")

    def sent(self, method: str, path: str, body: object) -> None:
        """A body that is sent is one that the operation takes."""
        template = next(template for pattern, template, _ in self._patterns if pattern.fullmatch(path))
        schema = self._meant(self._paths[template][method]["requestBody"])["content"]["application/json"][
            "schema"
        ]
        self._hold(schema, body, f"the body of {method.upper()} {template}")

    def asked(self, operation: Operation, query: Mapping[str, str]) -> None:
        """Every parameter of a query is one of the operation's, and what it may be."""
        known = {one["name"]: one for one in map(self._meant, operation.described.get("parameters", ()))}
        for name, value in query.items():
            if name not in known or known[name]["in"] != "query":
                raise DisagreementError(f"GET {operation.path} has no parameter '{name}'")
            schema = known[name]["schema"]
            typed: object = int(value) if schema.get("type") == "integer" and value.isdigit() else value
            typed = (
                {"true": True, "false": False}.get(value, typed) if schema.get("type") == "boolean" else typed
            )
            self._hold(schema, typed, f"the parameter '{name}' of GET {operation.path}")

    def answered(self, operation: Operation, status: int, body: object) -> bool:
        """Whether the operation declares the answer; else it has to be one of the assumed."""
        declared = operation.described["responses"].get(str(status))
        message = body.get("message") if isinstance(body, Mapping) else None
        if declared is None:
            if not any((one.status, one.message) == (status, message) for one in ASSUMED.values()):
                raise DisagreementError(f"{operation.path} does not answer {status}: {message}")
            return False
        content = self._meant(declared).get("content", {}).get("application/json")
        if content is not None:
            self._hold(content["schema"], body, f"the answer {status} of {operation.path}")
        elif body is not None:
            raise DisagreementError(f"{operation.path} answers {status} without a body")
        return True

    def takes(self, operation: Operation, name: str) -> bool:
        """Whether an operation has such a parameter."""
        return any(self._meant(one)["name"] == name for one in operation.described.get("parameters", ()))

    def completed(self, operation: Operation, body: object) -> Any:
        """What a test says of an answer, with everything else that the description requires of it."""
        declared = operation.described["responses"]
        schema = self._meant(declared["200" if "200" in declared else "201"])["content"]["application/json"][
            "schema"
        ]
        return Completing(self._at, self._takes).completed(schema, body)

    def _takes(self, schema: Mapping[str, Any], value: object) -> bool:
        return next(self._validator(schema).iter_errors(value), None) is None

    def _meant(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._at[part["$ref"]] if "$ref" in part else part
        return found

    def _validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        absolute = json.loads(json.dumps(schema).replace('"#/', f'"{ROOT}#/'))
        return Draft202012Validator(absolute, registry=self._registry, format_checker=FORMATS)

    def _hold(self, schema: Mapping[str, Any], value: object, what: str) -> None:
        error = next(iter(sorted(self._validator(schema).iter_errors(value), key=str)), None)
        if error is not None:
            raise DisagreementError(
                f"{what}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            )


def described(change: Callable[[Any], Any] = lambda whole: whole) -> Description:
    """A fixture's: without npm the test is skipped."""
    if not BUILT.exists():
        pytest.skip("npm is not installed, or the description was not fetched: make test fetches it")
    return Description(change)


def _pattern(template: str) -> "re.Pattern[str]":
    parts: Sequence[str] = re.split(r"(\{\w+\})", template)
    made = (
        f"(?P<{part[1:-1]}>{'.+' if part[1:-1] in MANY else '[^/]+'})"
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )
    return re.compile("".join(made))
