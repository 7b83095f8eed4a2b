"""What makes a GitHub Release, and how it is told that one is a pre-release, a draft or not the latest.

Tools that decide by the version themselves, and those that add to a release that is there, are left out.
"""

from collections.abc import Mapping

from relaudit.core.record import record


@record
class Maker:
    """The inputs, or the options of a command."""

    prerelease: tuple[str, ...] = ("prerelease",)
    latest: tuple[str, ...] = ()
    draft: tuple[str, ...] = ("draft",)


_OLD = Maker()
ACTIONS: Mapping[str, Maker] = {
    "softprops/action-gh-release": Maker(latest=("make_latest",)),
    "ncipollo/release-action": Maker(latest=("makeLatest",)),
    "svenstaro/upload-release-action": Maker(latest=("make_latest",)),
    "actions/create-release": _OLD,
    "crazy-max/ghaction-github-release": _OLD,
    "marvinpinto/action-automatic-releases": _OLD,
    "elgohr/github-release-action": _OLD,
}
COMMANDS: Mapping[str, Maker] = {
    "gh release create": Maker(("--prerelease", "-p"), ("--latest",), ("--draft", "-d")),
    "hub release create": Maker(("--prerelease", "-p"), (), ("--draft", "-d")),
}
CALLS = ("createRelease",)
