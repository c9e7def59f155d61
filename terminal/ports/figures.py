"""What the sales and refunds of some business days add up to, as the store can say it without reading frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from datetime import date

QUARTER_SECONDS: Final = 900
"""Every time zone of today is whole quarters of an hour away from UTC."""


@record
class SoldSums:
    """Sales of one kind in one quarter of an hour, which counts from 1970, UTC.

    ``void`` says that they were undone as if they had never been.
    """

    day: date
    quarter: int
    by_member: bool
    void: bool
    sales: int
    total: int
    earned: int
    redeemed: int


@record
class BackSums:
    """Refunds, or voids, in one quarter of an hour."""

    day: date
    quarter: int
    void: bool
    count: int
    refunded: int
    taken_back: int
    returned: int


@record
class TierSums:
    """Sales to members of a tier, and how many members that were. What was voided does not count."""

    code: str
    sales: int
    members: int


@record
class PeriodSums:
    """All of it; ``enrolled`` are the new members."""

    sold: tuple[SoldSums, ...] = ()
    backs: tuple[BackSums, ...] = ()
    enrolled: int = 0


@record
class Visitors:
    """The members who had a sale that was not voided; ``returning`` had been here before their first one of it."""

    members: int = 0
    returning: int = 0
    tiers: tuple[TierSums, ...] = ()


class SalesFigures(Protocol):
    """The figures of business days, as a unit of work gives them."""

    def sums_between(self, first: date, last: date) -> PeriodSums:
        """What the business days from ``first`` to ``last`` add up to."""
        ...

    def sales_between(self, first: date, last: date) -> tuple[int, int]:
        """How many sales of those business days stand, and how many of them are members'."""
        ...

    def visitors_between(self, first: date, last: date) -> Visitors:
        """Which members came on those business days."""
        ...

    def days_with_sales(self, first: date, last: date) -> tuple[date, ...]:
        """The business days with sales from ``first`` to ``last``, oldest first."""
        ...
