"""On these days of every month."""

from terminal.domain.bundle.shapes import SetOf, Whole
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class OnDayOfMonth:
    """The business day is one of ``days``; a month too short for a day has none such."""

    days: frozenset[int]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        return occasion.moment.day.day in self.days


KIND = ConditionKind(
    name="days_of_month",
    doc="On these days of every month.",
    shape=SetOf(Whole(1, 31), 31, 1),
    build=lambda days: OnDayOfMonth(frozenset(days)),
)
