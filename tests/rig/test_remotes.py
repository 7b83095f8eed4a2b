"""Which repository on GitHub a checkout belongs to."""

import pytest

from relaudit.core.errors import UsageError
from relaudit.sources.github.connect import server_at
from relaudit.sources.github.remotes import repository_on


def config(**remotes: str) -> str:
    return "[core]\n\tbare = false\n" + "".join(
        f'[remote "{name}"]\n\turl = {url}\n\tfetch = +refs/heads/*:refs/remotes/{name}/*\n'
        for name, url in remotes.items()
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/ferry",
        "https://github.com/acme/ferry.git",
        "https://github.com/acme/ferry/",
        "https://someone:secret@github.com/acme/ferry.git",
        "http://github.com/acme/ferry",
        "git://github.com/acme/ferry.git",
        "ssh://git@github.com/acme/ferry.git",
        "ssh://git@ssh.github.com:443/acme/ferry.git",
        "git@github.com:acme/ferry.git",
        "github.com:acme/ferry",
        "https://GitHub.com/acme/ferry",
        "https://www.github.com/acme/ferry",
    ],
)
def test_a_remote_names_its_repository(url: str) -> None:
    assert repository_on("github.com", config(origin=url)) == "acme/ferry"


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/acme/ferry",
        "https://github.com.example/acme/ferry",
        "https://example.com/github.com/acme/ferry",
        "https://github.com/acme",
        "https://github.com/acme/ferry/tree/main",
        "https://github.com/acme/..",
        "/srv/git/acme/ferry.git",
        "../ferry",
        "https://github.com@example.com/acme/ferry",
    ],
)
def test_what_is_elsewhere_names_none(url: str) -> None:
    assert repository_on("github.com", config(origin=url)) == ""


def test_origin_comes_before_others() -> None:
    both = config(upstream="https://github.com/parent/ferry", origin="https://github.com/acme/ferry")

    assert repository_on("github.com", both) == "acme/ferry"


def test_of_several_others_none_is_taken() -> None:
    several = config(one="https://github.com/a/ferry", two="https://github.com/b/ferry")

    assert repository_on("github.com", several) == ""
    assert repository_on("github.com", config(one="https://github.com/a/ferry")) == "a/ferry"
    assert repository_on("github.com", '[branch "main"]\n\turl = https://github.com/a/b\n') == ""


@pytest.mark.parametrize(
    ("address", "host", "api"),
    [
        ("https://github.com", "github.com", "https://api.github.com"),
        ("https://github.com/", "github.com", "https://api.github.com"),
        ("http://github.com", "github.com", "https://api.github.com"),
        ("https://ghe.acme.example", "ghe.acme.example", "https://ghe.acme.example/api/v3"),
        ("https://acme.ghe.com", "acme.ghe.com", "https://api.acme.ghe.com"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/api/v3"),
    ],
)
def test_a_server_has_an_api(address: str, host: str, api: str) -> None:
    server = server_at(address)

    assert (server.host, server.api) == (host, api)


@pytest.mark.parametrize(
    "address",
    [
        "github.com",
        "ftp://github.com",
        "https://",
        "https://a@b",
        "https://github.com/acme",
        "https://[",
        "https://h:abc",
    ],
)
def test_what_is_no_server_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="address of a server"):
        server_at(address)


@pytest.mark.parametrize("address", ["https://[", "https://h:abc"])
def test_a_broken_address_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="address of a server"):
        server_at(address)


def test_no_token_is_sent_in_clear_text() -> None:
    with pytest.raises(UsageError, match="over https alone"):
        server_at("http://ghe.acme.example")


def test_a_repository_may_begin_with_a_dot() -> None:
    assert repository_on("github.com", config(origin="https://github.com/acme/.github.git")) == "acme/.github"
