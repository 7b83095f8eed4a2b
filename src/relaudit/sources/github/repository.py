"""One repository on a server: its resources, and its lists page by page."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import NOTHING
from relaudit.core.regex import regex
from relaudit.evidence.github.service import Answer, Listing, Parameters, Until, to_the_end
from relaudit.sources.github.client import Client

_NEXT = regex(r'\s*<([^<>]*)>\s*;.*\brel="?next"?')
_PAGES = 100
_SIZE = "100"
_OK = 200


class RepositoryOnGitHub:
    """Answers about one repository; each resource is asked for once."""

    def __init__(self, client: Client, repository: str, page: str) -> None:
        self.repository = repository
        self.page = page
        self._client = client
        self._answers: dict[tuple[str, tuple[tuple[str, str], ...]], Answer | Unknown] = {}

    def ask(self, path: str, parameters: Parameters = NOTHING) -> Answer | Unknown:
        """One resource."""
        key = (path, tuple(sorted(parameters.items())))
        if key not in self._answers:
            self._answers[key] = self._client.get(f"/repos/{self.repository}{path}", parameters)
        return self._answers[key]

    def listed(
        self, path: str, parameters: Parameters = NOTHING, *, under: str = "", until: Until = to_the_end
    ) -> Listing | Unknown:
        """A list, page by page."""
        first = self.ask(path, {"per_page": _SIZE, **parameters})
        if isinstance(first, Unknown):
            return first
        if first.status != _OK:
            return Listing(refused=first)
        return self._pages(first, under, until)

    def query(self, text: str) -> Answer | Unknown:
        """What GraphQL answers."""
        owner, _, name = self.repository.partition("/")
        return self._client.query(text, {"owner": owner, "name": name})

    def elsewhere(self, repository: str) -> "RepositoryOnGitHub":
        """Another repository of the server, asked with what it is asked with."""
        page = self.page.removesuffix(self.repository)
        return RepositoryOnGitHub(self._client.elsewhere(repository), repository, f"{page}{repository}")

    def _pages(self, first: Answer, under: str, until: Until) -> Listing:
        found: list[object] = []
        answer, seen = first, {""}
        while True:
            page = _items(answer.body, under)
            if page is None:
                return Listing(found, cut=_cut("a page of the list is none"))
            found += page
            links = answer.headers.get("link", "").split(",")
            following = next((one for link in links if (one := _NEXT.match(link)) is not None), None)
            if following is None or until(found):
                return Listing(found)
            if not self._is_ours(following[1]) or following[1] in seen or len(seen) > _PAGES:
                return Listing(found, cut=_cut("the list goes on where it is not followed"))
            seen.add(following[1])
            told = self._client.get(following[1])
            if isinstance(told, Unknown):
                return Listing(found, cut=told)
            if told.status != _OK:
                return Listing(found, cut=_cut(f"a page of the list ends with status {told.status}"))
            answer = told

    def _is_ours(self, address: str) -> bool:
        """Whether an address is one of the server that is asked: the token is sent to no other."""
        try:
            mine, its = urlsplit(self._client.url), urlsplit(address)
        except ValueError:
            return False
        return (mine.scheme, mine.netloc) == (its.scheme, its.netloc) and its.path.startswith(f"{mine.path}/")


def _items(body: object, under: str) -> Sequence[object] | None:
    found = body.get(under) if under and isinstance(body, Mapping) else body
    return found if isinstance(found, list) else None


def _cut(detail: str) -> Unknown:
    return Unknown("GitHub", Reason.TRUNCATED, needs="the whole list", detail=detail)
