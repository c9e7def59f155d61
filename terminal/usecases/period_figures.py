"""The figures of some business days at this terminal, as the store manager looks at them: sales that stand.

What was voided is as if it had never been; what was refunded comes off the total of the day on which it was given back.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final, Generic, TypeVar

from terminal.domain.programme import Store
from terminal.domain.records import record
from terminal.ports.figures import QUARTER_SECONDS, BackSums, PeriodSums, SoldSums, TierSums, Visitors
from terminal.usecases.till import Counter

Place = TypeVar("Place", int, date)

NOBODY: Final = Visitors()


@record
class BarFigures(Generic[Place]):
    """The sales that stand of an hour of the wall clock (0 to 23), or of a business day; money in minor units."""

    place: Place
    sales: int
    member_sales: int
    total: int


@record
class SoldFigures:
    """How many sales there were and what they came to, minor units; and those to members among them."""

    sales: int
    total: int
    member_sales: int
    member_total: int

    @property
    def member_share_permille(self) -> int:
        """Member sales among all sales, in thousandths, halves up."""
        return share(1000 * self.member_sales, self.sales)

    @property
    def average(self) -> int:
        """What a sale comes to, minor units, halves up."""
        return share(self.total, self.sales)

    @property
    def member_average(self) -> int:
        """What a member's sale comes to."""
        return share(self.member_total, self.member_sales)

    @property
    def other_average(self) -> int:
        """What a sale without a member comes to."""
        return share(self.total - self.member_total, self.sales - self.member_sales)


@record
class PeriodFigures(SoldFigures):
    """The business days from ``first`` to ``last``, money in minor units.

    ``sales`` and all that is of them are those that stand; ``voids`` were undone, ``voided`` is what they came to.
    ``returning_members`` of ``members`` had been here before. ``hours`` and ``days`` are those with sales.
    """

    first: date
    last: date
    refunds: int
    refunded: int
    voids: int
    voided: int
    points_issued: int
    points_redeemed: int
    points_taken_back: int
    points_returned: int
    new_members: int
    members: int
    returning_members: int
    tiers: tuple[TierSums, ...]
    hours: tuple[BarFigures[int], ...]
    days: tuple[BarFigures[date], ...]

    @property
    def net(self) -> int:
        """What is left of the sales when refunds were given back."""
        return self.total - self.refunded

    @property
    def returning_permille(self) -> int:
        """Who had been here before among the members who came, in thousandths, halves up."""
        return share(1000 * self.returning_members, self.members)

    @property
    def redeemed_permille(self) -> int:
        """Points redeemed for those issued, in thousandths, halves up."""
        return share(1000 * self.points_redeemed, self.points_issued)


def share(total: int, count: int) -> int:
    """``total`` by ``count``, halves up; nothing of nothing."""
    return (2 * total + count) // (2 * count) if count else 0


def percent(permille: int) -> str:
    """``63.1%``."""
    sign = "-" if permille < 0 else ""
    return f"{sign}{abs(permille) // 10}.{abs(permille) % 10}%"


def figures_of(sums: PeriodSums, counter: Counter, first: date, last: date, came: Visitors = NOBODY) -> PeriodFigures:
    """The figures that ``sums`` come to; without ``came``, nobody is said to have come."""
    stand = [sold for sold in sums.sold if not sold.void]
    members = [sold for sold in stand if sold.by_member]
    gone = [sold for sold in sums.sold if sold.void]
    refunds = [back for back in sums.backs if not back.void]
    by_tier = {tier.code: tier for tier in came.tiers}
    tiers = (by_tier[tier.code] for tier in counter.programme.tiers if tier.code in by_tier)
    return PeriodFigures(
        first=first,
        last=last,
        sales=summed(stand, lambda sold: sold.sales),
        total=summed(stand, lambda sold: sold.total),
        member_sales=summed(members, lambda sold: sold.sales),
        member_total=summed(members, lambda sold: sold.total),
        refunds=summed(refunds, lambda back: back.count),
        refunded=summed(refunds, lambda back: back.refunded),
        voids=summed(gone, lambda sold: sold.sales),
        voided=summed(gone, lambda sold: sold.total),
        points_issued=summed(stand, lambda sold: sold.earned),
        points_redeemed=summed(stand, lambda sold: sold.redeemed),
        points_taken_back=summed(refunds, lambda back: back.taken_back),
        points_returned=summed(refunds, lambda back: back.returned),
        new_members=sums.enrolled,
        members=came.members,
        returning_members=came.returning,
        tiers=tuple(tiers),
        hours=hours_of(stand, counter.store),
        days=_bars(stand, lambda sold: sold.day, lambda day: day.toordinal()),
    )


def hours_of(sold: Iterable[SoldSums], store: Store) -> tuple[BarFigures[int], ...]:
    """By the hours of the store's wall clock, in the order of its business day."""
    first, known = store.cut_off.hour, dict[int, int]()

    def hour(each: SoldSums) -> int:
        if each.quarter not in known:
            known[each.quarter] = hour_of(each.quarter, store)
        return known[each.quarter]

    return _bars(sold, hour, lambda hour: (hour - first) % 24)


def hour_of(quarter: int, store: Store) -> int:
    """Which hour the store's clock shows in that quarter of an hour."""
    return datetime.fromtimestamp(quarter * QUARTER_SECONDS, UTC).astimezone(store.time_zone).hour


def _bars(
    sold: Iterable[SoldSums], place_of: Callable[[SoldSums], Place], order: Callable[[Place], int]
) -> tuple[BarFigures[Place], ...]:
    sums: dict[Place, list[int]] = {}
    for each in sold:
        bar = sums.setdefault(place_of(each), [0, 0, 0])
        bar[0] += each.sales
        bar[1] += each.sales if each.by_member else 0
        bar[2] += each.total
    return tuple(BarFigures(place, *sums[place]) for place in sorted(sums, key=order))


Sum = TypeVar("Sum", SoldSums, BackSums)


def summed(parts: Iterable[Sum], what: Callable[[Sum], int]) -> int:
    """What the parts come to."""
    return sum(what(part) for part in parts)


def cut(sums: PeriodSums, until: datetime) -> PeriodSums:
    """``sums`` without that quarter of an hour and all later ones."""
    last = int(until.timestamp()) // QUARTER_SECONDS
    return replace(
        sums,
        sold=tuple(sold for sold in sums.sold if sold.quarter < last),
        backs=tuple(back for back in sums.backs if back.quarter < last),
    )
