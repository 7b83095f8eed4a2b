"""A comment waives the finding beside it, on the policy's terms, and is never silently ignored."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Repository
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.config import inline
from relaudit.core.errors import PolicyError
from relaudit.core.model import Status
from relaudit.core.occasion import Today
from relaudit.core.report import Audit
from relaudit.evidence.files import Text
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.testing import DAY

RULE = "version-files-agree"
WAIVER = f"relaudit: ignore[{RULE}] until 2026-01-31 mended with the next release"
PROJECT = '[project]\nname = "ferry"\nversion = "0.2.2"\n'
MODULE = '__version__ = "0.1.0"'
Judge = Callable[..., Audit]


@pytest.fixture
def audit(repository: Repository) -> Judge:
    """The audit of a project whose module says another version, in a file of this text, under this policy."""

    def judge(module: str, policy: str = "", *, folder: Path | None = None, policy_at: str = "") -> Audit:
        place = folder or repository(
            {"pyproject.toml": PROJECT, "ferry/__init__.py": module, "relaudit.toml": policy}
        )
        (place / "ferry" / "__init__.py").write_bytes(module.encode())
        with opened(place) as one:
            request = Request(today=Today(DAY), select=(RULE,), policy_at=policy_at)
            return Auditor(own(), request).audit(one).audit

    return judge


def status(audit: Audit) -> Status:
    (verdict,) = audit.verdicts
    return verdict.status


@pytest.mark.parametrize(
    "module",
    [
        f"{MODULE}  # {WAIVER}\n",
        f"# {WAIVER}\n{MODULE}\n",
        f"# {WAIVER}\n\n\n{MODULE}\n",
        f"# {WAIVER}\r\n{MODULE}\r\n",
        f"{MODULE}  ##{WAIVER}\n",
        f"{MODULE}  # relaudit:ignore[ tags-match-versions ,{RULE}]  until 2026-02-01  a reason\n",
        f"# relaudit: ignore[tags-match-versions] until 2027-01-01 another one\n# {WAIVER}\n{MODULE}\n",
        f"# {WAIVER}\n# relaudit: ignore[tags-match-versions] until 2027-01-01 another one\n{MODULE}\n",
        f"\ufeff# {WAIVER}\n{MODULE}\n",
    ],
)
def test_a_comment_waives_the_finding_beside_it(audit: Judge, module: str) -> None:
    judged = audit(module)

    assert status(judged) is Status.WAIVED
    assert judged.remarks == ()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        (f"{MODULE}\n# {WAIVER}\n", 2),
        (f"x = 1  # {WAIVER}\n{MODULE}\n", 1),
        (f"# {WAIVER}\nx = 1\n{MODULE}\n", 1),
        (f"# {WAIVER}\n# the version\n{MODULE}\n", 1),
        (f"# {WAIVER.replace('2026-01-31', '2026-01-30')}\n{MODULE}\n", 1),
    ],
)
def test_one_that_stands_elsewhere_or_has_expired_is_reported(audit: Judge, module: str, line: int) -> None:
    judged = audit(module)
    why = "has expired" if "01-30" in module else "matched nothing"
    column = module.split("\n")[line - 1].index("#") + 1

    assert status(judged) is Status.FAILED
    assert judged.remarks == (f"the waiver of {RULE} at ferry/__init__.py:{line}:{column} {why}",)


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ("ignore[version-file-agree] until 2027-01-01 x", f"there is no rule 'version-file-agree', did you mean '{RULE}'?"),
        (f"ignore[{RULE}, tag-match-versions] until 2027-01-01 x", "there is no rule 'tag-match-versions', did you mean 'tags-match-versions'?"),
        (f"ignore[{RULE}] until 2027-01-01", "it needs a reason"),
        (f"ignore[{RULE}] until 2027-01-01 -->", "it needs a reason"),
        (f"ignore[{RULE}] until 2027-1-1 x", "'2027-1-1' is no day, as in: until 2027-06-30"),
        (f"ignore[{RULE}] until 2027-02-30 x", "'2027-02-30' is no day, as in: until 2027-06-30"),
        (f"ignore[{RULE}] until forever x", "'forever' is no day, as in: until 2027-06-30"),
        (f"ignore[{RULE}] until", "'' is no day, as in: until 2027-06-30"),
        (f"ignore[{RULE}] for a reason", "it needs its last day, as in: until 2027-06-30"),
        ("ignore[] until 2027-01-01 x", "it names no rule, as in: ignore[version-files-agree]"),
        ("ignore", "it names no rule, as in: ignore[version-files-agree]"),
        ("ignore version-files-agree", "it names no rule, as in: ignore[version-files-agree]"),
        (f"ingore[{RULE}] until 2027-01-01 x", "'ingore' is no word of it, did you mean 'ignore'?"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_read_waives_nothing_and_is_told(audit: Judge, comment: str, why: str) -> None:
    judged = audit(f"{MODULE}  # relaudit: {comment}\n")

    assert status(judged) is Status.FAILED
    assert judged.remarks == (f"the inline waiver at ferry/__init__.py:1:24 does not hold: {why}",)


def test_the_policy_may_allow_one_without_a_day(audit: Judge) -> None:
    judged = audit(f"{MODULE}  # relaudit: ignore[{RULE}] as it is\n", 'inline-waivers = "allowed"')

    assert status(judged) is Status.WAIVED


def test_the_policy_may_forbid_them(audit: Judge) -> None:
    judged = audit(f"{MODULE}  # {WAIVER}\n", 'inline-waivers = "forbidden"')

    assert status(judged) is Status.FAILED
    assert judged.remarks == (
        'the inline waiver at ferry/__init__.py:1:24 does not hold: the policy says inline-waivers = "forbidden"',
    )


def test_the_policy_knows_three_words(audit: Judge) -> None:
    with pytest.raises(
        PolicyError, match=r"^relaudit.toml:1:18: 'alowed' is no value of 'inline-waivers', did"
    ):
        audit(MODULE, 'inline-waivers = "alowed"')


def test_a_finding_that_both_kinds_waive_leaves_neither_idle(audit: Judge) -> None:
    policy = f'[[waivers]]\nrule = "{RULE}"\nreason = "known"\nuntil = 2026-02-01\n'
    judged = audit(f"{MODULE}  # {WAIVER}\n", policy)

    assert status(judged) is Status.WAIVED
    assert judged.remarks == ()


def test_what_only_mentions_relaudit_is_left_alone(audit: Judge) -> None:
    judged = audit(f'# relaudit: see the policy\nx = "relaudit: ignore[{RULE}]"\n{MODULE}\n')

    assert judged.remarks == ()


@pytest.mark.parametrize(
    ("line", "about"),
    [
        (f"# {WAIVER}", 2),
        (f"// {WAIVER}", 2),
        (f"; {WAIVER}", 2),
        (f"% {WAIVER}", 2),
        (f"-- {WAIVER}", 2),
        (f"- # {WAIVER}", 1),
        (f".. {WAIVER}", 2),
        (f"<!-- {WAIVER} -->", 2),
        (f"/* {WAIVER} */", 2),
        (f"## 0.9 <!-- {WAIVER} -->", 1),
        (f'T: "${{{{ secrets.KEY }}}}" # {WAIVER}', 1),
    ],
)
def test_every_kind_of_comment_is_read(line: str, about: int) -> None:
    tree = Tree(f"{line}\nnext")
    (waiver,), remarks = inline.inline_waivers(["x"], tree, terms())

    assert waiver.reason == "mended with the next release"
    assert (waiver.at, remarks) == (("x", about), ())


def test_one_at_the_end_of_a_file_speaks_of_no_line() -> None:
    (waiver,), _ = inline.inline_waivers(["x"], Tree(f"# {WAIVER}"), terms())

    assert waiver.at == ("x", 2)


def test_a_rule_that_is_named_twice_is_waived_once() -> None:
    waivers, _ = inline.inline_waivers(["x"], Tree(f"# {WAIVER.replace(RULE, f'{RULE}, {RULE}')}"), terms())

    assert [waiver.rule for waiver in waivers] == [RULE]


def test_a_flood_of_comments_is_refused_as_a_whole() -> None:
    waivers, remarks = inline.inline_waivers(["x"], Tree(f"# {WAIVER}\n" * 1001), terms())

    assert waivers == ()
    assert remarks == ("x has more than 1000 inline waivers: none of them holds",)


def test_a_long_line_costs_no_more_than_its_length() -> None:
    line = "#" * 1_000_000 + " relaudit:" * 100_000
    waivers, remarks = inline.inline_waivers(["x"], Tree(line), terms())

    assert (waivers, remarks) == ((), ())


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        (f"{MODULE}  # {WAIVER}\n", f"x = 1\n{MODULE}  # {WAIVER}\n", Status.WAIVED),
        (f"# {WAIVER}\n{MODULE}\n", f"x = 1\n# {WAIVER}\n\n{MODULE}\n", Status.WAIVED),
        (f"{MODULE}\n", f"{MODULE}  # {WAIVER}\n", Status.FAILED),
        (f"{MODULE}  # {WAIVER.replace('next', 'last')}\n", f"{MODULE}  # {WAIVER}\n", Status.FAILED),
        (
            f"{MODULE}  # {WAIVER.replace('2026-01-31', '2026-01-30')}\n",
            f"{MODULE}  # {WAIVER}\n",
            Status.FAILED,
        ),
        (f"x = 1  # {WAIVER}\n{MODULE}\n", f"x = 1\n{MODULE}  # {WAIVER}\n", Status.FAILED),
        (f"{MODULE.replace('1', '0')}  # {WAIVER}\n", f"{MODULE}  # {WAIVER}\n", Status.FAILED),
    ],
)
def test_a_change_cannot_waive_itself(
    audit: Judge, repository: Repository, before: str, after: str, ends: Status
) -> None:
    folder = repository({"pyproject.toml": PROJECT, "ferry/__init__.py": before}, log="main, light: base")
    judged = audit(after, folder=folder, policy_at="base")

    assert status(judged) is ends
    told = [remark for remark in judged.remarks if "inline" in remark]
    number, line = next((n, text) for n, text in enumerate(after.split("\n"), 1) if "relaudit" in text)
    place = f"ferry/__init__.py:{number}:{line.index('#') + 1}"
    why = "does not hold: the policy is that of base, where it does not stand beside this line"
    assert told == ([] if ends is Status.WAIVED else [f"the inline waiver at {place} {why}"])


def test_a_second_copy_of_a_reviewed_waiver_is_new() -> None:
    one, two = Tree(f"{MODULE} # {WAIVER}\n"), Tree(f"{MODULE} # {WAIVER}\n" * 2)
    waivers, remarks = inline.inline_waivers(["x"], two, terms(base=one))

    assert [waiver.at for waiver in waivers] == [("x", 1)]
    assert len(remarks) == 1


def test_nothing_is_looked_for_where_nothing_was_found(repository: Repository) -> None:
    folder = repository({"pyproject.toml": PROJECT, "CHANGELOG.md": "## 0.2.2\n"})
    code = (
        "import sys; from relaudit.cli import run; code = run(['check', '--select=versions', sys.argv[1]]); "
        "sys.exit(code or 'relaudit.config.inline' in sys.modules)"
    )

    assert (
        subprocess.run([sys.executable, "-c", code, folder], check=False, capture_output=True).returncode == 0
    )


class Tree:
    """One file, whatever its path."""

    def __init__(self, text: str) -> None:
        self.text = text

    def paths(self) -> list[str]:
        return ["x"]

    def folder(self, path: str) -> list[str]:
        return [] if path else self.paths()

    def read(self, path: str) -> Text:
        return Text(path, self.text)


def terms(base: Tree | None = None) -> inline.Terms:
    rules = {rule.id: rule for rule in own().rules}
    return inline.Terms(allowed="dated", rules=rules, revision="base" if base else "", base=base)
