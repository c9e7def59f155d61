"""The store manager's day: what this terminal sold, and to whom."""

from datetime import date, datetime, timedelta

from terminal.domain.money import Currency
from terminal.domain.records import record
from terminal.ports.figures import TierSums, Visitors
from terminal.ports.store import UnitOfWork
from terminal.usecases.period_figures import BarFigures, SoldFigures, hours_of, summed
from terminal.usecases.till import Counter, Till, counter_of

_WEEK = timedelta(days=7)


@record
class DayStats(SoldFigures):
    """One business day. Money is minor units of ``currency``; ``total`` is what customers paid, before refunds.

    ``voids`` are those of ``refunds`` that undid a sale. ``members`` are distinct ones with a sale that stands,
    ``returning_members`` those of them who had been here before. ``tiers`` are all there are. ``hours`` are
    the hours with sales in the order of the business day. ``last_week_total`` is the same weekday a week before.
    ``as_of`` is when the server was last reached.
    """

    day: date
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
    tiers: tuple[TierSums, ...]
    hours: tuple[BarFigures[int], ...]
    last_week_total: int
    unsent_frames: int
    as_of: datetime | None
    currency: Currency


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
        sales=summed(sums.sold, lambda sold: sold.sales),
        total=summed(sums.sold, lambda sold: sold.total),
        member_sales=summed(members, lambda sold: sold.sales),
        member_total=summed(members, lambda sold: sold.total),
        refunds=summed(sums.backs, lambda back: back.count),
        refunded=summed(sums.backs, lambda back: back.refunded),
        voids=summed(voids, lambda back: back.count),
        voided=summed(voids, lambda back: back.refunded),
        points_issued=summed(sums.sold, lambda sold: sold.earned),
        points_redeemed=summed(sums.sold, lambda sold: sold.redeemed),
        points_clawed_back=summed(sums.backs, lambda back: back.taken_back),
        points_returned=summed(sums.backs, lambda back: back.returned),
        new_members=sums.enrolled,
        members=came.members,
        returning_members=came.returning,
        tiers=_tiers(counter, came),
        hours=hours_of(sums.sold, counter.store),
        last_week_total=summed(unit.sums_between(day - _WEEK, day - _WEEK).sold, lambda sold: sold.total),
        unsent_frames=link.unsent_frames,
        as_of=link.last_success_at,
        currency=counter.brand.currency,
    )


def _tiers(counter: Counter, came: Visitors) -> tuple[TierSums, ...]:
    known = {tier.code: tier for tier in came.tiers}
    return tuple(known.get(tier.code) or TierSums(tier.code, 0, 0) for tier in counter.programme.tiers)
