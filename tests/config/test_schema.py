"""The schema says what the decoder says: it is what an editor knows of the language."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
import tomlkit
from hypothesis import example, find, given, strategies
from hypothesis import settings as running
from jsonschema import Draft202012Validator

from relaudit.builtin import own
from relaudit.cli import run
from relaudit.config import documents, schema
from relaudit.config.documents import extended, from_text, presets
from relaudit.config.settings import settings
from relaudit.core.errors import PolicyError
from relaudit.core.model import Severity
from relaudit.core.record import record, replace
from relaudit.core.rule import Options
from relaudit.evidence.files import Text
from relaudit.pages import page_of
from relaudit.sources.worktree import WorkingTree

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "src" / "relaudit" / "config" / "policy.schema.json"
RULES = own().rules
SCHEMA = schema.schema(RULES)
VALIDATOR = Draft202012Validator(SCHEMA)
NOWHERE = WorkingTree(ROOT / "docs")


def plain(value: object) -> object:
    """What an editor makes of TOML: dates are strings."""
    match value:
        case Mapping():
            return {key: plain(below) for key, below in value.items()}
        case list():
            return [plain(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def is_decoded(text: str) -> bool:
    try:
        settings(extended(from_text(Text("relaudit.toml", text)), NOWHERE), RULES)
    except PolicyError:
        return False
    return True


def is_valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(plain(tomlkit.parse(text).unwrap())))


def written() -> Iterator[tuple[str, str]]:
    """Every policy there is in this project."""
    for name in presets():
        yield name, documents.preset(name).toml.text.text
    for path in (ROOT / "relaudit.toml", *(ROOT / "tests" / "seeds").glob("[!rs]*.toml")):
        yield path.name, path.read_text(encoding="utf-8")
    for rule in RULES:
        page = page_of(rule)
        for shown in page.examples if page else ():
            if "@policy" in shown.special:
                yield f"{rule.id}: {shown.title}", shown.special["@policy"]


WRITTEN = dict(written())


@pytest.mark.parametrize("name", WRITTEN)
def test_every_policy_that_is_written_is_valid(name: str) -> None:
    errors = list(VALIDATOR.iter_errors(plain(tomlkit.parse(WRITTEN[name]).unwrap())))

    assert errors == []


def test_policies_of_every_kind_are_among_them() -> None:
    assert {"two-branch", "relaudit.toml", "openmux.toml", "x0tta6bl4.toml"} <= set(WRITTEN)
    assert any("secrets-are-documented: " in name for name in WRITTEN)


def test_the_schema_is_one_and_ships_with_the_package() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert json.loads(FILE.read_text(encoding="utf-8")) == SCHEMA


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "schema"]) == 0
    assert capsys.readouterr().out == FILE.read_text(encoding="utf-8")


def tables(found: object, path: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every table of the schema that has keys of its own, by its path."""
    if isinstance(found, Mapping):
        if "properties" in found and "type" in found:
            yield path, found
        for key, below in found.items():
            yield from tables(below, f"{path}/{key}")


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    silent = [
        f"{path}/{key}"
        for path, table in tables(SCHEMA)
        for key, said in (table["properties"].items() if isinstance(table["properties"], Mapping) else ())
        if not said.get("description")
    ]
    closed = {path: table.get("additionalProperties") for path, table in tables(SCHEMA)}

    assert silent == []
    assert [
        path for path, more in closed.items() if more is not False and "patternProperties" not in path
    ] == []
    assert len(closed) > 20


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True),
        ("[process.version]\nscheme = 'calver'", False),
        ("[process.version]\nscheme = 'calver'\npattern = ''", False),
        ("[process.version]\nscheme = 'calver'\npattern = 'YY.N'", True),
        ("[process.tags]\npattern = '{version}-{version}'", False),
        ("[process.tags]\npattern = 'v\\n{version}'", True),
        ("[process.tags]\nby = ''", False),
        ("[process.gates.x]\nfloor = 3", True),
        ("[process.branches.x]\napprovals = true", False),
        ("[process.branches.x]\nfrom = ['a', 1]", False),
        ("[process.events.x]\non = ['push', 'release']\nworkflow = 'a.yml'", True),
        ("[process.events.x]\non = [['push']]", False),
        ("process = 3", False),
        ("rules = []", False),
        ("waivers = {}", False),
        ("waivers = [3]", False),
        ("history-since = 2026-01-01", True),
        ("history-since = 2026-01-01T00:00:00", False),
        ("[rules.nothing]", False),
        ("[rules.tags-match-versions]\nseverity = 'fatal'", False),
        ("[rules.tags-match-versions]\nlimit = 3", False),
        ("select = ['versions', 'nothing']", False),
        ("extends = ['nothing']", False),
        ("inline-waivers = 'often'", False),
        ("[[waivers]]\nrule = 'tags-match-versions'\nreason = ' '\nuntil = 2026-01-01", False),
        ("[[waivers]]\nrule = 'tags-match-versions'\nreason = 'x'\nuntil = 'forever'", False),
        ("[[waivers]]\nrule = 'tags-match-versions'\nreason = 'x'\nuntil = 'forever'\nrefs = []", False),
        ("[[waivers]]\nrule = 'tags-match-versions'\nreason = 'x'\nuntil = 'forever'\nrefs = ['v1']", True),
        ("[[waivers]]\nrule = 'tags-match-versions'\nuntil = 2026-01-01", False),
    ],
)
def test_schema_and_decoder_agree(text: str, holds: bool) -> None:  # noqa: FBT001 - a table
    assert (is_valid(text), is_decoded(text)) == (holds, holds)


