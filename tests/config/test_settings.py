"""Every mistake in a policy ends the run at its line and column, with the nearest name there is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.config.documents import extended, find, from_text
from relaudit.config.settings import Settings, settings
from relaudit.core.errors import PolicyError
from relaudit.core.model import Reason, Severity, Unknown
from relaudit.core.occasion import Today
from relaudit.core.parts import Source
from relaudit.evidence.files import Text
from relaudit.evidence.toml import key_path
from relaudit.process import Branch, Branches, ChangelogFormat, Commits, Events, ReleasePage, TagFormat
from relaudit.process.parts import part_of
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.sources.worktree import WorkingTree
from relaudit.testing import DAY

RULES = own().rules
FILES = {
    "shared.toml": '[process.tags]\npattern = "rel-{version}"\n',
    "a.toml": 'extends = ["b.toml"]',
    "b.toml": 'extends = ["a.toml"]',
}


class Files:
    """A tree out of texts; `asked` are the paths that were read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.asked: list[str] = []

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def folder(self, path: str) -> Sequence[str]:
        return [name.rpartition("/")[2] for name in self.paths() if name.rpartition("/")[0] == path]

    def read(self, path: str) -> Text | Unknown | None:
        self.asked.append(path)
        if path.startswith("secret/"):
            return Unknown(path, Reason.UNREADABLE, detail=f"{path}: Permission denied")
        return Text(path, self.files[path]) if path in self.files else None


def read(text: str, files: Mapping[str, str] = FILES) -> Settings:
    return settings(extended(from_text(Text("relaudit.toml", text)), Files(files)), RULES)


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
        ('extends = ["two-brunch"]', "relaudit.toml:1:12: there is no preset 'two-brunch', did you mean 'two-branch'?"),
        ('extends = ["recommended", "acme"]', "relaudit.toml:1:27: there is no preset 'acme'; known: recommended, tag-release, trusted-publishing, two-branch; a file ends in .toml"),
        ('extends = ["./sharde.toml"]', "relaudit.toml:1:12: there is no file './sharde.toml', did you mean 'shared.toml'?"),
        ('extends = ["../shared.toml"]', "relaudit.toml:1:12: there is no file '../shared.toml'; paths begin at the root, and end below it"),
        ('extends = ["none/of/it.toml"]', "relaudit.toml:1:12: there is no file 'none/of/it.toml'; paths begin at the root, and end below it"),
        ('extends = ["secret/x.toml"]', "relaudit.toml:1:12: 'secret/x.toml' cannot be read: secret/x.toml: Permission denied"),
        ('extends = "two-branch"', "relaudit.toml:1:11: 'extends' has to be a list"),
        ("extends = [3]", "relaudit.toml:1:12: 'extends' takes names of presets and paths of files"),
        ('extends = ["./relaudit.toml"]', "relaudit.toml:1:12: relaudit.toml extends relaudit.toml: a circle"),
        ('unset = ["process.tags"]', "relaudit.toml:1:10: nothing that is extended says 'process.tags'; known: changelog"),
        ('extends = ["two-branch"]\nunset = [\n  "process.tags",\n  "process.branches.develp",\n]', "relaudit.toml:4:3: nothing that is extended says 'process.branches.develp', did you mean 'develop'?"),
        ('unset = ["process.branches.feature/*"]', "relaudit.toml:1:10: 'process.branches.feature/*' is no key as TOML writes it, as in: process.branches.\"fix/*\""),
        ('unset = ["extends"]', "relaudit.toml:1:10: 'extends' cannot be unset"),
        ("unset = [3]", "relaudit.toml:1:10: 'unset' has to be a string"),
        ('unset = "process"', "relaudit.toml:1:9: 'unset' has to be a list"),
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


def test_the_preset_of_trusted_publishing_states_the_way_out() -> None:
    said = read('extends = ["trusted-publishing"]').process
    events, page = part_of(Events, said, None), part_of(ReleasePage, said, None)

    assert isinstance(events, Events)
    assert isinstance(page, ReleasePage)
    assert page.immutable
    tag = events.by_name["tag"]
    assert (tag.on, tag.tags, tag.order) == ("push", ("v*",), ("build", "pypi", "github-release"))
    pypi = (tag.publishes or {})["pypi"]
    assert (pypi.auth, pypi.environment, pypi.attested) == ("trusted", "pypi", True)


def test_later_documents_win() -> None:
    tags = part_of(
        TagFormat,
        read('extends = ["two-branch", "shared.toml"]\n[process.tags]\nsigned = true').process,
        None,
    )

    assert isinstance(tags, TagFormat)
    assert (tags.pattern, tags.by, tags.signed) == ("rel-{version}", "automation", True)


def test_unset_takes_away_what_is_extended() -> None:
    text = 'extends = ["two-branch"]\nunset = ["process.branches.develop", "process.commits.convention", \'process . events."main"\']\n[process.branches.develop]\ncontains = []\n'
    said = read(text)
    branches, commits, events = (part_of(part, said.process, None) for part in (Branches, Commits, Events))

    assert isinstance(branches, Branches)
    assert branches.by_name["develop"] == Branch()
    assert branches.by_name["main"].from_ == ("develop", "fix/*")
    assert isinstance(commits, Unknown)
    assert isinstance(events, Events)
    assert list(events.by_name) == ["develop", "pull-requests"]


def test_unset_reaches_what_is_recommended() -> None:
    said = read('unset = ["process.changelog"]')

    assert isinstance(part_of(ChangelogFormat, said.process, None), Unknown)


def test_unset_takes_away_no_more_than_what_lies_below() -> None:
    files = {
        "base.toml": '[rules.tags-match-versions]\nseverity = "off"\n[rules.version-is-valid]\nseverity = "off"\n'
        + WAIVER,
        "team.toml": 'extends = ["base.toml"]\nunset = ["rules.tags-match-versions", "waivers"]\n'
        + WAIVER.replace("shipped", "of the team"),
    }
    said = read('extends = ["team.toml"]\n' + WAIVER.replace("shipped", "our own"), files).policy

    assert list(said.rules) == ["version-is-valid"]
    assert [waiver.reason for waiver in said.waivers] == ["of the team", "our own"]


def test_what_is_left_has_to_hold() -> None:
    files = {"base.toml": '[process.version]\nscheme = "calver"\npattern = "YY.N"\n'}
    text = 'extends = ["base.toml"]\nunset = ["process.version.pattern"]\n'

    with pytest.raises(
        PolicyError, match=r"^relaudit.toml:2:9: what is left does not hold: 'calver' needs a"
    ):
        read(text, files)
    assert read(text.replace(".pattern", ""), files).merged.keys() >= {"process", "extends"}


def test_a_file_that_is_extended_twice_says_unset_once() -> None:
    files = {
        "a.toml": 'extends = ["two-branch"]\nunset = ["process.tags"]\n',
        "b.toml": 'extends = ["a.toml"]\n',
    }

    assert isinstance(
        part_of(TagFormat, read('extends = ["b.toml", "./a.toml"]', files).process, None), Unknown
    )


@pytest.mark.parametrize(
    "text", ["", "a.", ".a", "a b", "a = 1", "a # b", "a\nb", '"a', 'a."\\q"', "[a]", "a.*"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    assert key_path(text) is None


def test_keys_are_read_as_toml_reads_them() -> None:
    assert key_path("""a-b . "c.d\\u0041" .'e"'""") == ("a-b", "c.dA", 'e"')


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
    files = Files(chain)
    documents = extended(from_text(Text("relaudit.toml", 'extends = ["0.toml"]')), files)

    assert len(files.asked) == 41
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
