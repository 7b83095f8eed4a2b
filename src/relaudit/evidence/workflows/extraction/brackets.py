"""Sets of characters: `[^"]` and what stands for one, as regular expressions and `tr` write them."""

from collections.abc import Callable, Mapping

from relaudit.evidence.workflows.extraction.limits import UndecidedError

Accepts = Callable[[str], bool]
CLASSES: Mapping[str, Accepts] = {
    "alpha": str.isalpha, "digit": lambda one: one in "0123456789", "alnum": str.isalnum, "space": lambda one: one in " \t\n\r\v\f",
    "blank": lambda one: one in " \t", "upper": str.isupper, "lower": str.islower, "punct": lambda one: one in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "xdigit": lambda one: one in "0123456789abcdefABCDEF", "word": lambda one: one == "_" or one.isalnum(),
}  # fmt: skip
SHORT: Mapping[str, Accepts] = {"w": CLASSES["word"], "s": CLASSES["space"], "d": CLASSES["digit"]}


def negated(accepts: Accepts) -> Accepts:
    """Every other character."""
    return lambda one: not accepts(one)


def either_case(accepts: Accepts) -> Accepts:
    """The characters in whatever case."""
    return lambda one: accepts(one) or accepts(one.lower()) or accepts(one.upper())


def spanned(first: str, last: str) -> str:
    """The characters of a range, of letters or digits alone: others depend on the language of the machine."""
    kinds = (str.isdigit, str.islower, str.isupper)
    if not (first + last).isascii() or not any(kind(first) and kind(last) for kind in kinds) or first > last:
        raise UndecidedError
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


def bracket(
    text: str, start: int, escapes: Mapping[str, Accepts | str] | None, *, ignores_case: bool = False
) -> tuple[Accepts, int]:
    """The set that begins behind `[`, and where it ends; `escapes` are what a backslash makes of letters, None where it is itself.

    Raises:
        UndecidedError: it never ends, or has what is not known.
    """
    at = start + text.startswith("^", start)
    plain: list[str] = []
    named: list[Accepts] = []
    first = at
    while at < len(text) and (text[at] != "]" or at == first):
        one: Accepts | str
        one, at = _item(text, at, escapes)
        if not isinstance(one, str):
            named.append(one)
        elif text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("]", ""):
            last, at = _item(text, at + 1, escapes)
            plain.append(spanned(one, last) if isinstance(last, str) else one + "-")
            named += [] if isinstance(last, str) else [last]
        else:
            plain.append(one)
    if at >= len(text):
        raise UndecidedError
    characters = frozenset("".join(plain))
    accepts: Accepts = lambda one: one in characters or any(name(one) for name in named)  # noqa: E731 - a closure over what was read
    accepts = either_case(accepts) if ignores_case else accepts
    return (negated(accepts) if text.startswith("^", start) else accepts), at + 1


def _item(text: str, at: int, escapes: Mapping[str, Accepts | str] | None) -> tuple[Accepts | str, int]:
    two = text[at : at + 2]
    if two == "[:":
        end = text.find(":]", at)
        if text[at + 2 : end] not in CLASSES or end < 0:
            raise UndecidedError
        return CLASSES[text[at + 2 : end]], end + 2
    if two in ("[.", "[="):
        raise UndecidedError
    if text[at] == "\\" and escapes is not None and len(two) == 2:  # noqa: PLR2004 - the backslash and what it escapes
        known = escapes.get(two[1])
        if known is None and two[1].isalnum():
            raise UndecidedError
        return (two[1] if known is None else known), at + 2
    return text[at], at + 1
