"""For members only, or only for others."""

from terminal.domain.bundle.shapes import Flag
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class IsMember:
    """The sale is a member's, or with ``wanted`` false nobody's."""

    wanted: bool

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is so."""
        return (occasion.facts is not None) is self.wanted


KIND = ConditionKind(
    name="member",
    doc="On a member's bill; with `false` on one without a member.",
    shape=Flag(),
    build=IsMember,
)
