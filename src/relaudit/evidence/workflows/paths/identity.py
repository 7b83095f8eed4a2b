"""What a job needs its identity for: the token that `id-token: write` lets it ask for."""

from collections.abc import Iterator

from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.model import Job
from relaudit.evidence.workflows.read import HERE
from relaudit.evidence.workflows.running.route import Route
from relaudit.evidence.workflows.scalars import text_of

_SCOPE = "id-token"
# Words of what asks for the identity: attestations, signatures, logins to clouds and vaults, reports.
_ASKING = regex(
    r"(?i)attest|sigstore|cosign|provenance|slsa|sbom|oidc|id[-_]token|configure-aws-credentials|azure/login|google-github-actions/auth|role-to-assume"
    r"|workload_identity|vault|pulumi|jfrog|octo-sts|chainguard|depot/|deploy-pages|goreleaser|semantic-release|changesets|federat|tailscale|doppler|infisical|akeyless"
)
_PERMISSIONS = regex(r"(?m)^\s*id-token\s*:.*$|id-token\s*:\s*\w+")
_OWN = regex(r"(?:^|\s)\./\w|(?<![\w./:-])[\w-]+(?:/[\w.-]+)*\.sh\b|(?m:^\s*make\b)")
_OF_NPM = ("package.json", ".npmrc")


def stated_identity(route: Route) -> Scalar | None:
    """Where the job itself asks for `id-token: write`; None where it does not, or where its workflow does."""
    said = route.job.value("permissions")
    entries = said.items() if isinstance(said, Mapping) else iter(())
    return next(
        (
            key
            for key, value in entries
            if text_of(key) == _SCOPE and isinstance(value, Scalar) and text_of(value) == "write"
        ),
        None,
    )


def may_ask(route: Route, tree: Tree) -> bool:
    """Whether anything in the job may ask for the identity, as far as its words tell."""
    text = _PERMISSIONS.sub("", "\n".join(_words(route)))
    return (
        _ASKING.search(text) is not None
        or _runs_unseen(route.job)
        or any(isinstance(found := tree.read(path), Text) and "provenance" in found.text for path in _OF_NPM)
    )


def _words(route: Route) -> Iterator[str]:
    """The text of the job and what its steps have in their environment."""
    node, text = route.job.node, route.workflow.file.text.text
    yield text[node.start : node.end] if node is not None else ""
    environment = route.workflow.value("env")
    yield text[environment.start : environment.end] if environment is not None else ""


def _runs_unseen(job: Job) -> bool:
    """Whether it runs an action or a script of the repository."""
    return any(
        (step.uses is not None and step.uses.value.startswith(HERE))
        or (step.script is not None and _OWN.search(step.script.value) is not None)
        for step in job.steps
    )
