"""The names of environments in tox's TOML: lists, ranges, and every choice of one factor from each group."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

_MOST = 1000


def names_in(value: object) -> Sequence[str] | None:
    """The environments of a list, None when it holds what cannot be told."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [None]:
        table = table_of(item)
        names = [item] if isinstance(item, str) else _product(table) if "product" in table else _group(item)
        if names is None or len(found) + len(names) > _MOST:
            return None
        found += names
    return found


def _product(table: Mapping[str, object]) -> Sequence[str] | None:
    """The names that every choice of one factor from each group makes."""
    groups = table["product"]
    choices = [_group(group) for group in groups] if isinstance(groups, list) else [None]
    names = _joined([choice for choice in choices if choice is not None])
    left_out = strings_of(table.get("exclude"))
    return None if None in choices or names is None else [name for name in names if name not in left_out]


def _group(value: object) -> Sequence[str] | None:
    """The factors of a group: a list, a range, or either of them under a label."""
    table = table_of(value)
    if isinstance(value, list):
        return strings_of(value) if len(strings_of(value)) == len(value) else None
    if "prefix" in table:
        first, last = table.get("start"), table.get("stop")
        if not isinstance(first, int) or not isinstance(last, int) or last - first > _MOST:
            return None
        return [f"{table['prefix']}{number}" for number in range(first, last + 1)]
    if len(table) != 1:
        return None
    (listed,) = table.values()
    return _group(table_of(listed).get("values", listed))


def made_of(name: str, factors: object) -> Sequence[str]:
    """The environments that a table and its factors make."""
    if not isinstance(factors, list):
        return ()
    if all(isinstance(factor, str) for factor in factors):
        return [f"{name}-{factor}" for factor in factors[:_MOST]]
    groups = [_group(group) or () for group in factors]
    return _joined([(name,), *groups]) or ()


def _joined(groups: Sequence[Sequence[str]]) -> Sequence[str] | None:
    return None if prod(map(len, groups)) > _MOST else ["-".join(choice) for choice in product(*groups)]


def table_of(value: object) -> Mapping[str, object]:
    """A value that is a table, an empty one instead of any other."""
    return value if isinstance(value, Mapping) else {}


def strings_of(value: object) -> Sequence[str]:
    """The strings of a value that is a list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
