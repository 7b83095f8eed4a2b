"""Every mistake in a policy ends the run at its line and column, with the nearest name there is."""

from pathlib import Path

import pytest

from relaudit.audit import Auditor, Request
from relaudit.builtin import own
from relaudit.config.documents import extended, find, from_text
from relaudit.config.settings import Settings, settings
from relaudit.core.errors import PolicyError
from relaudit.core.model import Severity
from relaudit.core.occasion import Today
from relaudit.core.parts import Source
from relaudit.evidence.files import Text
from relaudit.process import Branches, ChangelogFormat, TagFormat
from relaudit.process.parts import part_of
from relaudit.sources.local import opened
from relaudit.sources.worktree import WorkingTree
from relaudit.testing import DAY

RULES = own().rules
FILES = {
    "shared.toml": '[process.tags]\npattern = "rel-{version}"\n',
    "a.toml": 'extends = ["b.toml"]',
    "b.toml": 'extends = ["a.toml"]',
}


def read(text: str) -> Settings:
    def file(path: str) -> Text | None:
        return Text(path, FILES[path]) if path in FILES else None

    return settings(extended(from_text(Text("relaudit.toml", text)), file), RULES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "relaudit.toml:1:1: unknown key 'selct', did you mean 'select'?"),
        ("[process.tgas]\npattern = 1", "relaudit.toml:1:10: unknown key 'tgas', did you mean 'tags'?"),
        ('[process.tags]\npatern = "v"', "relaudit.toml:2:1: unknown key 'patern', did you mean 'pattern'?"),
        ("[process.tags]\n\npattern = 3", "relaudit.toml:3:11: 'pattern' has to be a string"),
        ("strict = 1", "relaudit.toml:1:10: 'strict' has to be true or false"),
        ('fail-on = "fatal"', "relaudit.toml:1:11: 'fatal' is no value of 'fail-on'; it is one of error, warning, notice, never"),
        ('select = [\n "versions",\n "version-file-agree",\n]', "relaudit.toml:3:2: 'version-file-agree' is no rule, family or pack, did you mean 'version-files-agree'?"),
        ('[rules.tags-match-version]\nseverity = "off"', "relaudit.toml:1:8: there is no rule 'tags-match-version', did you mean 'tags-match-versions'?"),
        ('[rules.tags-match-versions]\nseverity = "fatal"', "relaudit.toml:2:12: 'fatal' is no severity; it is one of error, warning, notice, off"),
        ("[rules.tags-match-versions]\nlimit = 3", "relaudit.toml:2:1: 'tags-match-versions' takes no option 'limit', only severity"),
        ('extends = ["two-brunch"]', "relaudit.toml:1:12: there is no preset or file 'two-brunch', did you mean 'two-branch'?"),
        ('extends = ["a.toml"]', "b.toml:1:12: relaudit.toml extends a.toml extends b.toml extends a.toml: a circle"),
        ('process = "x"', "relaudit.toml:1:11: 'process' has to be a table"),
        ('[waivers]\nrule = "x"', "relaudit.toml:1:2: waivers are a list of tables: [[waivers]]"),
        ('waivers = "all"', "relaudit.toml:1:1: waivers are a list of tables: [[waivers]]"),
        ('[process.tags]\npattern = "v{ver}"', "relaudit.toml:2:11: 'v{ver}' has to hold {version}, once"),
        ("[process.tag]\n\n# pushing a stage\nsigned = true", "relaudit.toml:1:10: unknown key 'tag', did you mean 'tags'?"),
        ('[process.version]\nscheme = "calver"', "relaudit.toml:2:10: 'calver' needs a pattern"),
        ("[[waivers]]", "relaudit.toml:1:3: 'rule' is missing"),
        (".".join("a" * 3000) + " = 1", "unknown key 'a'"),
        ("[process.tags]\npattern." + ".".join("a" * 3000) + " = 1", "relaudit.toml"),
        ("x = " + "9" * 5000, "relaudit.toml: Exceeds the limit"),
        ("a = [\n1,,]", "relaudit.toml:2:3: Invalid value"),
        ("a = 1\na = 2", "relaudit.toml:2:6: Cannot overwrite a value"),
    ],
)  # fmt: skip
def test_a_mistake_has_a_place_and_a_way_out(text: str, message: str) -> None:
    with pytest.raises(PolicyError) as raised:
        read(text)

    assert str(raised.value).startswith(message) or message in str(raised.value)


WAIVER = '[[waivers]]\nrule = "tags-match-versions"\nrefs = ["v1"]\nreason = "shipped"\nuntil = "forever"\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('reason = "shipped"\n', "", "relaudit.toml:1:3: 'reason' is missing"),
        ('until = "forever"\n', "", "relaudit.toml:1:3: 'until' is missing"),
        ('"shipped"', '" "', "relaudit.toml:4:10: a waiver needs a reason"),
        ('"forever"', '"soon"', "relaudit.toml:5:9: 'soon' is no value of 'until'"),
        ('refs = ["v1"]\n', "", "relaudit.toml:4:9: 'forever' is for what history has fixed in place"),
        ('"tags-match-versions"', '"tags-match"', "relaudit.toml:2:8: there is no rule 'tags-match', did you mean 'tags-match-versions'?"),
        ("refs", "ref", "relaudit.toml:3:1: unknown key 'ref', did you mean 'refs'?"),
    ],
)  # fmt: skip
def test_a_waiver_says_what_why_and_until_when(old: str, new: str, message: str) -> None:
    with pytest.raises(PolicyError) as raised:
        read(WAIVER.replace(old, new))

    assert str(raised.value).startswith(message)


