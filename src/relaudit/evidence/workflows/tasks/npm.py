"""npm, yarn, pnpm and bun: the scripts of `package.json`, with those that are named to run before and after them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.json import Json, parse_json
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.model import LOOSE, Task, Tasks, untold
from relaudit.evidence.workflows.tasks.words import leading, quoted

_RUN = ("run", "run-script", "rum", "urn")
_NPM = {name: name for name in ("test", "start", "stop")} | dict.fromkeys(
    ("t", "tst", "it", "cit", "install-test", "install-ci-test", "clean-install-test"), "test"
)
_COMMANDS: Mapping[str, Collection[str]] = {
    "yarn": (
        "add", "audit", "autoclean", "bin", "cache", "config", "constraints", "create", "dedupe", "dlx", "exec", "explain", "generate-lock-entry", "global",
        "help", "import", "info", "init", "install", "licenses", "link", "list", "login", "logout", "node", "npm", "outdated", "owner", "pack", "patch", "plugin",
        "policies", "publish", "rebuild", "remove", "search", "set", "stage", "tag", "team", "unlink", "unplug", "up", "upgrade", "version", "versions", "why",
    ),
    "pnpm": (
        "add", "audit", "bin", "cache", "ci", "config", "create", "dedupe", "deploy", "dlx", "doctor", "env", "exec", "fetch", "help", "i", "import", "init",
        "install", "licenses", "link", "list", "ln", "login", "ls", "outdated", "pack", "patch", "prune", "publish", "rb", "rebuild", "remove", "rm", "root",
        "self-update", "server", "setup", "store", "uninstall", "unlink", "up", "update", "upgrade", "version", "view", "why",
    ),
    "bun": (
        "a", "add", "audit", "build", "c", "create", "exec", "help", "i", "info", "init", "install", "link", "outdated", "patch", "pm", "publish", "remove", "repl",
        "rm", "test", "unlink", "update", "upgrade", "why", "x",
    ),
}  # fmt: skip
_FOLDERS = ("--prefix", "-C", "--dir", "--cwd")
_MANY = frozenset(("-r", "--recursive", "-F", "--filter", "--filter-prod", "--parallel", "-T", "--top-level"))
_VALUED = frozenset(
    (*_FOLDERS, "-F", "--filter", "--loglevel", "--registry", "--cache", "--userconfig", "--script-shell")
)
_VALUED_BY_NPM = _VALUED | {"-w", "--workspace"}
_EVERY = "--workspaces"
_AT_ROOT = frozenset(("-w", "--workspace-root"))
_GLOB = regex(r"[*?!{\[]")
_WITHOUT_HOOKS = regex(r"yarn@(?:[2-9]|berry)|pnpm@[678]\.")
_MOST = 300


@record
class _Asked:
    """A script with its words, the options before it, and the members of the workspace that it is run in."""

    name: str
    args: Sequence[str]
    options: Mapping[str, Sequence[str]]
    members: Sequence[str] = ()


class _UnreadError(Exception):
    """Why a file or folder cannot be read."""

    def __init__(self, why: Unknown) -> None:
        self.why = why


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The script, in each folder that it is run in."""
    try:
        words = bounded(words)
        manager = words[0].rpartition("/")[2]
        asked = _of_npm(words[1:]) if manager == "npm" else _of_others(manager, words[1:])
        folders = _folders(asked, folder, tree) if asked else ()
        found = (task for one in folders for task in _tasks(asked, one, tree)) if asked else ()
        return tuple(task if task.folder != folder else replace(task, folder=None) for task in found)
    except UntoldError as error:
        return untold(str(error))
    except _UnreadError as error:
        return error.why


def _of_npm(words: Sequence[str]) -> _Asked | None:
    """Options of npm stand anywhere before `--`."""
    end = words.index("--") if "--" in words else len(words)
    options, left = leading(words[:end], _VALUED_BY_NPM)
    plain: list[str] = []
    while left:
        plain.append(left[0])
        more, left = leading(left[1:], _VALUED_BY_NPM)
        options = {name: [*options.get(name, ()), *more.get(name, ())] for name in (*options, *more)}
    command, *rest = plain or ["help"]
    if command not in ("", *_NPM, *_RUN) or (command in _RUN and not rest):
        return None
    name = rest.pop(0) if command in _RUN else _NPM.get(command, "")
    members = [*options.get("-w", ()), *options.get("--workspace", ())]
    members += [_EVERY] if "--workspaces" in options or "-ws" in options else []
    return _asked(name, [*rest, *words[end + 1 :]], options, members)


