"""How far a pipeline is followed, whatever it is made of."""

_STEPS = 200_000
INPUT = 200_000
PATTERN = 300


class UndecidedError(Exception):
    """What comes out cannot be told: a program or an option that is not known, or more than is looked at."""


class Effort:
    """The steps that are left; a pattern made to take forever comes to an end with them."""

    def __init__(self) -> None:
        self._left = _STEPS

    def spend(self, steps: int = 1) -> None:
        """Take some.

        Raises:
            UndecidedError: none are left.
        """
        self._left -= steps
        if self._left < 0:
            raise UndecidedError
