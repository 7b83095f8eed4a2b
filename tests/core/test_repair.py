"""A fix is kept when the judgement after it is better, and for no other reason."""

from collections.abc import Callable, Mapping

import pytest

from relaudit.core.model import Edit, Finding, Fix, Problem, Reason, Severity, Unknown, Verdict, Waiver
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.repair import Refusal, edited, repair
from relaudit.core.report import Repair

Texts = Mapping[str, str]
Judge = Callable[[Texts], tuple[Verdict, ...]]


@record
class Files:
    """A copy that is judged by a function of its texts."""

    texts: Texts
    judge: Judge

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return self.judge(self.texts)

    def text(self, path: str) -> str | Refusal:
        return self.texts.get(path) or Refusal(f"there is no {path}")

    def edited(self, texts: Texts) -> "Files | Refusal":
        return Files({**self.texts, **texts}, self.judge)


def finding(path: str, fix: Fix | None, subject: str = "", waiver: Waiver | None = None) -> Finding:
    return Finding(
        "rule", Problem("is wrong", InFile(path=path), subject=subject, fix=fix), Severity.ERROR, waiver
    )


def capitals(texts: Texts) -> tuple[Verdict, ...]:
    """Every small letter a is wrong, and is fixed by a capital one."""
    found = [
        finding(path, Fix(f"writes A in {path}", (Edit(path, at, at + 1, "A"),), safe=True))
        for path, text in texts.items()
        for at, letter in enumerate(text)
        if letter == "a"
    ]
    return (Verdict("rule", "family", tuple(found)),)


def fixed(texts: Texts, judge: Judge) -> tuple[Texts, tuple[Repair, ...]]:
    after, repairs = repair(Files(texts, judge), lambda _, fix: fix.safe)
    return after.texts, repairs


def one_fix(texts: Texts, fix: Fix, then: Verdict | None = None) -> tuple[Texts, tuple[Repair, ...]]:
    """One finding with a fix; once any text has changed the verdict is `then`."""

    def judge(now: Texts) -> tuple[Verdict, ...]:
        wrong = Verdict("rule", "family", (finding("a", fix),))
        return (wrong if now == texts else then or Verdict("rule", "family"),)

    return fixed(texts, judge)


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([(0, 1, "X")], "Xbcdef"),
        ([(4, 6, ""), (0, 1, "XX")], "XXbcd"),
        ([(2, 2, "-"), (2, 4, "X")], "ab-Xef"),
        ([(6, 6, "!")], "abcdef!"),
    ],
)
def test_edits_are_made_at_their_places(edits: list[tuple[int, int, str]], text: str) -> None:
    assert edited("abcdef", [Edit("a", *edit) for edit in edits]) == text


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([(0, 3, "X"), (2, 4, "Y")], "two edits of a overlap"),
        ([(5, 7, "X")], "an edit of a lies outside of it"),
        ([(-1, 2, "X")], "an edit of a lies outside of it"),
        ([(3, 2, "X")], "an edit of a lies outside of it"),
    ],
)
def test_edits_that_cannot_be_meant_are_refused_together(edits: list[tuple[int, int, str]], why: str) -> None:
    assert edited("abcdef", [Edit("a", *edit) for edit in edits]) == Refusal(why)


def test_every_finding_is_fixed_each_by_the_judgement_after_the_one_before() -> None:
    texts, repairs = fixed({"x": "banana", "y": "cat"}, capitals)

    assert texts == {"x": "bAnAnA", "y": "cAt"}
    assert [repair.paths for repair in repairs] == [("x",), ("x",), ("x",), ("y",)]
    assert all(not repair.refused for repair in repairs)


def test_a_fix_of_several_files_is_made_in_all_of_them_or_in_none() -> None:
    both = Fix("moves it", (Edit("a", 0, 1, ""), Edit("b", 0, 0, "1")), safe=True)
    torn = Fix("moves it", (Edit("a", 0, 1, ""), Edit("gone", 0, 0, "1")), safe=True)

    assert one_fix({"a": "1x", "b": "2"}, both)[0] == {"a": "x", "b": "12"}
    assert one_fix({"a": "1x"}, torn) == (
        {"a": "1x"},
        (Repair("rule", "moves it", ("a", "gone"), "there is no gone"),),
    )


