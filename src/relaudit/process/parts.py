"""The parts of the process by their key below `[process]`, and the stated half of it."""

from collections.abc import Mapping
from typing import TypeVar

from relaudit.core.model import Reason, Unknown
from relaudit.core.parts import Part
from relaudit.core.record import NOTHING, record
from relaudit.process import delivery, source
from relaudit.process.decode import decode_part
from relaudit.process.values import Leaf, Table, laid_over

P = TypeVar("P", bound=Part)

PARTS: Mapping[str, type[Part]] = {
    "repository": source.Identity,
    "workflows": source.WorkflowList,
    "branches": source.Branches,
    "version": source.VersionFormat,
    "tags": source.TagFormat,
    "packages": source.Packages,
    "changelog": source.ChangelogFormat,
    "release": source.ReleasePage,
    "commits": source.Commits,
    "gates": delivery.Gates,
    "events": delivery.Events,
    "artifacts": delivery.Artifacts,
    "secrets": delivery.Secrets,
    "actions": delivery.Actions,
    "targets": delivery.Targets,
    "documents": delivery.Documents,
}
KEYS: Mapping[type[Part], str] = {part: key for key, part in PARTS.items()}


@record
class StatedProcess:
    """What policy and presets say under `[process]`; `recommended` is kept apart, it yields to derived values."""

    stated: Table = NOTHING
    recommended: Table = NOTHING


@record
class DerivedProcess:
    """What the repository's own tools imply under `[process]`."""

    values: Table = NOTHING


def part_of(wanted: type[P], process: StatedProcess, derived: DerivedProcess | None) -> P | Unknown:
    """One part, merged: recommended, then derived, then stated; later wins.

    An Unknown whose reason is *unstated* when nobody says anything about it.
    """
    key = KEYS[wanted]
    sources = (process.recommended, derived.values if derived else {}, process.stated)
    merged: Leaf | Table | None = None
    for values in (said[key] for said in sources if key in said):
        merged = values if merged is None else laid_over(merged, values)
    if merged is None:
        return Unknown(wanted.__name__, Reason.UNSTATED, needs=f"process.{key}")
    return decode_part(wanted, merged, ("process", key))