def _of_others(manager: str, words: Sequence[str]) -> _Asked | None:
    options, words = leading(words, _VALUED)
    members: list[str] = []
    if manager == "yarn" and words[:1] == ["workspace"]:
        members, words = words[1:2], words[2:]
    is_run = words[:1] in (["run"], ["run-script"])
    if is_run:
        more, words = leading(words[1:], _VALUED)
        options |= more
    if not words or (not is_run and words[0] in _COMMANDS[manager]):
        return None
    name = "test" if manager == "pnpm" and words[0] in ("t", "tst") else words[0]
    args = words[2:] if words[1:2] == ["--"] else words[1:]
    return _asked(name, args, options, members)


def _asked(
    name: str, args: Sequence[str], options: Mapping[str, Sequence[str]], members: Sequence[str]
) -> _Asked:
    if not name or "" in members or not _MANY.isdisjoint(options):
        raise UntoldError("which script is run, or where, is known to the run alone")
    return _Asked(name, args, options, members)


def _folders(asked: _Asked, folder: str, tree: Tree) -> Sequence[str]:
    for option in _FOLDERS:
        for path in asked.options.get(option, ()):
            folder = _below(folder, path)
    if folder and not asked.members and not _AT_ROOT.isdisjoint(asked.options):
        raise UntoldError("the root of the workspace is not looked for")
    if _EVERY in asked.members:
        return list(_workspace(folder, tree).values())
    return [_member(folder, one, tree) for one in asked.members] or [folder]


def _member(folder: str, name: str, tree: Tree) -> str:
    direct = _below(folder, name)
    found = direct if tree.read(f"{direct}package.json") else _workspace(folder, tree).get(name)
    if found is None:
        raise UntoldError(f"the workspace has no member {name}")
    return found


def _workspace(folder: str, tree: Tree) -> Mapping[str, str]:
    """The folders of the members, by their names."""
    root = _package(folder, tree)
    patterns = root.strings("workspaces") or root.strings("workspaces", "packages")
    folders = [one for pattern in patterns[:_MOST] for one in _matching(folder, pattern, tree)]
    if len(folders) > _MOST or len(patterns) > _MOST:
        raise UntoldError("the workspace has more members than are followed")
    return {_package(one, tree).string("name") or one: one for one in folders}


def _matching(folder: str, pattern: str, tree: Tree) -> Sequence[str]:
    base, _, last = pattern.rstrip("/").rpartition("/")
    if not _GLOB.search(pattern):
        return [_below(folder, pattern)]
    if last != "*" or not base or _GLOB.search(base):
        raise UntoldError(f"the members of the workspace are not followed: {pattern}")
    above = _below(folder, base)
    entries = tree.folder(above.rstrip("/"))
    if isinstance(entries, Unknown):
        raise _UnreadError(entries)
    inside = [above + entry for entry in entries if entry.endswith("/")]
    return [one for one in inside[: _MOST + 1] if tree.read(f"{one}package.json")]


def _below(folder: str, path: str) -> str:
    plain = "" if path.startswith("/") or not path else normal(folder + path)
    if not plain:
        raise UntoldError(f"{path or 'the folder'} is known to the run alone")
    return "" if plain == "." else f"{plain}/"


def _package(folder: str, tree: Tree) -> Json:
    text = tree.read(f"{folder}package.json")
    document = parse_json(text) if isinstance(text, Text) else text
    if isinstance(document, Json):
        return document
    raise _UnreadError(document or untold(f"there is no {folder}package.json"))


def _tasks(asked: _Asked, folder: str, tree: Tree) -> Iterator[Task]:
    """The script between those that are named to run before and after it."""
    package = _package(folder, tree)
    if package.string("scripts", asked.name) is None:
        if "--if-present" not in asked.options:
            raise UntoldError(f"{package.text.path} has no script {asked.name}")
        return
    manager = package.string("packageManager") or ""
    lacks_hooks = _WITHOUT_HOOKS.match(manager) or "--ignore-scripts" in asked.options
    for name in (f"pre{asked.name}", asked.name, f"post{asked.name}"):
        text = package.string("scripts", name)
        given = quoted(asked.args) if name == asked.name else ""
        if text and (name == asked.name or not lacks_hooks):
            yield Task(f"{text} {given}".rstrip(), package.place("scripts", name), LOOSE, folder=folder)
