"""From an amount of certain items on."""

from terminal.domain.bundle.common import AMOUNT_MAX
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Whole
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


@record
class SpentOnItems:
    """The lines of ``items`` come to ``minimum`` minor units or more."""

    minimum: int
    items: ItemSelector

    def holds(self, occasion: Occasion) -> bool:
        """Whether they do."""
        return sum([line.amount for line in self.items.of(occasion.lines)]) >= self.minimum


KIND = ConditionKind(
    name="spend",
    doc="From an amount of certain items on.",
    shape=Record(
        SpentOnItems,
        {"minimum": Field(Whole(1, AMOUNT_MAX), "The least amount in minor units."), "items": ITEMS},
    ),
    build=lambda condition: condition,
    monetary=True,
)
