"""The variables of a GitHub App say the whole of it, or what is wrong with them; the key is never repeated."""

import copy
import pickle
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from apps import key_pair
from relaudit.core.errors import UsageError
from relaudit.sources.github.app import AppKey, key_from
from relaudit.sources.github.connect import Means, server_at

ID, KEY, FILE = "RELAUDIT_APP_ID", "RELAUDIT_APP_PRIVATE_KEY", "RELAUDIT_APP_PRIVATE_KEY_FILE"
PEM = key_pair()[0]
BODY, MIDDLE = PEM.splitlines()[1], PEM.splitlines()[9]
PAGE = "https://github.com"


def refused(environment: Mapping[str, str]) -> str:
    with pytest.raises(UsageError) as told:
        key_from(environment)
    assert not re.search(r"[A-Za-z0-9+/]{40}|BEGIN", str(told.value)), "the key, or some of it, is repeated"
    assert told.value.__cause__ is None
    return str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        PEM,
        PEM.strip(),
        PEM.replace("\n", "\\n"),
        PEM.replace("\n", "\r\n"),
        PEM.replace("\n", "\\r\\n"),
        f"\n  {PEM}\n",
        PEM.replace("\n", "\n    "),
    ],
)
@pytest.mark.parametrize("app", ["12345", "Iv23liABCDEF", "Iv1.8a61f9b3a7aba766"])
def test_the_key_may_be_written_as_stores_write_it(text: str, app: str) -> None:
    found = key_from({ID: app, KEY: text})

    assert isinstance(found, AppKey)
    assert (found.app, found.reveal()) == (app, PEM)


def test_the_key_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text(PEM)
    found = key_from({ID: "7", FILE: str(tmp_path / "app.pem")})

    assert found is not None
    assert found.reveal() == PEM


@pytest.mark.parametrize("environment", [{}, {ID: "", KEY: "", FILE: " "}, {"GITHUB_TOKEN": "a-token"}])
def test_without_the_variables_there_is_no_app(environment: Mapping[str, str]) -> None:
    assert key_from(environment) is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({ID: "7"}, f"{ID} is set, and neither {KEY} nor {FILE} is"),
        ({ID: "7", KEY: ""}, f"{ID} is set, and neither {KEY} nor {FILE} is"),
        ({KEY: PEM}, f"{KEY} is set, and {ID} is not"),
        ({FILE: "app.pem"}, f"{FILE} is set, and {ID} is not"),
        ({ID: "7", KEY: PEM, FILE: "app.pem"}, f"{KEY} and {FILE} are both set"),
        ({ID: "7 and more", KEY: PEM}, f"{ID} takes the number of a GitHub App, or its client id"),
        ({ID: PEM, KEY: PEM}, f"{ID} takes the number of a GitHub App, or its client id"),
        ({ID: "7", FILE: "/there/is/no/such/file"}, f"{FILE} names no file that can be read"),
        ({ID: "7", FILE: PEM}, f"{FILE} names no file that can be read"),
        ({ID: "7", FILE: "a\0b"}, f"{FILE} names no file that can be read"),
        ({ID: "7", KEY: BODY}, f"{KEY} is no private key of a GitHub App"),
        ({ID: "7", KEY: key_pair()[1]}, f"{KEY} is no private key of a GitHub App"),
        ({ID: "7", KEY: PEM.replace(" RSA", " EC")}, f"{KEY} is no private key of a GitHub App"),
        ({ID: "7", KEY: PEM.replace("BEGIN RSA", "BEGIN")}, f"{KEY} is no private key of a GitHub App"),
        ({ID: "7", KEY: PEM.replace("\n", " ")}, f"{KEY} is no private key of a GitHub App"),
        ({ID: "7", KEY: PEM.replace(f"{MIDDLE}\n", "")}, f"{KEY} is no whole private key"),
        ({ID: "7", KEY: PEM.replace(BODY, BODY[:-1])}, f"{KEY} is no whole private key"),
        ({ID: "7", KEY: PEM.replace(BODY, "AAAA" + BODY[4:])}, f"{KEY} is no whole private key"),
    ],
)
def test_what_is_wrong_is_said_and_not_repeated(environment: Mapping[str, str], said: str) -> None:
    assert refused(environment).startswith(said)


def test_a_folder_is_no_file_of_a_key(tmp_path: Path) -> None:
    assert refused({ID: "7", FILE: str(tmp_path)}) == f"{FILE} names no file that can be read"


def test_nothing_that_prints_a_key_prints_it_and_nothing_writes_it_down() -> None:
    found = key_from({ID: "7", KEY: PEM})

    assert f"{found!r} {found}" == f"AppKey({KEY}) AppKey({KEY})"
    assert not hasattr(found, "__dict__")
    with pytest.raises(TypeError, match="not written down"):
        pickle.dumps(found)
    with pytest.raises(TypeError, match="not written down"):
        copy.deepcopy(found)


def test_the_variables_are_checked_before_anything_is_asked() -> None:
    with pytest.raises(UsageError, match="is set, and neither"):
        Means(server_at(PAGE), {ID: "7"})


@pytest.mark.parametrize("home", ["http://ghe.example.com", "ghe.example.com", "https://a:b@ghe.example.com"])
def test_the_server_of_an_app_is_an_address(home: str) -> None:
    with pytest.raises(UsageError, match="RELAUDIT_APP_SERVER"):
        Means(server_at(PAGE), {ID: "7", KEY: PEM, "RELAUDIT_APP_SERVER": home})


@pytest.mark.parametrize(
    ("home", "page"),
    [("", "https://ghe.example.com"), ("https://ghe.example.com", PAGE), (PAGE, "https://acme.ghe.com")],
)
def test_an_app_of_one_server_does_not_sign_for_another(home: str, page: str) -> None:
    means = Means(server_at(page), {ID: "7", KEY: PEM, "RELAUDIT_APP_SERVER": home, "PATH": ""})
    other = (home or PAGE).removeprefix("https://")

    assert (means.is_there, means.hint) == (False, f" ({ID} is for {other}: RELAUDIT_APP_SERVER says which)")
    assert Means(server_at(home or PAGE), {ID: "7", KEY: PEM, "RELAUDIT_APP_SERVER": home}).is_there
