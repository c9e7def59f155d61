"""A gift for new members."""

from datetime import date

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Flag, Whole
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


@record
class Welcome(OncePerBill):
    """On a bill at most ``days`` after joining (``None``: however late); with ``first_bill`` only on the first."""

    days: int | None
    first_bill: bool

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once for ever."""
        if self.first_bill and facts.visits > 0:
            return None
        if self.days is not None and (facts.enrolled_on is None or (day - facts.enrolled_on).days > self.days):
            return None
        return (Due("ever"),)


KIND = GiftKind(
    name="welcome",
    doc="For new members, once for ever.",
    arguments={
        "days": Field(Whole(0, 36500), "The most days after joining; left out, it is however late.", None),
        "first_bill": Field(Flag(), "Whether only the very first bill gives it; otherwise the first that fits.", True),
    },
    build=Welcome,
)
