"""Scripts of the repository for a shell: called by their path, or handed to one."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import replace
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.tasks.model import Task, Tasks

SHELLS = ("bash", "sh", "dash")
_LONGEST = 200_000
_FIRST_LINE = regex(
    r"#!\s*\S*?(?:/env\s+(?:-S\s+)?)?(?P<shell>bash|sh|dash)(?P<options>(?:[ \t]+-\S+)*)[ \t]*\r?$"
)


def is_script(word: str) -> bool:
    """Whether a word may be the path of a script: one with a folder before it, or with the ending of a shell's."""
    is_path = "/" in word and not word.startswith(("/", "~", "$")) and "." not in word.rpartition("/")[2]
    return word.endswith((".sh", ".bash")) or is_path


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The whole script as one task; none for what is no script of the repository."""
    shell, rest = (words[0], list(words[1:])) if words[0] in SHELLS else ("", list(words))
    options: list[str] = []
    while shell and rest and rest[0].startswith(("-", "+")) and "c" not in rest[0]:
        options.append(rest.pop(0))
    path = rest[0] if rest else ""
    if not path or path.startswith(("-", "/", "~")):
        return ()
    text = tree.read(normal(folder + path))
    if not isinstance(text, Text) or len(text.text) > _LONGEST:
        return ()
    first = _FIRST_LINE.match(text.line(1)) if text.text else None
    if not shell and text.text.startswith("#!") and first is None:
        return ()
    given = [first["options"]] if first is not None and not shell else options
    name = shell or (first["shell"] if first is not None else "sh")
    line = " ".join(part for part in (name, *given, "{0}") if part.strip())
    return (Task(text.text, replace(text.whole(), line=1), line, source=text),)
