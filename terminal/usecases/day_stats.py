"""The store manager's day: what this terminal sold, and to whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from terminal.domain.money import Currency
from terminal.ports.figures import BackSums, SoldSums, Visitors
from terminal.ports.store import UnitOfWork
from terminal.usecases.period_figures import hours_of, share
from terminal.usecases.till import Counter, Till, counter_of

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HourFigures:
    """One hour of the store's wall clock, 0 to 23."""

    hour: int
    sales: int
    member_sales: int
    total: int


@dataclass(frozen=True, slots=True)
class TierSales:
    """How many of the day's member sales, voided ones aside, were made by members of a tier."""

    code: str
    sales: int


@dataclass(frozen=True, slots=True)
class DayStats:
    """One business day. Money is minor units of ``currency``; ``total`` is what customers paid, before refunds.

    ``voids`` are those of ``refunds`` that undid a sale. ``members`` are distinct ones with a sale that stands,
    ``returning_members`` those of them who had been here before. ``hours`` are the hours with sales in the
    order of the business day. ``last_week_total`` is the same weekday a week before. ``as_of`` is when the server
    was last reached.
    """

    day: date
    sales: int
    total: int
    member_sales: int
    member_total: int
    refunds: int
    refunded: int
    voids: int
    voided: int
    points_issued: int
    points_redeemed: int
    points_clawed_back: int
    points_returned: int
    new_members: int
    members: int
    returning_members: int
    tiers: tuple[TierSales, ...]
    hours: tuple[HourFigures, ...]
    last_week_total: int
    unsent_frames: int
    as_of: datetime | None
    currency: Currency

    @property
    def member_share_permille(self) -> int:
        """Member sales among all sales, in thousandths, halves up."""
        return share(1000 * self.member_sales, self.sales)

    @property
    def member_average(self) -> int:
        """What a member's sale comes to, minor units, halves up."""
        return share(self.member_total, self.member_sales)

    @property
    def other_average(self) -> int:
        """What a sale without a member comes to, minor units, halves up."""
        return share(self.total - self.member_total, self.sales - self.member_sales)

    @property
    def average(self) -> int:
        """What a sale comes to, minor units, halves up."""
        return share(self.total, self.sales)


def day_stats(till: Till, day: date | None = None) -> DayStats:
    """The figures of ``day``, or of the current business day."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        return figures_on(unit, counter, day or counter.day)


def figures_on(unit: UnitOfWork, counter: Counter, day: date) -> DayStats:
    """The figures of ``day`` as ``unit`` knows them."""
    sums, came, link = unit.sums_between(day, day), unit.visitors_between(day, day), unit.link()
    members = [sold for sold in sums.sold if sold.by_member]
    voids = [back for back in sums.backs if back.void]
    return DayStats(
        day=day,
        sales=_sold(sums.sold, lambda sold: sold.sales),
        total=_sold(sums.sold, lambda sold: sold.total),
        member_sales=_sold(members, lambda sold: sold.sales),
        member_total=_sold(members, lambda sold: sold.total),
        refunds=_given_back(sums.backs, lambda back: back.count),
        refunded=_given_back(sums.backs, lambda back: back.refunded),
        voids=_given_back(voids, lambda back: back.count),
        voided=_given_back(voids, lambda back: back.refunded),
        points_issued=_sold(sums.sold, lambda sold: sold.earned),
        points_redeemed=_sold(sums.sold, lambda sold: sold.redeemed),
        points_clawed_back=_given_back(sums.backs, lambda back: back.taken_back),
        points_returned=_given_back(sums.backs, lambda back: back.returned),
        new_members=sums.enrolled,
        members=came.members,
        returning_members=came.returning,
        tiers=_tiers(counter, came),
        hours=tuple(
            HourFigures(bar.place, bar.sales, bar.member_sales, bar.total) for bar in hours_of(sums.sold, counter.store)
        ),
        last_week_total=_sold(unit.sums_between(day - _WEEK, day - _WEEK).sold, lambda sold: sold.total),
        unsent_frames=link.unsent_frames,
        as_of=link.last_success_at,
        currency=counter.brand.currency,
    )


def _sold(sums: Iterable[SoldSums], what: Callable[[SoldSums], int]) -> int:
    return sum(what(part) for part in sums)


def _given_back(sums: Iterable[BackSums], what: Callable[[BackSums], int]) -> int:
    return sum(what(part) for part in sums)


def _tiers(counter: Counter, came: Visitors) -> tuple[TierSales, ...]:
    sales = {tier.code: tier.sales for tier in came.tiers}
    return tuple(TierSales(tier.code, sales.get(tier.code, 0)) for tier in counter.programme.tiers)
