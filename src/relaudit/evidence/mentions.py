"""Mentions of the version in a file that the process names: a document, or data.

In JSON, YAML and TOML it is the top-level key `version`. In a document it is, outside fenced code:

- a line, list item or table cell that begins with `Version` and the version, with `:`, `=`, `|`, `is` or emphasis
  between them, as in `**Version:** 3.5.0`; one of the words current, latest, stable, release or project may stand before it;
- the same in a heading, where one of these words does stand before it: `## Version 1.2` alone tells of the past;
- a badge: `badge/version-1.2.3-blue`, `badge/v-`, `badge/release-`.

`Python version 3.12`, `since version 2.0` and `version >= 1.0` are no mentions.
"""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.declared import VersionFile, reads, version_in
from relaudit.evidence.files import Text
from relaudit.evidence.repetition import SecondaryVersion
from relaudit.evidence.schemes import is_version

# Every repetition is bounded, so that no text keeps a search for long.
_NUMBER = r"(?P<version>v?\d{1,9}(?:\.\d{1,9}){1,5}(?:[A-Za-z]{1,9}\d{0,9})?(?:[-.+][A-Za-z0-9]{1,20}){0,4})(?![\w+-])(?!\.\w)"
_SAID = regex(
    r"(?:^|(?<=\|))[ \t>*+|_`-]{0,20}(?P<heading>#{1,6}[ \t]{1,9})?[*_`]{0,4}"
    r"(?P<which>(?:current|latest|stable|release|project)[ \t]{1,9})?version"
    rf"(?P<between>[*_` \t]{{0,20}}(?:[:=|]|[ \t]is\b)?[*_`| \t]{{0,20}}){_NUMBER}",
    re.IGNORECASE | re.MULTILINE,
)
_BADGE = regex(
    r"badge/(?:version|release|v)-(?P<version>v?\d{1,9}(?:\.\d{1,9}){1,5}(?:[A-Za-z0-9.+]|--){0,30})-(?!-)",
    re.IGNORECASE,
)
_FENCE = regex(
    r"^ {0,3}(?P<mark>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=mark)[`~]*[ \t]*\r?$|\Z)", re.MULTILINE | re.DOTALL
)


def mentions(text: Text) -> Iterator[SecondaryVersion | Unknown]:
    """Every mention in the file, in the order of the text."""
    if reads(text.path):
        found: VersionFile | Unknown | None = _read(text)
    elif text.path.endswith(".json"):
        found = _of_json(text)
    elif text.path.endswith((".yaml", ".yml")):
        from relaudit.evidence.declared.charts import version_in_yaml

        read = version_in_yaml(text)
        found = read if isinstance(read, VersionFile | Unknown) else None
    elif text.path.endswith(".toml"):
        found = _of_toml(text)
    else:
        yield from (SecondaryVersion(file, short=True) for file in _in_document(text))
        return
    if found is not None:
        yield found if isinstance(found, Unknown) else SecondaryVersion(found)


def _read(text: Text) -> VersionFile | Unknown | None:
    found = version_in(text)
    return found if isinstance(found, VersionFile | Unknown) else None


def _of_json(text: Text) -> VersionFile | Unknown | None:
    from relaudit.evidence.declared.manifests import version_in_package_json

    found = version_in_package_json(text)
    return found if isinstance(found, VersionFile | Unknown) else None


def _of_toml(text: Text) -> VersionFile | Unknown | None:
    from relaudit.evidence.toml import parse_toml

    document = parse_toml(text)
    version = None if isinstance(document, Unknown) else document.string("version")
    if isinstance(document, Unknown) or version is None:
        return document if isinstance(document, Unknown) else None
    toml = document
    return VersionFile(text.path, version, text, lambda: toml.span("version"), text.ref)


def _in_document(text: Text) -> Sequence[VersionFile]:
    fences = [fence.span() for fence in _FENCE.finditer(text.text)]
    found = [said.span("version") for said in _SAID.finditer(text.text) if _counts(said)]
    found += [badge.span("version") for badge in _BADGE.finditer(text.text)]
    return [
        VersionFile(text.path, text.text[start:end], text, lambda span=(start, end): span, text.ref)  # type: ignore[misc]  # the default binds the loop's value
        for start, end in sorted(found)
        if not any(first <= start < last for first, last in fences)
        and is_version(text.text[start:end].replace("--", "-"))
    ]


def _counts(said: re.Match[str]) -> bool:
    return bool(said["which"] or not said["heading"]) and bool(said["between"])
