"""What must not be seen, and what GitHub is asked with: something secret that may have to be made anew while a run goes on."""

from typing import Protocol, Self

from relaudit.core.model import Unknown


class Secret:
    """A secret, and where it was found; nothing that prints it prints what it is."""

    __slots__ = ("_value", "source")

    def __init__(self, value: str, source: str) -> None:
        self._value = value
        self.source = source

    def reveal(self) -> str:
        """The secret itself, for the request alone."""
        return self._value

    def current(self) -> Self:
        """Itself, for as long as the run takes."""
        return self

    def after_refusal(self, _: "Secret", __: int, /) -> None:
        """Nothing mends it."""

    def elsewhere(self, _: str, /) -> Self:
        """The same, for any repository."""
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.source})"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")


class Credential(Protocol):
    """What one repository is asked with."""

    def current(self) -> Secret | Unknown:
        """The secret for the next request, made now where there is none that holds."""
        ...

    def after_refusal(self, refused: Secret, attempt: int, /) -> float | None:
        """Seconds until another attempt may go better than this one, counted from 1, which was refused as bad credentials; None where it will not."""
        ...

    def elsewhere(self, repository: str, /) -> "Credential":
        """What another repository, `OWNER/NAME`, is asked with."""
        ...
