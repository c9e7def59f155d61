"""When points run out. Each clock is one small function of the day of earning."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.days import add_months, month_end
from terminal.domain.ledger import LotPart
from terminal.domain.records import record


class ExpiryClock(StrEnum):
    """How the last day of a lot is found."""

    DAYS = "days"
    DAYS_MONTH_END = "days_month_end"
    MONTHS = "months"
    MONTHS_END = "months_end"
    END_OF_NEXT_YEAR = "end_of_next_year"
    YEARLY = "yearly"
    MONTHS_IDLE = "months_idle"
    ON = "on"
    NEVER = "never"


@record
class ExpiryRule:
    """When points run out; ``count`` is days, months or years for the clocks that need one.

    ``last_day`` is the day of ``on``, ``month`` that of ``yearly``.
    """

    clock: ExpiryClock
    count: int = 0
    last_day: date | None = None
    month: int = 12


def expires_on(rule: ExpiryRule, earned_on: date) -> date | None:
    """The last day on which points earned on ``earned_on`` can be spent, never before it; ``None`` is for ever.

    With ``MONTHS_IDLE`` it is that day as long as the member does not come again.
    """
    return _CLOCKS[rule.clock](rule, earned_on)


def new_lot(rule: ExpiryRule, brand: str, lot_id: str, points: int, day: date) -> LotPart:
    """Points that ``brand`` gives on business day ``day``, as a lot with its expiry."""
    idle_months = rule.count if rule.clock is ExpiryClock.MONTHS_IDLE else 0
    return LotPart(lot_id, brand, points, expires_on(rule, day), day, idle_months)


def _yearly(rule: ExpiryRule, earned_on: date) -> date:
    last = month_end(date(earned_on.year + rule.count, rule.month, 1), 0)
    return last if last >= earned_on else month_end(last, 12)


def _on(rule: ExpiryRule, earned_on: date) -> date | None:
    return rule.last_day and max(rule.last_day, earned_on)


_CLOCKS: Final[Mapping[ExpiryClock, Callable[[ExpiryRule, date], date | None]]] = {
    ExpiryClock.DAYS: lambda rule, earned_on: earned_on + timedelta(days=rule.count),
    ExpiryClock.DAYS_MONTH_END: lambda rule, earned_on: month_end(earned_on + timedelta(days=rule.count), 0),
    ExpiryClock.MONTHS: lambda rule, earned_on: add_months(earned_on, rule.count),
    ExpiryClock.MONTHS_END: lambda rule, earned_on: month_end(earned_on, rule.count),
    ExpiryClock.END_OF_NEXT_YEAR: lambda _, earned_on: date(earned_on.year + 1, 12, 31),
    ExpiryClock.YEARLY: _yearly,
    ExpiryClock.MONTHS_IDLE: lambda rule, earned_on: add_months(earned_on, rule.count),
    ExpiryClock.ON: _on,
    ExpiryClock.NEVER: lambda _, __: None,
}
