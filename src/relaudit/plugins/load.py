"""Loading packs: what they add is checked once, and a pack that is broken ends the run by name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, TypeVar

from relaudit.api import Provider, Reporter, Rule
from relaudit.core.errors import PluginError, RelauditError
from relaudit.core.record import record, replace
from relaudit.plugins import hookspecs
from relaudit.plugins.hookspecs import HOOKS

if TYPE_CHECKING:
    from pluggy import PluginManager

T = TypeVar("T")
_PREFIX = "relaudit_"


@record
class Loaded:
    """Everything that rules are judged with."""

    rules: tuple[Rule, ...]
    providers: tuple[Provider, ...]
    reporters: Mapping[str, Reporter]
    tables: Mapping[str, tuple[object, ...]]


def load(builtin: Sequence[ModuleType], packs: Iterable[tuple[str, str]]) -> Loaded:
    """Call every hook of the built-in modules and of the packs, `(name, module)`.

    Raises:
        PluginError: a pack cannot be imported, misspells a hook, adds something that is there already.
    """
    plugins = [("", module) for module in builtin] + [
        (name, _imported(name, target)) for name, target in packs
    ]
    for name, module in plugins:
        _check_names(name, module)
    answers = _called(plugins)
    return Loaded(
        rules=tuple(_unique("rule", ((rule.id, rule) for rule in _rules(answers))).values()),
        providers=tuple(_providers(answers)),
        reporters=_unique("reporter", _reporters(answers)),
        tables=_tables(answers),
    )


Answers = list[tuple[str, str, object]]


def _called(plugins: Sequence[tuple[str, ModuleType]]) -> Answers:
    """What each plugin says to each hook; pluggy is asked as soon as there is anything of someone else's."""
    if all(not name for name, _ in plugins):
        return [
            (name, hook, getattr(module, hook)())
            for hook in HOOKS
            for name, module in plugins
            if hasattr(module, hook)
        ]
    manager = _manager(plugins)
    return [
        (
            implementation.plugin_name.rpartition("#")[0],
            hook,
            _asked(implementation.plugin_name, implementation.function),
        )
        for hook in HOOKS
        for implementation in getattr(manager.hook, hook).get_hookimpls()
    ]


def _asked(name: str, function: "object") -> object:
    try:
        return function()  # type: ignore[operator]  # pluggy types it as any object
    except RelauditError:
        raise
    except Exception as error:
        raise PluginError(
            f"pack '{name.rpartition('#')[0]}' failed: {type(error).__name__}: {error}"
        ) from error


def _manager(plugins: Sequence[tuple[str, ModuleType]]) -> "PluginManager":
    """A manager that knows hooks by their prefix, so that a pack needs no marker of ours."""
    import pluggy

    class Manager(pluggy.PluginManager):
        def parse_hookimpl_opts(self, plugin: object, name: str) -> "pluggy.HookimplOpts | None":
            if not name.startswith(_PREFIX) or not callable(getattr(plugin, name)):
                return None
            return {
                "wrapper": False, "hookwrapper": False, "optionalhook": False,
                "tryfirst": False, "trylast": False, "specname": None,
            }  # fmt: skip

        def parse_hookspec_opts(self, module_or_class: object, name: str) -> "pluggy.HookspecOpts | None":  # noqa: ARG002 - its shape is pluggy's
            if name not in HOOKS:
                return None
            return {"firstresult": False, "historic": False, "warn_on_impl": None, "warn_on_impl_args": None}

    manager = Manager("relaudit")
    manager.add_hookspecs(hookspecs)
    for index, (name, module) in enumerate(plugins):
        manager.register(module, name=f"{name}#{index}")
    manager.check_pending()
    return manager


def _imported(name: str, target: str) -> ModuleType:
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise PluginError(
            f"'{name}' ({target}) is no name for a pack: letters, digits, dots, dashes and underscores"
        )
    try:
        return import_module(target.partition(":")[0])
    except Exception as error:
        raise PluginError(
            f"pack '{name}' ({target}) cannot be imported: {type(error).__name__}: {error}; mend or uninstall it, "
            "relaudit does not run with half of its rules"
        ) from error


def _check_names(name: str, module: ModuleType) -> None:
    for word, value in vars(module).items():
        if not (name and word.startswith(_PREFIX) and callable(value)):
            continue
        if word not in HOOKS:
            raise PluginError(f"pack '{name}': there is no hook '{word}'; the hooks are {', '.join(HOOKS)}")
        if not isinstance(value, FunctionType):
            raise PluginError(f"pack '{name}': {word} has to be a function")


def _rules(answers: Answers) -> Iterable[Rule]:
    for name, hook, said in answers:
        for rule in _many(name, hook, said) if hook == "relaudit_rules" else ():
            if not isinstance(rule, Rule):
                raise PluginError(f"pack '{name}': relaudit_rules gives {rule!r}, which is no rule")
            yield replace(rule, id=f"{name}/{rule.id}") if name else rule


def _providers(answers: Answers) -> Iterable[Provider]:
    for name, hook, said in answers:
        for provider in _many(name, hook, said) if hook == "relaudit_evidence" else ():
            if not isinstance(provider, Provider):
                raise PluginError(
                    f"pack '{name}': relaudit_evidence gives {provider!r}, which is no provider"
                )
            yield provider


def _reporters(answers: Answers) -> Iterable[tuple[str, Reporter]]:
    for name, reporter in _pairs(answers, "relaudit_reporters"):
        if not callable(reporter):
            raise PluginError(f"the reporter '{name}' has to be a function from a report to text")
        yield name, reporter


def _many(name: str, hook: str, said: object) -> Iterable[object]:
    if isinstance(said, Iterable) and not isinstance(said, str | Mapping):
        return said
    raise PluginError(f"pack '{name}': {hook} has to give a list, not {said!r}")


def _pairs(answers: Answers, wanted: str) -> Iterable[tuple[str, object]]:
    for name, hook, said in answers:
        if hook == wanted:
            if not isinstance(said, Mapping):
                raise PluginError(f"pack '{name}': {hook} has to give a mapping by name, not {said!r}")
            yield from said.items()


def _unique(kind: str, pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise PluginError(f"{kind} '{key}' is defined twice; a pack adds, it never replaces")
        found[key] = value
    return found


def _tables(answers: Answers) -> Mapping[str, tuple[object, ...]]:
    """The built-in tables, and what packs add to them: parts of the same kind."""
    own = dict(_pairs([answer for answer in answers if not answer[0]], "relaudit_tables"))
    found: dict[str, tuple[object, ...]] = {name: (part,) for name, part in own.items()}
    for pack in dict.fromkeys(name for name, _, _ in answers if name):
        theirs = [answer for answer in answers if answer[0] == pack]
        for name, part in _pairs(theirs, "relaudit_tables"):
            if name not in own:
                raise PluginError(
                    f"pack '{pack}': there is no table '{name}'; the tables are {', '.join(own)}"
                )
            if type(part) is not type(own[name]):
                kind = type(own[name]).__name__
                raise PluginError(f"pack '{pack}': the table '{name}' takes a {kind}, not {part!r}")
            found[name] = (*found[name], part)
    return found
