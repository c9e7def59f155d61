"""A gift for everyone who comes between two days."""

from datetime import date

from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


@record
class Festive(OncePerBill):
    """Any bill between the gift's first and last day."""

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once in all."""
        return (Due("ever", while_given=True),)


KIND = GiftKind(
    name="festive",
    doc="For whoever comes between two days, once for each member.",
    arguments={},
    build=Festive,
    dated=True,
)
