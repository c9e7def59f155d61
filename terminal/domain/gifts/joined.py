"""A gift for joining, given there and then."""

from datetime import date

from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


@record
class Joined(OncePerBill):
    """The member is enrolled: no bill is asked for, and none can take it back."""

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once for ever."""
        return (Due("ever"),)


KIND = GiftKind(
    name="joined",
    doc="For joining, when the till enrols the member and without a bill.",
    arguments={},
    build=Joined,
    offered=False,
    on_joining=True,
)
