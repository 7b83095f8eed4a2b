"""What happened in a made-up repository: pull requests, pushes, runs, checks."""

from world import DAY, Body, link, user


def merged(
    number: int,
    source: str,
    target: str = "main",
    *,
    fork: str = "acme/ferry",
    is_merged: bool = True,
    day: str = DAY,
    made: str = DAY,
) -> Body:
    """A pull request that was closed, merged unless it is said; `day` is when."""
    return {
        "number": number, "state": "closed", "merged_at": day if is_merged else None, "created_at": made, "updated_at": day, "html_url": link(f"pull/{number}"),
        "base": {"ref": target}, "head": {"ref": source, "label": f"{fork.partition('/')[0]}:{source}", "repo": {"full_name": fork}},
    }  # fmt: skip


def push(after: str, by: str = "maria", branch: str = "main", kind: str = "push", day: str = DAY) -> Body:
    """A push to a branch."""
    return {
        "after": after,
        "before": "0" * 40,
        "ref": f"refs/heads/{branch}",
        "timestamp": day,
        "activity_type": kind,
        "actor": user(by),
    }


def run(number: int, path: str, conclusion: str, commit: str = "0" * 40) -> Body:
    """The run of a workflow that ended."""
    return {
        "id": number, "path": path, "status": "completed", "conclusion": conclusion, "head_sha": commit, "created_at": DAY,
        "html_url": link(f"runs/{number}"), "actor": user("maria"), "triggering_actor": user("maria"),
    }  # fmt: skip


def ended(name: str, conclusion: str = "success") -> Body:
    """A job of a run."""
    return {"name": name, "status": "completed", "conclusion": conclusion, "steps": []}


def review(by: str, *environments: str, state: str = "approved") -> Body:
    """What somebody said of jobs that had to wait."""
    return {
        "environments": [{"name": name} for name in environments],
        "state": state,
        "user": user(by),
        "comment": "",
    }


def check(name: str, conclusion: str | None) -> Body:
    """A check run."""
    status = "completed" if conclusion else "in_progress"
    return {"name": name, "status": status, "conclusion": conclusion, "html_url": link(f"checks/{name}")}


def ruleset(
    number: int,
    name: str,
    *kinds: str,
    target: str = "tag",
    enforcement: str = "active",
    include: tuple[str, ...] = ("~ALL",),
    exclude: tuple[str, ...] = (),
    **said: object,
) -> Body:
    """A ruleset, whole; who may pass by it is nobody unless it is said."""
    names = {"include": list(include), "exclude": list(exclude)}
    return {
        "id": number, "name": name, "target": target, "enforcement": enforcement, "source": "acme/ferry", "conditions": {"ref_name": names},
        "rules": [{"type": kind} for kind in kinds], "bypass_actors": [], **said,
    }  # fmt: skip
