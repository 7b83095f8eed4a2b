"""What is wrong with the run itself: raised, caught once at the command line, shown as one sentence."""


class RelauditError(Exception):
    """The run cannot go on; the message names the thing and the way out."""


class UsageError(RelauditError):
    """The command line asks for something that cannot be."""


class PolicyError(RelauditError):
    """The policy cannot be read as one; the message begins with `file:line:column`."""


class PluginError(RelauditError):
    """A rule, a provider or a pack cannot be loaded."""
