"""Words that every reporter shares, and hostile text made harmless."""

import unicodedata
from collections.abc import Iterable, Iterator

from relaudit.core.model import Reason, Status, Unknown, Verdict
from relaudit.core.places import InCommit, InFile, InRef, InRegistry, InSettings, Location
from relaudit.core.report import Repair

_SHORT_OID = 10
_LONGEST = 500
_COMMAND, _HARMLESS = "##[", "#\\x23["  # GitHub takes `##[error]`, wherever in a line, for a command
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def visible(text: str) -> str:
    """The text on one line, with everything that a terminal, or GitHub in a log, would act on, or not show, written as an escape."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(character if _is_harmless(character) else _escaped(character) for character in text)
    return text.replace(_COMMAND, _HARMLESS)


def told(text: str) -> str:
    """A message on one line of bearable length: what it quotes may be of any."""
    return visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def place(location: Location) -> str:
    """A location in a few words."""
    match location:
        case InFile(path=path, ref=ref, line=line, column=column):
            name = f"{ref}:{path}" if ref else path
            return visible(f"{name}:{line}:{column}" if line else name)
        case InCommit(oid=oid, subject=subject):
            return visible(f"commit {oid[:_SHORT_OID]} {subject}".rstrip())
        case InRef(name=name):
            return visible(f"ref {name}")
        case InSettings(setting=setting, url=url):
            return visible(f"setting: {setting} ({url})" if url else f"setting: {setting}")
        case InRegistry(index=index, project=project, version=version):
            return visible(f"{index}: {project} {version}".rstrip())


def unknown_line(unknown: Unknown) -> str:
    """An unknown in one line: what, why, and what would settle it."""
    why = unknown.detail or f"{unknown.evidence}: {unknown.reason}"
    needs = f" (needs {unknown.needs})" if unknown.needs else ""
    return f"{told(why)}{visible(needs)}"


def is_waiting(unknown: Unknown) -> bool:
    """Whether nothing but access is lacking: one line then speaks for all that wait for the same."""
    return bool(unknown.needs) and unknown.reason in (Reason.OFFLINE, Reason.NO_TOKEN, Reason.FORBIDDEN)


def waiting_lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """`2 rules wait for contents:read on GitHub: tags-have-releases, tags-stay-put`."""
    rules: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        for unknown in filter(is_waiting, verdict.unknowns):
            rules.setdefault(unknown.needs, {})[verdict.rule] = None
    for needs, names in rules.items():
        wait = "waits" if len(names) == 1 else "wait"
        yield visible(f"{count(len(names), 'rule')} {wait} for {needs}: {', '.join(names)}")


def repair_line(repair: Repair) -> str:
    """What became of a fix, in one line."""
    done = "not fixed" if repair.refused else "fixed"
    why = f"; {repair.refused}" if repair.refused else ""
    return visible(f"{done}: {repair.rule}: {repair.description} in {', '.join(repair.paths)}{why}")


def count(number: int, noun: str) -> str:
    """`1 rule`, `2 rules`; a noun in -y changes it."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def status_words(status: Status) -> str:
    """The status as it is read aloud."""
    return status.replace("-", " ")


def _is_harmless(character: str) -> bool:
    return character == "\N{ZERO WIDTH JOINER}" or unicodedata.category(character) not in _INVISIBLE


def _escaped(character: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if short:
        return short
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the widths of the escapes
