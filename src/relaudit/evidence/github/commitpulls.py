"""The pull requests by which commits came, for many commits in one request of GraphQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.bodies import mapping, mappings, number, text
from relaudit.evidence.github.pulls import PullRequest
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, found, omitted, waiting

_ASKED = Asked("CommitPulls", "pull-requests:read")
_ONCE = 50
_FIELDS = """... on Commit { associatedPullRequests(first: 10) { totalCount nodes {
  number merged mergedAt url baseRefName headRefName baseRepository { nameWithOwner } headRepository { nameWithOwner } } } }"""

Merges = tuple[PullRequest, ...] | Unknown


@named_record
class CommitPulls:
    """Answers for commits by their full names: the merged pull requests of this repository that each belongs to, which may be none."""

    of: Callable[[Sequence[str]], Mapping[str, Merges]]


@evidence(permission="pull-requests:read")
def commit_pulls(github: GitHub | Unknown) -> CommitPulls | Unknown:
    """One request for every fifty commits. Of a commit whose answer did not come whole, nothing is said."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    def of(commits: Sequence[str]) -> Mapping[str, Merges]:
        batches = (commits[first : first + _ONCE] for first in range(0, len(commits), _ONCE))
        return {commit: merges for batch in batches for commit, merges in _batch(github, batch)}

    return CommitPulls(of=of)


def query(commits: Sequence[str]) -> str:
    """What is asked, by the names of commits, which are hexadecimal."""
    parts = " ".join(f'c{place}: object(oid: "{oid}") {{ ...pulls }}' for place, oid in enumerate(commits))
    return (
        f"query($owner: String!, $name: String!) {{ repository(owner: $owner, name: $name) {{ nameWithOwner {parts} }} }} "
        f"fragment pulls on GitObject {{ {_FIELDS} }}"
    )


def _batch(github: GitHub, commits: Sequence[str]) -> Iterator[tuple[str, Merges]]:
    asked = [oid for oid in commits if oid.isalnum()]
    body = found(github.query(query(asked)), _ASKED)
    for place, oid in enumerate(asked):
        yield oid, _of_commit(body, f"c{place}") if isinstance(body, Mapping) else _no_answer(body)


def _no_answer(body: object) -> Unknown:
    return body if isinstance(body, Unknown) else omitted("the answer", _ASKED)


def _of_commit(body: Mapping[str, object], key: str) -> Merges:
    """An error of GraphQL names what it is about by its path; one without a path is about everything."""
    data, errors = mapping(mapping(body, "data"), "repository"), mappings(body, "errors") or ()
    pulls = mapping(mapping(data, key), "associatedPullRequests")
    nodes = mappings(pulls, "nodes")
    error = next((one for one in errors if _is_about(one, key)), None)
    if error is not None:
        return _refused(error)
    name = text(data, "nameWithOwner")  # of today: it may have been renamed
    if not name or nodes is None or "totalCount" not in pulls or not all(map(_is_whole, nodes)):
        return omitted("associatedPullRequests", _ASKED)
    merged = tuple(_told(one, name) for one in nodes if _is_merged_here(one, name))
    if not merged and number(pulls, "totalCount") > len(nodes):
        return Unknown(
            "CommitPulls", Reason.TRUNCATED, detail="it belongs to more pull requests than were told"
        )
    return merged


def _is_about(error: Mapping[str, object], key: str) -> bool:
    path = error.get("path")
    return not isinstance(path, list) or len(path) < 2 or path[1] == key  # noqa: PLR2004 - `repository`, then the commit


def _refused(error: Mapping[str, object]) -> Unknown:
    kind, told = text(error, "type"), text(error, "message")
    reason = {"FORBIDDEN": Reason.FORBIDDEN, "RATE_LIMITED": Reason.RATE_LIMITED, "NOT_FOUND": Reason.HIDDEN}
    return Unknown(
        "CommitPulls", reason.get(kind, Reason.UNREACHABLE), f"{_ASKED.permission} on GitHub", f"GitHub answers {kind or 'an error'}: {told}"
    )  # fmt: skip


def _is_whole(node: Mapping[str, object]) -> bool:
    return (
        "merged" in node
        and "baseRefName" in node
        and bool(text(mapping(node, "baseRepository"), "nameWithOwner"))
    )


def _is_merged_here(node: Mapping[str, object], repository: str) -> bool:
    """Pull requests of forks are told as well."""
    base = text(mapping(node, "baseRepository"), "nameWithOwner")
    return node.get("merged") is True and base.lower() == repository.lower()


def _told(node: Mapping[str, object], repository: str) -> PullRequest:
    source = text(mapping(node, "headRepository"), "nameWithOwner")
    fork = source if source.lower() != repository.lower() else ""
    return PullRequest(
        number(node, "number"), text(node, "headRefName"), text(node, "baseRefName"), fork, text(node, "url"), text(node, "mergedAt")
    )  # fmt: skip
