"""The tags that docker/metadata-action makes of an event, as its documentation has them."""

import pytest

from relaudit.core.places import InFile
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.images.documented import normal
from relaudit.evidence.workflows.images.metadata import entries_of, flavor_of, images_of
from relaudit.evidence.workflows.images.metatags import Meeting, meta_tags
from relaudit.evidence.workflows.images.references import Reference
from relaudit.evidence.workflows.images.texts import COMMIT, UNTOLD, in_shell, may_be
from relaudit.evidence.workflows.model import Part
from relaudit.evidence.yaml import Yaml, parse_yaml

MAIN, TOPIC, TAG, RC = "refs/heads/main", "refs/heads/fix/a", "refs/tags/v1.2.3", "refs/tags/v1.2.3-rc.1"
PULL = "refs/pull/7/merge"


def given(text: str) -> Part:
    file = parse_yaml(Text("a.yml", text))
    assert isinstance(file, Yaml)
    return Part(file.root)


def made(ref: str, tags: str, flavor: str = "", event: str = "push") -> list[str]:
    part = given(f"flavor: '{flavor}'\ntags: |\n" + "".join(f"  {line}\n" for line in tags.split("\n")))
    around = Surroundings()
    found = meta_tags(entries_of(part, around), flavor_of(part, around), Meeting(event, ref, "main"))
    return [f"{tag.text}{'' if tag.truth is Truth.YES else '?'}" for tag in found]


@pytest.mark.parametrize(
    ("ref", "tags", "expected"),
    [
        (TAG, "", ["v1.2.3", "latest"]),
        (MAIN, "", ["main"]),
        (TOPIC, "", ["fix-a"]),
        (PULL, "", ["pr-7"]),
        (TAG, "type=semver,pattern={{version}}", ["1.2.3", "latest"]),
        (TAG, "type=semver,pattern={{raw}}", ["v1.2.3", "latest"]),
        (TAG, "type=semver,pattern={{major}}.{{minor}}", ["1.2", "latest"]),
        (TAG, "type=semver,pattern=v{{major}}", ["v1", "latest"]),
        (RC, "type=semver,pattern={{major}}.{{minor}}", ["1.2.3-rc.1"]),
        (RC, "type=semver,pattern={{raw}}", ["v1.2.3-rc.1"]),
        (MAIN, "type=semver,pattern={{version}}", []),
        (MAIN, "type=semver,pattern={{version}},value=v4.5.6", ["4.5.6", "latest"]),
        ("refs/tags/app-1.2.3", "type=semver,pattern={{version}},match=app-(.*)", ["1.2.3", "latest"]),
        ("refs/tags/nightly", "type=semver,pattern={{version}}", []),
        ("refs/tags/1.2rc2", "type=pep440,pattern={{major}}", ["1.2rc2"]),
        ("refs/tags/v1.2.post1", "type=pep440,pattern={{raw}}", ["v1.2.post1"]),
        ("refs/tags/1.2", "type=pep440,pattern={{version}}", ["1.2", "latest"]),
        (TAG, r"type=match,pattern=v(\d+)\.(\d+),group=1", ["1", "latest"]),
        (TAG, r"type=match,pattern=/V(.*)/i,group=1", ["1.2.3", "latest"]),
        (TAG, r"type=match,pattern=V(.*),group=1", []),
        (TAG, r"type=match,pattern=v(?<major>\d+),group=1", ["1", "latest"]),
        (TAG, "type=match,pattern=(a+)+$", [f"{UNTOLD}", "latest"]),
        (TAG, "type=match,pattern=(", [f"{UNTOLD}", "latest"]),
        (MAIN, "type=edge", ["edge"]),
        (TOPIC, "type=edge", []),
        (TOPIC, "type=edge,branch=fix/a", ["edge"]),
        (MAIN, "type=raw,value=a b&c", ["a-b-c"]),
        (MAIN, "nightly", ["nightly"]),
        (MAIN, "type=raw,value=latest,enable={{is_default_branch}}", ["latest"]),
        (TAG, "type=raw,value=latest,enable={{is_default_branch}}", []),
        (TOPIC, "type=raw,value={{branch}}-x", ["fix-a-x"]),
        (TAG, "type=sha", [f"sha-{COMMIT}"]),
        (TAG, "type=sha,format=long,prefix=", [COMMIT]),
        (MAIN, "type=raw,value={{date 'YYYYMMDD'}}", [UNTOLD]),
        (MAIN, "type=raw,value=a,enable=${{ vars.ON }}", ["a?"]),
        (TAG, "type=ref,event=tag,prefix=r-,suffix=-x", ["r-v1.2.3-x", "latest"]),
        (TAG, "type=raw,value=a,priority=1000\ntype=ref,event=tag", ["a", "v1.2.3"]),
        (TAG, "type=raw,value=a\ntype=ref,event=tag", ["v1.2.3", "a", "latest"]),
        (MAIN, "# type=raw,value=a\n\ntype=raw,value=b", ["b"]),
        (MAIN, "type=novelty", [UNTOLD, "latest?"]),
        ("", "type=edge", [f"{UNTOLD}?"]),
    ],
)
def test_entries_make_tags(ref: str, tags: str, expected: list[str]) -> None:
    assert made(ref, tags) == expected


