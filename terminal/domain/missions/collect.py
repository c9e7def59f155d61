"""A number of different items."""

from collections.abc import Mapping

from terminal.domain.bundle.items import ITEMS
from terminal.domain.missions.base import MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


@record
class Collect:
    """Every item number of ``items`` that is bought with an amount that earns."""

    items: ItemSelector

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The item numbers of the bill."""
        return {line.sku: 1 for line in self.items.of(occasion.lines) if line.amount > 0}


KIND = MissionKind(
    name="collect",
    doc="A number of different items, each bought once or more.",
    goal="How many different items.",
    arguments={"items": ITEMS},
    build=Collect,
    distinct=True,
)
