"""A gift for members who come back."""

from datetime import date, timedelta

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Whole
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


@record
class WinBack(OncePerBill):
    """The last visit is ``away_days`` ago or more; whoever never came is not coming back."""

    away_days: int

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once for every absence, which the last visit before it names."""
        away = facts.days_since_visit
        if away is None or away < self.away_days:
            return None
        return (Due((day - timedelta(days=away)).isoformat(), day + timedelta(days=self.away_days)),)


KIND = GiftKind(
    name="win_back",
    doc="For members who have not come for a while, once for every time they stayed away.",
    arguments={"away_days": Field(Whole(1, 3650), "The fewest days since the last visit.")},
    build=WinBack,
)
