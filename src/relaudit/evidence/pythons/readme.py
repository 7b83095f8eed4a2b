"""The lowest Python that a README names as what the project needs or supports.

A mention counts only where it can be about nothing else:

- a badge with the label `python`: `badge/python-3.9+-blue`;
- a sentence whose subject is the project, `Ferry requires Python 3.9 or newer.`; one without a subject, or about `it`, only at
  the top of the document and in sections about requirements;
- a list item or paragraph of such a section that says nothing else: `- Python 3.9+`.

It has to name a lowest version as such: `3.9+`, `>= 3.9`, `3.9 or newer`, `3.9 to 3.12`, `3.9, 3.10 and 3.11`. Sections about
development, changes and older releases count for nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.files import Text
from relaudit.evidence.pythons.prose import Block, blocks

# Every repetition is bounded, so that no text keeps a search for long.
_N = r"3\.[0-9]{1,2}(?![0-9])(?:\.(?:[0-9]{1,2}|x)(?![.0-9]))?(?!\.[0-9])"
_PYTHON = r"C?Python(?: versions?)?:? "
_NEWER = r"(?: ?\+|[ -](?:or|and|&)[ -](?:any )?(?:newer|later|higher|above|greater|better|up|upwards?|over)(?: versions?)?| onwards?)"
_TO = r" ?(?:--?|[‐-―]|to|through|thru|until) ?"
_AND = r"(?:, ?(?:and |& |or )?| ?/ ?| ?\| ?| (?:and|&|or) )"
_SPAN = rf"{_N}(?:{_NEWER}|{_TO}(?:Python )?{_N}|(?:{_AND}{_N}){{1,12}}\+?)"
_FROM = rf"\(?(?:>=|≥|=>|⩾) ?{_N}(?:,? ?(?:and|&)? ?<=? ?[34][0-9.]{{0,5}})?\)?"
_LEAST = rf"(?:at least|(?:a )?minimum(?: of)?) {_PYTHON}(?:is |of )?{_N}(?:{_NEWER})?"
_FORM = rf"(?:{_PYTHON}(?:{_SPAN}|{_FROM})|{_LEAST})"
_END = r"(?= ?(?:[.;!](?: |$)|,|$|and\b|but\b|to (?:run|work|install|use it)\b))"
_VERB = (
    r"(?:requires?|supports?|needs?|runs? on|works? (?:with|on|under)|(?:is )?compatible with|you(?: will|'ll)? need|you must have)"
    r"(?: to have| only| all| both| any version of)?:?"
)
_ADVERB = r"(?: ?(?:officially|currently|only|also|now|fully)){0,2} ?"
_ANYBODY = r"(?:(?:it|we|(?:this|the) (?:package|library|project|tool|module|program)) )?"
_IS = r" (?:is|are) (?:officially |currently )?(?:required|supported|needed)"
_ALONE = regex(
    rf"(?:Supported |Requires:? |Install(?:ed)? )?(?P<form>{_FORM})(?:{_IS}| required| supported| installed)?[.,;]?",
    re.IGNORECASE,
)
_ANONYMOUS = regex(rf"{_ANYBODY}{_ADVERB}{_VERB} (?P<form>{_FORM}){_END}", re.IGNORECASE)
_BADGE = regex(
    r"badge/(?:supported[ _]|supported%20)?python(?:(?:%20|[ _])?versions?)?-(?P<said>(?:[^-/()\s\"'<>]| |--){3,150})-[A-Za-z0-9]{3,20}(?![-A-Za-z0-9])",
    re.IGNORECASE,
)
_ON_BADGE = regex(rf"{_SPAN}|{_FROM}", re.IGNORECASE)
_NUMBER = regex(r"3\.([0-9]{1,2})")
_NEEDS = regex(
    r"requirements?\b|prerequisites?\b|dependenc|supported (?:python )?versions|python (?:support|versions?)|compatibility|install|before you begin",
    re.IGNORECASE,
)
_OTHER = regex(
    r"develop|contribut|hacking|test|build|source|change|histor|news|release|migrat|upgrad|older|legacy|deprecat|example|optional|extra",
    re.IGNORECASE,
)
_SENTENCE = regex(r"(?:^|(?<=[.!?] ))(?=\S)")


def lowest_in(text: Text, names: Sequence[str]) -> Mapping[int, InFile]:
    """Each lowest minor version of Python 3 that is named, with where it is first; `names` are those of the project."""
    found: dict[int, InFile] = {}
    for minor, start, end in (*_on_badges(text), *_in_prose(text, names)):
        if minor not in found:
            found[minor] = text.place(start, end)
    return found


def _on_badges(text: Text) -> Iterator[tuple[int, int, int]]:
    for badge in _BADGE.finditer(text.text):
        from urllib.parse import unquote

        said = unquote(badge["said"]).replace("_", " ").strip()
        minor = _lowest(said) if _ON_BADGE.fullmatch(said) else None
        if minor is not None:
            yield minor, *badge.span()


def _in_prose(text: Text, names: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    said = "|".join(re.sub(r"(?:\\?[-_.])+", "[-_. ]?", re.escape(name)) for name in names if name)
    named = re.compile(
        rf"(?:the )?(?:{said})\b(?:\.py)?(?: (?:package|library|project|tool))?{_ADVERB}{_VERB} (?P<form>{_FORM}){_END}",
        re.IGNORECASE,
    )
    for block in blocks(text):
        if not any(_OTHER.search(title) for title in block.headings):
            for start, end in _forms(block, named if said else None):
                minor = _lowest(block.text[start:end])
                if minor is not None:
                    yield minor, block.offsets[start], block.offsets[end - 1] + 1


def _forms(block: Block, named: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Where in a block a lowest version is named."""
    is_about_needs = bool(block.headings) and _NEEDS.search(block.headings[-1]) is not None
    alone = _ALONE.fullmatch(block.text) if is_about_needs else None
    if alone:
        yield alone.span("form")
        return
    for sentence in _SENTENCE.finditer(block.text):
        start = sentence.start()
        said = named.match(block.text, start) if named else None
        if said is None and (block.is_top or is_about_needs) and not (block.is_item and start):
            said = _ANONYMOUS.match(block.text, start)
        if said:
            yield said.span("form")


def _lowest(form: str) -> int | None:
    minors = [int(number) for number in _NUMBER.findall(form)]
    return min(minors, default=None)
