"""Fixes held against real repositories: `python tests/seeds/fixes.py FOLDER`, git directories as `OWNER+NAME/repo`.

Drift is introduced into real files in memory and fixed; nothing is written. A rule with a fix gets a mutation: a
function from a tree to drifts, in MUTATIONS.
"""

import ast
import json
import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from configparser import RawConfigParser
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.dossier import Dossier
from relaudit.core.model import Finding, Fix, Unknown, Verdict
from relaudit.core.occasion import Today
from relaudit.core.policy import Case
from relaudit.core.record import replace
from relaudit.evidence.bumping import BumpConfigs
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entries import is_unreleased
from relaudit.evidence.declared import VersionFile, reads, version_in
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.overlay import Overlay
from relaudit.evidence.schemes import is_final
from relaudit.evidence.secondary import SecondaryVersions
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.workflows.checkouts import Checkouts
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.paths.sufficient import needed_scopes
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.evidence.workflows.publishing.table import OIDC_WHERE_ALLOWED
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import parse_yaml
from relaudit.fixes import fixed
from relaudit.request import Request
from relaudit.sources.local import Opened, opened

OTHER = "9876.5.4"
# What a true fix of a version file may wrong: what is written by a tool of its own.
KEPT_BY_TOOLS = ("lockfile-version-agrees", "bump-config-is-current")
PAST = "0.0.1"
TODAY = date(2026, 8, 1)
FILES_STATED = 20
MODULES = ("__init__.py", "_version.py", "version.py", "__version__.py", "__about__.py")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Texts to exchange, and what each file has to be after the fixes; where a section was moved, but for blank lines."""

    rule: str
    drifted: Mapping[str, str]
    expected: Mapping[str, str]
    is_moved: bool = False

    def wants(self, finding: Finding, _: Fix) -> bool:
        """The fixes of this rule: what others would do to the same file is another drift."""
        return finding.rule == self.rule


Mutation = Callable[[Dossier], Iterator[Drift]]


@dataclass(slots=True)
class Tally:
    """What came of the drifts of one repository."""

    fixes: Counter[str] = field(default_factory=Counter)
    held_back: int = 0
    wrong: list[str] = field(default_factory=list)


def versions_behind(dossier: Dossier) -> Iterator[Drift]:
    """Each version file but the source says something past."""
    files = known(dossier, VersionFiles)
    for file in files.files[1:] if files else ():
        past, current = exchanged(file, PAST), exchanged(file, files.files[0].version if files else "")
        if past and current:
            yield Drift(rule="version-files-agree", drifted={file.path: past}, expected={file.path: current})


def versions_stated(dossier: Dossier) -> Iterator[Drift]:
    """Every file in which a version can be read is stated, and a source above them says another version."""
    tree = tree_of(dossier)
    paths = tree.paths()
    texts = [tree.read(path) for path in ([] if isinstance(paths, Unknown) else paths) if is_likely(path)]
    files = [
        file for text in texts if isinstance(text, Text) and isinstance(file := version_in(text), VersionFile)
    ]
    expected = {file.path: text for file in files if (text := exchanged(file, OTHER))}
    some = dict(list(expected.items())[:FILES_STATED])
    if some:
        yield Drift(rule="version-files-agree", drifted=stated(*some), expected=some)


def bump_behind(dossier: Dossier) -> Iterator[Drift]:
    """The current version of each bump configuration is past."""
    configs, files, tree = known(dossier, BumpConfigs), known(dossier, VersionFiles), tree_of(dossier)
    source = files.source if files else None
    for config in configs.configs if configs and source else ():
        past, current = config.fix(PAST), config.fix(source.version) if source else None
        text = tree.read(config.path)
        if past and current and isinstance(text, Text):
            texts = [edited_by(text, fix.edits[0].start, fix.edits[0].end, fix.edits[0].replacement) for fix in (past, current)]  # fmt: skip
            yield Drift(rule="bump-config-is-current", drifted={config.path: texts[0]}, expected={config.path: texts[1]})  # fmt: skip


def bump_added(dossier: Dossier) -> Iterator[Drift]:
    """A bump configuration that is past, at the end of a real file."""
    tree, configs = tree_of(dossier), known(dossier, BumpConfigs)
    for path, table, quote in (("pyproject.toml", "tool.bumpversion", '"'), ("setup.cfg", "bumpversion", "")):
        text = tree.read(path) if configs is not None and not len(configs) else None
        if isinstance(text, Text):
            end = "\r\n" if "\r\n" in text.text else "\n"
            old, new = (
                f"{text.text}{end}[{table}]{end}current_version = {quote}{version}{quote}"
                for version in (PAST, OTHER)
            )
            drifted = {path: old, **stated()}
            yield Drift(rule="bump-config-is-current", drifted=drifted, expected={path: new})


def secondary_behind(dossier: Dossier) -> Iterator[Drift]:
    """Each label, chart, citation and mention says something past."""
    found, files = known(dossier, SecondaryVersions), known(dossier, VersionFiles)
    source = files.source if files else None
    for item in found.found if found and source and is_final(source.version) else ():
        past, current = exchanged(item.file, PAST), exchanged(item.file, source.version if source else "")
        if past and current:
            path = item.file.path
            yield Drift(rule="secondary-versions-agree", drifted={path: past}, expected={path: current})


def spelled_otherwise(dossier: Dossier) -> Iterator[Drift]:
    """The source of truth writes its version with a letter before it."""
    files = known(dossier, VersionFiles)
    source = files.source if files else None
    if source and source.version[0].isdigit() and source.path.endswith(".toml") and is_plain(source.version):
        old, new = exchanged(source, f"v{source.version}"), exchanged(source, source.version)
        if old and new:
            yield Drift(
                rule="version-spelling-is-canonical", drifted={source.path: old}, expected={source.path: new}
            )


def unreleased_moved(dossier: Dossier) -> Iterator[Drift]:
    """The Unreleased section stands below the newest entry."""
    changelog = known(dossier, Changelog)
    first = changelog.unreleased if changelog else None
    entry = changelog.entries[0] if changelog and changelog.entries else None
    text = changelog.text if changelog else None
    if first and entry and text and first.path == entry.path == text.path and first.last == entry.first - 1:
        lines = text.text.split("\n")
        above, unreleased = lines[: first.first - 1], lines[first.first - 1 : first.last]
        moved = [*above, *lines[entry.first - 1 : entry.last], *unreleased, *lines[entry.last :]]
        if entry.last < len(lines) and is_unreleased(first.heading):
            drifted = {text.path: "\n".join(moved)}
            yield Drift(
                rule="unreleased-section-is-first",
                drifted=drifted,
                expected={text.path: text.text},
                is_moved=True,
            )


def filter_left_behind(dossier: Dossier) -> Iterator[Drift]:
    """A path filter of each event has one more entry, which matches nothing."""
    workflows, listed = known(dossier, Workflows), tree_of(dossier).paths()
    paths = () if isinstance(listed, Unknown) else listed
    for workflow in workflows.workflows if workflows else ():
        text = workflow.file.text
        entries = [
            one
            for trigger in workflow.triggers
            for key in ("paths", "paths-ignore")
            for one in trigger.patterns(key)
        ]
        idle = any(not any(map(Pattern.of(text_of(one)).matches, paths)) for one in entries)
        for trigger in () if idle else workflow.triggers:  # what is idle already would be taken out as well
            for entry in (*trigger.patterns("paths"), *trigger.patterns("paths-ignore"))[:1]:
                line = text.text.rfind("\n", 0, entry.start) + 1
                before = text.text[line : entry.start]
                if before.strip() == "-":
                    more = edited_by(text, line, line, f"{before}gone-{OTHER}/**\n")
                    yield Drift(rule="path-filters-match-files", drifted={text.path: more}, expected={text.path: text.text})  # fmt: skip


def history_not_fetched(dossier: Dossier) -> Iterator[Drift]:
    """A checkout that fetches all of history fetches one commit, where tags are asked for."""
    workflows, tree = known(dossier, Workflows), tree_of(dossier)
    for workflow in workflows.workflows if workflows else ():
        text = workflow.file.text
        for found in re.finditer(r"fetch-depth: 0", text.text):
            texts = {text.path: edited_by(text, found.end() - 1, found.end(), "1")}
            checkouts = known(dossier.with_given(Tree, drifted(tree, texts)), Checkouts)
            if checkouts and any(one.event and one.workflow.path == text.path for one in checkouts.checkouts):
                yield Drift(rule="checkout-fetches-tags", drifted=texts, expected={text.path: text.text})


def permission_taken(dossier: Dossier) -> Iterator[Drift]:
    """A job that publishes with the token of the run may only read what it has to write."""
    paths = known(dossier, ReleasePaths)
    seen: set[tuple[str, int]] = set()
    for path in paths.paths if paths else ():
        block, file = path.publication.route.job.part("permissions"), path.publication.route.workflow.file
        for scope in needed_scopes(path):
            said = block.scalar(scope)
            text = file.text.text
            is_block = block.node is not None and text[block.node.start] != "{"
            is_sure = (
                path.publication.use.publisher.without != OIDC_WHERE_ALLOWED
                and path.publication.route.by is None
            )
            if (
                said is None
                or said.value != "write"
                or not (is_block and is_sure)
                or (file.text.path, said.start) in seen
            ):
                continue
            seen.add((file.text.path, said.start))
            less = edited_by(file.text, said.start, said.end, "none" if scope == "id-token" else "read")
            yield Drift(rule="publish-permissions-suffice", drifted={file.text.path: less}, expected={file.text.path: text})  # fmt: skip


def is_plain(version: str) -> bool:
    """Numbers and dots."""
    return all(part.isdecimal() and str(int(part)) == part for part in version.split("."))


MUTATIONS: Sequence[Mutation] = (
    versions_behind, versions_stated, bump_behind, bump_added, secondary_behind, spelled_otherwise, unreleased_moved, filter_left_behind, history_not_fetched, permission_taken,
)  # fmt: skip


def stated(*paths: str) -> Mapping[str, str]:
    """A policy that states version files, and above them the source of truth, which says another version.

    It leaves history alone, which no fix changes.
    """
    files = json.dumps(["above/VERSION", *paths])
    return {
        "relaudit.toml": f'history-since = {TODAY}\n[process.version]\nsource = "files"\nfiles = {files}\n',
        "above/VERSION": OTHER,
    }


def tree_of(dossier: Dossier) -> Tree:
    tree = dossier.get(Tree)  # type: ignore[type-abstract]  # the protocol is the key
    assert not isinstance(tree, Unknown)
    return tree


def is_likely(path: str) -> bool:
    """Whether a version may well be read from the file: any module could hold one."""
    return reads(path) and (not path.endswith(".py") or path.rpartition("/")[2] in MODULES)


def known(dossier: Dossier, wanted: type[T]) -> T | None:
    """Evidence, None when it is unknown."""
    found = dossier.get(wanted)
    return None if isinstance(found, Unknown) else found


def exchanged(file: VersionFile, version: str) -> str:
    """The text of a version file with another version in it, empty when it has no exact place."""
    span = file.locate()
    at = file.text.text.find(file.version, *span) if span else -1
    whole = span and file.text.text[slice(*span)].strip("\"'") == file.version
    return edited_by(file.text, at, at + len(file.version), version) if whole else ""


def edited_by(text: Text, start: int, end: int, new: str) -> str:
    return f"{text.text[:start]}{new}{text.text[end:]}"


def drifted(tree: Tree, texts: Mapping[str, str]) -> Overlay:
    """The tree with the texts exchanged, in the encodings that the files have."""
    made: dict[str, Text] = {}
    for path, text in texts.items():
        old = tree.read(path)
        made[path] = (
            Text(path, text, old.encoding, mark=old.mark) if isinstance(old, Text) else Text(path, text)
        )
    return Overlay(tree, made)


def drifted_case(auditor: Auditor, repository: Opened, case: Case, tree: Overlay) -> Case:
    """The case with the tree of a drift: a new one where the policy is another, else what is known of git is kept."""
    if "relaudit.toml" in tree.texts:
        return auditor.case(replace(repository, tree=tree))
    return replace(case, dossier=case.dossier.with_given(Tree, tree))


def hold(case: Case, tree: Overlay, drift: Drift, tally: Tally) -> None:
    """Fix the drift, and hold the result to the five properties."""
    before = case.verdicts(case.dossier)
    if not any(finding.rule == drift.rule and finding.problem.fix for finding in findings(before)):
        tally.wrong.append(f"{drift.rule}: {sorted(drift.expected)}: the drift has no finding with a fix")
        return
    copy, repairs = fixed(case, tree, drift.wants)
    kept = [name for name in KEPT_BY_TOOLS if name != drift.rule]
    if any(repair.refused.startswith(name) for repair in repairs for name in kept):
        tally.held_back += 1
        return
    tally.fixes.update(repair.rule for repair in repairs if not repair.refused)
    tally.wrong += [f"{drift.rule}: {line}" for line in broken(case, before, copy.tree, copy.verdicts, drift)]


def broken(
    case: Case, before: Iterable[Verdict], tree: Overlay, after: Sequence[Verdict], drift: Drift
) -> Iterator[str]:
    """Which of the five properties do not hold, and why."""
    original = tree_of(case.dossier)
    for path, text in tree.texts.items():
        old = original.read(path)
        if isinstance(old, Text) and list(unparsed(old)):
            continue  # a template, which was no file of its kind before either
        yield from (f"{path} does not parse: {why}" for why in unparsed(text))
    left = [finding for finding in findings(after) if finding.rule == drift.rule and finding.problem.fix]
    yield from (f"the finding is not gone: {finding.problem.message}" for finding in left)
    more = Counter(map(str, told(after))) - Counter(map(str, told(before)))
    yield from (f"more is wrong or unknown: {one}" for one in more)
    for path, wanted in drift.expected.items():
        found = tree.read(path)
        seen = lines_of if drift.is_moved else str
        if not isinstance(found, Text) or seen(found.text) != seen(wanted):
            yield f"{path} is not what it was beside the edit"
    again = Overlay(tree, {})
    rules = tuple(rule for rule in case.rules if rule.id == drift.rule)
    fresh = replace(case, rules=rules, dossier=case.dossier.with_given(Tree, again))
    if list(fixed(fresh, again, drift.wants)[0].tree.changes()):
        yield "fixing again changes something"


def lines_of(text: str) -> Sequence[str]:
    """The lines that are not blank."""
    return [line for line in text.splitlines() if line.strip()]


def findings(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    return (finding for verdict in verdicts for finding in verdict.findings)


def told(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, ...]]:
    """Findings by fingerprint, unknowns by what they are about."""
    for verdict in verdicts:
        yield from ((verdict.rule, finding.fingerprint) for finding in verdict.findings)
        yield from ((verdict.rule, unknown.evidence, unknown.reason) for unknown in verdict.unknowns)


def unparsed(text: Text) -> Iterator[str]:
    """Why a file is none of its kind, by parsers that are not relaudit's."""
    readers: Mapping[str, Callable[[str], object]] = {
        ".toml": tomllib.loads, ".py": ast.parse, ".cfg": RawConfigParser().read_string, ".json": json.loads,
    }  # fmt: skip
    reader = readers.get(os.path.splitext(text.path)[1])
    if text.path.endswith((".yml", ".yaml")) and isinstance(parse_yaml(text), Unknown):
        yield "no YAML"
    try:
        reader(text.text) if reader else None
    except Exception as error:  # noqa: BLE001 - whatever a parser says
        yield str(error)


