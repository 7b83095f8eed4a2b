"""What is asked of an audit."""

from collections.abc import Callable

from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import AT_REST, Occasion, Today
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.stated import StatedSecrets
from relaudit.sources.local import Opened

Connect = Callable[[Opened], "GitHub | Unknown"]
_NOTHING_STATED = StatedSecrets()


def not_asked(_: Opened) -> Unknown:
    """GitHub is left alone."""
    return Unknown("GitHub", Reason.OFFLINE, detail="GitHub was not asked")


@named_record
class Request:
    """What the caller asks for. `policy_at` reads the policy as it is at that revision, whatever the tree says; `secrets` are what the
    calling workflow says of them; `github` connects with GitHub.
    """

    today: Today
    occasion: Occasion = AT_REST
    policy: str = ""
    policy_at: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    secrets: StatedSecrets = _NOTHING_STATED
    github: Connect = not_asked
