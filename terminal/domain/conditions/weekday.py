"""On these weekdays."""

from enum import StrEnum
from typing import Final

from terminal.domain.bundle.shapes import Choice, SetOf
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


class Weekday(StrEnum):
    """A day of the week, in the order of ``date.weekday``."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


_WEEK: Final = tuple(Weekday)


@record
class OnWeekday:
    """The business day is one of ``weekdays``, Monday being 0."""

    weekdays: frozenset[int]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        return occasion.moment.day.weekday() in self.weekdays


KIND = ConditionKind(
    name="weekdays",
    doc="On these weekdays of the business day.",
    shape=SetOf(Choice(Weekday), 7, 1),
    build=lambda weekdays: OnWeekday(frozenset(_WEEK.index(weekday) for weekday in weekdays)),
)
