"""One judgement for each rule, whatever happens."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from relaudit.core.dossier import Catalogue, Dossier
from relaudit.core.engine import judge
from relaudit.core.model import Problem, Reason, Severity, Unknown
from relaudit.core.parts import Origin, Part, Source
from relaudit.core.places import InRef
from relaudit.core.record import named_record
from relaudit.core.rule import rule

NOTICED = Problem("noticed", InRef(name="v1"))


@dataclass(frozen=True, slots=True)
class Tags:
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.names)


@named_record
class Format(Part):
    pattern: str = ""


UNSAID = Format()


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="1", over="tags")
def tags_are_fine(tags: Tags, form: Format) -> Iterator[Problem | Unknown]:
    yield NOTICED
    if "crash" in tags.names:
        raise RuntimeError("in the middle")


def dossier(tags: Tags | Unknown = Tags(("v1",)), form: Format | Unknown = UNSAID) -> Dossier:
    return Dossier(Catalogue([], frozenset([Tags, Format])), {Tags: tags, Format: form})


def test_what_was_yielded_before_a_crash_is_kept() -> None:
    judgement = judge(tags_are_fine, dossier(Tags(("v1", "crash"))))

    assert judgement.problems == (NOTICED,)
    assert [unknown.reason for unknown in judgement.unknowns] == [Reason.CRASHED]


def test_a_rule_whose_need_is_unknown_is_not_called() -> None:
    why = Unknown("Tags", Reason.SHALLOW)
    judgement = judge(tags_are_fine, dossier(why))

    assert (judgement.problems, judgement.unknowns, judgement.not_applicable) == ((), (why,), "")


def test_emptiness_does_not_pass() -> None:
    assert judge(tags_are_fine, dossier(Tags())).not_applicable == "no tags"


def test_an_unstated_part_asks_to_be_stated() -> None:
    judgement = judge(tags_are_fine, dossier(form=Unknown("Format", Reason.UNSTATED, "process.format")))

    assert judgement.not_applicable == "state process.format"


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        (Source.STATED, Severity.ERROR),
        (Source.PRESET, Severity.ERROR),
        (Source.DERIVED, Severity.NOTICE),
        (Source.RECOMMENDED, Severity.NOTICE),
    ],
)
def test_the_severity_depends_on_whether_the_process_states_it(source: Source, severity: Severity) -> None:
    judgement = judge(tags_are_fine, dossier(form=Format(origins={"pattern": Origin(source)})))

    assert tags_are_fine.severity_of(NOTICED, stated=judgement.stated) is severity


def test_a_kind_may_have_a_severity_of_its_own() -> None:
    decorate = rule(severity=Severity.ERROR, added="1", kinds={"in-history": Severity.WARNING})
    own = decorate(tags_are_fine.judge)
    problem = Problem("", InRef(name=""), kind="in-history")

    assert own.severity_of(problem, stated=True) is Severity.WARNING
    assert own.severity_of(NOTICED, stated=True) is Severity.ERROR


def test_what_is_neither_problem_nor_unknown_is_a_defect_of_the_rule() -> None:
    def judge_badly(tags: Tags) -> Iterator[Problem | Unknown]:
        yield NOTICED
        yield "words"  # type: ignore[misc]  # the point

    bad = rule(severity=Severity.ERROR, added="1")(judge_badly)
    judgement = judge(bad, dossier())

    assert judgement.problems == (NOTICED,)
    assert [unknown.reason for unknown in judgement.unknowns] == [Reason.CRASHED]


@named_record
class Other(Part):
    by: str = ""


@pytest.mark.parametrize(
    ("first", "second", "stated"),
    [
        (Source.STATED, Source.STATED, True),
        (Source.STATED, Source.DERIVED, False),
        (Source.DERIVED, Source.STATED, False),
    ],
)
def test_every_part_has_to_be_stated(first: Source, second: Source, stated: bool) -> None:  # noqa: FBT001 - a table
    def both(form: Format, other: Other) -> Iterator[Problem | Unknown]:
        yield NOTICED

    given: dict[type[object], object] = {
        Format: Format(origins={"pattern": Origin(first)}),
        Other: Other(origins={"by": Origin(second)}),
    }
    catalogue = Catalogue([], frozenset(given))

    assert judge(rule(severity=Severity.ERROR, added="1")(both), Dossier(catalogue, given)).stated is stated
