"""What GitHub has answered to others breaks no reader, and nothing that it leaves out is taken for an answer."""

from collections import Counter
from collections.abc import Callable

import pytest

from claims import CLAIMS, Claims, alike, more_than, unknowns
from description import EXAMPLES
from playback import READERS, Run, run, runs, with_a_key_left_out
from recordings import OK, Recording, recordings
from relaudit.core.dossier import Provider
from relaudit.core.model import Reason
from tape import playing

EACH = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.gives.__name__)
PROTECTION, BRANCH = "/branches/{branch}/protection", "/branches/{branch}"
# Of a repository that may be seen.
ABSENT = {
    PROTECTION: ("Branch not protected",),
    BRANCH: ("Branch not found",),
    "/codeowners/errors": ("Not Found", ""),
}
# GitHub's one example of it is written as its answers were some years ago, and no one has recorded any.
OUTDATED = ("Pushes",)
# GitHub leaves these out of branch protection where they are switched off, so that their absence says it.
SWITCHED = ("required_pull_request_reviews", "required_status_checks")


def reader_of(name: str) -> Provider:
    return next(one for one in READERS if one.gives.__name__ == name)


def recorded(template: str, status: int = OK) -> list[Recording]:
    return [one for one in recordings() if (one.template, one.status) == (template, status)]


def crashes(claims: Claims) -> list[str]:
    return [one.detail for one in unknowns(claims) if one.reason is Reason.CRASHED]


def reason_of(one: Recording) -> Reason:
    """Why a refusal leaves something unknown."""
    said = one.message.lower()
    match one.status:
        case 403 if "rate limit" in said or "abuse detection" in said:
            return Reason.RATE_LIMITED
        case 401 | 403:
            return Reason.FORBIDDEN
        case 404:
            return Reason.HIDDEN
        case _:
            return Reason.UNREACHABLE


def is_known_for_no_reason(one: Run) -> bool:
    """Whether a refusal was taken for an answer, or told for another one."""
    of_others = {Reason.HIDDEN} if one.not_recorded else set()
    return not {each.reason for each in unknowns(one.claims)} & {reason_of(one.recording), *of_others}


def test_every_reader_says_what_it_claims() -> None:
    assert {reader.gives for reader in READERS} == set(CLAIMS)


@EACH
def test_no_recorded_answer_breaks_a_reader(reader: Provider) -> None:
    broken = [
        (one.recording.label, one.hidden, crash) for one in runs(reader) for crash in crashes(one.claims)
    ]

    assert runs(reader)
    assert broken == []


@EACH
def test_a_key_that_is_left_out_makes_nothing_known(reader: Provider) -> None:
    tried = list(with_a_key_left_out(reader))
    wrong = [
        (
            whole.recording.label,
            whole.hidden,
            position,
            crashes(cut.claims) or more_than(cut.claims, whole.claims),
        )
        for whole, position, cut in tried
        if position[-1] not in SWITCHED and (crashes(cut.claims) or more_than(cut.claims, whole.claims))
    ]

    assert reader.gives.__name__ in OUTDATED or any(
        unknowns(cut.claims) != unknowns(whole.claims) for whole, _, cut in tried
    )
    assert wrong == []


@EACH
def test_a_recorded_refusal_leaves_something_unknown_for_its_reason(reader: Provider) -> None:
    refused = [
        one
        for one in runs(reader)
        if one.recording.status != OK
        and one.recording.message not in ABSENT.get(str(one.recording.template), ())
    ]
    wrong = [(one.recording.label, one.recording.template, one.hidden, one.claims) for one in refused if is_known_for_no_reason(one)]  # fmt: skip

    assert len({reason_of(one.recording) for one in refused}) == 4
    assert wrong == []


def test_a_branch_that_is_said_to_be_unprotected_is_known_to_be() -> None:
    unprotected = [one for one in recorded(PROTECTION, 404) if one.message in ABSENT[PROTECTION]]
    gone = [one for one in recorded(BRANCH, 404) if one.message in ABSENT[BRANCH]]
    rules = reader_of("BranchRules")
    told = [run(rules, one).claims for one in unprotected] + [
        run(rules, one, PROTECTION).claims for one in gone
    ]

    assert (len(unprotected), len(gone)) == (2, 1)
    assert [claims["pull_request"] for claims in told] == [False] * 3
    assert [unknowns(claims) for claims in told] == [[]] * 3


def test_a_recorded_list_is_read_to_its_last_page() -> None:
    first = next(one for one in recorded("/releases") if 'rel="next"' in one.headers.get("link", "") and "&page=" not in one.target)  # fmt: skip
    published = run(reader_of("Releases"), first).claims["published"]

    assert isinstance(published, tuple)
    assert len(published) == sum(
        len(one.json) for one in recorded("/releases") if "per_page=10" in one.target
    )
    assert len(published) > 20


@EACH
def test_the_network_adds_nothing_to_an_answer(reader: Provider) -> None:
    with playing() as player:
        wrong = [
            (one.recording.label, one.hidden, over.claims)
            for one in runs(reader)
            if alike((over := run(reader, one.recording, one.hidden, ask=player.github)).claims)
            != alike(one.claims)
        ]

    assert wrong == []


def test_enough_is_read_to_tell(record_property: Callable[[str, object], None]) -> None:
    every = [one for reader in READERS for one in runs(reader)]
    read = {one.recording for one in every} & set(recordings())
    by_others = {one for one in read if one.source != EXAMPLES.stem}
    templates = Counter(str(one.template) for one in read)
    told = ", ".join(f"{count} × {path or '/'}" for path, count in sorted(templates.items()))
    record_property("figures", f"{len(read)} recorded answers ({len(by_others)} by others) to {len(templates)} operations, {len(every)} times by {len(READERS)} readers: {told}")  # fmt: skip

    assert len(by_others) >= 150
    assert len(read) >= 160
    assert len(templates) >= 8
    assert len(every) >= 1000
