"""Policy: selection, severity and waivers, applied to what the rules said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

from relaudit.core.dossier import Dossier
from relaudit.core.engine import Judgement, judge
from relaudit.core.model import Finding, Problem, Severity, Verdict, Waiver
from relaudit.core.places import InCommit, InFile, InRef, InSettings, Location
from relaudit.core.record import NOTHING, record, replace
from relaudit.core.rule import Options, Rule

InlineWaivers = Literal["allowed", "dated", "forbidden"]


@record
class RuleSettings:
    """What the policy says about one rule; a severity of None leaves it to the rule."""

    severity: Severity | None = None
    off: bool = False
    options: Options | None = None


@record
class Policy:
    """How strictly the process is policed. `fail_on` is None for `never`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.ERROR
    strict: bool = False
    rules: Mapping[str, RuleSettings] = NOTHING
    waivers: tuple[Waiver, ...] = ()
    inline_waivers: InlineWaivers = "dated"

    def selects(self, rule: Rule) -> bool:
        """Whether the rule takes part: named by id, family or pack, and neither ignored nor off."""
        chosen = not self.select or any(names(selector, rule) for selector in self.select)
        setting = self.rules.get(rule.id)
        off = setting is not None and setting.off
        return chosen and not off and not any(names(selector, rule) for selector in self.ignore)

    def fails(self, verdicts: Iterable[Verdict]) -> bool:
        """Whether a finding that is not waived stands at or above `fail_on`."""
        worst = self.fail_on
        return worst is not None and any(
            finding.severity.rank <= worst.rank
            for verdict in verdicts
            for finding in verdict.findings
            if finding.waiver is None
        )


@record
class Case:
    """A repository before its judgement: the selected rules, the policy, and the evidence."""

    policy: Policy
    rules: tuple[Rule, ...]
    dossier: Dossier
    today: date

    def verdicts(self, dossier: Dossier) -> tuple[Verdict, ...]:
        """What the rules say of this evidence, under the policy."""
        dossier.begin(need for rule in self.rules for need in rule.needs)
        return tuple(apply(self.policy, judge(rule, dossier), self.today) for rule in self.rules)


def names(selector: str, rule: Rule) -> bool:
    """Whether a selector, an id, a family or `pack/*`, means this rule."""
    if selector.endswith("/*"):
        return rule.id.startswith(selector[:-1])
    return selector in (rule.id, rule.family)


def apply(policy: Policy, judgement: Judgement, today: date) -> Verdict:
    """The verdict: each problem with its severity and the waiver that covers it."""
    rule = judgement.rule
    setting = policy.rules.get(rule.id, RuleSettings())
    findings = [
        Finding(
            rule.id,
            problem,
            setting.severity or rule.severity_of(problem, stated=judgement.stated),
            _covering(policy.waivers, rule.id, problem, today),
        )
        for problem in judgement.problems
    ]
    unknowns = tuple(dict.fromkeys(judgement.unknowns))
    return Verdict(rule.id, rule.family, tuple(findings), unknowns, judgement.not_applicable)


def paths_of(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The files, as they are today, that findings lie in: those whose comments can waive something."""
    places = [finding.problem.location for verdict in verdicts for finding in verdict.findings]
    return tuple(dict.fromkeys(place.path for place in places if isinstance(place, InFile) and not place.ref))


def waived(verdict: Verdict, waivers: Sequence[Waiver], today: date) -> Verdict:
    """The verdict with more waivers, for what none covers yet."""
    findings = [
        finding
        if finding.waiver
        else replace(finding, waiver=_covering(waivers, finding.rule, finding.problem, today))
        for finding in verdict.findings
    ]
    return replace(verdict, findings=tuple(findings)) if waivers else verdict


def covers(waiver: Waiver, rule: str, problem: Problem, today: date) -> bool:
    """Whether the waiver speaks of this problem and still lives; it lives through its last day."""
    alive = waiver.until is None or today <= waiver.until
    return alive and waiver.rule == rule and _matches(waiver, problem)


def unmatched(policy: Policy, verdicts: Iterable[Verdict], today: date) -> tuple[tuple[Waiver, str], ...]:
    """Waivers that did nothing, each with why: expired, or nothing matched. Rules that did not run do not count."""
    judged = {verdict.rule: verdict for verdict in verdicts}
    idle = [
        waiver
        for waiver in policy.waivers
        if waiver.rule in judged
        and not any(
            covers(waiver, waiver.rule, finding.problem, today) for finding in judged[waiver.rule].findings
        )
    ]
    return tuple(
        (waiver, "has expired" if waiver.until is not None and today > waiver.until else "matched nothing")
        for waiver in idle
    )


def _covering(waivers: Iterable[Waiver], rule: str, problem: Problem, today: date) -> Waiver | None:
    return next((waiver for waiver in waivers if covers(waiver, rule, problem, today)), None)


def _matches(waiver: Waiver, problem: Problem) -> bool:
    if waiver.at is not None:
        place = problem.location
        return isinstance(place, InFile) and not place.ref and (place.path, place.line) == waiver.at
    refs, paths, settings = _named(problem.location)
    wanted = (
        (waiver.refs, refs),
        (waiver.paths, paths),
        (waiver.settings, settings),
        (waiver.subjects, {problem.subject}),
    )
    return all(
        any(fnmatchcase(name, pattern) for pattern in patterns for name in present)
        for patterns, present in wanted
        if patterns
    )


def _named(location: Location) -> tuple[set[str], set[str], set[str]]:
    """The refs, the paths and the settings that a place names."""
    match location:
        case InFile(path=path, ref=ref):
            return ({ref} if ref else set(), {path}, set())
        case InCommit(oid=oid):
            return ({oid}, set(), set())
        case InRef(name=name):
            return ({name}, set(), set())
        case InSettings(setting=setting):
            return (set(), set(), {setting})
        case _:
            return (set(), set(), set())
