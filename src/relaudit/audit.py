"""One audit: policy, dossier, rules and verdicts brought together."""

import os
from collections.abc import Iterable, Mapping, Sequence

from relaudit import __version__
from relaudit.api import Rule
from relaudit.config.documents import Document, extended, find, from_text
from relaudit.config.settings import Settings, check_selectors, required, settings
from relaudit.core.dossier import Catalogue, Dossier
from relaudit.core.engine import judge
from relaudit.core.errors import PluginError, PolicyError, UsageError
from relaudit.core.model import Status, Unknown
from relaudit.core.occasion import AT_REST, HistorySince, Occasion, Today
from relaudit.core.policy import apply, unmatched
from relaudit.core.record import named_record, record, replace
from relaudit.core.report import Audit, Help, Report, Run
from relaudit.evidence.catalogue import GIVEN
from relaudit.evidence.files import Text, Tree
from relaudit.plugins.load import Loaded
from relaudit.process.parts import StatedProcess
from relaudit.sources.local import Opened
from relaudit.sources.worktree import WorkingTree


@named_record
class Request:
    """What the caller asks for. `policy_at` reads the policy as it is at that revision, whatever the tree says."""

    today: Today
    occasion: Occasion = AT_REST
    policy: str = ""
    policy_at: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False


@record
class Outcome:
    """An audit, and what it means for the run."""

    audit: Audit
    fails: bool = False
    is_open: bool = False


class Auditor:
    """Rules and providers, checked once, and applied to one repository after the other.

    Raises:
        PluginError: a rule needs what nothing provides.
        UsageError: the request selects what does not exist.
    """

    def __init__(self, loaded: Loaded, request: Request) -> None:
        self.loaded = loaded
        self.request = request
        options = {rule.options for rule in loaded.rules if rule.options}
        self._catalogue = Catalogue(loaded.providers, GIVEN | options)
        for rule in self.loaded.rules:
            unheard = [need for need in rule.needs if not self._catalogue.knows(need.type)]
            if unheard:
                raise PluginError(
                    f"rule {rule.id}: nothing provides {unheard[0].type.__name__}, which it needs"
                )
        wrong = check_selectors((*self.request.select, *self.request.ignore), self.loaded.rules)
        if wrong:
            raise UsageError(
                f"'{wrong[0]}' is no rule, family or pack{wrong[1]}; `relaudit rules` lists them"
            )

    def audit(self, opened: Opened) -> Outcome:
        """The verdicts of all selected rules.

        Raises:
            PolicyError: the policy of this repository cannot be read as one.
        """
        said = self.settings(opened)
        policy = replace(
            said.policy,
            select=self.request.select or said.policy.select,
            ignore=(*said.policy.ignore, *self.request.ignore),
        )
        rules = [rule for rule in self.loaded.rules if policy.selects(rule)]
        dossier = Dossier(self._catalogue, self._given(opened, said))
        today = self.request.today.day
        verdicts = tuple(apply(policy, judge(rule, dossier), today) for rule in sorted(rules, key=_by_family))
        idle = unmatched(policy, verdicts, today)
        remarks = tuple(f"the waiver of {waiver.rule} at {waiver.place} {why}" for waiver, why in idle)
        is_open = any(verdict.status is Status.UNKNOWN or verdict.unknowns for verdict in verdicts)
        strict = self.request.strict or policy.strict
        audit = Audit(opened.name, opened.revision, verdicts, (*self._read_elsewhere(opened), *remarks))
        return Outcome(audit, policy.fails(verdicts), strict and is_open)

    def settings(self, opened: Opened) -> Settings:
        """The policy of a repository: the one asked for, or its own.

        Raises:
            PolicyError, UsageError: it cannot be read as one, or a required pack is missing.
        """
        document, tree = self._document(opened)
        documents = (
            extended(document, _Reader(tree)) if document else extended(_NO_POLICY, _Reader(tree))[:-1]
        )
        _check_required(documents)
        return settings(documents, self.loaded.rules)

    def _document(self, opened: Opened) -> tuple[Document | None, Tree]:
        """The policy document and the tree that what it extends is read from.

        With a revision, nothing but that revision is read: not even a file that was named is taken from elsewhere.
        """
        path, revision = self.request.policy, self.request.policy_at
        if not revision:
            tree = WorkingTree(os.path.dirname(path) or ".") if path else opened.tree
            return (_named(tree, os.path.basename(path), path) if path else find(tree)), tree
        oid = opened.git.resolve(revision) if opened.git else None
        if oid is None or opened.git is None:
            raise UsageError(f"--policy-at: there is no revision '{revision}' in {opened.name}")
        at = opened.git.tree(oid)
        return (_named(at, path, path) if path else find(at)), at

    def _given(self, opened: Opened, said: Settings) -> Mapping[type[object], object]:
        options = {
            rule.options: chosen.options if chosen and chosen.options else rule.options()
            for rule in self.loaded.rules
            if rule.options
            for chosen in [said.policy.rules.get(rule.id)]
        }
        return {
            **opened.given,
            **options,
            StatedProcess: said.process,
            HistorySince: HistorySince(said.history_since),
            Occasion: self.request.occasion,
            Today: self.request.today,
        }

    def _read_elsewhere(self, opened: Opened) -> Sequence[str]:
        if not self.request.policy_at:
            return ()
        return (f"the policy is that of {self.request.policy_at}, not of {opened.revision or 'the tree'}",)


def _named(tree: Tree, path: str, shown: str) -> Document:
    text = tree.read(path)
    if not isinstance(text, Text):
        raise UsageError(f"--policy {shown}: {text.detail if text else 'there is no such file'}")
    return from_text(Text(shown, text.text, text.encoding))


def report(outcomes: Sequence[Outcome], rules: Iterable[Rule], *, started: str, seconds: float) -> Report:
    """The report of a run, with its exit code: 4 incomplete, 1 findings, 3 open questions under strict, 0."""
    broken = any(outcome.audit.error for outcome in outcomes)
    fails = any(outcome.fails for outcome in outcomes)
    is_open = any(outcome.is_open for outcome in outcomes)
    code = 4 if broken else 1 if fails else 3 if is_open else 0
    judged = {verdict.rule for outcome in outcomes for verdict in outcome.audit.verdicts}
    help_ = {rule.id: Help(rule.summary, f"docs/rules/{rule.id}.md") for rule in rules if rule.id in judged}
    run = Run(f"relaudit {__version__}", started, round(seconds, 3), code)
    return Report(run, tuple(outcome.audit for outcome in outcomes), help_)


def _check_required(documents: Iterable[Document]) -> None:
    wanted = required(documents)
    if not wanted:
        return
    from importlib.metadata import distributions

    from relaudit.evidence.schemes import meets

    installed = {distribution.name: distribution.version for distribution in distributions()}
    for requirement, place in wanted:
        why = meets(requirement, installed)
        if why:
            raise PolicyError(
                f"{place}: the policy requires '{requirement}', and {why}; pip install '{requirement}'"
            )


@record
class _Reader:
    """Reads the files that a policy extends, from the tree that the policy itself was read from."""

    tree: Tree

    def __call__(self, path: str) -> Text | None:
        text = self.tree.read(path)
        if isinstance(text, Unknown):
            raise PolicyError(text.detail)
        return text


def _by_family(rule: Rule) -> tuple[str, str]:
    return rule.family, rule.id


_NO_POLICY = from_text(Text("", ""))
