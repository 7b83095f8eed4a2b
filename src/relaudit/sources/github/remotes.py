"""Which repository on GitHub a checkout belongs to: by the remotes in its configuration, which is read as text."""

from collections.abc import Iterator

from relaudit.core.regex import regex

_SECTION = regex(r'^[ \t]*\[[ \t]*remote[ \t]+"((?:[^"\\]|\\.)*)"[ \t]*\]')
_OTHER = regex(r"^[ \t]*\[")
_URL = regex(r"(?i)^[ \t]*url[ \t]*=[ \t]*(\S+)")
_ADDRESS = regex(r"^(?:https?|git|ssh)://(?:[^/@]*@)?([^/]+)/+([\w.-]+/[\w.-]+?)(?:\.git)?/*$")
_SCP = regex(r"^(?:[\w.-]+@)?([\w.-]+):/*([\w.-]+/[\w.-]+?)(?:\.git)?/*$")
_ALIASES = {
    "ssh.github.com:443": "github.com",
    "ssh.github.com": "github.com",
    "www.github.com": "github.com",
}
_ORIGIN = "origin"


def repository_on(host: str, config: str) -> str:
    """`OWNER/NAME` on a host; `origin` before others, nothing where no remote is on the host, or several others are."""
    urls = dict(_remotes(config))
    wanted = [urls[_ORIGIN]] if _ORIGIN in urls else list(urls.values())
    found = dict.fromkeys(name for url in wanted for there, name in [_split(url)] if there == host.lower())
    return next(iter(found)) if len(found) == 1 else ""


def _remotes(config: str) -> Iterator[tuple[str, str]]:
    """Each remote with its first address."""
    current, seen = "", set[str]()
    for line in config.splitlines():
        section = _SECTION.match(line)
        if section is not None or _OTHER.match(line):
            current = section[1] if section is not None else ""
        url = _URL.match(line)
        if current and url is not None and current not in seen:
            seen.add(current)
            yield current, url[1]


def _split(url: str) -> tuple[str, str]:
    """The host, with a port that is not the usual one, and the name; empty for what names no repository of a server."""
    match = _ADDRESS.match(url) or (_SCP.match(url) if "://" not in url else None)
    if match is None or {".", ".."}.intersection(match[2].split("/")):
        return "", ""
    host = match[1].lower().removesuffix(":443").removesuffix(":22")
    return _ALIASES.get(match[1].lower(), _ALIASES.get(host, host)), match[2]
