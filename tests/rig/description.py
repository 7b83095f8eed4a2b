"""GitHub's own description of its API, fetched from npm and cut down to the requests that are made: nothing of it is kept here.

`python tests/rig/description.py` writes `build/api.json`: the operations below, with every schema that they refer to; and beside it
`build/examples.json`: what the description says for example that they answer.
"""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PACKAGE = "@octokit/openapi@23.0.2"
MEMBER = "package/generated/api.github.com.json"
BUILT = Path(__file__).parent / "build" / "api.json"
EXAMPLES = BUILT.with_name("examples.json")
REPOSITORY = "/repos/{owner}/{repo}"
PATHS = (
    "",
    "/activity",
    "/actions/permissions/workflow",
    "/actions/runs",
    "/actions/runs/{run_id}/approvals",
    "/actions/runs/{run_id}/jobs",
    "/branches",
    "/branches/{branch}",
    "/branches/{branch}/protection",
    "/commits/{ref}",
    "/codeowners/errors",
    "/contents/{path}",
    "/commits/{commit_sha}/pulls",
    "/commits/{ref}/check-runs",
    "/commits/{ref}/status",
    "/compare/{basehead}",
    "/environments",
    "/environments/{environment_name}",
    "/environments/{environment_name}/deployment-branch-policies",
    "/environments/{environment_name}/secrets",
    "/environments/{environment_name}/variables",
    "/git/blobs/{file_sha}",
    "/git/ref/{ref}",
    "/git/tags/{tag_sha}",
    "/git/trees/{tree_sha}",
    "/immutable-releases",
    "/installation",
    "/pulls",
    "/releases",
    "/releases/latest",
    "/rules/branches/{branch}",
    "/rulesets",
    "/rulesets/{ruleset_id}",
    "/actions/secrets",
    "/actions/organization-secrets",
    "/actions/variables",
    "/actions/organization-variables",
    "/actions/workflows",
    "/actions/workflows/{workflow_id}/runs",
)
SENT = (
    ("patch", ""),
    ("put", "/actions/permissions/workflow"),
    ("put", "/rulesets/{ruleset_id}"),
    ("post", "/rulesets"),
    ("put", "/environments/{environment_name}"),
)  # nobody here sends them: findings show them
MADE = ("/app/installations/{installation_id}/access_tokens",)  # what is made on GitHub, and sent as POST
DROPPED = ("examples", "example", "description", "summary", "externalDocs", "tags", "x-github", "x-octokit")


@contextmanager
def packed(package: str) -> Iterator[tarfile.TarFile]:
    """A package of npm's, as it is published."""
    with TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", package]
        told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
        with tarfile.open(Path(folder) / told.split()[-1]) as archive:
            yield archive


def fetched() -> Mapping[str, Any]:
    """The whole description, out of the package."""
    with packed(PACKAGE) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        found: Mapping[str, Any] = json.load(member)
        return found


def trimmed(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The operations, and what they refer to, however far; schemas are made those of JSON Schema."""
    paths = {REPOSITORY + path: {"get": _plain(whole["paths"][REPOSITORY + path]["get"])} for path in PATHS}
    for method, path in SENT:
        paths[REPOSITORY + path][method] = _plain(whole["paths"][REPOSITORY + path][method])
    for path in MADE:
        paths[path] = {"post": _plain(whole["paths"][path]["post"])}
    found: dict[str, Any] = {}
    pending = [*_references(paths)]
    while pending:
        reference = pending.pop()
        if reference not in found:
            found[reference] = _plain(_at(whole, reference))
            pending += _references(found[reference])
    return {"paths": paths, "at": found}


def examples(whole: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Those of the operations, as if the repository `acme/ferry` had been asked."""
    return [
        {
            "target": f"/repos/acme/ferry{path}",
            "status": 200,
            "headers": {},
            "body": json.dumps(_one(whole, one)["value"]),
        }
        for path in PATHS
        for one in _content(whole, path).get("examples", {}).values()
    ]


def _content(whole: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    answer = _one(whole, whole["paths"][REPOSITORY + path]["get"]["responses"]["200"])
    found: Mapping[str, Any] = answer["content"]["application/json"]
    return found


def _one(whole: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _at(whole, part["$ref"]) if "$ref" in part else part
    return found


def _at(whole: Mapping[str, Any], reference: str) -> Any:
    part: Any = whole
    for key in reference.removeprefix("#/").split("/"):
        part = part[key]
    return part


def _references(part: Any) -> Iterator[str]:
    match part:
        case {"$ref": str() as reference}:
            yield reference
        case dict():
            yield from (one for value in part.values() for one in _references(value))
        case list():
            yield from (one for value in part for one in _references(value))
        case _:
            pass


def _plain(part: Any) -> Any:
    """Without what is for readers; OpenAPI 3.0's `nullable` in the words of JSON Schema."""
    match part:
        case {"properties": dict() as properties}:
            rest = {
                key: _plain(value)
                for key, value in part.items()
                if key != "properties" and key not in DROPPED
            }
            made = rest | {"properties": {name: _plain(value) for name, value in properties.items()}}
        case dict():
            made = {key: _plain(value) for key, value in part.items() if key not in DROPPED}
        case list():
            return [_plain(value) for value in part]
        case _:
            return part
    return {"anyOf": [made, {"type": "null"}]} if made.pop("nullable", False) else made


def main() -> None:
    """Write them; without npm the tests that need it are skipped."""
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: the tests against GitHub's own description are skipped")
    BUILT.parent.mkdir(exist_ok=True)
    whole = fetched()
    EXAMPLES.write_text(json.dumps(examples(whole)), encoding="utf-8")
    BUILT.write_text(json.dumps(trimmed(whole)), encoding="utf-8")
    print(f"{BUILT.name}: {len(PATHS)} operations, {BUILT.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
