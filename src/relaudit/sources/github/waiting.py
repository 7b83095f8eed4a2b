"""How long to wait before GitHub is asked again, and when to give up."""

from collections.abc import Mapping

from relaudit.evidence.github.service import Answer

_FAILED = frozenset((500, 502, 503, 504))
_FORBIDDEN, _TOO_MANY = 403, 429
_SECONDARY = 60.0  # what GitHub asks for where it names no time
_MOST = 5


def is_limited(answer: Answer) -> bool:
    """Whether a rate limit, primary or secondary, refuses the request."""
    said = answer.message.lower()
    is_named = "rate limit" in said or "abuse detection" in said
    is_spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status == _TOO_MANY or (answer.status == _FORBIDDEN and (is_named or is_spent))


def has_failed(answer: Answer | None) -> bool:
    """Whether the connection, or the server, has failed."""
    return answer is None or answer.status in _FAILED


def pause_after(answer: Answer | None, attempt: int, now: float) -> float | None:
    """Seconds until the next attempt, counted from 1; None where another one is of no use. Without an answer the connection has failed."""
    if attempt >= _MOST:
        return None
    if answer is None or has_failed(answer):
        return float(2 ** (attempt - 1))
    return _until_allowed(answer.headers, now) if is_limited(answer) else None


def _until_allowed(headers: Mapping[str, str], now: float) -> float:
    after = _number(headers.get("retry-after", ""))
    if after is not None:
        return max(0.0, after)
    reset = _number(headers.get("x-ratelimit-reset", ""))
    is_spent = headers.get("x-ratelimit-remaining") == "0"
    return max(1.0, reset - now + 1) if reset is not None and is_spent else _SECONDARY


def _number(text: str) -> float | None:
    plain = text.replace(".", "", 1)
    return float(text) if plain.isascii() and plain.isdecimal() else None