@pytest.mark.parametrize(
    "text",
    [
        'history-since = "2026-01-01"',
        "[process.branches.x]\napprovals = 1.0",
        'extends = ["none.toml"]',
        'unset = ["process.tags"]',
        'unset = ["a b"]',
        'select = ["acme/*"]',
        '[rules."acme/pretty"]\nlimit = 3',
        '[[waivers]]\nrule = "acme/pretty"\nreason = "x"\nuntil = 2026-01-01',
    ],
)
def test_what_the_schema_cannot_say_is_no_more_than_this(text: str) -> None:
    assert is_valid(text)
    assert not is_decoded(text)


SCALARS = strategies.sampled_from(
    ["", " ", "x", "v{version}", "calver", "tag", "error", "off", "forever", "v1", "versions", 0, 3, -1, 1.5, True, False,
     date(2026, 1, 1), *(word for word in re.findall(r'"([a-z0-9-]+)"', json.dumps(SCHEMA)) if len(word) < 28)],
)  # fmt: skip
LISTS = strategies.lists(SCALARS, max_size=2)
KEYS = ("x", "severity", "scheme", "main", "publishes")
VALUES = SCALARS | LISTS | strategies.dictionaries(strategies.sampled_from(KEYS), SCALARS | LISTS, max_size=2)


Strategy: TypeAlias = "strategies.SearchStrategy[object]"


def following(found: Mapping[str, object]) -> Strategy:
    """What this schema may mean, with a mistake now and then."""
    right = _following(found)
    return strategies.integers(0, 19).flatmap(lambda luck: right if luck else VALUES)


def _following(found: Mapping[str, object]) -> Strategy:  # noqa: PLR0911 - one for each thing a schema can be
    match found:
        case {"properties": dict(properties)}:
            return table(properties, found.get("required"))
        case {"additionalProperties": dict(more)}:
            return strategies.dictionaries(
                strategies.sampled_from(["a", "main", "fix/*"]), following(more), max_size=2
            )
        case {"items": dict(items)}:
            return strategies.lists(following(items), max_size=2)
        case {"anyOf": list(ways)}:
            return strategies.one_of([following(way) for way in ways])
        case {"enum": list(words)}:
            return strategies.sampled_from(words)
        case {"format": "date"}:
            return strategies.just(date(2026, 1, 1))
        case {"type": "boolean"}:
            return strategies.booleans()
        case {"type": "integer"}:
            return strategies.integers(0, 3)
        case {"type": "number"}:
            return strategies.sampled_from([0, 75, 75.5])
        case _:
            return SCALARS


def table(properties: dict[str, dict[str, object]], required: object) -> Strategy:
    """What has to be there, and up to three keys more."""
    always = [str(key) for key in required] if isinstance(required, list) else []
    keys = strategies.lists(strategies.sampled_from([*properties, "x"]), max_size=3, unique=True)
    return keys.flatmap(
        lambda chosen: strategies.fixed_dictionaries(
            {key: following(properties[key]) if key in properties else VALUES for key in (*always, *chosen)}
        )
    )


def leaves(value: object) -> Iterator[object]:
    match value:
        case Mapping():
            for below in value.values():
                yield from leaves(below)
        case list():
            for item in value:
                yield from leaves(item)
        case _:
            yield value


SAID = SCHEMA["properties"]
assert isinstance(SAID, dict)
POLICIES = table({key: said for key, said in SAID.items() if key != "unset"}, [])


def dumped(policy: object) -> str:
    assert isinstance(policy, dict)
    return tomlkit.dumps(policy)


@running(max_examples=150, deadline=None)
@given(POLICIES)
@example({"process": {"events": {"x": {"publishes": {}, "inputs": {"a": 3}}}}})
@example({"rules": {"tags-match-versions": {}}, "strict": True})
@example({"process": {"repository": date(2026, 1, 1)}})
def test_schema_and_decoder_agree_on_random_policies(policy: object) -> None:
    if any(isinstance(leaf, str) and (leaf.endswith(".toml") or "/" in leaf) for leaf in leaves(policy)):
        return  # what the schema cannot say, see above
    text = dumped(policy)
    as_strings = re.sub(
        r"(?<![\"\w])(\d{4}-\d\d-\d\d)(?!\w)", r'"\1"', text
    )  # to an editor a date is a string

    assert is_valid(text) in (is_decoded(text), is_decoded(as_strings)), text


@pytest.mark.parametrize("holds", [True, False])
def test_the_random_policies_are_of_both_kinds(holds: bool) -> None:  # noqa: FBT001 - a table
    def is_such(policy: object) -> bool:
        many = len([leaf for leaf in leaves(policy) if leaf != ""]) > 3
        return many and isinstance(policy, dict) and "process" in policy and is_valid(dumped(policy)) is holds

    found = find(POLICIES, is_such, random=Random(0), settings=running(max_examples=5000, database=None))  # noqa: S311 - no secret

    assert found


@record
class Limit(Options):
    """How many there may be.

    Attributes:
        limit: how many
    """

    limit: int = 3


def test_the_rules_of_packs_are_known_with_their_options(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = RULES[0].needs[0]
    packed = replace(RULES[0], id="acme/pretty", needs=(replace(needs, type=Limit),))
    validator = Draft202012Validator(schema.schema([*RULES, packed]))

    assert validator.is_valid({"rules": {"acme/pretty": {"limit": 4, "severity": Severity.ERROR}}})
    assert not validator.is_valid({"rules": {"acme/pretty": {"limit": "4"}}})
    assert not validator.is_valid({"rules": {"acme/pretty": {"limt": 4}}})
    assert validator.is_valid({"select": ["acme/*", "acme/pretty"]})
