"""The modules that make up relaudit's own pack, and everything that is installed beside it."""

import relaudit_rules
from relaudit import reporters
from relaudit.evidence import catalogue
from relaudit.plugins.discovery import installed_packs
from relaudit.plugins.load import Loaded, load

MODULES = (relaudit_rules, catalogue, reporters)


def everything() -> Loaded:
    """The built-in pack and every installed one.

    Raises:
        PluginError: one of them is broken.
    """
    return load(MODULES, installed_packs())


def own() -> Loaded:
    """The built-in pack alone."""
    return load(MODULES, ())
