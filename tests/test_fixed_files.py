"""Whatever a file looks like, a fix changes the version in it and not one character more."""

import codecs
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import dirname

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaudit.audit import Auditor
from relaudit.core.model import Unknown
from relaudit.core.policy import Case
from relaudit.core.repair import Refusal
from relaudit.evidence import declared
from relaudit.evidence.declared import edit_of, model
from relaudit.evidence.files import Text
from relaudit.evidence.overlay import Overlay, encoded
from relaudit.evidence.toml import Toml, parse_toml
from relaudit.fixes import Copy, fixed, safe
from relaudit.sources.local import Opened

sys.path.insert(0, str(Path(__file__).parent / "seeds"))

import fixes

OLD, NEW = "0.1.0", "0.2.2"
AUDITOR: Auditor = fixes.auditor_of_fixes()


class Memory:
    """A tree of texts."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {path: Text.decoded(path, raw) for path, raw in files.items()}

    def paths(self) -> Sequence[str] | Unknown:
        return sorted(self.files)

    def folder(self, path: str) -> Sequence[str] | Unknown:
        below = [
            name.removeprefix(f"{path}/" if path else "") for name in self.files if dirname(name) == path
        ]
        folders = {name.partition("/")[0] + "/" for name in self.files if "/" in name and not path}
        return sorted({*below, *folders})

    def read(self, path: str) -> Text | Unknown | None:
        return self.files.get(path)


blank = st.sampled_from(["", " ", "  ", "\t"])
quote = st.sampled_from(['"', "'"])
comment = st.sampled_from(["", f"  # was {OLD}", "  # é 🚢", f'  # version = "{OLD}"', "\t#"])
ends = st.sampled_from(["\n", "\r\n"])
mark = st.sampled_from([b"", b"\xef\xbb\xbf"])
last = st.booleans()


def file(lines: Sequence[str], end: str, mark: bytes, *, ended: bool) -> bytes:
    text = end.join(lines) + (end if ended else "")
    return mark + text.encode()


@st.composite
def toml_line(draw: st.DrawFn, key: str, value: str) -> str:
    around, one = draw(st.tuples(blank, blank, blank)), draw(quote)
    name = draw(st.sampled_from([key, f'"{key}"', f"'{key}'"]))
    return f"{around[0]}{name}{around[1]}={around[2]}{one}{value}{one}{draw(comment)}"


@st.composite
def project(draw: st.DrawFn) -> str:
    """The lines of a `pyproject.toml`, `{}` where the current version of the bump tool stands."""
    other = [
        draw(toml_line("name", "ferry")), f'description = "{OLD} is not it"', "keywords = [ # many\n 'a',\n]",
        f'text = """\nversion = "{OLD}"\n"""',
    ]  # fmt: skip
    own = draw(
        st.permutations(
            [draw(toml_line("version", NEW)), other[0], *draw(st.sets(st.sampled_from(other[1:])))]
        )
    )
    header = draw(st.sampled_from(["[project]", "[ project ]  # x", "\t[project]"]))
    bump = [
        f"[tool.bumpversion]{draw(comment)}",
        draw(toml_line("current_version", "\0")),
        "allow_dirty = true",
    ]
    tables = draw(st.permutations([[header, *own, ""], bump, [f"[tool.x]\nversion = '{OLD}'", ""]]))
    return "\n".join(line for table in tables for line in table)


@st.composite
def module(draw: st.DrawFn) -> str:
    """A module, `\\0` where the version stands."""
    one = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    name = draw(
        st.sampled_from(["__version__ = ", "__version__: str = ", "__version__=", "x = __version__ = "])
    )
    before = draw(
        st.lists(
            st.sampled_from([
                f'"""A ferry, {OLD}."""', f"# __version__ = '{OLD}'", "", f"old = '{OLD}'", "é = '🚢'; x = 1", "if x:\n\tpass",
                "b = '\f'", f"def f():\n    __version__ = '{OLD}'",
            ]),
            max_size=5,
        )
    )  # fmt: skip
    after = draw(st.lists(st.sampled_from(["", f"print('{OLD}')", "y = f'{__version__}'"]), max_size=3))
    same_line = draw(st.sampled_from(["", "é = 'é'; "]))
    return "\n".join([*before, f"{same_line}{name}{one}\0{one}{draw(comment)}", *after])


@st.composite
def bump_config(draw: st.DrawFn) -> str:
    """A `.bumpversion.cfg`, `\\0` where the version stands."""
    key = draw(st.sampled_from(["current_version", "Current_Version"]))
    line = f"{key}{draw(blank)}{draw(st.sampled_from(['=', ':']))}{draw(blank)}\0{draw(st.sampled_from(['', ' ']))}"
    own = draw(st.permutations([line, "commit = True", f"; current_version = {OLD}", f"# {OLD}", ""]))
    other = ["[other]", f"current_version = {OLD}", f"message = from {OLD}\n  to the next", ""]
    tables = draw(st.permutations([["[bumpversion]", *own], other]))
    return "\n".join(line for table in tables for line in table)


@st.composite
def plain(draw: st.DrawFn) -> str:
    return f"{draw(st.sampled_from(['', chr(10), ' ']))}\0{draw(st.sampled_from(['', ' ', chr(10)]))}"


def held(templates: Mapping[str, str], end: str, mark: bytes, *, ended: bool) -> None:
    """Each template with the old version is fixed to be the template with the new one, byte by byte."""
    now, then = (
        {
            path: file(text.replace("\0", version).split("\n"), end, mark, ended=ended)
            for path, text in templates.items()
        }
        for version in (OLD, NEW)
    )
    tree = Memory(now)
    case: Case = AUDITOR.case(Opened("memory", None, tree, None))
    before = case.verdicts(case.dossier)
    copy, repairs = fixed(case, tree, safe)
    texts = {path: text.text for path, text in Memory(then).files.items()}
    drift = fixes.Drift(rule="version-files-agree", drifted={}, expected=texts)
    changed = {path for path in templates if "\0" in templates[path]}

    assert {path for repair in repairs for path in repair.paths} == changed
    assert list(fixes.broken(case, before, copy.tree, copy.verdicts, drift)) == []
    assert {path: encoded(text) for path, text in copy.tree.texts.items()} == {
        path: then[path] for path in changed
    }


@settings(max_examples=60, deadline=None)
@given(project(), module(), ends, mark, last)
def test_a_module_and_a_bump_table_are_fixed_to_the_letter(
    project: str,
    module: str,
    end: str,
    mark: bytes,
    ended: bool,  # noqa: FBT001 - drawn
) -> None:
    held({"pyproject.toml": project, "ferry/__init__.py": module}, end, mark, ended=ended)


@settings(max_examples=60, deadline=None)
@given(bump_config(), plain(), ends, last)
def test_a_bump_configuration_and_a_plain_file_are_fixed_to_the_letter(
    config: str,
    plain: str,
    end: str,
    ended: bool,  # noqa: FBT001 - drawn
) -> None:
    source = f'[project]\nname = "ferry"\nversion = "{NEW}"\n'
    held({"pyproject.toml": source, ".bumpversion.cfg": config, "VERSION": plain}, end, b"", ended=ended)


@pytest.mark.parametrize("shift", [(-1, 0), (0, 1), (0, -1)])
def test_an_edit_that_is_off_by_one_is_noticed(
    shift: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(text: Text, span: model.Span | None, old: str, new: str) -> object:
        edit = edit_of(text, span, old, new)
        return edit and type(edit)(edit.path, edit.start + shift[0], edit.end + shift[1], edit.replacement)

    monkeypatch.setattr(model, "edit_of", wrong)
    source = f'[project]\nname = "ferry"\nversion = "{NEW}"\n'

    with pytest.raises(AssertionError):
        held({"pyproject.toml": source, "ferry/__init__.py": '__version__ = "\0"'}, "\n", b"", ended=True)


def copy_of(files: Mapping[str, bytes]) -> Copy:
    tree = Memory(files)
    case: Case = AUDITOR.case(Opened("memory", None, tree, None))
    return Copy(case, Overlay(tree, {}), case.verdicts(case.dossier))


def test_a_file_whose_bytes_cannot_be_written_back_is_not_edited() -> None:
    torn = codecs.BOM_UTF16_LE + f'__version__ = "{OLD}"\n#'.encode("utf-16-le") + b"\x00\xd8"
    copy = copy_of({"ferry/__init__.py": torn, "gone": b""})

    assert copy.text("ferry/__init__.py") == Refusal("ferry/__init__.py is no valid utf-16-le")
    assert copy.text("none") == Refusal("there is no none")


@pytest.mark.parametrize(("raw", "new"), [(b"\xe9", "🚢"), (b"x", "\ud800")])
def test_what_an_encoding_cannot_say_is_refused(raw: bytes, new: str) -> None:
    found = copy_of({"VERSION": b"1.0", "README": raw}).edited({"README": new})

    assert isinstance(found, Refusal)
    assert found.why.startswith("what it writes cannot be said in the ")


def test_what_is_not_written_out_has_no_fix() -> None:
    nothing = declared.version_in(Text("a/__init__.py", '__version__ = ""\n'))
    assert isinstance(nothing, declared.VersionFile)
    assert nothing.fix(NEW) is None

    document = parse_toml(Text("pyproject.toml", '[project]\nversion = "0.1\\u002e0"\n'))
    assert isinstance(document, Toml)
    found = declared.version_of(document)
    assert isinstance(found, declared.VersionFile)

    assert found.version == OLD
    assert found.fix(NEW) is None
