"""GraphQL as GitHub has it: its own schema, out of npm, answers queries about the made-up repositories.

`python tests/rig/graph.py` writes `build/schema.graphql`; nothing of it is kept here.
"""

import shutil
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync

from contract import DisagreementError
from description import BUILT, packed
from world import Body, Repository, link

PACKAGE = "@octokit/graphql-schema@15.26.1"
MEMBER = "package/schema.graphql"
SCHEMA = BUILT.parent / "schema.graphql"


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    """Without npm the tests that need it are skipped."""
    if not SCHEMA.exists():
        pytest.skip("npm is not installed, or the schema was not fetched: make test fetches it")
    return build_schema(SCHEMA.read_text(encoding="utf-8"), assume_valid=True)


def answered(
    text: str,
    variables: Mapping[str, str],
    repositories: Mapping[str, Repository],
    hidden: Sequence[str] = (),
) -> Body:
    """The data, and the errors beside it: `hidden` are commits whose pull requests the token may not see.

    Raises:
        DisagreementError: the schema knows no such query.
    """

    def repository(_: object, owner: str, name: str, **__: object) -> object:
        one = repositories.get(f"{owner}/{name}")
        if one is None:
            raise GraphQLError(
                f"Could not resolve to a Repository with the name '{owner}/{name}'.",
                extensions={"type": "NOT_FOUND"},
            )
        return {"nameWithOwner": one.full_name, "object": lambda _, oid: commit(one, oid)}

    def commit(one: Repository, oid: str) -> object:
        def pulls(_: object, first: int, **__: object) -> object:
            if oid in hidden:
                raise GraphQLError("Resource not accessible by integration", extensions={"type": "FORBIDDEN"})
            found = [node(one, pull) for pull in one.pulls if oid in one.brought.get(pull["number"], ())]
            return {"totalCount": len(found), "nodes": found[:first]}

        return {"__typename": "Commit", "associatedPullRequests": pulls}

    done = graphql_sync(schema(), text, {"repository": repository}, variable_values=dict(variables))
    if done.data is None:
        raise DisagreementError(str(done.errors))
    errors = [_error(one) for one in done.errors or ()]
    return {"data": done.data, **({"errors": errors} if errors else {})}


def told(text: str, data: Body) -> object:
    """What a query gets from someone who says `data`: the same, if it is all that is asked for, in the types of the schema."""
    done = graphql_sync(
        schema(), text, data, variable_values={"owner": "acme", "name": "ferry"},
        field_resolver=lambda source, info, **_: source.get(info.path.key), type_resolver=lambda *_: "Commit",
    )  # fmt: skip
    return done.data


def node(one: Repository, pull: Body) -> Body:
    """A pull request as GraphQL tells it."""
    return {
        "number": pull["number"], "merged": pull["merged_at"] is not None, "mergedAt": pull["merged_at"], "url": link(f"pull/{pull['number']}"),
        "baseRefName": pull["base"]["ref"], "headRefName": pull["head"]["ref"],
        "baseRepository": {"nameWithOwner": one.full_name}, "headRepository": {"nameWithOwner": pull["head"]["repo"]["full_name"]},
    }  # fmt: skip


def _error(error: Any) -> Body:
    """The type stands beside the message, where GitHub has it."""
    kind = (error.extensions or {}).get("type", "")
    return {"type": kind, "path": error.path, "message": error.message}


def main() -> None:
    """Write it."""
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: the tests against GitHub's own schema are skipped")
    SCHEMA.parent.mkdir(exist_ok=True)
    with packed(PACKAGE) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        SCHEMA.write_bytes(member.read())
    print(f"{SCHEMA.name}: {SCHEMA.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
