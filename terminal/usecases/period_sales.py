"""Every sale of some business days, one after the other, as a table has them. Nothing in it is personal."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from terminal.domain.records import record
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.day_page import Period
from terminal.usecases.till import Till

_DAY = timedelta(days=1)


@record
class SoldRow:
    """A sale; money in minor units. ``tier`` is the member's then, empty for a sale without one.

    ``refunded`` is what has been given back of it since.
    """

    day: date
    at: datetime
    number: str
    tier: str
    lines: int
    total: int
    tenders: tuple[str, ...]
    earned: int
    redeemed: int
    refunded: int
    voided: bool


def sales_by_day(till: Till, period: Period) -> Iterator[tuple[SoldRow, ...]]:
    """The sales of each day of ``period``, day by day; each is read by itself, so that nobody waits for all of them."""
    day = period.first
    while day <= period.last:
        with till.store.view() as unit:
            rows = tuple(_row(unit, sale) for sale in unit.sales_on(day))
        yield rows
        day += _DAY


def _row(unit: UnitOfWork, sale: StoredSale) -> SoldRow:
    body, backs = sale.body, unit.refunds_of(sale.sale_id)
    return SoldRow(
        day=sale.day,
        at=sale.at,
        number=sale.number,
        tier=body.get("tier", ""),
        lines=len(body["lines"]),
        total=body["total"],
        tenders=tuple(dict.fromkeys(tender["type"] for tender in body["tenders"])),
        earned=body.get("earned", 0),
        redeemed=body.get("redeemed", 0),
        refunded=sum(back.body.get("refunded", 0) for back in backs),
        voided=any(back.body.get("void") for back in backs),
    )
