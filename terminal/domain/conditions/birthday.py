"""In the month of the member's birthday, or on the day."""

from enum import StrEnum

from terminal.domain.bundle.shapes import Choice
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.facts import Birthday
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


class BirthdayTime(StrEnum):
    """How near the birthday has to be."""

    MONTH = "month"
    DAY = "day"


@record
class NearBirthday:
    """The business day is in the birthday's month, or with ``day`` the birthday itself."""

    time: BirthdayTime

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        if occasion.facts is None:
            return False
        near = occasion.facts.birthday
        return near is Birthday.DAY or (near is Birthday.MONTH and self.time is BirthdayTime.MONTH)


KIND = ConditionKind(
    name="birthday",
    doc="In the `month` of the member's birthday, or on the `day`.",
    shape=Choice(BirthdayTime),
    build=NearBirthday,
)
