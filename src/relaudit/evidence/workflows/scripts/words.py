"""What a word of a shell script stands for: quotes removed, escapes resolved; None where the run decides."""

from relaudit.core.regex import regex

_TELLING = frozenset("'\"\\$`*?[]{}<>()~")
_PART = regex(
    r"'(?P<raw>[^']*)'|\$'(?P<ansi>(?:[^'\\]|\\.)*)'|\$?\"(?P<quoted>(?:[^\"\\$`]|\\[\s\S]|\$(?![\w{(@*#?!$'\"-]))*)\""
    r"|\\(?P<escaped>[\s\S])|(?P<plain>[^'\"\\$`*?\[\]{}<>()~]+)|(?P<brace>\{[^{},.'\"\\$`*?<>()\[\]]*\})|(?P<tilde>(?<=[^=:])~)"
)
_IN_QUOTES = regex(r"\\([\\$`\"])|\\\n")
_IN_ANSI = regex(r"\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "e": "\x1b"}


def literal(source: str) -> str | None:
    """The text of a word as it is written, when it is the same in every run."""
    if _TELLING.isdisjoint(source):
        return source
    found: list[str] = []
    position = 0
    while position < len(source):
        part = _PART.match(source, position)
        text = _text(part.lastgroup or "", part[part.lastgroup or 0]) if part else None
        if part is None or text is None:
            return None
        found.append(text)
        position = part.end()
    return "".join(found)


def _text(kind: str, text: str) -> str | None:
    match kind:
        case "quoted":
            return _IN_QUOTES.sub(lambda match: match[1] or "", text)
        case "ansi":
            codes = [code[0][1:] for code in _IN_ANSI.finditer(text)]
            known = all(code in _ANSI for code in codes)
            return _IN_ANSI.sub(lambda match: _ANSI[match[0][1:]], text) if known else None
        case "escaped":
            return "" if text == "\n" else text
        case _:
            return text
