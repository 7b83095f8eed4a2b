"""What is stated of secrets counts where GitHub's own list cannot be read, and nowhere else."""

from datetime import date

import pytest

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.kept import Days, Names
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.github.stated import StatedSecrets, stated_secrets
from relaudit.evidence.github.visible import VisibleSecrets, visible_secrets

HIDDEN = Unknown("SecretNames", Reason.FORBIDDEN, needs="secrets:read on GitHub")
DAY = date(2026, 1, 31)
FORK = "in a pull request from a fork"


def listed(repository: Names | Unknown, organization: Names | Unknown = HIDDEN) -> SecretNames:
    known = {
        "repository": repository,
        "organization": organization,
        "environment:pypi": frozenset({"UPLOAD"}),
    }

    def updated(scope: str) -> Days | Unknown:
        names = known.get(scope, HIDDEN)
        return names if isinstance(names, Unknown) else dict.fromkeys(names, DAY)

    return SecretNames(updated=updated, environments=lambda: ["pypi"], page="", repository_name="")


def seen(names: SecretNames | Unknown, *words: str, withheld: str = "") -> VisibleSecrets:
    found = visible_secrets.function(names, stated_secrets(words, withheld))
    assert isinstance(found, VisibleSecrets)
    return found


def test_words_are_names_and_whether_they_are_there() -> None:
    said = stated_secrets(["A=true", "b_2=false", "a=true"])

    assert said == StatedSecrets(present=frozenset({"A"}), absent=frozenset({"B_2"}))
    assert (said.denies("B_2"), said.denies("b_2"), said.denies("A"), said.denies("C")) == (
        True, True, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "word",
    [
        "hunter2",
        "A=hunter2",
        "A=",
        "=true",
        "hunter-2=true",
        "A=True",
        "A=true=",
        "A =true",
        "A=false\n",
        "",
        "É=true",
    ],
)
def test_another_word_is_an_error_that_does_not_repeat_it(word: str) -> None:
    with pytest.raises(
        UsageError, match=r"^--secrets-present takes NAME=true or NAME=false; number 2 is "
    ) as raised:
        stated_secrets(["OTHER=true", word])

    assert "hunter" not in str(raised.value)


def test_two_words_may_not_contradict_each_other() -> None:
    with pytest.raises(UsageError, match="number 2 contradicts"):
        stated_secrets(["A=true", "a=false"])


@pytest.mark.parametrize(
    "names", [HIDDEN, listed(HIDDEN), listed(frozenset({"OTHER"})), listed(HIDDEN, frozenset())]
)
def test_what_is_stated_holds_where_a_list_is_missing(names: SecretNames | Unknown) -> None:
    visible = seen(names, "A=true", "B=false")

    assert (visible.has("a", ""), visible.has("A", "pypi"), visible.has("B", "")) == (True, True, False)
    assert (visible.is_denied("b"), visible.is_denied("A")) == (True, False)
    assert visible.doubts("b", "") == []
    assert visible.doubts("C", "") == [HIDDEN]


def test_lists_that_are_known_decide() -> None:
    visible = seen(listed(frozenset({"B"}), frozenset()), "A=true", "B=false")

    assert (visible.has("A", ""), visible.has("B", ""), visible.is_denied("B")) == (False, True, False)
    assert visible.unless_denied(visible.names.repository, "B") == frozenset({"B"})


def test_of_an_environment_nothing_is_stated() -> None:
    visible = seen(listed(HIDDEN), "B=false", "UPLOAD=false")

    assert visible.doubts("B", "other") == [HIDDEN]
    assert visible.doubts("B", "pypi") == []
    assert (visible.has("UPLOAD", "pypi"), visible.has("UPLOAD", "")) == (True, False)


def test_where_secrets_are_withheld_false_tells_nothing() -> None:
    visible = seen(listed(HIDDEN), "A=true", "B=false", withheld=FORK)
    _, why = visible.doubts("B", "")

    assert (visible.has("A", ""), visible.is_denied("B")) == (True, False)
    assert why.detail == f"the calling workflow says that B is empty, as every secret is {FORK}"
    assert visible.doubts("C", "") == [HIDDEN]
    assert visible.unless_denied(HIDDEN, "B") == HIDDEN


def test_where_nothing_is_stated_all_is_as_github_lists_it() -> None:
    assert seen(HIDDEN).doubts("A", "pypi") == [HIDDEN]
    assert seen(listed(frozenset({"A"}))).has("A", "")


def test_a_list_that_cannot_be_read_does_not_have_what_is_denied() -> None:
    visible = seen(listed(frozenset({"B"})), "B=false")

    assert visible.unless_denied(HIDDEN, "B") == frozenset()
    assert visible.unless_denied(HIDDEN, "C") == HIDDEN
    assert visible.unless_denied(visible.names.repository, "B") == frozenset({"B"})
