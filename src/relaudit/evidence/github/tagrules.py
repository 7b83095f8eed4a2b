"""What is in force on a tag. GitHub answers for branches alone, so the conditions of rulesets are read here."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.refnames import covers
from relaudit.evidence.github.rulesets import Ruleset, Rulesets
from relaudit.evidence.github.settings import RepositorySettings


@record
class TagGuards:
    """The rulesets that are in force on a tag; `doubt` is why there may be more, or fewer."""

    rulesets: tuple[Ruleset, ...] = ()
    doubt: Unknown | None = None

    def has(self, kind: str) -> bool:
        """Whether a rule of this type is in force: `update`, `deletion`, `creation`, `non_fast_forward`."""
        return any(kind in one.kinds for one in self.rulesets)

    def passers(self, kinds: Sequence[str]) -> tuple[str, ...] | Unknown:
        """Those who may pass by every ruleset that has a rule of one of these types."""
        found: list[str] = []
        for kind in kinds:
            asking = [one.passers for one in self.rulesets if kind in one.kinds]
            known = [
                {passer.name for passer in one if passer.mode != "pull_request"}
                for one in asking
                if not isinstance(one, Unknown)
            ]
            unknown = next((one for one in asking if isinstance(one, Unknown)), None)
            if unknown is not None and all(known):
                return unknown
            found += sorted(set.intersection(*known)) if known else []
        return tuple(dict.fromkeys(found))


@named_record
class TagRules:
    """Answers for a tag by its name, which need not exist; `page` is where the rules are kept."""

    of: Callable[[str], TagGuards]
    page: str
    repository: str


@evidence(permission="metadata:read")
def tag_rules(rulesets: Rulesets, about: RepositorySettings, branches: BranchRules) -> TagRules:
    """Our reading of conditions is held against GitHub's own for the branch by default: where they differ, ours is not relied on."""
    default = about.default_branch
    doubted = cache(lambda: _differs(rulesets, branches, default))

    @cache
    def of(tag: str) -> TagGuards:
        every = list(_taking(rulesets, "tag", f"refs/tags/{tag}", default))
        unknown = next((one for one in every if isinstance(one, Unknown)), None)
        known = tuple(one for one in every if isinstance(one, Ruleset))
        return TagGuards(known, unknown or doubted())

    return TagRules(of=of, page=rulesets.page, repository=rulesets.repository)


def _taking(rulesets: Rulesets, target: str, ref: str, default: str) -> Iterator[Ruleset | Unknown]:
    """The active rulesets that are for a reference."""
    for listed in rulesets.every:
        if listed.is_active and listed.target in (target, ""):
            whole = rulesets.of(listed.number)
            is_other = isinstance(whole, Ruleset) and whole.target not in (target, "")
            if isinstance(whole, Unknown) or (
                not is_other and covers(whole.include, whole.exclude, ref, default)
            ):
                yield whole


def _differs(rulesets: Rulesets, branches: BranchRules, default: str) -> Unknown | None:
    """Why conditions may be read wrongly: for the branch by default GitHub tells other rulesets than they give."""
    guards = branches.of(default)
    mine = [
        one
        for one in _taking(rulesets, "branch", f"refs/heads/{default}", default)
        if isinstance(one, Ruleset)
    ]
    if isinstance(guards, Unknown):
        return None
    theirs = {guard.ruleset for guard in guards.every if guard.ruleset}
    if {one.number for one in mine if one.kinds} == theirs:
        return None
    detail = f"GitHub reads the conditions of the rulesets for {default} in another way"
    return Unknown("TagRules", Reason.UNDECIDABLE, detail=detail)
