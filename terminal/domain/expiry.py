"""When points run out. Each clock is one small function of the day of earning."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from terminal.domain.ledger import LotPart
from terminal.domain.programme import Brand, ExpiryClock, ExpiryRule


def expires_on(rule: ExpiryRule, earned_on: date) -> date | None:
    """The last day on which points earned on ``earned_on`` can be spent; ``None`` is for ever."""
    return _CLOCKS[rule.clock](earned_on, rule.count)


def new_lot(brand: Brand, lot_id: str, points: int, day: date) -> LotPart:
    """Points that ``brand`` gives on business day ``day``, as a lot with its expiry."""
    return LotPart(lot_id, brand.code, points, expires_on(brand.expiry, day), day)


def _days(earned_on: date, days: int) -> date:
    return earned_on + timedelta(days=days)


def _months_end(earned_on: date, months: int) -> date:
    year, month = divmod(earned_on.year * 12 + earned_on.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _end_of_next_year(earned_on: date, _: int) -> date:
    return date(earned_on.year + 1, 12, 31)


def _never(_: date, __: int) -> None:
    return None


_CLOCKS: Final[Mapping[ExpiryClock, Callable[[date, int], date | None]]] = {
    ExpiryClock.DAYS: _days,
    ExpiryClock.MONTHS_END: _months_end,
    ExpiryClock.END_OF_NEXT_YEAR: _end_of_next_year,
    ExpiryClock.NEVER: _never,
}
