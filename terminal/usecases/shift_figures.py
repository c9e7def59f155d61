"""What this till took and gave on a business day, as X and Z reports say it."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from terminal.domain.coupons import SOURCE as COUPON
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.records import record
from terminal.domain.rewards import SOURCE as REWARD
from terminal.domain.tenders import CASH
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.cash_shifts import ShiftSums, sums_on
from terminal.usecases.day_stats import DayStats, figures_on
from terminal.usecases.till import Counter

DISCOUNT_KINDS: Final = ("cashier", "tier", "coupon", "reward", "other")
"""What takes something off bills, in the order in which reports say it; points that pay are apart."""


@record
class TenderFigures:
    """What a type of tender took for sales, change taken off, and gave back for refunds and voids, minor units."""

    type: str
    sales: int
    taken: int
    given_back: int

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.taken - self.given_back


@record
class DiscountFigures:
    """What one of ``DISCOUNT_KINDS`` took off the day's bills, minor units."""

    kind: str
    amount: int


@record
class ShiftFigures:
    """A business day's sums at this till, money in minor units of ``currency``.

    ``gross`` less what ``discounts`` and points (``points_amount``) took off and with the tax that was added
    (``tax_added``) is ``total``, what sales came to; ``tax`` is all tax in it. ``net`` is what is left of ``total``
    when refunds and voids were given back. Of sales, ``first`` and ``last`` are the numbers. ``shifts`` are those of
    the cash drawer that were opened or closed on the day.
    """

    currency: str
    sales: int
    first: str
    last: str
    gross: int
    discounts: tuple[DiscountFigures, ...]
    points_amount: int
    tax_added: int
    total: int
    tax: int
    refunds: int
    refunded: int
    voids: int
    voided: int
    net: int
    tenders: tuple[TenderFigures, ...]
    member_sales: int
    member_total: int
    new_members: int
    points_issued: int
    points_redeemed: int
    points_taken_back: int
    points_returned: int
    coupons_used: int
    shifts: tuple[ShiftSums, ...] = ()

    @property
    def cash(self) -> int:
        """What the day brought into the drawer."""
        return sum(tender.net for tender in self.tenders if tender.type == CASH)

    def document(self) -> dict[str, Any]:
        """The figures as a frame and ``--json`` have them."""
        figures = {**asdict(self), "discounts": _each(self.discounts), "tenders": _each(self.tenders)}
        del figures["shifts"]
        return figures | ({"shifts": _each(self.shifts)} if self.shifts else {})


def _each(parts: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def shift_figures(unit: UnitOfWork, counter: Counter, day: date) -> ShiftFigures:
    """The sums of ``day``."""
    sales, backs = list(unit.sales_on(day)), [refund.body for refund in unit.refunds_on(day)]
    stats: DayStats = figures_on(unit, counter, day)
    voids = [back for back in backs if back.get("void")]
    voided = sum(back["refunded"] for back in voids)
    tax = counter.store.tax
    taxes = sum(sale.body.get("tax", 0) for sale in sales)
    return ShiftFigures(
        currency=stats.currency.code,
        sales=stats.sales,
        first=sales[0].number if sales else "",
        last=sales[-1].number if sales else "",
        gross=sum(sale.body["subtotal"] for sale in sales),
        discounts=_discounts(sales),
        points_amount=sum(sale.body["redeemed_amount"] for sale in sales),
        tax_added=0 if tax is None or tax.included else taxes,
        total=stats.total,
        tax=taxes,
        refunds=len(backs) - len(voids),
        refunded=stats.refunded - voided,
        voids=len(voids),
        voided=voided,
        net=stats.total - stats.refunded,
        tenders=_tenders(sales, backs),
        member_sales=stats.member_sales,
        member_total=stats.member_total,
        new_members=stats.new_members,
        points_issued=stats.points_issued,
        points_redeemed=stats.points_redeemed,
        points_taken_back=stats.points_clawed_back,
        points_returned=stats.points_returned,
        coupons_used=sum(len(sale.body.get("coupons", ())) for sale in sales),
        shifts=sums_on(unit, day),
    )


def _discounts(sales: Iterable[StoredSale]) -> tuple[DiscountFigures, ...]:
    taken: Tally[str] = Tally()
    for sale in sales:
        for line in sale.body["lines"]:
            for source, amount in line.get("discounts", ()):
                if source != POINTS_DISCOUNT:
                    taken[_kind(source)] += amount
    return tuple(DiscountFigures(kind, taken[kind]) for kind in DISCOUNT_KINDS if taken[kind])


def _kind(source: str) -> str:
    if source.startswith(COUPON):
        return "coupon"
    if source.startswith(REWARD):
        return "reward"
    return source if source in DISCOUNT_KINDS else "other"


def _tenders(sales: Iterable[StoredSale], backs: Iterable[Mapping[str, Any]]) -> tuple[TenderFigures, ...]:
    """What each type took and gave, in the order in which they were first used."""
    taken: Tally[str] = Tally()
    given: Tally[str] = Tally()
    times: Tally[str] = Tally()
    for sale in sales:
        for kind, amount in sale.body["paid"]:
            taken[kind] += amount
        times.update({kind for kind, _ in sale.body["paid"]})
    for back in backs:
        for tender in back["tenders"]:
            given[tender["type"]] += tender["amount"]
    return tuple(TenderFigures(kind, times[kind], taken[kind], given[kind]) for kind in dict.fromkeys([*taken, *given]))