@pytest.mark.parametrize(
    ("flavor", "expected"),
    [
        ("latest=false", ["1.2.3"]),
        ("latest=true", ["1.2.3", "latest"]),
        ("latest=${{ vars.ON }}", ["1.2.3", "latest?"]),
        ("suffix=-slim", ["1.2.3-slim", "latest"]),
        ("suffix=-slim,onlatest=true", ["1.2.3-slim", "latest-slim"]),
        ("prefix=p-,onlatest=true", ["p-1.2.3", "p-latest"]),
    ],
)
def test_the_flavor_holds_for_all(flavor: str, expected: list[str]) -> None:
    assert made(TAG, "type=semver,pattern={{version}}", flavor) == expected


def test_a_schedule_has_a_name_of_its_own() -> None:
    assert made(MAIN, "type=schedule\ntype=edge", event="schedule") == ["nightly", "edge"]


def test_images_are_written_in_two_ways() -> None:
    old = list(images_of(given("images: Acme/Ferry,ghcr.io/acme/ferry"), Surroundings()))
    new = list(images_of(given("images: |\n  name=acme/ferry\n  ghcr.io/a/b,enable=false"), Surroundings()))

    assert (old, new) == (
        [("acme/ferry", "true"), ("ghcr.io/acme/ferry", "true")],
        [("acme/ferry", "true"), ("ghcr.io/a/b", "false")],
    )


@pytest.mark.parametrize(
    "text", ["tags: 7", "tags: [a]", "tags: '\"'", "tags: |\n  ,,=,\n", "images: {a: b}", "x: y"]
)
def test_odd_inputs_make_something_or_nothing(text: str) -> None:
    part, around = given(text), Surroundings()

    assert isinstance(
        list(meta_tags(entries_of(part, around), flavor_of(part, around), Meeting("push", TAG, ""))), list
    )
    assert isinstance(list(images_of(part, around)), list)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("a:$TAG", "a:v1.2.3"),
        ("a:${TAG}", "a:v1.2.3"),
        ("a:${TAG#v}", "a:1.2.3"),
        ("a:${REF##*/}", "a:v1.2.3"),
        ("a:${REF#refs/tags/}", "a:v1.2.3"),
        ("a:${TAG%.*}", f"a:{UNTOLD}"),
        ("a:$OTHER", f"a:{UNTOLD}"),
        ("a:$(git describe)", f"a:{UNTOLD}"),
        ("a:${TAG", f"a:{UNTOLD}"),
    ],
)
def test_variables_of_a_shell_are_filled_in(word: str, expected: str) -> None:
    assert in_shell(word, {"TAG": "v1.2.3", "REF": TAG}.get) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a:1", "a:1", True),
        ("a:1", "a:2", False),
        (f"{UNTOLD}:1.2", "ghcr.io/a/b:v1.2", False),
        (f"{UNTOLD}:1.2", "ghcr.io/a/b:1.2", True),
        (f"a/{UNTOLD}:x-{UNTOLD}", "a/b:x-", True),
        (f"a/{UNTOLD}:1", f"{UNTOLD}/b:1", True),
        (f"a/{UNTOLD}:1", f"b/{UNTOLD}:1", False),
        (f"ab{UNTOLD}ba", "aba", False),
    ],
)
def test_what_is_open_may_be_anything(one: str, other: str, expected: object) -> None:
    assert (may_be(one, other), may_be(other, one)) == (expected, expected)


def test_a_reference_without_a_tag_is_latest_and_docker_hub_needs_no_name() -> None:
    assert (normal("docker.io/Acme/Ferry"), normal("library/ferry:1")) == ("acme/ferry:latest", "ferry:1")


def test_a_reference_has_the_tag_after_the_last_colon() -> None:
    assert Reference("localhost:5000/a:b", Truth.YES, InFile(path="a")).tag == "b"
