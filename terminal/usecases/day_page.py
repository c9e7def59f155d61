"""The store manager's page of a day, a week or a month: its figures, what they compare to, what waits for a person."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.money import Currency
from terminal.domain.records import record
from terminal.ports.store import LinkState, UnitOfWork
from terminal.usecases.period_figures import PeriodFigures, cut, figures_of, share
from terminal.usecases.till import Counter, Till, counter_of

_DAY, _WEEK, _USUAL = timedelta(days=1), timedelta(days=7), timedelta(days=28)
_REMEMBERED: Final = timedelta(days=14)
"""For so long, a day that nobody closed is spoken of."""


class Span(StrEnum):
    """How long a period is. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@record
class Period:
    """The business days from ``first`` to ``last``."""

    span: Span
    first: date
    last: date

    def stepped(self, step: int) -> "Period":
        """The period after this one, or before it."""
        return period_at(self.span, (self.last + _DAY) if step > 0 else (self.first - _DAY))

    @property
    def compared(self) -> "Period":
        """What it is compared to: the same weekday a week before, the week before, the month before."""
        return period_at(self.span, self.first - _WEEK) if self.span is Span.DAY else self.stepped(-1)


def period_at(span: Span, day: date) -> Period:
    """The period of that length in which ``day`` is."""
    if span is Span.DAY:
        return Period(span, day, day)
    if span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(span, monday, monday + 6 * _DAY)
    first = day.replace(day=1)
    return Period(span, first, (first + timedelta(days=31)).replace(day=1) - _DAY)


@record
class DayPage:
    """The page at ``at``, by the store's clock. ``is_open`` is whether the period still goes on.

    ``before`` are the figures of the period that it is compared to, up to the same time where this one goes on;
    ``usual`` are all of that period. ``usual_share_permille`` is the share of member sales in the four weeks before.
    ``not_closed`` are the days of the last two weeks with sales and no Z report.
    """

    period: Period
    today: date
    at: datetime
    figures: PeriodFigures
    before: PeriodFigures
    usual: PeriodFigures
    usual_share_permille: int
    is_open: bool
    not_closed: tuple[date, ...]
    link: LinkState
    currency: Currency
    cut_off: time = time()

    @property
    def change_permille(self) -> int | None:
        """How much more was sold than in the period before, in thousandths; ``None`` where nothing was."""
        before = self.before.net
        return share(1000 * (self.figures.net - before), before) if before > 0 else None


def day_page(till: Till, span: Span = Span.DAY, day: date | None = None) -> DayPage:
    """The page of the period in which ``day`` is, or the current business day.

    Raises ``Refusal("report_day_ahead")`` for a period that has not begun.
    """
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        return page_of(unit, counter, period_at(span, day or counter.day))


def page_of(unit: UnitOfWork, counter: Counter, period: Period) -> DayPage:
    """The page of ``period`` as ``unit`` knows it."""
    if period.first > counter.day:
        raise Refusal("report_day_ahead", day=period.first.isoformat())
    is_open, compared = counter.day <= period.last, period.compared
    past = unit.sums_between(compared.first, compared.last)
    so_far = cut(past, counter.now - (period.first - compared.first)) if is_open else past
    sales, member_sales = unit.sales_between(period.first - _USUAL, period.first - _DAY)
    sums, came = unit.sums_between(period.first, period.last), unit.visitors_between(period.first, period.last)
    return DayPage(
        period=period,
        today=counter.day,
        at=counter.now.astimezone(counter.store.time_zone),
        figures=figures_of(sums, counter, period.first, period.last, came),
        before=figures_of(so_far, counter, compared.first, compared.last),
        usual=figures_of(past, counter, compared.first, compared.last),
        usual_share_permille=share(1000 * member_sales, sales),
        is_open=is_open,
        not_closed=_not_closed(unit, counter),
        link=unit.link(),
        currency=counter.brand.currency,
        cut_off=counter.store.cut_off,
    )


def _not_closed(unit: UnitOfWork, counter: Counter) -> tuple[date, ...]:
    closed = {day.body["closed"] for day in unit.closed_days()}
    sold = unit.days_with_sales(counter.day - _REMEMBERED, counter.day - _DAY)
    return tuple(day for day in sold if day.isoformat() not in closed)