@pytest.mark.parametrize(
    ("then", "why"),
    [
        (
            Verdict("rule", "family", (finding("a", None),)),
            "the finding would still be there",
        ),
        (
            Verdict("rule", "family", (finding("b", None),)),
            "rule would then find: is wrong",
        ),
        (
            Verdict("rule", "family", unknowns=(Unknown("x", Reason.UNREADABLE, detail="a is torn"),)),
            "rule could then not be judged: a is torn",
        ),
        (
            Verdict("rule", "family", not_applicable="no files"),
            "rule would then have nothing to judge: no files",
        ),
    ],
)
def test_a_fix_that_makes_anything_worse_is_refused_with_the_reason(then: Verdict, why: str) -> None:
    fix = Fix("writes 1", (Edit("a", 0, 1, "1"),), safe=True)
    texts, repairs = one_fix({"a": "2"}, fix, then)

    assert texts == {"a": "2"}
    assert repairs == (Repair("rule", "writes 1", ("a",), why),)


def test_a_fix_that_changes_nothing_is_refused() -> None:
    fix = Fix("writes 2", (Edit("a", 0, 1, "2"),), safe=True)

    assert one_fix({"a": "2"}, fix)[1][0].refused == "it changes nothing"


def test_an_unknown_that_only_moved_is_no_new_one() -> None:
    def judge(texts: Texts) -> tuple[Verdict, ...]:
        moved = Unknown("y", Reason.UNDECIDABLE, detail=f"line {len(texts['x'])}")
        fix = Fix("drops a", (Edit("x", 0, 1, ""),), safe=True)
        wrong = (finding("x", fix),) if texts["x"].startswith("a") else ()
        return (Verdict("rule", "family", wrong, (moved,)),)

    assert fixed({"x": "ab"}, judge)[0] == {"x": "b"}


def test_what_is_waived_or_not_wanted_is_left_alone() -> None:
    waiver = Waiver("rule", "so be it", None)
    safe, unsafe = (Fix("writes 1", (Edit("a", 0, 1, "1"),), safe=safe) for safe in (True, False))

    for one in (finding("a", safe, waiver=waiver), finding("a", unsafe), finding("a", None)):
        texts, repairs = fixed({"a": "2"}, lambda _, one=one: (Verdict("rule", "family", (one,)),))  # type: ignore[misc]  # a default binds it

        assert (texts, repairs) == ({"a": "2"}, ())


def test_a_fix_that_has_to_wait_for_another_is_tried_again() -> None:
    def judge(texts: Texts) -> tuple[Verdict, ...]:
        first = finding("a", Fix("turns a", (Edit("a", 0, 1, "1"),), safe=True), "first")
        second = finding("b", Fix("turns b", (Edit("b", 0, 1, "1"),), safe=True), "second")
        third = finding("c", None)
        found = [*([first] if texts["a"] == "0" else []), *([second] if texts["b"] == "0" else [])]
        early = [third] if texts == {"a": "1", "b": "0"} else []
        return (Verdict("rule", "family", (*found, *early)),)

    texts, repairs = fixed({"a": "0", "b": "0"}, judge)

    assert texts == {"a": "1", "b": "1"}
    assert [(repair.description, repair.refused) for repair in repairs] == [("turns b", ""), ("turns a", "")]


def test_a_refusal_does_not_keep_others_from_being_fixed() -> None:
    def judge(texts: Texts) -> tuple[Verdict, ...]:
        stuck = finding("y", Fix("goes nowhere", (Edit("none", 0, 0, "1"),), safe=True))
        (verdict,) = capitals({"x": texts["x"]})
        return (Verdict("rule", "family", (stuck, *verdict.findings)),)

    texts, repairs = fixed({"x": "aa"}, judge)

    assert texts == {"x": "AA"}
    assert [repair.refused for repair in repairs] == ["", "", "there is no none"]


def test_the_fix_of_edits_of_which_one_is_not_known_is_none() -> None:
    edit = Edit("a", 0, 1, "1")

    assert Fix.of("writes 1", edit, safe=True) == Fix("writes 1", (edit,), safe=True)
    assert Fix.of("writes 1", edit, None) is None
    assert Fix.of("writes 1") is None
