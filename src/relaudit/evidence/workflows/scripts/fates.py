"""What may become of a failure: the ways on which it surfaces, and the masks on the others."""

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.commands import Mask, MaskKind
from relaudit.evidence.workflows.scripts.options import Options


@record
class Fates:
    """`surfaces` when there is a way on which the script fails; on every other way a mask is met."""

    masks: frozenset[Mask] = frozenset()
    surfaces: bool = False

    @classmethod
    def lost(cls, mask: Mask) -> "Fates":
        """It meets this mask."""
        return cls(frozenset({mask}))

    def joined(self, other: "Fates") -> "Fates":
        """The ways of both."""
        return Fates(self.masks | other.masks, self.surfaces or other.surfaces)

    def blended(self, mask: Mask) -> "Fates":
        """Where the ways part: unless all of them end alike, none of the masks is certain."""
        return self.doubted(mask) if self.surfaces else self

    def doubted(self, mask: Mask | None) -> "Fates":
        """With this uncertain mask in the place of certain ones."""
        if mask is None:
            return self
        return Fates(
            frozenset(mask if found.kind.is_certain else found for found in self.masks), self.surfaces
        )

    def settled(self) -> tuple[Mask, ...]:
        """The masks in the order of their places; none when the failure surfaces on every way."""
        is_certain = not self.surfaces and all(mask.kind.is_certain for mask in self.masks)
        found = {
            mask if is_certain or not mask.kind.is_certain else Mask(MaskKind.DEPENDS, mask.span)
            for mask in self.masks
        }
        return tuple(sorted(found, key=lambda mask: (mask.span, mask.kind)))


SURFACES = Fates(surfaces=True)


@record
class Course:
    """The run with the failure: how the last statement ended, and what has kept the shell going so far.

    `start` is where the command stands.
    """

    start: int
    failed: bool
    options: Options
    mask: Mask = Mask(MaskKind.DEPENDS)
