"""What a policy file says beside the process, as types; the descriptions are those of the JSON Schema."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from relaudit.core.policy import InlineWaivers
from relaudit.core.record import NOTHING, named_record


@named_record
class TopLevel:
    """The plain keys of a policy file.

    Attributes:
        extends: presets by name and files by path from the root; later ones win
        unset: keys that what is extended says, and this policy does not
        history_since: tags and changelog entries before this day are not judged
        requires: rule packs that have to be installed, as in `acme-rules>=1.2`
        select: rules, families and packs (`acme/*`) that are judged; all when not given
        ignore: rules, families and packs that are not judged
        fail_on: the mildest severity that fails the run
        strict: whether the run fails when something is unknown
        inline_waivers: whether comments may waive findings, and whether they have to name a last day
        process: what the release process is
        rules: the severity and the options of single rules
        waivers: findings to live with: which, why, and until when
    """

    extends: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()
    history_since: date | None = None
    requires: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Literal["error", "warning", "notice", "never"] = "error"
    strict: bool = False
    inline_waivers: InlineWaivers = "dated"
    process: Mapping[str, str] = NOTHING
    rules: Mapping[str, str] = NOTHING
    waivers: tuple[str, ...] = ()


@named_record
class WaiverEntry:
    """One `[[waivers]]` as it is written.

    Attributes:
        rule: the rule whose findings are waived
        reason: why
        until: the last day; `forever` only for refs, which history has fixed in place
        refs: tags, branches or commits; `*` is a wildcard
        paths: files; `*` is a wildcard
        settings: settings of the repository; `*` is a wildcard
        subjects: what findings are about: a tag, a branch, a secret; `*` is a wildcard
        owner: who decided
    """

    rule: str
    reason: str
    until: date | Literal["forever"]
    refs: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    owner: str = ""
