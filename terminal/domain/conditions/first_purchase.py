"""On a member's first bill."""

from terminal.domain.bundle.shapes import Flag
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class FirstPurchase:
    """The member has never bought before in the group, or with ``wanted`` false has."""

    wanted: bool

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is so."""
        return occasion.facts is not None and (occasion.facts.visits == 0) is self.wanted


KIND = ConditionKind(
    name="first_purchase",
    doc="On a member's first bill in the group; with `false` on every later one.",
    shape=Flag(),
    build=FirstPurchase,
)
