"""The first line of a recipe of just: its name, its parameters and the recipes that it depends on."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex

Tokens = Sequence[str]
_TOKEN = regex(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""'
    r"|'''(?:[^']|'(?!''))*'''|```(?:[^`]|`(?!``))*```"
    r'|"(?!"")(?:[^"\\]|\\[\s\S])*"'
    r"|'(?!'')[^']*'|`(?!``)[^`]*`|[\"'`][\s\S]*"
    r"|#[^\n]*|:=|&&|[A-Za-z_][\w-]*|\s+|[\s\S]"
)
_NAME = regex(r"[A-Za-z_][\w-]*")
_QUOTES = ('"""', "'''", "```", '"', "'", "`")
_TOKENS_AT_MOST = 2000
_OPENING, _CLOSING = "([{", ")]}"


@record
class Parameter:
    """What a recipe may be given; `is_rest` when it takes every word that is left."""

    name: str
    is_required: bool
    is_rest: bool


@record
class Dependency:
    """A recipe that another runs, with what it is given as it is written."""

    name: str
    arguments: str = ""


@record
class Header:
    """What a recipe is called, what it may be given, and what runs before and after it."""

    name: str
    parameters: Sequence[Parameter]
    before: Sequence[Dependency]
    after: Sequence[Dependency]


def tokens_of(item: str) -> Tokens:
    """What an item consists of, without white space and comments."""
    return [part for part in _TOKEN.findall(item) if not part.isspace() and part[0] != "#"]


def goes_on(tokens: Tokens) -> bool:
    """Whether an item is not over where these end."""
    depth = sum((part in _OPENING) - (part in _CLOSING) for part in tokens)
    return depth > 0 or (bool(tokens) and (tokens[-1] == "\\" or _is_unclosed(tokens[-1])))


def literal_of(part: str) -> str | None:
    """The text of a string that is written on one line without escapes."""
    is_plain = len(part) > 1 and part[0] in "\"'" and part[:3] not in _QUOTES and "\\" not in part
    return part[1:-1] if is_plain else None


def header_of(tokens: Tokens) -> Header | None:
    """A header; None for what is none."""
    if len(tokens) > _TOKENS_AT_MOST:
        return None
    rest = [part for part in tokens[tokens[:1] == ["@"] :] if part != "\\"]
    name = rest.pop(0) if rest else ""
    parameters: list[Parameter] = []
    while rest and rest[0] != ":":
        parameters.append(_parameter(rest))
    if not rest or not _NAME.fullmatch(name):
        return None
    needs = rest[1:]
    split = needs.index("&&") if "&&" in needs else len(needs)
    return Header(name, parameters, _dependencies(needs[:split]), _dependencies(needs[split + 1 :]))


def _is_unclosed(part: str) -> bool:
    quote = next((quote for quote in _QUOTES if part.startswith(quote)), "")
    return bool(quote) and (len(part) < 2 * len(quote) or not part.endswith(quote))


def _parameter(rest: list[str]) -> Parameter:
    """The first parameter of these tokens, which it takes away."""
    marks = ""
    while rest and rest[0] in "$*+":
        marks += rest.pop(0)
    name = rest.pop(0) if rest else ""
    has_default = rest[:1] == ["="]
    if has_default:
        rest.pop(0)
        _take_value(rest)
    return Parameter(name, not has_default and "*" not in marks, "*" in marks or "+" in marks)


def _take_value(rest: list[str]) -> None:
    """A string, a name, a call or something in parentheses."""
    first = rest.pop(0) if rest else ""
    depth = int(first == "(")
    if _NAME.fullmatch(first) and rest[:1] == ["("]:
        rest.pop(0)
        depth = 1
    while depth and rest:
        part = rest.pop(0)
        depth += (part == "(") - (part == ")")


def _dependencies(tokens: Tokens) -> Sequence[Dependency]:
    found: list[Dependency] = []
    rest = list(tokens)
    while rest:
        name = rest.pop(0)
        if name == "(":
            inside = _until_closed(rest)
            found.append(Dependency("".join(inside[:1]), " ".join(inside[1:])))
        elif name == ":" and found:  # a recipe of a module, `module::recipe`
            found.append(Dependency(f"{found.pop().name}:{''.join(rest[:1]) if rest[:1] != [':'] else ''}"))
            rest = rest[1:] if rest[:1] != [":"] else rest
        else:
            found.append(Dependency(name))
    return found


def _until_closed(rest: list[str]) -> Tokens:
    depth, inside = 1, []
    while rest and depth:
        part = rest.pop(0)
        depth += (part == "(") - (part == ")")
        inside.append(part)
    return inside[:-1]
