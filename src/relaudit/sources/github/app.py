"""The private key of a GitHub App: which variables hold it, and that it is one."""

from base64 import b64decode
from collections.abc import Mapping

from relaudit.core.errors import UsageError
from relaudit.core.regex import regex
from relaudit.sources.github.secret import Secret

APP, SERVER = "RELAUDIT_APP_ID", "RELAUDIT_APP_SERVER"
_KEY, _FILE = "RELAUDIT_APP_PRIVATE_KEY", "RELAUDIT_APP_PRIVATE_KEY_FILE"
_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PEM = regex(r"-----BEGIN (RSA )?PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END (RSA )?PRIVATE KEY-----")
_MOST = 65_536
_SEQUENCE, _LONG = 0x30, 0x80


class AppKey(Secret):
    """The private key of an App; `app` is its number or its client id."""

    __slots__ = ("app",)

    def __init__(self, value: str, source: str, app: str) -> None:
        super().__init__(value, source)
        self.app = app


def key_from(environment: Mapping[str, str]) -> AppKey | None:
    """The App that the variables name; None where they name none. An empty variable is as good as none.

    Raises:
        UsageError: the variables do not say the whole of it, or what they say is no key. What they hold is not repeated.
    """
    app, inline, file = (environment.get(name, "").strip() for name in (APP, _KEY, _FILE))
    if not app and not inline and not file:
        return None
    if not app:
        raise UsageError(f"{_KEY if inline else _FILE} is set, and {APP} is not: it takes both, or neither")
    if _NAME.fullmatch(app) is None:
        raise UsageError(f"{APP} takes the number of a GitHub App, or its client id")
    if not inline and not file:
        raise UsageError(f"{APP} is set, and neither {_KEY} nor {_FILE} is: it takes one of them")
    if inline and file:
        raise UsageError(f"{_KEY} and {_FILE} are both set: it takes one of them")
    return _key(inline, _KEY, app) if inline else _key(_read(file), _FILE, app)


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read(_MOST)
    except (OSError, ValueError):
        raise UsageError(f"{_FILE} names no file that can be read") from None


def _key(text: str, source: str, app: str) -> AppKey:
    """The key, with the ends of lines that a variable in CI has lost."""
    lines = text.strip().replace("\\r", "").replace("\\n", "\n").splitlines()
    plain = "\n".join(line.strip() for line in lines if line.strip())
    match = _PEM.fullmatch(plain)
    if match is None or match[1] != match[3]:
        raise UsageError(
            f"{source} is no private key of a GitHub App: that is a PEM file, which GitHub makes"
        )
    if not _is_whole(match[2]):
        raise UsageError(
            f"{source} is no whole private key: something of the PEM file is missing or mistyped"
        )
    return AppKey(f"{plain}\n", source, app)


def _is_whole(body: str) -> bool:
    """Whether it has the length that it says: all of a key is one ASN.1 sequence of more than 255 bytes."""
    try:
        raw = b64decode(body.replace("\n", ""), validate=True)
    except ValueError:
        return False
    if len(raw) < 4 or raw[0] != _SEQUENCE or raw[1] <= _LONG:  # noqa: PLR2004 - the head of a long sequence
        return False
    size = raw[1] - _LONG
    return len(raw) == 2 + size + int.from_bytes(raw[2 : 2 + size], "big")
