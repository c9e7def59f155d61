"""Sales of this terminal, found again and looked at: what of them is left, and what can still be done with them."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.lines import PricedLine
from terminal.domain.money import Currency
from terminal.domain.records import record
from terminal.domain.refunds import RefundedLine
from terminal.domain.refunds.shares import nothing_of, paid_back, shares_after
from terminal.domain.sold import SoldBill
from terminal.domain.tenders import TenderPaid
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.giving_back import already, sold_bill, tender_types
from terminal.usecases.members import find_member
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of
from terminal.usecases.void import void_refusal

OF_MEMBER_MAX: Final = 50


@record
class PastLine:
    """A line of a sale: ``number`` from 1, ``sold`` and ``left`` in its unit, ``amount`` what was paid for it.

    ``left_amount`` is what of it has not been paid back. A line ``whole_only`` is given back at once or not at all.
    """

    number: int
    name: str
    sold: Fraction
    left: Fraction
    amount: int
    left_amount: int
    whole_only: bool


@record
class PastSale:
    """A sale as it stands. ``paid`` is without change; ``name`` and ``phone`` are whole: the edge masks them.

    ``no_void`` says why it cannot be voided, ``None`` where it can. ``tenders`` are what money can be given back by.
    """

    sale_id: str
    number: str
    at: datetime
    day: date
    cashier: str
    member_id: str | None
    name: str
    phone: str
    lines: tuple[PastLine, ...]
    due: int
    paid: tuple[TenderPaid, ...]
    given_back: int
    no_void: Refusal | None
    tenders: tuple[str, ...]
    currency: Currency

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left."""
        return not any(line.left for line in self.lines)


@record
class FoundSale:
    """A sale in a list. ``item`` is the name of its first line, one of ``lines``."""

    sale_id: str
    number: str
    at: datetime
    day: date
    item: str
    lines: int
    due: int
    has_member: bool


@record
class FoundSales:
    """Sales of a business ``day``, or of a member (``None``), newest first."""

    day: date | None
    today: date
    sales: tuple[FoundSale, ...]
    currency: Currency


def past_sale(till: Till, text: str) -> PastSale:
    """The sale that ``text`` names, as in ``find_sale``. Raises ``Refusal("sale_unknown")``."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        return _looked_at(unit, counter, find_sale(unit, counter, text))


def sales_of_day(till: Till, day: date | None = None) -> FoundSales:
    """The sales of a business day, today unless told otherwise."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        wanted = day or counter.day
        return _found(counter, wanted, tuple(unit.sales_on(wanted))[::-1])


def sales_of_member(till: Till, member: str) -> FoundSales:
    """The latest sales to whoever ``member`` identifies. Raises what ``find_member`` refuses."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        record = find_member(unit, member, counter.now)
        return _found(counter, None, unit.sales_of(record.member_id, OF_MEMBER_MAX))


def _found(counter: Counter, day: date | None, sales: Sequence[StoredSale]) -> FoundSales:
    return FoundSales(day, counter.day, tuple(found_sale(sale) for sale in sales), counter.brand.currency)


def found_sale(sale: StoredSale) -> FoundSale:
    """``sale`` as a list shows it."""
    return FoundSale(
        sale_id=sale.sale_id,
        number=sale.number,
        at=sale.at,
        day=sale.day,
        item=sale.body["lines"][0]["name"],
        lines=len(sale.body["lines"]),
        due=sale.body["total"],
        has_member=sale.member_id is not None,
    )


def _looked_at(unit: UnitOfWork, counter: Counter, sale: StoredSale) -> PastSale:
    bill = sold_bill(sale, counter)
    lines = past_lines(bill, already(unit, sale))
    record = unit.member(sale.member_id) if sale.member_id else None
    return PastSale(
        sale_id=sale.sale_id,
        number=sale.number,
        at=sale.at,
        day=sale.day,
        cashier=sale.body.get("cashier", ""),
        member_id=sale.member_id,
        name=record.name if record else "",
        phone=record.phone if record else "",
        lines=lines,
        due=bill.due,
        paid=bill.tenders,
        given_back=sum(line.amount - line.left_amount for line in lines),
        no_void=void_refusal(unit, counter, sale),
        tenders=tender_types(counter),
        currency=counter.brand.currency,
    )


def past_lines(bill: SoldBill, earlier: Sequence[Sequence[RefundedLine]]) -> tuple[PastLine, ...]:
    """The lines of ``bill`` after what each ``earlier`` refund gave back."""
    shares = nothing_of(bill.lines)
    for parts in earlier:
        shares = shares_after(bill.lines, shares, [(part.line, part.quantity) for part in parts])
    back = paid_back(bill.lines, shares)
    return tuple(
        _line(number, line, share, line.due - returned)
        for number, (line, share, returned) in enumerate(zip(bill.lines, shares, back, strict=True), start=1)
    )


def _line(number: int, line: PricedLine, share: Fraction, left_amount: int) -> PastLine:
    sold = line.quantity or Fraction(1)
    left = sold * (1 - share)
    whole_only = not line.quantity or left.denominator != 1
    return PastLine(number, line.name, sold, left, line.due, left_amount, whole_only)
