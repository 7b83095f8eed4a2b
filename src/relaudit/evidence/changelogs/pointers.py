"""Where a file sends whoever looks for the changelog."""

import re
from collections.abc import Iterator, Sequence
from posixpath import dirname, join

from relaudit.core.regex import regex
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.changelogs.located import is_changelog
from relaudit.evidence.files import Text, normal
from relaudit.evidence.project import Project

_INCLUDES = tuple(
    regex(form, re.MULTILINE)
    for form in (
        r"^\.\. (?:md)?include:: (\S+)",
        r"^[`:]{3,}\{include\} (\S+)",
        r"^[ ;]*--8<-- [\"']([^\"':\n]+)",
        r"^\{% ?include(?:-markdown)? [\"']([^\"'\n]+)",
        r"^\{\{ ?#include ([^\s}:]+)",
    )
)
_LINK = regex(r"(?:\]\(|<|^\[[^\]\n]*\]: *)(?P<target>[^\s()<>]+)", re.MULTILINE)
_BARE = regex(r"^[ \t]+/?(?P<target>[\w.-]+(?:/[\w.-]+)+)[ \t]*$", re.MULTILINE)
_URL = regex(r"https?://[^\s()<>\"'`\]]+")
_ABOUT = regex(r"releases|change-?logs?|changes|history|release[-_]?notes|what-?s-?new|news", re.IGNORECASE)
_STANDARDS = ("keepachangelog", "semver", "towncrier", "conventionalcommits", "shields.io")
_MOVED = regex(r"\b(?:now|moved|no longer|only|after|from now on|as of|since)\b", re.IGNORECASE)
_PAGE = regex(r"\bGitHub(?:'s)? releases?(?: page)?\b|\brelease notes\b.{0,40}\bGitHub\b", re.IGNORECASE)
_LABEL = regex(r"change ?log|changes|release notes|history|what'?s ?new", re.IGNORECASE)
_READ = 4000  # characters in which a file says where the changelog is


def included(text: Text) -> Iterator[str]:
    """The paths that a file includes, or links to by the name of a changelog, as they may be meant."""
    folder = dirname(text.path)
    start = text.text[:_READ]
    targets = [found for form in _INCLUDES for found in form.findall(start)]
    links = [found["target"].partition("#")[0] for form in (_LINK, _BARE) for found in form.finditer(start)]
    for target in (*targets, *(link for link in links if is_changelog(link) and "://" not in link)):
        yield from filter(None, (normal(join(folder, target)), normal(target)))


def kept_elsewhere(text: Text, sections: Sequence[Entry]) -> str:
    """The place that a file names instead of entries; where it has entries, only what says that there will be no more."""
    if not sections:
        return _place(text.text[:_READ])
    first = sections[0].first
    preamble = "\n".join(text.text[: _READ * 4].split("\n")[: first - 1])
    told = (paragraph for paragraph in re.split(r"\n\s*\n", preamble) if _MOVED.search(paragraph))
    return next(filter(None, map(_place, told)), "")


def stated_elsewhere(project: Project | object) -> str:
    """The address that the project's manifest gives for its changelog."""
    document = project.document if isinstance(project, Project) else None
    urls = document.get("project", "urls") if document else None
    for key, url in urls.items() if isinstance(urls, dict) else ():
        if _LABEL.fullmatch(str(key)) and isinstance(url, str) and "/blob/" not in url:
            return url
    return ""


def linked_elsewhere(readme: str) -> str:
    """The address that a README links to as the changelog."""
    for found in re.finditer(
        r"\[([^\[\]\n]{1,60})\]\((https?://[^\s()]{1,300})\)|`([^`<\n]{1,60}) <(https?://[^\s<>]{1,300})>`_",
        readme,
    ):
        label, url = found[1] or found[3], found[2] or found[4]
        if _LABEL.fullmatch(label.strip(" *_")) and "/blob/" not in url:
            return url
    return ""


def _place(text: str) -> str:
    for url in _URL.findall(text):
        if _ABOUT.search(url.partition("//")[2].partition("/")[2]) and not any(
            name in url for name in _STANDARDS
        ):
            return str(url).rstrip(".,;*_")
    found = _PAGE.search(text)
    return "the GitHub releases" if found else ""
