"""bumpversion, bump2version and bump-my-version: `.bumpversion.cfg`, `.bumpversion.toml`, `setup.cfg`, `pyproject.toml`."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.bumping.model import (
    SEARCH,
    BumpConfig,
    BumpTarget,
    Search,
    Tables,
    string_of,
    strings_of,
    table_of,
    tag_of,
)
from relaudit.evidence.declared import edit_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.toml import Toml, parse_toml

_SECTION = "bumpversion"
_KEY = ("tool", _SECTION)
_KINDS = ("file", "glob")
_TOOL = "bump-my-version"
_TAG = "v{new_version}"
_FORMAT = ("parse", "serialize")
_USUAL = regex(r"\d+\.\d+\.\d+")
_ROOT = "{repo_root}/"
_OWN_FORMAT = "with a serialisation of its own"


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration in an ini file or in a TOML file of its own."""
    parse: Callable[[Text], Ini | Toml | Unknown] = parse_toml if text.path.endswith(".toml") else parse_ini
    read = parse(text)
    if isinstance(read, Ini):
        yield from _from_ini(read)
    elif isinstance(read, Document):
        yield from from_document(read)
    else:
        yield read


def _from_ini(ini: Ini) -> Iterator[BumpConfig]:
    if _SECTION not in ini.sections:
        return
    named = (ini.get(_SECTION, "files") or "").split()
    listed = [BumpTarget(path, SEARCH, partial(ini.place, _SECTION, "files")) for path in named]
    targets = [_ini_target(ini, section) for section in ini.sections if _kind(section)]
    yield BumpConfig(
        _TOOL,
        ini.text.path,
        lambda label: ini.place(_SECTION, "current_version", label),
        ini.get(_SECTION, "current_version"),
        _tag(ini.get(_SECTION, "tag_name"), makes=ini.flag(_SECTION, "tag")),
        (*listed, *targets),
        add=partial(_added_to_ini, ini),
        spellings=_spellings(ini.get(_SECTION, "current_version")),
        edit=lambda old, new: edit_of(ini.text, ini.span(_SECTION, "current_version"), old, new),
    )


def _tag(name: object, *, makes: bool) -> str:
    """The tag's pattern: the usual one counts where tags are made, a written one always."""
    return tag_of(string_of(name, _TAG if makes else ""), "{new_version}")


def _kind(section: str) -> str:
    """`file` or `glob`: sections are named `bumpversion:file:PATH`, `bumpversion:file(suffix):PATH`."""
    before, _, rest = section.partition(":")
    kind = rest.partition(":")[0].partition("(")[0].strip()
    return kind if before == _SECTION and kind in _KINDS and ":" in rest else ""


def _ini_target(ini: Ini, section: str) -> BumpTarget:
    own = any(ini.get(section, key) is not None for key in _FORMAT)
    search = ini.get(section, "search") or ini.get(_SECTION, "search") or SEARCH
    return BumpTarget(
        section.split(":", 2)[2].strip(),
        _OWN_FORMAT if own else search,
        partial(ini.place, section),
        _how(is_regex=_flag(ini, section, "regex"), own=own),
        is_glob=_kind(section) == "glob",
        excluded=tuple((ini.get(section, "glob_exclude") or "").split()),
        may_be_missing=_flag(ini, section, "ignore_missing_file", "ignore_missing_files"),
        may_lack_version=_flag(ini, section, "ignore_missing_version"),
        is_respelled=any(ini.get(_SECTION, key) is not None for key in _FORMAT),
    )


def _flag(ini: Ini, section: str, key: str, general: str = "") -> bool:
    """A section's own word, else what is said for all."""
    own = ini.get(section, key) is not None
    return ini.flag(section, key) if own else ini.flag(_SECTION, general or key)


def _spellings(current: str | None) -> tuple[str, ...]:
    """What is left of a version once the usual parts have been read out of it."""
    found = _USUAL.search(current or "")
    return (found[0],) if found else ()


