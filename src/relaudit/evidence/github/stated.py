"""What the calling workflow says of secrets: whether they are there, never what they are."""

from collections.abc import Iterable

from relaudit.core.errors import UsageError
from relaudit.core.record import named_record

_NONE: frozenset[str] = frozenset()


@named_record
class StatedSecrets:
    """Names in upper case, of the repository or its organisation.

    Some runs are given no secrets at all: `withheld` says which kind this is one of, and what is absent may exist all the same.
    """

    present: frozenset[str] = _NONE
    absent: frozenset[str] = _NONE
    withheld: str = ""

    def denies(self, name: str) -> bool:
        """Whether a secret is said not to exist."""
        return name.upper() in self.absent and not self.withheld


def stated_secrets(words: Iterable[str], withheld: str = "") -> StatedSecrets:
    """Out of words such as `PYPI_TOKEN=true`.

    Raises:
        UsageError: a word says something else, or two contradict each other. It is not repeated, for it may be the secret.
    """
    said: dict[str, str] = {}
    for number, word in enumerate(words, start=1):
        name, _, value = word.partition("=")
        if not (name.isascii() and name.isidentifier() and value in ("true", "false")):
            raise UsageError(
                f"--secrets-present takes NAME=true or NAME=false; number {number} is neither, and not shown, as it may be a secret"
            )
        if said.setdefault(name.upper(), value) != value:
            raise UsageError(f"--secrets-present: number {number} contradicts one before it")
    present = frozenset(name for name, value in said.items() if value == "true")
    return StatedSecrets(present=present, absent=frozenset(said) - present, withheld=withheld)
