"""Reporters show everything, in order, and twice the same."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import relaudit.reporters
from relaudit.builtin import own
from relaudit.core.model import Edit, Finding, Fix, Problem, Reason, Severity, Unknown, Verdict, Waiver
from relaudit.core.places import InCommit, InFile, InRef, InRegistry, InSettings, Location
from relaudit.core.record import replace
from relaudit.core.report import Audit, Help, Repair, Report, Run
from relaudit.reporters.console import Style, render
from relaudit.reporters.excerpt import ASCII, Glyphs
from relaudit.reporters.text import visible

HERE = InFile(
    path="a.toml",
    line=3,
    column=11,
    end_line=3,
    end_column=18,
    text='version = "0.2.2"',
    label="the source of truth",
)
THERE = InFile(path="b.py", line=34, column=15, end_line=34, end_column=22, text='__version__ = "0.1.0"')
PLACES: tuple[Location, ...] = (
    THERE, InFile(path="x", ref="v1", line=1, column=1, end_line=1, end_column=2, text="9"), InCommit(oid="a" * 40, subject="Bump"), InRef(name="v1"),
    InSettings(setting="protection of main", url="https://github.com/o/r/settings", asked_by=HERE),
    InRegistry(index="pypi", project="ferry", version="1.0"),
)  # fmt: skip
WAIVER = Waiver("a-rule", "shipped", date(2027, 1, 1), owner="@acme/release")


def finding(
    location: Location = THERE,
    severity: Severity = Severity.ERROR,
    waiver: Waiver | None = None,
    kind: str = "",
) -> Finding:
    return Finding(
        "a-rule",
        Problem("b says 0.1.0, a says 0.2.2", location, (HERE,), subject="b", kind=kind),
        severity,
        waiver,
    )


def report(*verdicts: Verdict, error: str = "") -> Report:
    audit = Audit("ferry", "f" * 40, verdicts, ("a waiver matched nothing",), error)
    return Report(
        Run("relaudit 0.1.0", "2026-01-31T00:00:00+00:00", 0.08, 1),
        (audit,),
        {"a-rule": Help("A rule", "docs/rules/a-rule.md")},
    )


FULL = report(
    Verdict(
        "a-rule",
        "versions",
        (*(finding(place) for place in PLACES), finding(waiver=WAIVER), finding(kind="missing")),
    ),
    Verdict(
        "b-rule", "tags", unknowns=(Unknown("Tags", Reason.SHALLOW, "fetch-depth: 0", "a shallow clone"),)
    ),
    Verdict("c-rule", "tags", not_applicable="no tags"),
    Verdict("d-rule", "tags"),
)


def test_the_json_report_follows_its_schema() -> None:
    schema = json.loads(
        (Path(relaudit.reporters.__path__[0]) / "report.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    text = own().reporters["json"](FULL)

    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    broken = json.loads(text)
    broken["repositories"][0]["verdicts"][0]["status"] = "great"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)


def test_the_json_report_says_what_interface_says() -> None:
    data = json.loads(own().reporters["json"](FULL))
    first = data["repositories"][0]["verdicts"][0]["findings"][0]

    assert data["summary"] == {"failed": 1, "unknown": 1, "waived": 0, "not_applicable": 1, "passed": 1}
    assert first["location"] == {"path": "b.py", "line": 34, "column": 15, "end_line": 34, "end_column": 22}
    assert first["related"][0]["path"] == "a.toml"
    assert [entry["location"] for entry in data["repositories"][0]["verdicts"][0]["findings"][1:6]] == [
        {"path": "x", "ref": "v1", "line": 1, "column": 1, "end_line": 1, "end_column": 2},
        {"commit": "a" * 40},
        {"ref": "v1"},
        {"setting": "protection of main", "url": "https://github.com/o/r/settings", "asked_by": {
            "path": "a.toml", "line": 3, "column": 11, "end_line": 3, "end_column": 18, "label": "the source of truth"}, "command": ""},
        {"index": "pypi", "project": "ferry", "version": "1.0"},
    ]  # fmt: skip
    assert data["repositories"][0]["verdicts"][0]["findings"][6]["waiver"] == {
        "reason": "shipped",
        "until": "2027-01-01",
        "owner": "@acme/release",
    }


def test_rules_that_do_not_apply_for_one_reason_share_a_line() -> None:
    why = "CHANGELOG.md says that the changelog is kept elsewhere"
    told = report(
        *(
            Verdict(name, "tags", not_applicable=said)
            for name, said in (("a", why), ("b", "no tags"), ("c", why))
        )
    )
    lines = render(told, Style(verbose=True)).splitlines()

    assert [line for line in lines if "applicable:" in line] == [
        f"not applicable: a, c: {why}",
        "not applicable: b: no tags",
    ]
    assert "applicable:" not in render(told)


def test_the_console_shows_both_sides() -> None:
    text = render(report(Verdict("a-rule", "versions", (finding(),))))

    assert text.startswith(
        "error: a-rule: b says 0.1.0, a says 0.2.2\n"
        "   ┌ b.py:34:15\n"
        '34 │ __version__ = "0.1.0"\n'
        "   │               ^^^^^^^\n"
        "   ├ a.toml:3:11\n"
        ' 3 │ version = "0.2.2"\n'
        "   │           ------- the source of truth\n"
    )


def test_the_console_without_unicode_draws_no_boxes() -> None:
    assert render(replace(FULL), Style(ASCII)).isascii()


def test_the_console_groups_many_findings_of_one_rule() -> None:
    many = report(Verdict("a-rule", "versions", tuple(finding() for _ in range(24))))

    assert render(many).count("error: a-rule") == 5
    assert "… 19 more of a-rule; --verbose shows all" in render(many)
    assert render(many, Style(verbose=True)).count("error: a-rule") == 24


def test_an_unknown_never_goes_without_a_line() -> None:
    for style in (Style(), Style(quiet=True), Style(verbose=True)):
        assert "unknown: b-rule: a shallow clone (needs fetch-depth: 0)" in render(FULL, style)


def test_an_unknown_never_goes_without_a_line_among_many_repositories() -> None:
    waiting = Verdict(
        "e-rule", "tags", unknowns=(Unknown("Tags", Reason.OFFLINE, "contents:read on GitHub"),)
    )
    (one,) = FULL.audits
    many = replace(
        FULL,
        audits=tuple(replace(one, repository=name, verdicts=(*one.verdicts, waiting)) for name in "abcde"),
    )
    text = render(many)

    assert "unknown: b-rule in 5 repositories, first a: a shallow clone (needs fetch-depth: 0)" in text
    assert "unknown: 1 rule waits for contents:read on GitHub: e-rule" in text


def fixable(description: str, *, safe: bool = True, waiver: Waiver | None = None) -> Finding:
    fix = Fix(description, (Edit("b.py", 0, 1, "2"),), safe)
    return Finding("a-rule", Problem("b is wrong", THERE, fix=fix), Severity.ERROR, waiver)


@pytest.mark.parametrize(
    ("findings", "help_"),
    [
        ([fixable("writes 2"), fixable("writes 2")], "relaudit --fix writes 2 · relaudit explain a-rule"),
        ([fixable("drops it", safe=False)], "relaudit --fix=unsafe drops it · relaudit explain a-rule"),
        (
            [fixable("drops it", safe=False), fixable("writes 2")],
            "relaudit --fix writes 2 · relaudit --fix=unsafe drops it · relaudit explain a-rule",
        ),
        (
            [fixable(f"writes {number}") for number in range(4)],
            "relaudit --fix writes 0, writes 1 and 2 more · relaudit explain a-rule",
        ),
        ([fixable("writes 2", waiver=WAIVER)], "relaudit explain a-rule"),
        ([fixable("writes \x1b[31m")], "relaudit --fix writes \\x1b[31m · relaudit explain a-rule"),
    ],
)
def test_help_says_what_a_fix_would_do(findings: list[Finding], help_: str) -> None:
    shown = render(report(Verdict("a-rule", "family", tuple(findings))), Style(verbose=True))

    assert f"  = help: {help_}\n" in shown


REPAIRS = (
    Repair("a-rule", "writes 2", ("b.py", "c.py")),
    Repair("a-rule", "writes 3", ("d\n.py",), "b-rule would then find: d"),
)


def test_what_became_of_fixes_stands_above_the_report() -> None:
    plain = report(Verdict("a-rule", "family"))
    fixed = replace(plain, audits=(replace(plain.audits[0], repairs=REPAIRS),))
    refused = "not fixed: a-rule: writes 3 in d\\n.py; b-rule would then find: d\n"

    assert render(fixed).startswith(f"fixed: a-rule: writes 2 in b.py, c.py\n{refused}\n")
    assert render(fixed, Style(quiet=True)).startswith(refused)
    assert "- not fixed\\: a\\-rule\\: writes 3 in d" in own().reporters["markdown"](fixed)


def test_quiet_shows_errors_only() -> None:
    text = render(
        report(Verdict("a-rule", "versions", (finding(severity=Severity.WARNING), finding()))),
        Style(quiet=True),
    )

    assert "warning: a-rule" not in text
    assert "error: a-rule" in text


def test_waived_findings_are_shown_when_asked_for() -> None:
    waived = report(Verdict("a-rule", "versions", (finding(waiver=WAIVER),)))

    assert "a-rule" not in render(waived)
    assert "waived error: a-rule" in render(waived, Style(verbose=True))
    assert "= waived: shipped" in render(waived, Style(Glyphs(), verbose=True))


def test_a_mark_stands_below_what_it_marks_even_behind_invisible_text() -> None:
    place = InFile(path="x", line=1, column=3, end_line=1, end_column=4, text="\x1b\tz")
    lines = render(report(Verdict("a-rule", "versions", (finding(place),)))).splitlines()

    assert lines[2].index("z") == lines[3].index("^")


def test_annotations_come_errors_first_and_escaped() -> None:
    verdict = Verdict(
        "a-rule",
        "versions",
        (
            finding(severity=Severity.NOTICE),
            finding(InFile(path="a,b:c%.py", line=1, column=2, end_line=1, end_column=4)),
        ),
    )
    lines = own().reporters["github"](report(verdict)).splitlines()

    assert (
        lines[0]
        == "::error file=a%2Cb%3Ac%25.py,line=1,endLine=1,col=2,endColumn=3,title=a-rule::b says 0.1.0, a says 0.2.2"
    )
    assert lines[1].startswith("::notice file=b.py,line=34")


def test_annotations_leave_out_lines_that_are_not_of_this_tree() -> None:
    text = own().reporters["github"](
        report(Verdict("a-rule", "tags", (finding(PLACES[1]), finding(InRef(name="v1")))))
    )

    assert "file=" not in text
    assert "(v1:x:1:1)" in text
    assert "(ref v1)" in text


def test_markdown_tells_what_could_not_be_audited() -> None:
    broken = report(error="the policy cannot be read")
    both = replace(FULL, audits=(*FULL.audits, *broken.audits))
    text = own().reporters["markdown"](both)

    assert "| ferry | not audited | | | | |" in text
    assert "| ferry | 1 | 1 | 0 | 1 | 1 |" in text
    assert "Not audited: the policy cannot be read" in text
    assert "- unknown: a shallow clone" in text


@pytest.mark.parametrize("name", ["console", "json", "github", "markdown"])
def test_two_renderings_are_the_same(name: str) -> None:
    assert own().reporters[name](FULL) == own().reporters[name](FULL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é", "plain é"),
        ("a\nb\r\t", "a\\nb\\r\\t"),
        ("\x1b[31m\x9b", "\\x1b[31m\\x9b"),
        ("\u202e\u2028\ud800", "\\u202e\\u2028\\ud800"),
        ("\U000e0001", "\\U000e0001"),
        ("a ##[error]b\n##[group]", "a #\\x23[error]b\\n#\\x23[group]"),
    ],
)
def test_invisible_text_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