def auditor_of_fixes() -> Auditor:
    """All rules, at a day of its own."""
    return Auditor(own(), Request(today=Today(TODAY)))


def run(folder: Path) -> int:
    """Print what does not hold, and how much was fixed; the number of failures."""
    auditor = auditor_of_fixes()
    fixes: Counter[str] = Counter()
    repositories = failures = held_back = 0
    for path in sorted(folder.glob("*/repo")):
        tally = Tally()
        with opened(path, "HEAD", name=path.parent.name) as repository:
            case = auditor.case(repository)
            case.verdicts(case.dossier)
            for drift in (drift for mutation in MUTATIONS for drift in mutation(case.dossier)):
                tree = drifted(repository.tree, drift.drifted)
                hold(drifted_case(auditor, repository, case, tree), tree, drift, tally)
        print(
            *(f"{path.parent.name}: {line}" for line in tally.wrong),
            sep="\n",
            end="\n" if tally.wrong else "",
        )
        fixes += tally.fixes
        repositories += bool(tally.fixes)
        failures += len(tally.wrong)
        held_back += tally.held_back
    for rule, number in sorted(fixes.items()):
        print(f"{rule}: {number}")
    result = "all five properties hold" if not failures else f"{failures} do not hold"
    if held_back:
        print(
            f"{held_back} drifts were left alone, since a fix would have left a lock file or a manifest behind"
        )
    print(f"{fixes.total()} fixes on {repositories} repositories, {result}")
    return failures if fixes else 1


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("RELAUDIT_CORPUS", "")
    if not place:
        sys.exit("name the folder of git directories: RELAUDIT_CORPUS=FOLDER make corpus")
    sys.exit(min(1, run(Path(place))))
