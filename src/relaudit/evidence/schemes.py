"""Version schemes, and the home of `packaging`: PEP 440, Semantic Versioning 2.0.0, CalVer."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from relaudit.core.regex import regex
from relaudit.process import VersionFormat

if TYPE_CHECKING:
    from packaging.version import Version

_SEMVER = regex(
    r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
    r"(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_CALVER = {
    "YYYY": r"\d{4}", "YY": r"[1-9]?\d{1,2}", "0Y": r"\d{2,3}", "MM": r"(?:[1-9]|1[0-2])", "0M": r"(?:0[1-9]|1[0-2])",
    "WW": r"(?:[1-9]|[1-4]\d|5[0-3])", "0W": r"(?:0[1-9]|[1-4]\d|5[0-3])", "DD": r"(?:[1-9]|[12]\d|3[01])",
    "0D": r"(?:0[1-9]|[12]\d|3[01])", "MAJOR": r"\d+", "MINOR": r"\d+", "MICRO": r"\d+", "N": r"\d+",
    "MODIFIER": r"[A-Za-z]+[.-]?\d*",
}  # fmt: skip
_CALVER_WORD = regex("|".join(sorted(_CALVER, key=len, reverse=True)))
_CARET = regex(r"\^(3[0-9.]*)")
_MINORS = 40
_PRE = {"a": "alpha", "b": "beta", "rc": "rc"}
_NAMES = {"pep440": "PEP 440", "semver": "Semantic Versioning", "calver": "CalVer"}


@lru_cache(maxsize=8192)
def parsed(version: str) -> "Version | None":
    """The version as PEP 440 reads it, None when it does not."""
    from packaging.version import Version

    try:
        return Version(version)
    except ValueError:  # it is none, or one of its numbers has thousands of digits
        return None


def is_valid(version: str, form: VersionFormat) -> bool:
    """Whether the version is one of the scheme, in any spelling that the scheme reads."""
    match form.scheme:
        case "semver":
            return _SEMVER.fullmatch(version) is not None
        case "calver":
            return _calver(form.pattern or "YYYY.MM.MICRO").fullmatch(version) is not None
        case _:
            return parsed(version) is not None


def form_for(path: str, form: VersionFormat | None) -> VersionFormat:
    """How versions in a file are numbered: as the process has it, else as the file's own ecosystem does."""
    if form is not None and "scheme" in form.origins:
        return form
    return VersionFormat(scheme="semver" if path.endswith(("Cargo.toml", "package.json")) else "pep440")


def scheme_name(form: VersionFormat) -> str:
    """The scheme as people call it."""
    return f"{_NAMES[form.scheme]} {form.pattern}".rstrip()


def same(first: str, second: str) -> bool:
    """Whether two spellings mean one version: `0.2.0-beta.1` and `0.2.0b1` do."""
    return first == second or identity(first) == identity(second)


def is_version(text: str) -> bool:
    """Whether PEP 440 or Semantic Versioning reads this as a version."""
    return parsed(text) is not None or _SEMVER.fullmatch(text) is not None


def identity(version: str) -> "Version | str":
    """What all spellings of one version share; equal and hashable."""
    return parsed(version) or version.partition("+")[0]


def is_final(version: str) -> bool:
    """Neither a pre-release nor a development release."""
    read = parsed(version)
    return not read.is_prerelease if read else "-" not in version


def is_development(version: str) -> bool:
    """Whether a version is that of work in progress: `3.2.0.dev0`, `1.4.0-SNAPSHOT`, `2.0.0-dev`, or a local build."""
    read = parsed(version)
    words = version.lower().partition("-")[2]
    return (read is not None and (read.is_devrelease or read.local is not None)) or words.startswith(
        ("snapshot", "dev", "alpha.dev")
    )


def final_of(version: str) -> str:
    """The release that a development version or a pre-release leads to; any other version itself."""
    read = parsed(version)
    return read.base_version if read else version.partition("-")[0]


def stage_of(version: str) -> str:
    """`alpha`, `beta`, `rc` or `dev`; empty for a final version. A semantic pre-release of another name is its first word."""
    read = parsed(version)
    if read is None:
        return version.partition("+")[0].partition("-")[2].partition(".")[0].lower()
    if read.pre:
        return {"a": "alpha", "b": "beta"}.get(read.pre[0], "rc")
    return "dev" if read.is_devrelease else ""


def is_placeholder(version: str) -> bool:
    """Whether a version is all zeros, as in files that a build overwrites; `0.0.0.dev0` and `0+unknown` are too."""
    read = None if not version.strip("0.") else parsed(version)
    zeros = read is None or not (any(read.release) or read.pre or read.post)
    return zeros and not re.split(r"(?i)\.?dev|\+", version)[0].strip("v0.")


def normal_form(version: str, spelling: str) -> str | None:
    """The version as a spelling writes it, None when it cannot: PEP 440's normal form, or Semantic Versioning.

    Semantic Versioning knows no normal form, so whatever is one is left as it is.
    """
    if spelling == "semver" and _SEMVER.fullmatch(version):
        return version
    read = parsed(version)
    if read is None or spelling != "semver":
        return str(read) if read else None
    if read.post is not None or read.epoch or len(read.release) > 3:  # noqa: PLR2004 - MAJOR.MINOR.PATCH
        return None
    words = [_PRE[read.pre[0]], str(read.pre[1])] if read.pre else []
    words += ["dev", str(read.dev)] if read.dev is not None else []
    core = ".".join(map(str, (*read.release, 0, 0)[:3]))
    return core + ("-" if words else "") + ".".join(words) + (f"+{read.local}" if read.local else "")


def base_of(version: str) -> str:
    """The release that a post-release corrects; any other version itself."""
    read = parsed(version)
    return read.base_version if read and read.is_postrelease and not read.is_prerelease else version


def order(version: str) -> tuple[object, ...]:
    """A sort key: by PEP 440; a semantic version that it does not read stands before its release; the rest come first."""
    read = parsed(version)
    if read:
        return (1, read, 1, ())
    core, _, prerelease = version.partition("+")[0].partition("-")
    release = parsed(core)
    if release is None:
        return (0, version)
    words = tuple((0, int(word), "") if word.isdigit() else (1, 0, word) for word in prerelease.split("."))
    return (1, release, 0, words)


def meets(requirement: str, installed: dict[str, str]) -> str:
    """Why the installed distributions (name to version) do not meet a requirement; empty when they do."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        wanted = Requirement(requirement)
    except InvalidRequirement:
        return f"{requirement!r} is no requirement, as in PEP 508"
    have = {canonicalize_name(name): version for name, version in installed.items()}
    found = have.get(canonicalize_name(wanted.name))
    if found is None:
        return f"{wanted.name} is not installed"
    return "" if wanted.specifier.contains(found, prereleases=True) else f"{wanted.name} {found} is installed"


@lru_cache(maxsize=32)
def _calver(pattern: str) -> re.Pattern[str]:
    position, expression = 0, ""
    for word in _CALVER_WORD.finditer(pattern):
        expression += re.escape(pattern[position : word.start()]) + _CALVER[word[0]]
        position = word.end()
    return re.compile(expression + re.escape(pattern[position:]))


def minors_in(specifier: str) -> frozenset[int]:
    """The minor versions of Python 3 of which a specifier takes some release; none when it is no specifier. Poetry's caret is read too."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        wanted = SpecifierSet(_CARET.sub(r">=\1,<4", specifier))
    except InvalidSpecifier:
        return frozenset()
    return frozenset(
        minor for minor in range(_MINORS) if any(wanted.contains(f"3.{minor}.{patch}") for patch in (0, 99))
    )
