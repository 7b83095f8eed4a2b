"""What a policy requires to be installed."""

from collections.abc import Iterable
from importlib.metadata import distributions

from relaudit.core.errors import PolicyError
from relaudit.evidence.schemes import meets


def check(wanted: Iterable[tuple[str, str]]) -> None:
    """Every requirement, given with its place, is met.

    Raises:
        PolicyError: one is not.
    """
    installed = {distribution.name: distribution.version for distribution in distributions()}
    for requirement, place in wanted:
        why = meets(requirement, installed)
        if why:
            raise PolicyError(
                f"{place}: the policy requires '{requirement}', and {why}; pip install '{requirement}'"
            )
