"""So much spent on certain items."""

from collections.abc import Mapping

from terminal.domain.bundle.items import ITEMS
from terminal.domain.missions.base import STEPS, MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


@record
class Spend:
    """Every minor unit that earns and is spent on ``items`` is a step."""

    items: ItemSelector

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The amount."""
        spent = sum([line.amount for line in self.items.of(occasion.lines)])
        return {STEPS: spent} if spent > 0 else {}


KIND = MissionKind(
    name="spend",
    doc="So much spent on certain items, on one bill or over several.",
    goal="How much, in minor units.",
    arguments={"items": ITEMS},
    build=Spend,
    spending=True,
    monetary=lambda _: True,
)
