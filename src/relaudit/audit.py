"""One audit: policy, dossier, rules and verdicts brought together."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from relaudit.api import Rule
from relaudit.config.documents import Document, extended, find, from_text
from relaudit.config.settings import Settings, check_selectors, required, settings
from relaudit.core.dossier import Catalogue, Dossier
from relaudit.core.errors import PluginError, UsageError
from relaudit.core.model import Status, Verdict, Waiver
from relaudit.core.occasion import HistorySince, Occasion, Today
from relaudit.core.policy import Case, Policy, paths_of, unmatched, waived
from relaudit.core.record import replace
from relaudit.core.report import Audit
from relaudit.core.tables import Tables
from relaudit.evidence.catalogue import GIVEN
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.stated import StatedSecrets
from relaudit.outcome import Outcome
from relaudit.plugins.load import Loaded
from relaudit.process.parts import StatedProcess
from relaudit.request import Request
from relaudit.sources.local import Opened
from relaudit.sources.worktree import WorkingTree


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
        case = self.case(opened)
        policy, today = case.policy, case.today
        verdicts = case.verdicts(case.dossier)
        inline, not_held = self._inline(opened, policy, verdicts)
        verdicts = tuple(waived(verdict, inline, today) for verdict in verdicts)
        idle = unmatched(replace(policy, waivers=(*policy.waivers, *inline)), verdicts, today)
        remarks = not_held + tuple(
            f"the waiver of {waiver.rule} at {waiver.place} {why}" for waiver, why in idle
        )
        is_open = any(verdict.status is Status.UNKNOWN or verdict.unknowns for verdict in verdicts)
        strict = self.request.strict or policy.strict
        audit = Audit(opened.name, opened.revision, verdicts, (*self._read_elsewhere(opened), *remarks))
        return Outcome(audit, policy.fails(verdicts), strict and is_open)

    def case(self, opened: Opened) -> Case:
        """What it takes to judge a repository.

        Raises:
            PolicyError, UsageError: as audit.
        """
        said = self.settings(opened)
        policy = replace(
            said.policy,
            select=self.request.select or said.policy.select,
            ignore=(*said.policy.ignore, *self.request.ignore),
        )
        rules = sorted((rule for rule in self.loaded.rules if policy.selects(rule)), key=_by_family)
        if not rules:
            raise UsageError("no rule is selected: --select, --ignore and the policy leave none")
        return Case(policy, tuple(rules), self.dossier(opened, said), self.request.today.day)

    def dossier(self, opened: Opened, said: Settings | None = None) -> Dossier:
        """The evidence about a repository, under its policy."""
        return Dossier(self._catalogue, self._given(opened, said or self.settings(opened)))

    def settings(self, opened: Opened) -> Settings:
        """The policy of a repository: the one asked for, or its own.

        Raises:
            PolicyError, UsageError: it cannot be read as one, or a required pack is missing.
        """
        document, tree = self._document(opened)
        documents = extended(document, tree) if document else extended(_NO_POLICY, tree)[:-1]
        _check_required(documents)
        return settings(documents, self.loaded.rules)

    def _inline(
        self, opened: Opened, policy: Policy, verdicts: Sequence[Verdict]
    ) -> tuple[tuple[Waiver, ...], tuple[str, ...]]:
        """The inline waivers beside the findings, and remarks about those that do not hold."""
        paths = paths_of(verdicts)
        if not paths:
            return (), ()
        from relaudit.config.inline import Terms, inline_waivers

        rules = {rule.id: rule for rule in self.loaded.rules}
        revision = self.request.policy_at
        base = self._at(opened, revision) if revision else None
        terms = Terms(allowed=policy.inline_waivers, rules=rules, revision=revision, base=base)
        return inline_waivers(paths, opened.tree, terms)

    def _document(self, opened: Opened) -> tuple[Document | None, Tree]:
        """The policy document and the tree that what it extends is read from.

        With a revision, nothing but that revision is read: not even a file that was named is taken from elsewhere.
        """
        path, revision = self.request.policy, self.request.policy_at
        if not revision:
            tree = WorkingTree(os.path.dirname(path) or ".") if path else opened.tree
            return (_named(tree, os.path.basename(path), path) if path else find(tree)), tree
        at = self._at(opened, revision)
        return (_named(at, path, path) if path else find(at)), at

    def _at(self, opened: Opened, revision: str) -> Tree:
        """The files of the revision that the policy is read from."""
        oid = opened.git.resolve(revision) if opened.git else None
        if oid is None or opened.git is None:
            raise UsageError(f"--policy-at: there is no revision '{revision}' in {opened.name}")
        return opened.git.tree(oid)

    def _given(self, opened: Opened, said: Settings) -> Mapping[type[object], object]:
        options: dict[type[object], object] = {
            rule.options: chosen.options if chosen and chosen.options else rule.options()
            for rule in self.loaded.rules
            if rule.options
            for chosen in [said.policy.rules.get(rule.id)]
        }
        return {
            **opened.given,
            GitHub: self.request.github(opened),
            **options,
            StatedProcess: said.process,
            HistorySince: HistorySince(said.history_since, _last_day(opened)),
            Tables: Tables(self.loaded.tables),
            StatedSecrets: self.request.secrets,
            Occasion: self.request.occasion,
            Today: self.request.today,
        }

    def _read_elsewhere(self, opened: Opened) -> Iterator[str]:
        """What the report has to say of where its facts come from."""
        if self.request.policy_at:
            yield f"the policy is that of {self.request.policy_at}, not of {opened.revision or 'the tree'}"
        if opened.is_past:
            yield f"the files are those of {opened.revision}; tags are today's, and those made later are not judged"


def _last_day(opened: Opened) -> date | None:
    return opened.git.day_of(opened.revision) if opened.is_past and opened.git and opened.revision else None


def _named(tree: Tree, path: str, shown: str) -> Document:
    text = tree.read(path)
    if not isinstance(text, Text):
        raise UsageError(f"--policy {shown}: {text.detail if text else 'there is no such file'}")
    return from_text(Text(shown, text.text, text.encoding))


def _check_required(documents: Iterable[Document]) -> None:
    wanted = required(documents)
    if wanted:
        from relaudit.config.requirements import check

        check(wanted)


def _by_family(rule: Rule) -> tuple[str, str]:
    return rule.family, rule.id


_NO_POLICY = from_text(Text("", ""))
