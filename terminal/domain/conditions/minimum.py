"""From a bill's amount on."""

from terminal.domain.bundle.common import AMOUNT_MAX
from terminal.domain.bundle.shapes import Whole
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class Minimum:
    """The bill comes to ``amount`` minor units or more."""

    amount: int

    def holds(self, occasion: Occasion) -> bool:
        """Whether it does."""
        return occasion.amount >= self.amount


KIND = ConditionKind(
    name="minimum",
    doc="From this amount of the bill on, in minor units: for points the part of it that earns.",
    shape=Whole(1, AMOUNT_MAX),
    build=Minimum,
    monetary=True,
)
