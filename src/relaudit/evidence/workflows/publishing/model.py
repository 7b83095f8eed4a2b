"""What is published in a run, to where, and with what."""

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.credentials import Credential
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.running.route import Route

UNTOLD = "?"


@record
class Publication:
    """One step and one target in a run.

    `images` are references as far as they are known; `environment` is empty for none, and `UNTOLD` where only the run can tell;
    `truth` says whether it happens, given that the run comes to this job.
    """

    target: str
    use: Use
    route: Route
    credential: Credential
    environment: str
    truth: Truth
    images: tuple[str, ...] = ()

    @property
    def at(self) -> StepAt:
        """The step."""
        return self.use.at

    @property
    def how(self) -> str:
        """The command or the action."""
        return self.use.how

    @property
    def place(self) -> InFile:
        """Where the command or the action stands: in an action or a Makefile where it is followed there."""
        at, trail = self.use.at, self.use.trail
        if trail and trail[-1].place is not None:
            return trail[-1].place
        if trail and at.step.script is not None:
            return place_of(at.file, at.step.script, *trail[-1].command.span)
        node = at.step.uses or at.step.script
        return place_of(at.file, node) if node is not None else at.file.text.whole()
