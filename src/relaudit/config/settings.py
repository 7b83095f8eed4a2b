"""From policy documents to what the engine takes: the stated process and the policy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import TypeVar

from relaudit.config.documents import RECOMMENDED, Document
from relaudit.config.language import TopLevel
from relaudit.config.waivers import Layer, waivers
from relaudit.core.model import Severity
from relaudit.core.parts import Source
from relaudit.core.policy import Policy, RuleSettings
from relaudit.core.record import record
from relaudit.core.rule import Options, Rule
from relaudit.process import TagFormat, VersionFormat
from relaudit.process.decode import ShapeError, decode, decode_part, nearest
from relaudit.process.parts import PARTS, StatedProcess
from relaudit.process.values import KeyPath, Leaf, Table, as_table, merge, without

T = TypeVar("T")
_OWN_READERS = ("process", "rules", "waivers")


@record
class Settings:
    """Everything a policy says. `merged` is all of it with origins, `documents` where it was read."""

    policy: Policy
    process: StatedProcess
    history_since: date | None
    merged: Table
    documents: Sequence[Document]


def settings(documents: Sequence[Document], rules: Iterable[Rule]) -> Settings:
    """Merge documents, lowest first, and check all of them against the language and the rules there are.

    Raises:
        PolicyError: anything that the language has no place for, at `file:line:column`.
    """
    by_id = {rule.id: rule for rule in rules}
    merged: Table = {}
    layers: list[Layer] = []
    for document in documents:
        _check(document, by_id)
        away = _unset(document, merged)
        layers.append((document, away))
        merged = _laid(merged, away, document.values)
        if away:
            _check_rest(document, merged)
    top = decode(TopLevel, {key: value for key, value in merged.items() if key not in _OWN_READERS})
    policy = Policy(
        select=top.select,
        ignore=top.ignore,
        fail_on=None if top.fail_on == "never" else Severity(top.fail_on),
        strict=top.strict,
        rules=_rule_settings(merged.get("rules"), by_id),
        waivers=waivers(layers, by_id),
        inline_waivers=top.inline_waivers,
    )
    return Settings(policy, _stated(layers), top.history_since, merged, documents)


def required(documents: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """The packs that the policy requires, each with its place."""
    found = []
    for document in documents:
        names = document.toml.get(*document.below, "requires")
        for index, name in enumerate(names if isinstance(names, list) else ()):
            found.append((str(name), document.where(("requires", str(index)))))
    return tuple(found)


def check_selectors(chosen: Iterable[str], rules: Iterable[Rule]) -> tuple[str, str] | None:
    """The first selector that selects nothing, with what may have been meant."""
    known = selectors(rules)
    unheard = next((selector for selector in chosen if selector not in known), None)
    return (unheard, nearest(unheard, known)) if unheard is not None else None


def selectors(rules: Iterable[Rule]) -> dict[str, object]:
    """What `select` and `ignore` may name: ids, families and packs."""
    every = list(rules)
    packs = {f"{rule.id.partition('/')[0]}/*" for rule in every if "/" in rule.id}
    return dict.fromkeys([*(rule.id for rule in every), *(rule.family for rule in every), *packs])


def _check(document: Document, rules: Mapping[str, Rule]) -> None:
    """Each document is checked alone, so that every error has its own file and line."""
    try:
        values = document.values
        decode(TopLevel, {key: value for key, value in values.items() if key not in _OWN_READERS})
        _check_process(_table(values, "process"))
        _rule_settings(_table(values, "rules"), rules)
        for key in ("select", "ignore"):
            _check_selected(key, document.toml.get(*document.below, key), rules)
    except ShapeError as wrong:
        raise document.error(wrong) from None


def _check_rest(document: Document, merged: Table) -> None:
    """What is left when something is unset has to hold as well."""
    try:
        _check_process(_table(merged, "process"))
    except ShapeError as wrong:
        raise document.error(ShapeError(("unset",), f"what is left does not hold: {wrong.message}")) from None


def _check_selected(key: str, chosen: object, rules: Mapping[str, Rule]) -> None:
    names = [str(name) for name in chosen] if isinstance(chosen, list) else []
    unheard = check_selectors(names, rules.values())
    if unheard:
        name, hint = unheard
        raise ShapeError((key, str(names.index(name))), f"'{name}' is no rule, family or pack{hint}")


def _check_process(process: Table) -> None:
    for key, value in process.items():
        if key not in PARTS:
            raise ShapeError(("process", key), f"unknown key '{key}'{nearest(key, PARTS)}", at_key=True)
        part = decode_part(PARTS[key], value, ("process", key))
        if isinstance(part, VersionFormat) and part.scheme == "calver" and not part.pattern:
            raise ShapeError(
                ("process", key, "scheme"), "'calver' needs a pattern, as in: pattern = \"YYYY.MM.MICRO\""
            )
        if isinstance(part, TagFormat) and part.pattern.count("{version}") != 1:
            raise ShapeError(("process", key, "pattern"), f"'{part.pattern}' has to hold {{version}}, once")


def _table(values: Table, key: str) -> Table:
    value = as_table(values.get(key, {}))
    if isinstance(value, Leaf):
        raise ShapeError((key,), f"'{key}' has to be a table")
    return value


def _stated(layers: Iterable[Layer]) -> StatedProcess:
    stated: Table = {}
    recommended: Table = {}
    for document, away in layers:
        said: Table = {key: value for key, value in document.values.items() if key == "process"}
        is_lowest = document.source is Source.RECOMMENDED and document.name == RECOMMENDED
        stated = _laid(stated, away, {} if is_lowest else said)
        recommended = _laid(recommended, away, said if is_lowest else {})
    return StatedProcess(_table(stated, "process"), _table(recommended, "process"))


def _unset(document: Document, below: Table) -> Sequence[KeyPath]:
    if document.toml.get(*document.below, "unset") is None:
        return ()
    from relaudit.config.unset import unset

    return unset(document, below)


def _laid(below: Table, away: Iterable[KeyPath], over: Table) -> Table:
    return merge(reduce(without, away, below), over)


def _rule_settings(values: "Leaf | Table | None", rules: Mapping[str, Rule]) -> Mapping[str, RuleSettings]:
    if values is None or isinstance(values, Leaf):
        return {}
    found: dict[str, RuleSettings] = {}
    for name, value in values.items():
        said = as_table(value)
        if name not in rules:
            raise ShapeError(("rules", name), f"there is no rule '{name}'{nearest(name, rules)}", at_key=True)
        if isinstance(said, Leaf):
            raise ShapeError(("rules", name), f"'{name}' has to be a table, as in: severity = \"warning\"")
        found[name] = _one_rule(said, rules[name], ("rules", name))
    return found


def _one_rule(said: Table, rule: Rule, path: KeyPath) -> RuleSettings:
    severity = said.get("severity")
    word = severity.value if isinstance(severity, Leaf) else ""
    allowed = (*Severity, "off")
    if severity is not None and word not in allowed:
        raise ShapeError((*path, "severity"), f"{word!r} is no severity; it is one of {', '.join(allowed)}")
    rest = {key: value for key, value in said.items() if key != "severity"}
    options = _options(rule, rest, path)
    off = word == "off"
    return RuleSettings(Severity(str(word)) if word and not off else None, off, options)


def _options(rule: Rule, rest: Table, path: KeyPath) -> Options | None:
    if rule.options is None:
        if rest:
            key = next(iter(rest))
            raise ShapeError((*path, key), f"'{rule.id}' takes no option '{key}', only severity", at_key=True)
        return None
    return decode(rule.options, rest, path)
