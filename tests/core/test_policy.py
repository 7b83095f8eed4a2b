"""Policy selects, sets severities and waives; it never invents and never hides."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from relaudit.core.engine import Judgement
from relaudit.core.model import Finding, Problem, Reason, Severity, Status, Unknown, Verdict, Waiver
from relaudit.core.places import InCommit, InFile, InRef, InSettings, Location
from relaudit.core.policy import Policy, RuleSettings, apply, paths_of, unmatched, waived
from relaudit.core.record import replace
from relaudit.core.rule import rule

TODAY = date(2026, 6, 1)
TAG = Problem("wrong", InFile(path="VERSION", line=1, ref="v1"), subject="v1")


@rule(severity=Severity.WARNING, added="1")
def tags_are_fine() -> Iterator[Problem | Unknown]:
    yield TAG


def verdict(policy: Policy, *problems: Problem, unknowns: tuple[Unknown, ...] = ()) -> Verdict:
    return apply(policy, Judgement(tags_are_fine, problems, unknowns), TODAY)


def waiver(until: date | None = None, **limits: tuple[str, ...]) -> Waiver:
    made = Waiver("tags-are-fine", "shipped", until)
    return replace(made, **limits)


def test_a_waiver_lives_through_its_last_day() -> None:
    assert verdict(Policy(waivers=(waiver(TODAY),)), TAG).status is Status.WAIVED
    assert verdict(Policy(waivers=(waiver(TODAY - timedelta(1)),)), TAG).status is Status.FAILED


@pytest.mark.parametrize(
    ("limits", "location"),
    [
        ({"refs": ("v*",)}, InFile(path="VERSION", ref="v1")),
        ({"refs": ("v1",)}, InRef(name="v1")),
        ({"refs": ("abc",)}, InCommit(oid="abc")),
        ({"paths": ("docs/*",)}, InFile(path="docs/a.md")),
        ({"settings": ("protection of main",)}, InSettings(setting="protection of main")),
        ({"subjects": ("KEY",)}, InFile(path="x")),
    ],
)
def test_a_waiver_names_what_it_covers(limits: dict[str, tuple[str, ...]], location: Location) -> None:
    covered = Problem("wrong", location, subject="KEY")
    other = Problem("wrong", InFile(path="elsewhere"), subject="OTHER")
    policy = Policy(waivers=(waiver(None, **limits),))

    assert verdict(policy, covered).status is Status.WAIVED
    assert verdict(policy, other).status is Status.FAILED


def test_a_waiver_does_not_settle_an_unknown() -> None:
    open_question = Unknown("Tags", Reason.SHALLOW)

    assert verdict(Policy(waivers=(waiver(),)), TAG, unknowns=(open_question,)).status is Status.UNKNOWN


def test_idle_waivers_are_reported_with_why() -> None:
    expired, idle, used = waiver(TODAY - timedelta(1)), waiver(refs=("v9",)), waiver(refs=("v1",))
    policy = Policy(waivers=(used, expired, idle))

    assert unmatched(policy, [verdict(policy, TAG)], TODAY) == (
        (expired, "has expired"),
        (idle, "matched nothing"),
    )


def test_a_waiver_of_a_rule_that_did_not_run_is_not_called_idle() -> None:
    assert unmatched(Policy(waivers=(waiver(),)), [], TODAY) == ()


def test_failed_comes_before_unknown() -> None:
    assert verdict(Policy(), TAG, unknowns=(Unknown("Tags", Reason.SHALLOW),)).status is Status.FAILED


def test_policy_has_the_last_word_on_severity() -> None:
    policy = Policy(rules={"tags-are-fine": RuleSettings(Severity.ERROR)})

    assert verdict(policy, TAG).findings[0].severity is Severity.ERROR
    assert verdict(Policy(), TAG).findings[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [(Severity.ERROR, False), (Severity.WARNING, True), (Severity.NOTICE, True), (None, False)],
)
def test_fail_on_is_a_threshold(fail_on: Severity | None, fails: bool) -> None:  # noqa: FBT001 - a table
    policy = Policy(fail_on=fail_on)

    assert policy.fails([verdict(policy, TAG)]) is fails


def test_a_waived_finding_fails_nothing() -> None:
    policy = Policy(fail_on=Severity.NOTICE, waivers=(waiver(),))

    assert not policy.fails([verdict(policy, TAG)])


@pytest.mark.parametrize(
    ("policy", "selected"),
    [
        (Policy(), True),
        (Policy(select=("tags-are-fine",)), True),
        (Policy(select=("core",)), False),
        (Policy(select=("acme/*",)), False),
        (Policy(ignore=("tags-are-fine",)), False),
        (Policy(rules={"tags-are-fine": RuleSettings(off=True)}), False),
    ],
)
def test_selection(policy: Policy, selected: bool) -> None:  # noqa: FBT001 - a table
    assert policy.selects(tags_are_fine) is selected


def identity(rule_id: str, problem: Problem) -> str:
    return Finding(rule_id, problem, Severity.ERROR).fingerprint


def test_a_fingerprint_ignores_message_and_line() -> None:
    moved = Problem("other words", InFile(path="VERSION", line=9, ref="v1"), subject="v1")

    assert identity("a", TAG) == identity("a", moved)


@pytest.mark.parametrize(
    "other",
    [
        Problem("wrong", InFile(path="OTHER"), subject="v1"),
        Problem("wrong", InFile(path="VERSION"), subject="v2"),
        Problem("wrong", InFile(path="VERSION"), subject="v1", kind="missing"),
    ],
)
def test_a_fingerprint_tells_kind_subject_and_path_apart(other: Problem) -> None:
    assert identity("a", TAG) != identity("a", other)
    assert identity("a", TAG) != identity("b", TAG)


def test_refs_do_not_cover_what_is_of_today() -> None:
    today = Problem("missing", InFile(path="VERSION"), subject="VERSION")
    policy = Policy(waivers=(waiver(None, refs=("*",)),))

    assert verdict(policy, today).status is Status.FAILED
    assert verdict(policy, TAG).status is Status.WAIVED


@pytest.mark.parametrize(
    ("place", "ends"),
    [
        (InFile(path="a[1].md", line=3), Status.WAIVED),
        (InFile(path="a[1].md", line=3, ref="v1"), Status.FAILED),
        (InFile(path="a[1].md", line=4), Status.FAILED),
        (InFile(path="a1.md", line=3), Status.FAILED),
        (InRef(name="a[1].md"), Status.FAILED),
    ],
)
def test_an_inline_waiver_speaks_of_one_line_of_one_file(place: Location, ends: Status) -> None:
    inline = replace(waiver(), at=("a[1].md", 3))
    judged = waived(verdict(Policy(), Problem("wrong", place)), [inline], TODAY)

    assert judged.status is ends


def test_a_waiver_of_the_policy_comes_before_an_inline_one() -> None:
    place = InFile(path="a", line=3)
    judged = verdict(Policy(waivers=(waiver(),)), Problem("wrong", place))

    assert waived(judged, [replace(waiver(), at=("a", 3))], TODAY) == judged


def test_a_second_waiver_of_the_same_finding_is_not_idle() -> None:
    first, second = waiver(), waiver(refs=("v1",))
    policy = Policy(waivers=(first, second))

    assert unmatched(policy, [verdict(policy, TAG)], TODAY) == ()


def test_only_files_of_today_can_hold_inline_waivers() -> None:
    places = (
        InFile(path="b"),
        InFile(path="a", line=2),
        InFile(path="b", line=3),
        InFile(path="c", ref="v1"),
        InRef(name="d"),
    )
    judged = verdict(Policy(), *(Problem("wrong", place) for place in places))

    assert paths_of([judged]) == ("b", "a")
