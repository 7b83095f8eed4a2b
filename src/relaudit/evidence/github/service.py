"""What can be asked of GitHub about one repository, and how it answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from relaudit.core.model import Unknown
from relaudit.core.record import NOTHING, record

Parameters = Mapping[str, str]
Until = Callable[[Sequence[object]], bool]
"""Whether nothing is wanted of a list beyond these items, all that came so far."""


@record
class Answer:
    """What a server said: the status, the body as parsed JSON (None where it has none), the headers by their names in lower case."""

    status: int
    body: object = None
    headers: Mapping[str, str] = NOTHING

    @property
    def message(self) -> str:
        """What an error says; empty where it says nothing."""
        said = self.body.get("message") if isinstance(self.body, Mapping) else None
        return said if isinstance(said, str) else ""


@record
class Listing:
    """The items of a list, of all pages that were wanted; `cut` is why there may be more, and `refused` what came instead of the first page."""

    items: Sequence[object] = ()
    cut: Unknown | None = None
    refused: Answer | None = None


def to_the_end(_: Sequence[object]) -> bool:
    """All of a list is wanted."""
    return False


class GitHub(Protocol):
    """One repository on GitHub; every path is below `/repos/OWNER/NAME`, and empty for the repository itself.

    Whatever keeps an answer from coming (no connection, a rate limit that is spent) is an Unknown; what the server answered is an
    `Answer`, errors too: what a 404 means depends on what was asked.
    """

    @property
    def repository(self) -> str:
        """`OWNER/NAME`, as it was asked for."""
        ...

    @property
    def page(self) -> str:
        """The address of its page."""
        ...

    def ask(self, path: str, parameters: Parameters = NOTHING) -> Answer | Unknown:
        """One resource."""
        ...

    def listed(
        self, path: str, parameters: Parameters = NOTHING, *, under: str = "", until: Until = to_the_end
    ) -> Listing | Unknown:
        """A list, page by page; `under` is the key that holds it where each page is an object. After each page but the last `until` is asked."""
        ...

    def query(self, text: str) -> Answer | Unknown:
        """What GraphQL answers to a query; `$owner` and `$name` are the repository. There are errors beside the data where only some of it came."""
        ...

    def elsewhere(self, repository: str) -> "GitHub":
        """Another repository on the same server, by its `OWNER/NAME`."""
        ...


def segment(name: str) -> str:
    """A name as one segment of a path: a branch or an environment may have slashes."""
    from urllib.parse import quote

    return quote(name, safe="", errors="surrogatepass")


def named(github: GitHub) -> str:
    """A repository as `gh` names it: `OWNER/NAME`, with the host before it where that is not github.com."""
    return named_at(github.page, github.repository)


def named_at(page: str, repository: str) -> str:
    """The same, by the address of its page."""
    from urllib.parse import urlsplit

    host = urlsplit(page).netloc
    return repository if host == "github.com" else f"{host}/{repository}"
