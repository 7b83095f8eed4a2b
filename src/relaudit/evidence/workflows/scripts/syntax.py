"""Shell syntax, parsed by tree-sitter."""

from functools import lru_cache
from importlib.machinery import ExtensionFileLoader, PathFinder
from typing import TYPE_CHECKING

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.templates import templates, without_templates

if TYPE_CHECKING:
    from tree_sitter import Node, Parser


@record
class Piece:
    """A node of the syntax tree; `field` is what it is to its parent, offsets count characters."""

    kind: str
    field: str
    start: int
    end: int
    parts: "tuple[Piece, ...]" = ()

    def of(self, *fields: str) -> "tuple[Piece, ...]":
        """The parts that are this to the piece."""
        return tuple(part for part in self.parts if part.field in fields)


@record
class Parsed:
    """The tree of a text; `is_whole` is false when some of it is no shell."""

    root: Piece
    is_whole: bool


@lru_cache(maxsize=512)
def parsed(text: str) -> Parsed:
    """The tree of a script, its `${{ }}` being plain words.

    Raises:
        RecursionError: the text is nested beyond what anybody writes.
    """
    plain = without_templates(text, templates(text)).encode("utf-8", "surrogatepass")
    root = _parser().parse(plain).root_node
    while divided := _divided(root, plain):
        root = _parser().parse(plain := divided).root_node
    return Parsed(_piece(root, "", None if text.isascii() else _characters(text)), not root.has_error)


@lru_cache(maxsize=1)
def _parser() -> "Parser":
    import tree_sitter

    return tree_sitter.Parser(tree_sitter.Language(_bash()))


def _bash() -> object:
    """The grammar for bash, without the package around it: that reads its queries with a library that costs more than all of this to import."""
    package = PathFinder.find_spec("tree_sitter_bash")
    folders = package.submodule_search_locations if package else None
    binding = PathFinder.find_spec("tree_sitter_bash._binding", folders)
    if binding is None or not isinstance(binding.loader, ExtensionFileLoader):
        from tree_sitter_bash import language

        return language()
    module = binding.loader.create_module(binding)
    binding.loader.exec_module(module)
    return module.language()


def _divided(root: "Node", text: bytes) -> bytes:
    """The text with a `;` behind each line of several assignments; empty where there is none.

    The grammar takes the command on the next line for one that they precede.
    """
    found = bytearray(text)
    pending = [root]
    while pending:
        node = pending.pop()
        pending += node.children
        names = [child.start_byte for child in node.children if child.type == "command_name"]
        ends = [child.end_byte for child in node.children if child.type == "variable_assignment"]
        if (
            node.type == "command"
            and names
            and ends
            and b"\n" in text[ends[-1] : names[0]].replace(b"\\\n", b"")
        ):
            found[ends[-1]] = ord(";")
    return b"" if found == text else bytes(found)


def _piece(node: "Node", field: str, characters: list[int] | None) -> Piece:
    parts = tuple(
        _piece(child, node.field_name_for_child(index) or "", characters)
        for index, child in enumerate(node.children)
    )
    start, end = node.start_byte, node.end_byte
    if characters is not None:
        start, end = characters[start], characters[end]
    return Piece(node.type, field, start, end, parts)


def _characters(text: str) -> list[int]:
    """The character that each byte of the text belongs to."""
    sizes = (len(character.encode("utf-8", "surrogatepass")) for character in text)
    return [*(index for index, size in enumerate(sizes) for _ in range(size)), len(text)]
