"""hatch: the scripts of its environments, and those that `hatch test` and `hatch fmt` bring along."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from re import Match

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree
from relaudit.evidence.toml import Toml
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.model import LOOSE, Task, Tasks, untold
from relaudit.evidence.workflows.tasks.tomlfile import Places, toml_at
from relaudit.evidence.workflows.tasks.words import leading, quoted

_TEST, _STATIC = "hatch-test", "hatch-static-analysis"
_BUILT_IN: Mapping[str, Mapping[str, str]] = {
    _TEST: {"run": "pytest {args}", "run-cov": "coverage run -m pytest {args}", "cov-combine": "coverage combine", "cov-report": "coverage report"},
    _STATIC: {
        "lint-check": "ruff check {args:.}", "lint-fix": "ruff check --fix {args:.}", "format-check": "ruff format --check --diff {args:.}", "format-fix": "ruff format {args:.}",
    }, "default": {},
}  # fmt: skip
_VALUED = frozenset(
    ("-e", "--env", "-p", "--project", "--data-dir", "--cache-dir", "--config", "-f", "--filter", "-py", "--python", "-i", "--include", "-x",
     "--exclude", "--retries", "--retry-delay", "--cover-xml-output")
)  # fmt: skip
_FLAG = regex(r"--(?:randomize|parallel|cover[a-z-]*|all|check|linter|formatter|sync)|-[rpcalf]+")
_COVER = regex(r"--cover(?:-quiet|-xml)?|-[rpa]*c[rpca]*")
_OF_HATCH = regex(r"HATCH_(?:TEST|FMT)_ARGS(?::.*)?")  # its own options for the tools, which never name one
_BRACES = regex(r"\{\{|\}\}|\{([^{}:]+)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
_ODD = regex(r"\W+")
_EFFORT, _DEEPEST, _LONGEST = 300, 30, 50_000
_Command = tuple[str, Sequence[str]]


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The commands of the scripts, once for all environments of a matrix."""
    try:
        wanted = _wanted(bounded(words)[1:])
        document = _document(folder, tree) if wanted else None
        if document is None or isinstance(document, Unknown):
            return document or ()
        places = Places(document)
        return tuple(task for env, command in wanted for task in _tasks(env, command, places))
    except UntoldError as error:
        return untold(str(error))


def _wanted(words: Sequence[str]) -> Sequence[_Command]:
    """The commands that are asked for, each behind its environment."""
    options, words = leading(words, _VALUED)
    name, rest = (words[0], words[1:]) if words else ("--help", [])
    if rest[:1] in (["-h"], ["--help"]):
        return ()
    if name in ("test", "fmt"):
        return list(_testing(rest) if name == "test" else _formatting(rest))
    if name == "env" and rest[:1] == ["run"]:
        own, rest = leading(rest[1:], _VALUED)
        return _run({**options, **own}, rest)
    command = list(dropwhile(lambda word: word[:1] in ("+", "-"), rest)) if name == "run" else ()
    return (
        _run(options, command) if name in ("run", "check", "") else ()
    )  # what 'hatch check' runs is not known


def _run(options: Mapping[str, Sequence[str]], words: Sequence[str]) -> Sequence[_Command]:
    envs = [*options.get("-e", ()), *options.get("--env", ())] or ["default"]
    if (
        not words
        or not words[0]
        or "" in envs
        or not {"-p", "--project", "-f", "--filter"}.isdisjoint(options)
    ):
        raise UntoldError("what hatch runs, or where, is known to the run alone")
    head, colon, first = words[0].rpartition(":")
    return [((head or "system") if colon else env, [first, *words[1:]]) for env in dict.fromkeys(envs)]


def _testing(words: Sequence[str]) -> Iterator[_Command]:
    more = ["cov-combine", "cov-report"] if any(_COVER.fullmatch(word) for word in words) else []
    yield _TEST, ["run-cov" if more else "run", *_handed_on(words)]
    yield from ((_TEST, [name]) for name in (more[:1] if "--cover-quiet" in words else more))


def _formatting(words: Sequence[str]) -> Iterator[_Command]:
    how = "check" if "--check" in words else "fix"
    for part, others in (("lint", {"-f", "--formatter"}), ("format", {"-l", "--linter"})):
        if others.isdisjoint(words):
            yield _STATIC, [f"{part}-{how}", *_handed_on(words)]


def _handed_on(words: Sequence[str]) -> Iterator[str]:
    """The words that are no options of `hatch test` and `hatch fmt`."""
    left = iter(words)
    for word in left:
        if word == "--":
            yield from left
        elif word in _VALUED:
            next(left, None)
        elif not _FLAG.fullmatch(word) and word.partition("=")[0] not in _VALUED:
            yield word


