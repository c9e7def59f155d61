"""The store manager's day: what this terminal sold, and to whom."""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from terminal.domain.money import Currency
from terminal.ports.store import StoredSale, UnitOfWork
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
class TierFigures:
    """How many of the day's member sales were made by members of a tier."""

    code: str
    sales: int


@dataclass(frozen=True, slots=True)
class DayStats:
    """One business day. Money is minor units of ``currency``; ``total`` is what customers paid, before refunds.

    ``returning_members`` are distinct members who had been here before. ``hours`` are the hours with sales in the
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
    points_issued: int
    points_redeemed: int
    points_clawed_back: int
    points_returned: int
    new_members: int
    members: int
    returning_members: int
    tiers: tuple[TierFigures, ...]
    hours: tuple[HourFigures, ...]
    last_week_total: int
    unsent_frames: int
    as_of: datetime | None
    currency: Currency

    @property
    def member_share_permille(self) -> int:
        """Member sales among all sales, in thousandths, halves up."""
        return _share(1000 * self.member_sales, self.sales)

    @property
    def member_average(self) -> int:
        """What a member's sale comes to, minor units, halves up."""
        return _share(self.member_total, self.member_sales)

    @property
    def other_average(self) -> int:
        """What a sale without a member comes to, minor units, halves up."""
        return _share(self.total - self.member_total, self.sales - self.member_sales)

    @property
    def average(self) -> int:
        """What a sale comes to, minor units, halves up."""
        return _share(self.total, self.sales)


def _share(total: int, count: int) -> int:
    return (2 * total + count) // (2 * count) if count else 0


def day_stats(till: Till, day: date | None = None) -> DayStats:
    """The figures of ``day``, or of the current business day."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        return figures_on(unit, counter, day or counter.day)


def figures_on(unit: UnitOfWork, counter: Counter, day: date) -> DayStats:
    """The figures of ``day`` as ``unit`` knows them."""
    sales, refunds, link = list(unit.sales_on(day)), list(unit.refunds_on(day)), unit.link()
    member_sales = [sale for sale in sales if sale.member_id]
    members = {sale.member_id for sale in member_sales if sale.member_id}
    return DayStats(
        day=day,
        sales=len(sales),
        total=_total(sales),
        member_sales=len(member_sales),
        member_total=_total(member_sales),
        refunds=len(refunds),
        refunded=sum(refund.body["refunded"] for refund in refunds),
        points_issued=sum(sale.body["earned"] for sale in sales),
        points_redeemed=sum(sale.body["redeemed"] for sale in sales),
        points_clawed_back=sum(refund.body["clawed_back"] for refund in refunds),
        points_returned=sum(refund.body["returned"] for refund in refunds),
        new_members=unit.members_enrolled_on(day),
        members=len(members),
        returning_members=sum(_returns(unit, member_sales, member_id) for member_id in members),
        tiers=_tiers(counter, member_sales),
        hours=_hours(counter, sales),
        last_week_total=_total(unit.sales_on(day - _WEEK)),
        unsent_frames=link.unsent_frames,
        as_of=link.last_success_at,
        currency=counter.brand.currency,
    )


def _total(sales: Iterable[StoredSale]) -> int:
    return sum(sale.body["total"] for sale in sales)


def _returns(unit: UnitOfWork, member_sales: list[StoredSale], member_id: str) -> bool:
    """Whether the member has more visits than those of this day."""
    record = unit.member(member_id)
    today = sum(sale.member_id == member_id for sale in member_sales)
    return record is not None and record.state.visits > today


def _tiers(counter: Counter, member_sales: list[StoredSale]) -> tuple[TierFigures, ...]:
    tally = Tally(sale.body["tier"] for sale in member_sales)
    return tuple(TierFigures(tier.code, tally[tier.code]) for tier in counter.programme.tiers)


def _hours(counter: Counter, sales: list[StoredSale]) -> tuple[HourFigures, ...]:
    by_hour: dict[int, list[StoredSale]] = {}
    for sale in sales:
        by_hour.setdefault(sale.at.astimezone(counter.store.time_zone).hour, []).append(sale)
    first = counter.store.cut_off.hour
    return tuple(
        HourFigures(hour, len(sold), sum(sale.member_id is not None for sale in sold), _total(sold))
        for hour, sold in sorted(by_hour.items(), key=lambda item: (item[0] - first) % 24)
    )
