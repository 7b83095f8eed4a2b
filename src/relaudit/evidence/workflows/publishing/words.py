"""The words of a command and the values of inputs and variables that tell how something is published."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import UNDECIDED, Known, Truth, Undecided, Value
from relaudit.evidence.workflows.filled import as_text, beginning_of, filled, value_of
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.publishing.credentials import Tracing
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.scripts.commands import Word

_VARIABLE = regex(r"\$\{(\w+)\}|\$(\w+)")
_VALUED = (
    "--platform",
    "--config",
    "-H",
    "--host",
    "--context",
    "--creds",
    "--authfile",
    "--digestfile",
    "--src-creds",
    "--dest-creds",
    "--username",
    "--password",
    "-u",
    "-p",
)
_OFF = ("", "false", "no", "0")
_DEPTH = 6


@record
class Said:
    """A value as it is written, and what it comes to in a run."""

    source: str
    value: Value


class Words:
    """What a step says to what publishes."""

    def __init__(self, use: Use, tracing: Tracing, around: Surroundings) -> None:
        self._inputs = inputs_of(use.at.step)
        self._command = use.trail[-1].command if use.trail else None
        self._how = use.how
        self._tracing = tracing
        self._around = around

    def said(self, names: Sequence[str]) -> Iterator[Said]:
        """What stands under options, variables or inputs, in the order of the names; empty ones left aside."""
        for name in names:
            for source in self._sources(name):
                value = self.filled(source)
                if as_text(value) != "":
                    yield Said(source, value)

    def holds(self, names: Sequence[str]) -> Truth:
        """Whether any of these is there: an option, an input or a variable that is true, a text in an input."""
        truths = [self._holds(name) for name in names]
        if Truth.YES in truths:
            return Truth.YES
        return Truth.MAYBE if Truth.MAYBE in truths else Truth.NO

    def positional(self) -> Iterator[Said]:
        """The words of the command that are neither options nor what it is called by."""
        called, skips = self._how.split(), False
        for word in self._own():
            if called:
                called = called[1:] if (word.text or "").rpartition("/")[2] == called[0] else called
            elif skips:
                skips = False
            elif word.source.startswith("-"):
                skips = word.text in _VALUED
            else:
                source = _bare(word)
                yield Said(source, self.filled(source))

    def filled(self, source: str) -> Value:
        """A text with its expressions and its variables filled in, as far as the files tell."""
        return self._shell(filled(source, self._around))

    def _shell(self, value: Value, depth: int = 0) -> Value:
        text = as_text(value)
        if self._command is None or text is None or "$" not in text:
            return value
        match = _VARIABLE.search(text)
        if match is None or depth > _DEPTH:
            return Undecided(Truth.MAYBE, text[: text.index("$")])
        said = self._tracing.variable(match[1] or match[2])
        meant = filled(said, self._around) if said is not None else UNDECIDED
        inner = as_text(meant)
        if inner is None:
            begun = text[: match.start()] + beginning_of(meant)
            return Undecided(Truth.YES if begun else Truth.MAYBE, begun)
        return self._shell(Known(text[: match.start()] + inner + text[match.end() :]), depth + 1)

    def _holds(self, name: str) -> Truth:
        key, is_text, wanted = name.partition("~")
        if is_text:
            found = self._inputs.scalar(key)
            return Truth.YES if found is not None and wanted in found.value.split("#")[0] else Truth.NO
        if key.startswith("-"):
            return self._option(key)
        scalar = self._inputs.scalar(key) if not key.isupper() else None
        said = self._tracing.variable(key) if key.isupper() else None
        value = value_of(scalar, self._around) if scalar is not None else self.filled(said) if said else None
        if value is None or (as_text(value) or "?").lower() in _OFF:
            return Truth.NO
        return value.truth

    def _option(self, key: str) -> Truth:
        """Whether an option is given: one that an expression may make may be."""
        for word in self._own():
            if _is_option(word, key):
                is_off = "=" not in key and _bare(word).partition("=")[2].lower() in ("false", "0")
                return Truth.NO if is_off else Truth.YES
            if word.text is None and "${{" in word.source and key in word.source:
                return Truth.MAYBE
        return Truth.NO

    def _sources(self, name: str) -> Iterator[str]:
        if name.startswith("-"):
            yield from _option(self._own(), name)
        elif name.isupper():
            yield from self._variable(name)
        elif name in ("*", "$"):
            every = [one.source for one in self.positional()]
            yield from every[:1] if name == "*" else every[-1:]
        else:
            found = self._inputs.scalar(name)
            yield from [found.value] if isinstance(found, Scalar) else ()

    def _variable(self, name: str) -> Iterator[str]:
        """What the command is given itself comes before what is set for its step."""
        assigned = self._command.assignments if self._command is not None else ()
        own = [word.source.partition("=")[2] for word in assigned if word.source.startswith(f"{name}=")]
        said = own[-1].strip("\"'") if own else self._tracing.variable(name)
        yield from [said] if said is not None else ()

    def _own(self) -> Sequence[Word]:
        return self._command.words if self._command is not None else ()


def _bare(word: Word) -> str:
    return word.text if word.text is not None else word.source.strip("\"'")


def _is_option(word: Word, name: str) -> bool:
    said = _bare(word)
    return said == name or said.startswith(f"{name}=")


def _option(words: Sequence[Word], name: str) -> Iterator[str]:
    """The values of an option: the next word, what follows its sign of equality, or, behind one letter, the rest of the word."""
    is_letter = len(name) == 2  # noqa: PLR2004 - a dash and a letter
    for index, word in enumerate(words):
        said = _bare(word)
        if said == name and index + 1 < len(words):
            yield _bare(words[index + 1])
        elif said.startswith(f"{name}="):
            yield said.partition("=")[2].strip("\"'")
        elif is_letter and said.startswith(name) and len(said) > len(name):
            yield said[2:]
