"""A gift on every tenth visit, or every other number."""

from datetime import date, timedelta
from typing import Final

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Whole
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record

_REMEMBERED_DAYS: Final = 400


@record
class EveryNthVisit(OncePerBill):
    """The bill is the member's ``every``-th, twice as many-th, and so on, of all they ever had in the group."""

    every: int

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once for each such number: after a refund the same number comes again."""
        number = facts.visits + 1
        if number % self.every:
            return None
        return (Due(str(number), day + timedelta(days=_REMEMBERED_DAYS)),)


KIND = GiftKind(
    name="every_nth_visit",
    doc="On every so many-th bill of a member, all bills in the group counted.",
    arguments={"every": Field(Whole(2, 10_000), "Which: with 10 the tenth, the twentieth and so on.")},
    build=EveryNthVisit,
)
