"""A gift for a bill: a coupon that a rule gives."""

from datetime import date

from terminal.domain.bundle.common import AMOUNT_MAX
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Whole
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


@record
class PurchaseGift:
    """A bill with some of ``items``; with ``every``, once for each so many minor units spent on them.

    ``per_bill``, ``per_day`` and ``per_member`` are the most of it; ``None`` is without limit.
    """

    items: ItemSelector
    every: int | None
    per_bill: int | None
    per_day: int | None
    per_member: int | None

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Within the limits of the day and of the member."""
        daily = () if self.per_day is None else (Due(day.isoformat(), day, self.per_day),)
        return daily if self.per_member is None else (*daily, Due("ever", times=self.per_member, while_given=True))

    def helpings(self, occasion: Occasion) -> int:
        """Once, or once for each full ``every``."""
        spent = sum([line.amount for line in self.items.of(occasion.lines)])
        helpings = (1 if spent > 0 else 0) if self.every is None else spent // self.every
        return helpings if self.per_bill is None else min(helpings, self.per_bill)


KIND = GiftKind(
    name="purchase",
    doc="For a bill on which something earns: points or a coupon for next time.",
    arguments={
        "items": ITEMS,
        "every": Field(
            Whole(1, AMOUNT_MAX), "Once for every so many minor units spent on them; left out, once for the bill.", None
        ),
        "per_bill": Field(Whole(1, 1000), "At most so often for one bill.", None),
        "per_day": Field(Whole(1, 1000), "At most so often for one member on one day.", None),
        "per_member": Field(Whole(1, 10**6), "At most so often for one member in all.", None),
    },
    build=PurchaseGift,
    monetary=lambda occasions: occasions.every is not None,
    offered=False,
)
