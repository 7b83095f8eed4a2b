"""What publishes: commands by their first words, actions by their names. Policy and packs add to it."""

from collections.abc import Mapping, Sequence

from relaudit.core.record import NOTHING, named_record, record

OIDC, OIDC_WHERE_ALLOWED, TOKEN, OTHER = "oidc", "oidc where allowed", "github-token", "other"
CHECKOUT = "that of the checkout"
CONFIG = "config"


@named_record
class Publisher:
    """How a command or an action publishes.

    The names in `index`, `token`, `images` and `asks` are options (`--repository`), variables (`TWINE_PASSWORD`) or inputs (`password`),
    told apart by how they are written.

    Attributes:
        target: where it publishes unless `index` or `images` say otherwise: a target of `relaudit graph`, or `config` when a
            configuration file of the tool says
        index: what names another place
        settings: where that is said outside of the command: `ACTION#INPUT` of a step before, `FILE#KEY` of a file where it runs
        images: what holds the references of images, whose hosts are the targets; `*` for the first word behind a command, `$` for the last
        token: what holds the credential
        told_by: words of an earlier line that holds the credential
        without: the credential where none is given
        asks: what has to be there for it to publish at all: `push` for an input that is true, `outputs~push=true` for a text in one
        unless: options and inputs that make it publish nothing
    """

    target: str = ""
    index: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    token: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    without: str = OTHER
    asks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@record
class PublishTable:
    """Publishers by the first words of a command, by action, and by the function that a script of JavaScript calls.

    `exchanges` are actions whose outputs are credentials that stand for the workflow itself.
    """

    commands: Mapping[str, Publisher] = NOTHING
    actions: Mapping[str, Publisher] = NOTHING
    calls: Mapping[str, Publisher] = NOTHING
    exchanges: frozenset[str] = frozenset()


def merged(tables: Sequence[PublishTable]) -> PublishTable:
    """All of them as one; of two that say something of the same command the first counts."""
    return PublishTable(
        _laid([table.commands for table in tables]),
        _laid([table.actions for table in tables]),
        _laid([table.calls for table in tables]),
        frozenset(one for table in tables for one in table.exchanges),
    )


def _laid(parts: Sequence[Mapping[str, Publisher]]) -> Mapping[str, Publisher]:
    found: dict[str, Publisher] = {}
    for part in reversed(parts):
        found |= part
    return found