def _document(folder: str, tree: Tree) -> Toml | Unknown:
    """The file that tells the environments: `hatch.toml` where it does."""
    own = toml_at(f"{folder}hatch.toml", tree)
    if isinstance(own, Unknown) or (own and "envs" in own.data):
        return own
    return toml_at(f"{folder}pyproject.toml", tree) or own or untold("there is no pyproject.toml")


def _tasks(env: str, command: Sequence[str], places: Places) -> Iterator[Task]:
    """A script when the environment has one of that name; words that it has no place for are dropped."""
    scripts = _Scripts(env, places.document)
    if command[0] not in scripts.by_name:
        yield Task(quoted(command), places.of(()), LOOSE)
        return
    for text, path in scripts.lines(command[0]):
        line = _filled(text, quoted(command[1:])).strip()
        yield Task(line.removeprefix("- "), places.of(path), LOOSE, is_ignored=line.startswith("- "))


class _Scripts:
    """The scripts of an environment and of its templates; there is an end to what one of them runs."""

    def __init__(self, env: str, document: Toml) -> None:
        self._document = document
        self._envs = ("envs",) if document.text.path.endswith("hatch.toml") else ("tool", "hatch", "envs")
        self._left = _EFFORT
        self.by_name: dict[str, Sequence[tuple[str, tuple[str, ...]]]] = {}
        names = [] if env == "system" else self._templates(env)
        for key in ("scripts", "extra-scripts"):
            for path in [(*self._envs, name, key) for name in names] or [(*self._envs[:-1], key)]:
                self._add(path)

    def lines(self, name: str, deep: int = 0) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The lines of a script; where one names a script, there are the lines of that."""
        for text, path in self.by_name[name]:
            self._left -= 1
            if self._left < 0 or deep > _DEEPEST or len(text) > _LONGEST:
                raise UntoldError("the scripts of hatch run each other, or more than is followed")
            bare = text.removeprefix("- ")
            first, _, given = bare.partition(" ")
            if first not in self.by_name:
                yield text, path
                continue
            for inner, at in self.lines(first, deep + 1):
                has_dash = bare != text and not given and not inner.startswith("- ")
                yield f"{'- ' if has_dash else ''}{inner} {given}".rstrip(), at

    def _templates(self, env: str) -> Sequence[str]:
        """The environment, or that whose matrix makes it, then its template, the template of that, and so on."""
        made = [one for one in (env.partition(".")[0], "default") if "matrix" in (self._env(one) or ())]
        name = env if self._env(env) is not None else next(iter(made), env)
        found = [""]
        while name != found[-1]:
            own = self._env(name)
            has_end = name not in found and len(found) <= _DEEPEST
            if own is None or not has_end or _changes_scripts(own.get("overrides")):
                raise UntoldError(f"there is no environment {name}, or its scripts are known to hatch alone")
            found.append(name)
            is_first = name in _BUILT_IN or own.get("detached") is True
            name = name if is_first else str(own.get("template", "default"))
        return found[1:]

    def _env(self, name: str) -> Mapping[str, object] | None:
        own = self._document.get(*self._envs, name)
        return own if isinstance(own, Mapping) else _BUILT_IN.get(name)

    def _add(self, path: tuple[str, ...]) -> None:
        """The scripts of a table; those that hatch has itself where there is none."""
        own = self._document.get(*path)
        scripts = _BUILT_IN.get(("", *path)[-2]) if own is None and path[-1] == "scripts" else own
        for name, value in scripts.items() if isinstance(scripts, Mapping) else ():
            at = (*path, name) if scripts is own else ()
            listed = value if isinstance(value, list) else [value]
            paths = [(*at, str(n)) for n in range(len(listed))] if listed is value else [at]
            self.by_name.setdefault(name, list(zip(map(str, listed), paths, strict=True)))


def _changes_scripts(overrides: object) -> bool:
    """Whether the platform, a variable or the matrix does."""
    kinds = overrides.values() if isinstance(overrides, Mapping) else ()
    options = [one for kind in kinds if isinstance(kind, Mapping) for one in kind.values()]
    return any("scripts" in key for one in options if isinstance(one, Mapping) for key in one)


def _filled(text: str, given: str) -> str:
    """A text with what is given in place of `{args}`; all else in braces is known to the run alone."""
    if len(text) + text.count("{args") * len(given) > _LONGEST:
        raise UntoldError("the scripts of hatch are too long to be followed")
    return _BRACES.sub(lambda found: _value(found, given), text)


def _value(found: Match[str], given: str) -> str:
    field, inner = found[1], found[2] or ""
    if field is None or field == "args":
        return found[0][0] if field is None else given or _filled(inner, given)
    name = inner if field == "env" else field
    return "" if _OF_HATCH.fullmatch(name) else f"${{{_ODD.sub('_', name.partition(':')[0])}}}"
