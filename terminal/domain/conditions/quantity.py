"""From a number of items on."""

from fractions import Fraction

from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Exact
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector, pieces


@record
class Bought:
    """``minimum`` or more pieces of ``items`` are on the bill; weighed goods count what they weigh."""

    minimum: Fraction
    items: ItemSelector

    def holds(self, occasion: Occasion) -> bool:
        """Whether they are."""
        return self.minimum <= pieces(self.items.of(occasion.lines))


KIND = ConditionKind(
    name="quantity",
    doc="From a number of certain items on.",
    shape=Record(
        Bought,
        {
            "minimum": Field(Exact(10**6, above_zero=True), "The fewest pieces, or units of what is weighed."),
            "items": ITEMS,
        },
    ),
    build=lambda condition: condition,
)
