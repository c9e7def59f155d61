"""A gift for the birthday."""

from datetime import date
from enum import StrEnum

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice
from terminal.domain.conditions.birthday import BirthdayTime
from terminal.domain.facts import Birthday, Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


class JoinedInMonth(StrEnum):
    """What becomes of the gift of members who joined in the month of their birthday."""

    AT_ONCE = "at_once"
    IF_STILL_TO_COME = "if_still_to_come"
    NEXT_YEAR = "next_year"


@record
class BirthdayGift(OncePerBill):
    """In the month of the birthday or on the day."""

    within: BirthdayTime
    joined_in_month: JoinedInMonth

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once a year, whatever birthday the member names later."""
        near = facts.birthday is Birthday.DAY or (
            facts.birthday is Birthday.MONTH and self.within is BirthdayTime.MONTH
        )
        return (Due(str(day.year), date(day.year, 12, 31)),) if near and not self._too_late(facts, day) else None

    def _too_late(self, facts: Facts, day: date) -> bool:
        joined = facts.enrolled_on
        if joined is None or (joined.year, joined.month) != (day.year, day.month):
            return False
        if self.joined_in_month is JoinedInMonth.IF_STILL_TO_COME:
            return facts.birthday_passed_on_joining
        return self.joined_in_month is JoinedInMonth.NEXT_YEAR


KIND = GiftKind(
    name="birthday",
    doc="For the birthday, once in a calendar year.",
    arguments={
        "within": Field(Choice(BirthdayTime), "Its `month`, or only the `day`.", "month"),
        "joined_in_month": Field(
            Choice(JoinedInMonth),
            "For who joins in the month of their birthday: `at_once`, from `next_year` on, or this year only "
            "`if_still_to_come` (the day of the birthday is in time).",
            "at_once",
        ),
    },
    build=BirthdayGift,
)