def test_a_waiver_is_read_with_its_place() -> None:
    (waiver,) = read("\n" + WAIVER).policy.waivers

    assert (waiver.rule, waiver.refs, waiver.until) == ("tags-match-versions", ("v1",), None)
    assert waiver.place == "relaudit.toml:3:8"


def test_presets_are_stated_and_recommended_is_not() -> None:
    said = read('extends = ["two-branch", "recommended"]').process
    branches, changelog = part_of(Branches, said, None), part_of(ChangelogFormat, read("").process, None)

    assert isinstance(branches, Branches)
    assert branches.is_stated
    assert isinstance(changelog, ChangelogFormat)
    assert [origin.source for origin in changelog.origins.values()] == [Source.RECOMMENDED]
    assert not changelog.is_stated


def test_later_documents_win() -> None:
    tags = part_of(
        TagFormat,
        read('extends = ["two-branch", "shared.toml"]\n[process.tags]\nsigned = true').process,
        None,
    )

    assert isinstance(tags, TagFormat)
    assert (tags.pattern, tags.by, tags.signed) == ("rel-{version}", "automation", True)


def test_severity_and_selection_are_read() -> None:
    policy = read(
        'select = ["tags"]\nfail-on = "never"\n[rules.tags-match-versions]\nseverity = "notice"\n[rules.version-is-valid]\nseverity = "off"'
    ).policy

    assert policy.fail_on is None
    assert policy.rules["tags-match-versions"].severity is Severity.NOTICE
    assert policy.rules["version-is-valid"].off
    chosen = [rule for rule in RULES if policy.selects(rule)]

    assert "tags-match-versions" in {rule.id for rule in chosen}
    assert {rule.family for rule in chosen} == {"tags"}


@pytest.mark.parametrize("path", ["relaudit.toml", ".github/relaudit.toml"])
def test_the_usual_files_are_found(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("strict = true")
    document = find(WorkingTree(tmp_path))

    assert document is not None
    assert document.name == path


def test_a_policy_in_pyproject_has_its_places_there(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n\n[tool.relaudit.process.tags]\npatern = "v"\n'
    )
    document = find(WorkingTree(tmp_path))

    assert document is not None
    with pytest.raises(PolicyError, match=r"pyproject.toml:5:1: unknown key 'patern'"):
        settings([document], RULES)


@pytest.mark.parametrize("text", ["[ tool.relaudit ]\nnonsense = 1\n", "[tool]\nrelaudit = {nonsense = 1}\n"])
def test_a_policy_in_pyproject_is_found_in_any_spelling(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    document = find(WorkingTree(tmp_path))

    assert document is not None
    with pytest.raises(PolicyError, match="unknown key 'nonsense'"):
        settings([document], RULES)


def test_a_file_that_many_extend_is_read_once() -> None:
    chain = {f"{n}.toml": f'extends = ["{n + 1}.toml", "{n + 1}.toml"]' for n in range(40)} | {
        "40.toml": "strict = true"
    }
    calls: list[str] = []

    def read_one(path: str) -> Text:
        calls.append(path)
        return Text(path, chain[path])

    documents = extended(from_text(Text("relaudit.toml", 'extends = ["0.toml"]')), read_one)

    assert len(calls) == 41
    assert len(documents) == 43


def test_one_key_of_an_extended_table_can_be_changed() -> None:
    text = 'extends = ["shared.toml"]\n[process.packages.core]\ntag = "core/{version}"\n'

    assert read(text).policy is not None


def test_a_pyproject_of_others_is_no_policy(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.relaudition]\n")

    assert find(WorkingTree(tmp_path)) is None


@pytest.mark.parametrize(
    ("requirement", "why"),
    [
        ("acme-rules>=1.2", "acme-rules is not installed"),
        ("pytest<1", "and pytest"),
        ("not a requirement", "is no requirement"),
    ],
)
def test_a_missing_pack_is_an_error(tmp_path: Path, requirement: str, why: str) -> None:
    (tmp_path / "relaudit.toml").write_text(f'requires = ["{requirement}"]')
    auditor = Auditor(own(), Request(today=Today(DAY)))

    with opened(tmp_path) as repository, pytest.raises(PolicyError, match=why) as raised:
        auditor.audit(repository)
    assert str(raised.value).startswith("relaudit.toml:1:13: ")


def test_a_required_pack_that_is_there_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "relaudit.toml").write_text('requires = ["pytest>=1"]')

    with opened(tmp_path) as repository:
        assert Auditor(own(), Request(today=Today(DAY))).audit(repository).audit.verdicts
