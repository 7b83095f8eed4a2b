"""Answers of GitHub's that were written down: those of an example, given to the same readers as live ones."""

import json
from collections.abc import Mapping

from relaudit.core.errors import PluginError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import NOTHING
from relaudit.evidence.github.service import Answer, Listing, Parameters, Until, to_the_end

_STATUS = "status"
_ELSEWHERE = "elsewhere"


class Recorded:
    """A repository whose answers are known; what is not among them is hidden, as GitHub hides it."""

    def __init__(self, answers: Mapping[str, object], repository: str = "acme/ferry") -> None:
        self.repository = repository
        self.page = f"https://github.com/{repository}"
        self._answers = answers

    def ask(self, path: str, parameters: Parameters = NOTHING) -> Answer:  # noqa: ARG002 - they make no difference
        """One resource."""
        body = self._answers.get(path, {_STATUS: 404, "message": "Not Found"})
        if isinstance(body, Mapping) and isinstance(status := body.get(_STATUS), int):
            return Answer(status, {key: value for key, value in body.items() if key != _STATUS})
        return Answer(200, body)

    def listed(
        self,
        path: str,
        parameters: Parameters = NOTHING,
        *,
        under: str = "",
        until: Until = to_the_end,  # noqa: ARG002 - it has one page
    ) -> Listing:
        """A list of one page."""
        answer = self.ask(path, parameters)
        if answer.status != 200:  # noqa: PLR2004 - OK
            return Listing(refused=answer)
        found = answer.body.get(under) if under and isinstance(answer.body, Mapping) else answer.body
        if not isinstance(found, list):
            return Listing(cut=Unknown("GitHub", Reason.TRUNCATED, detail="a page of the list is none"))
        return Listing(found)

    def query(self, text: str) -> Answer:  # noqa: ARG002 - there is one answer
        """What GraphQL answers: the one under `graphql`."""
        return self.ask("graphql")

    def elsewhere(self, repository: str) -> "Recorded":
        """Another repository: its answers stand under `elsewhere`, by its name."""
        others = self._answers.get(_ELSEWHERE)
        found = others.get(repository) if isinstance(others, Mapping) else None
        return Recorded(found if isinstance(found, Mapping) else {}, repository)


def recorded(text: str) -> Recorded:
    """The answers of a page: a JSON object of bodies by path, below that of the repository; `status` makes one a refusal.

    Raises:
        PluginError: it is no such object.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise PluginError(f"@settings: {error}") from error
    if not isinstance(found, dict):
        raise PluginError("@settings: a JSON object of answers by path")
    return Recorded(found)
