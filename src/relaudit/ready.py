"""Whether a repository is ready for the release of a version: the rules before a tag, and what the tag would set off."""

from collections.abc import Iterator, Sequence

from relaudit.audit import Auditor
from relaudit.core.dossier import Dossier
from relaudit.core.model import Finding, Severity, Unknown, Verdict
from relaudit.core.occasion import HistorySince
from relaudit.core.places import InRef
from relaudit.core.record import record, replace
from relaudit.evidence.git import Head
from relaudit.evidence.past.branches import ReleaseBranches
from relaudit.evidence.schemes import same
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.simulated import Published, simulated
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.process import TagFormat
from relaudit.sources.local import Opened
from relaudit.views.checklist import Item, State


@record
class Topic:
    """An item that rules decide, and the command that shows more of it."""

    title: str
    rules: tuple[str, ...]
    settle: str


TOPICS = (
    Topic("the files agree on the version", ("version-files-agree", "version-is-valid", "lockfile-version-agrees", "secondary-versions-agree"), "relaudit check --select versions"),
    Topic("the bump tool is at the version", ("bump-config-is-current", "bump-targets-exist"), "relaudit check --select versions"),
    Topic("the changelog has its section", ("changelog-has-version", "unreleased-section-is-first"), "relaudit check --select changelog"),
    Topic("the notes are ready", ("release-notes-match-changelog", "release-notes-start-at-previous-tag"), "relaudit check --select changelog"),
    Topic("the step is a legal one, and large enough for the commits since", ("version-increment-is-legal",), "relaudit check --select version-increment-is-legal"),
    Topic("the number is free", ("version-is-new",), "ask the index for the project's versions"),
    Topic("the branches are in sync", ("hotfixes-are-backported",), "relaudit check --select hotfixes-are-backported"),
    Topic("the gates run, and can fail", ("gates-can-fail", "gate-targets-exist", "required-gates-run", "workflows-can-start", "if-conditions-avoid-secrets"), "relaudit check --select gates"),
    Topic("the coverage floor is enforced", ("coverage-floor-is-enforced",), "relaudit check --select coverage-floor-is-enforced"),
    Topic("tests and a look at the tag come before what is published", ("publish-needs-tests", "tag-is-verified-before-publish"), "relaudit graph"),
    Topic("publishing may do what it does, and shows when it fails", ("publish-permissions-suffice", "publish-failures-are-visible", "release-triggers-fire", "version-extraction-works"), "relaudit graph"),
)  # fmt: skip


def checklist(auditor: Auditor, repository: Opened, version: str) -> Sequence[Item]:
    """Every item that has to do with this repository; what history has fixed in place stands in no release's way.

    Raises:
        PolicyError, UsageError: as the audit.
    """
    case = auditor.case(repository)
    today = HistorySince(auditor.request.today.day)
    case = replace(case, dossier=case.dossier.with_given(HistorySince, today))
    verdicts = {verdict.rule: verdict for verdict in case.verdicts(case.dossier)}
    own = (_version(case.dossier, version), *_tag(case.dossier, version), *_branch(case.dossier))
    topics = (item for topic in TOPICS for item in _topic(topic, verdicts))
    return (*own, *topics, *_way_out(case.dossier, version))


def _topic(topic: Topic, verdicts: dict[str, Verdict]) -> Iterator[Item]:
    found = [verdicts[rule] for rule in topic.rules if rule in verdicts]
    judged = [verdict for verdict in found if not verdict.not_applicable]
    if not judged:
        return
    findings = [finding for verdict in judged for finding in verdict.findings if finding.waiver is None]
    wrong = [finding for finding in findings if finding.severity is not Severity.NOTICE]
    unknown = [(verdict, one) for verdict in judged for one in verdict.unknowns]
    if wrong:
        yield _finding(topic, State.FAILED, wrong)
    elif findings:
        yield _finding(topic, State.UNKNOWN, findings)
    elif unknown:
        verdict, one = unknown[0]
        settle = f"needs {one.needs}" if one.needs else topic.settle
        why = one.detail or f"{one.evidence}: {one.reason}"
        yield Item(topic.title, State.UNKNOWN, why, None, settle, verdict.rule)
    else:
        yield Item(topic.title, State.TICKED)


