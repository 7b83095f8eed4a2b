"""Modules of Python 2, which today's parser refuses: plain assignments at their top level, by a scan of their tokens."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.declared.constants import Constant, constant
from relaudit.evidence.declared.model import Computed, Span, VersionFile
from relaudit.evidence.files import Text

_TOKEN = regex(
    r"""(?P<skip>\#[^\r\n]*|\\\r?\n)"""
    r"""|(?P<string>[urbURB]{0,2}(?:'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\""""
    r"""|'(?:[^\\'\r\n]|\\.)*'|"(?:[^\\"\r\n]|\\.)*"))"""
    r"""|(?P<end>\r\n|\r|\n)|(?P<name>[^\W\d]\w*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<space>[ \t\f]+)|(?P<other>.)""",
    re.DOTALL,
)
Token = tuple[str, str, Span]


def assigned(text: Text, names: Sequence[str]) -> Mapping[str, VersionFile | Computed] | None:
    """What the module sets under these names; None when its tokens make no sense either."""
    if "\0" in text.text:
        return None
    found: dict[str, VersionFile | Computed] = {}
    values: dict[str, Constant] = {}
    for line in _lines(text.text):
        if line is None:
            return None
        value = _constant(text.text, line, values)
        name = _name_set(line, names)
        if name:
            found[name] = _reading(text, line, value)
    return found


def _constant(text: str, line: Sequence[Token], values: dict[str, Constant]) -> Constant | None:
    """What a line at the margin assigns, when it is made of constants; it is kept for the lines that follow."""
    words = [token for token in line if token[0] != "space"]
    if not line or line[0][0] != "name" or [word for _, word, _ in words[1:2]] != ["="]:
        return None
    try:
        parsed = ast.parse(text[words[2][2][0] : words[-1][2][1]], mode="eval") if words[2:] else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        parsed = None
    value = constant(parsed.body, values) if parsed else None
    values.pop(line[0][1], None)
    values |= {line[0][1]: value} if value else {}
    return value


def call_keyword(text: Text, function: str, keyword: str) -> Sequence[Token] | None:
    """The tokens of a keyword argument in the first call of a function; None when there is no such call or keyword."""
    for line in _lines(text.text):
        words = [token for token in line or () if token[0] != "space"]
        kinds = [word for _, word, _ in words]
        if kinds[:2] == [function, "("] and keyword in kinds:
            return _argument(words, keyword)
    return None


def _argument(words: Sequence[Token], keyword: str) -> Sequence[Token] | None:
    depth = 0
    inside: list[Token] = []
    for index, (kind, word, _) in enumerate(words):
        depth += (kind == "open") - (kind == "close")
        if inside:
            if (depth == 1 and word == ",") or depth == 0:
                return inside[1:]
            inside.append(words[index])
        elif depth == 1 and word == keyword and words[index + 1 : index + 2] and words[index + 1][1] == "=":
            inside.append(words[index])
    return None


def _lines(text: str) -> Iterator[Sequence[Token] | None]:
    """Logical lines as tokens, comments and line breaks left out; a last None when a bracket stays open."""
    line: list[Token] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup or ""
        depth += (kind == "open") - (kind == "close")
        if depth < 0 or (kind == "other" and token[0] in "\"'"):
            yield None
            return
        if kind == "end" and not depth:
            yield line
            line = []
        elif kind not in ("skip", "end"):
            line.append((kind, token[0], token.span()))
    yield None if depth else line


def _name_set(line: Sequence[Token], names: Sequence[str]) -> str:
    """The name that a line sets: by assignment, or by an import."""
    words = [word for kind, word, _ in line if kind != "space"]
    for index, word in enumerate(words):
        if word in names and words[index + 1 : index + 2] == ["="] and words[index + 2 : index + 3] != ["="]:
            return word
    is_import = words[:1] in (["from"], ["import"])
    return next((name for name in names if is_import and name in words), "")


def _reading(text: Text, line: Sequence[Token], value: Constant | None) -> VersionFile | Computed:
    words = [token for token in line if token[0] != "space"]
    is_plain = line[0][0] == "name" and [kind for kind, _, _ in words] == ["name", "other", "string"]
    if not is_plain:
        span = (words[2][2][0], words[-1][2][1]) if value else (0, 0)
        whole = value.value if value and isinstance(value.value, str) else ""
        return (
            VersionFile(text.path, whole, text, lambda: span, text.ref)
            if whole
            else Computed(text.path, "computed")
        )
    return literal(text, words[2]) or Computed(text.path, "computed")


def literal(text: Text, token: Token) -> VersionFile | None:
    """The version in a string without escapes."""
    _, written, span = token
    found = re.fullmatch(r"""[uU]?(?P<quote>'''|\"\"\"|'|")(?P<version>[^\\]*)(?P=quote)""", written)
    return VersionFile(text.path, found["version"], text, lambda: span, text.ref) if found else None
