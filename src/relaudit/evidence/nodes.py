"""The nodes of a YAML tree, each with its place."""

from collections.abc import Iterator


class Scalar:
    """A scalar; `style` is the character that opens it, `!` with a tag, empty for a plain one. Offsets count characters."""

    __match_args__ = ("value",)
    __slots__ = ("end", "start", "style", "value")

    def __init__(self, value: str, style: str, start: int, end: int) -> None:
        self.value = value
        self.style = style
        self.start = start
        self.end = end


class Mapping:
    """A mapping in the order of the text; duplicate keys are kept."""

    __slots__ = ("_first", "end", "entries", "start")

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.entries: list[tuple[Node, Node]] = []
        self._first: dict[str, Node] | None = None

    def get(self, key: str) -> "Node | None":
        """The value of the first such key."""
        return self.by_key().get(key)

    def by_key(self) -> "dict[str, Node]":
        """The values by key, asked for once the tree is whole: of a duplicate key the first."""
        if self._first is None:
            entries = reversed(self.entries)
            self._first = {name.value: value for name, value in entries if type(name) is Scalar}
        return self._first

    def items(self) -> "Iterator[tuple[Scalar, Node]]":
        """The entries whose key is a scalar."""
        return ((key, value) for key, value in self.entries if isinstance(key, Scalar))


class Sequence:
    """A sequence."""

    __slots__ = ("end", "items", "start")

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.items: list[Node] = []


Node = Scalar | Mapping | Sequence