def _how(*, is_regex: bool, own: bool) -> Search:
    """A `key_path` changes nothing: the tool searches the whole text all the same."""
    return "other" if own else "regex" if is_regex else "text"


def from_document(document: Document) -> Iterator[BumpConfig]:
    """The configuration in `[tool.bumpversion]`."""
    value = document.get(*_KEY)
    table = table_of(value)
    if value is None or table is not value:
        return
    current = table.get("current_version")
    targets = tuple(_toml_targets(document, table))
    has_project = document.text.path == "pyproject.toml" and document.string("project", "version") is not None
    yield BumpConfig(
        _TOOL,
        document.text.path,
        partial(_in_toml, document, has_project=has_project),
        current if isinstance(current, str) else document.string("project", "version"),
        _tag(table.get("tag_name"), makes=table.get("tag") is True),
        (*targets, *_project_version(document)) if has_project else targets,
        files=() if isinstance(current, str) or not has_project else (document.text.path,),
        add=partial(_added_to_toml, document),
        spellings=_spellings(string_of(current)),
        edit=lambda old, new: edit_of(document.text, document.span(*_KEY, "current_version"), old, new),
    )


def _project_version(document: Document) -> Sequence[BumpTarget]:
    """`[project] version` beside the configuration is rewritten without being named."""
    place = partial(document.place, "project", "version")
    return (
        BumpTarget(
            document.text.path, "project.version", place, "key", may_lack_version=True, is_implied=True
        ),
    )


def _in_toml(document: Document, label: str, *, has_project: bool) -> InFile:
    own = document.get(*_KEY, "current_version") is not None or not has_project
    return document.place(*(*_KEY, "current_version") if own else ("project", "version"), label=label)


def _toml_targets(document: Document, table: Tables) -> Iterator[BumpTarget]:
    files = table.get("files")
    for index, item in enumerate(map(table_of, files if isinstance(files, list) else ())):
        name, glob = string_of(item.get("filename")), string_of(item.get("glob"))
        own = any(key in item for key in _FORMAT)
        if name or glob:
            yield BumpTarget(
                (glob or name).removeprefix(_ROOT),
                _OWN_FORMAT if own else string_of(item.get("search", table.get("search")), SEARCH),
                partial(document.place, *_KEY, "files", str(index), "glob" if glob else "filename"),
                _how(is_regex=bool(item.get("regex", table.get("regex"))), own=own),
                is_glob=bool(glob),
                excluded=strings_of(item.get("glob_exclude")),
                may_be_missing=bool(item.get("ignore_missing_file", table.get("ignore_missing_files"))),
                may_lack_version=bool(
                    item.get("ignore_missing_version", table.get("ignore_missing_version"))
                ),
                is_respelled=any(key in table for key in _FORMAT),
            )


def _added_to_ini(ini: Ini, path: str, search: str) -> tuple[int, str] | None:
    """A section at the end of the file."""
    if any(letter in path + search for letter in "[]%\n"):
        return None
    own = "" if search == SEARCH else f"search = {search}\nreplace = {_replacing(search)}\n"
    return _at_end(ini.text, f"[{_SECTION}:file:{path}]\n{own}")


def _added_to_toml(document: Document, path: str, search: str) -> tuple[int, str] | None:
    """A table at the end of the file; None where the targets are no tables of their own."""
    text, files = document.text.text, document.get(*_KEY, "files")
    is_plain = "[[tool.bumpversion.files]]" in text if files else "[tool.bumpversion]" in text
    if not is_plain or any(letter in path + search for letter in "\\'\n"):
        return None
    own = "" if search == SEARCH else f"search = '{search}'\nreplace = '{_replacing(search)}'\n"
    return _at_end(document.text, f"[[tool.bumpversion.files]]\nfilename = '{path}'\n{own}")


def _replacing(search: str) -> str:
    return search.replace(SEARCH, "{new_version}")


def _at_end(text: Text, addition: str) -> tuple[int, str]:
    gap = "\n" if text.text.endswith("\n") else "\n\n"
    return len(text.text), gap + addition