def _finding(topic: Topic, state: State, findings: Sequence[Finding]) -> Item:
    """By the first of them; a notice is for people to say whether it is meant."""
    first = findings[0]
    more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
    message = first.problem.message + more
    return Item(topic.title, state, message, first.problem.location, topic.settle, first.rule)


def _version(of: Dossier, version: str) -> Item:
    files = of.get(VersionFiles)
    title = f"the version is {version}"
    source = files.source if isinstance(files, VersionFiles) else None
    if source is None:
        is_tagged = isinstance(files, VersionFiles) and files.is_computed
        why = "the version is taken from the tag" if is_tagged else "no file says which version this is"
        return Item(
            title, State.TICKED if is_tagged else State.UNKNOWN, why, None, "state process.version.files"
        )
    if same(source.version, version):
        return Item(title, State.TICKED, "", source.place())
    return Item(
        title, State.FAILED, f"{source.path} says {source.version}", source.place(), f"bump it to {version}"
    )


def _tag(of: Dossier, version: str) -> Iterator[Item]:
    tags = of.get(ReleaseTags)
    if isinstance(tags, Unknown):
        yield Item(
            "the tag is free",
            State.UNKNOWN,
            tags.detail,
            None,
            f"needs {tags.needs}" if tags.needs else "git fetch --tags",
        )
        return
    taken = tags.of(version)
    title = f"the tag {tag_name(of, version)} is free"
    if taken is not None:
        yield Item(
            title,
            State.FAILED,
            f"{taken.name} is there already",
            InRef(name=taken.name),
            "release another version; a tag stays where it is",
        )
    else:
        yield Item(title, State.TICKED)


def tag_name(of: Dossier, version: str) -> str:
    """The name that the tag of a version gets: as stated or derived, else as the newest one is made."""
    form, tags = of.get(TagFormat), of.get(ReleaseTags)
    if isinstance(form, TagFormat):
        return form.pattern.replace("{version}", version)
    newest = tags.newest_first[0] if isinstance(tags, ReleaseTags) and tags.newest_first else None
    return newest.name.replace(newest.version, version) if newest is not None else f"v{version}"


def _branch(of: Dossier) -> Iterator[Item]:
    head, branches = of.get(Head), of.get(ReleaseBranches)
    if isinstance(head, Unknown) or isinstance(branches, Unknown) or not (head.branch and branches.lines):
        return
    if head.branch in branches.lines:
        yield Item("HEAD is on a release branch", State.TICKED)
        return
    why = f"HEAD is on {head.branch}; releases are made from {', '.join(branches.lines)}"
    settle = f"git switch {branches.production}" if branches.production else ""
    yield Item("HEAD is on a release branch", State.FAILED, why, None, settle)


def _way_out(of: Dossier, version: str) -> Iterator[Item]:
    """What the tag, or a release made of it, would publish."""
    known = of.get(Evidence)
    if isinstance(known, Unknown):
        return
    name = tag_name(of, version)
    title = f"pushing {name} publishes something"
    for said in (f"tag:{name}", f"release:{name}"):
        found = [
            (one, published) for one in simulated(Occurrence.of(said), known) for published in one.published
        ]
        if found:
            is_sure = any(one.truth is published.truth is Truth.YES for one, published in found)
            title = f"{'pushing' if said.startswith('tag') else 'the release'} {name} publishes something"
            state = State.TICKED if is_sure else State.UNKNOWN
            yield Item(
                title, state, _said([published for _, published in found]), None, f"relaudit simulate {said}"
            )
            return
    why = "no workflow answers the tag or its release with something that is published"
    if known.uses.everywhere:
        yield Item(title, State.UNKNOWN, why, None, "relaudit graph shows what does publish")


def _said(published: Sequence[Published]) -> str:
    targets = (f"{one.publication.target}{'' if one.truth is Truth.YES else ' (maybe)'}" for one in published)
    return ", ".join(dict.fromkeys(targets))
