"""A number of certain items."""

from collections.abc import Mapping
from enum import StrEnum

from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice
from terminal.domain.missions.base import STEPS, MissionKind
from terminal.domain.missions.pieces import pieces_bought
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


class BuyCount(StrEnum):
    """What is counted of items that were bought."""

    UNITS = "units"
    BILLS = "bills"


@record
class Buy:
    """Every piece of ``items``, or every bill with at least one."""

    items: ItemSelector
    count: BuyCount

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The pieces, or one."""
        bought = pieces_bought(self.items, occasion.lines)
        return {STEPS: bought if self.count is BuyCount.UNITS else 1} if bought else {}


KIND = MissionKind(
    name="buy",
    doc="A number of certain items, or of bills with at least one of them.",
    goal="How many of what `count` says.",
    arguments={
        "items": ITEMS,
        "count": Field(Choice(BuyCount), "`units` counts whole pieces, `bills` the bills with one or more.", "units"),
    },
    build=Buy,
)
