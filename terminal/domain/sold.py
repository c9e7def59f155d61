"""A committed sale, as refunds and the group server calculate with it: what its frame says, read back."""

from collections.abc import Mapping
from datetime import date, time
from fractions import Fraction
from typing import Any

from terminal.domain.coupons import UsedCoupon
from terminal.domain.earning import Purchase, earning_lines
from terminal.domain.facts import Facts, facts_document, facts_from_document
from terminal.domain.ledger import Entry
from terminal.domain.lines import POINTS_DISCOUNT, ByHand, PricedLine
from terminal.domain.money import format_quantity
from terminal.domain.occasion import Moment
from terminal.domain.programme import Brand, Programme
from terminal.domain.records import record
from terminal.domain.tenders import Settled, TenderPaid


@record
class SoldBill:
    """A committed sale.

    ``facts`` are the member's before it, ``None`` for a sale without one. ``tenders`` paid what is due, change taken
    off. ``spent`` are the points it took, as (source of the discount they bought, points). ``entries`` are its own.
    ``by_hand`` is what the cashier took off; ``paying`` are the types of tender that coupons and rewards were asked
    with, where those are others than paid in the end.
    """

    sale_id: str
    store: str
    moment: Moment
    lines: tuple[PricedLine, ...]
    facts: Facts | None = None
    tenders: tuple[TenderPaid, ...] = ()
    coupons: tuple[UsedCoupon, ...] = ()
    spent: tuple[tuple[str, int], ...] = ()
    entries: tuple[Entry, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    paying: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The business day."""
        return self.moment.day

    @property
    def member_id(self) -> str | None:
        """Whose sale it was."""
        return self.facts.member_id if self.facts else None

    @property
    def due(self) -> int:
        """What was paid, minor units."""
        return sum([line.net + line.tax for line in self.lines])

    def spend(self, brand: Brand, paid_back: int = 0) -> int:
        """What counts towards tiers of what is left when ``paid_back`` has been given back, minor units.

        Tenders that do not count take their share of it, rounded up.
        """
        due, silent = self.due, {tender.type for tender in brand.tenders if not tender.counts}
        counting = sum([tender.amount for tender in self.tenders if tender.type not in silent])
        return (due - paid_back) * counting // due if counting < due else due - paid_back

    def purchase(self, programme: Programme) -> Purchase | None:
        """The sale as far as it earns; ``None`` without a member."""
        if self.facts is None:
            return None
        store = programme.store(self.store)
        brand = programme.brand_at(store)
        return Purchase(
            sale_id=self.sale_id,
            store=store,
            moment=self.moment,
            facts=self.facts,
            lines=earning_lines(brand, store, self.lines, self.tenders),
            tenders=tuple(tender.type for tender in self.tenders),
            spent=self.spend(brand),
            coupons=self.coupons,
        )


def sold_document(bill: SoldBill) -> dict[str, Any]:
    """The part of a sale's frame that calculations need, JSON-able; entries are in the frame itself."""
    document: dict[str, Any] = {
        "time": bill.moment.time.isoformat("seconds"),
        "lines": [_line_document(line) for line in bill.lines],
        "paid": [[tender.type, tender.amount] for tender in bill.tenders],
    }
    if bill.facts:
        document["facts"] = facts_document(bill.facts)
    if bill.coupons:
        document["coupons"] = [[used.coupon, used.voucher_id] for used in bill.coupons]
    if bill.spent:
        document["spent"] = [list(spent) for spent in bill.spent]
    if bill.by_hand:
        document["by_hand"] = [
            [None if taken.place is None else taken.place + 1, taken.amount, taken.reason] for taken in bill.by_hand
        ]
    if bill.paying:
        document["paying"] = list(bill.paying)
    return document


def sold_from_document(
    sale_id: str, store: str, day: date, document: Mapping[str, Any], entries: tuple[Entry, ...]
) -> SoldBill:
    """The sale that ``sold_document`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
    return SoldBill(
        sale_id=sale_id,
        store=store,
        moment=Moment(day, time.fromisoformat(document.get("time", "12:00"))),
        lines=tuple(_line(line) for line in document["lines"]),
        facts=_facts(document),
        tenders=_paid(document),
        coupons=tuple(UsedCoupon(coupon, voucher_id) for coupon, voucher_id in document.get("coupons", ())),
        spent=_spent(document),
        entries=entries,
        by_hand=tuple(
            ByHand(None if line is None else line - 1, amount, reason)
            for line, amount, reason in document.get("by_hand", ())
        ),
        paying=tuple(document.get("paying", ())),
    )


def _facts(document: Mapping[str, Any]) -> Facts | None:
    """The member's facts; sales made before those were kept say who and in which tier, which is all they earned by."""
    if "facts" in document:
        return facts_from_document(document["facts"])
    return Facts(document["member"], document["tier"]) if document.get("member") else None


def _paid(document: Mapping[str, Any]) -> tuple[TenderPaid, ...]:
    if "paid" in document:
        return tuple(TenderPaid(kind, amount) for kind, amount in document["paid"])
    tenders = tuple(TenderPaid(tender["type"], tender["amount"]) for tender in document["tenders"])
    return Settled(tenders, document["change"]).kept()


def _spent(document: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    if "time" not in document and document.get("redeemed"):
        return ((POINTS_DISCOUNT, document["redeemed"]),)
    return tuple((source, points) for source, points in document.get("spent", ()))


def _line_document(line: PricedLine) -> dict[str, Any]:
    document: dict[str, Any] = {
        "sku": line.sku,
        "name": line.name,
        "category": line.category,
        "quantity": format_quantity(line.quantity),
        "amount": line.gross,
    }
    if line.discounts:
        document["discounts"] = [list(discount) for discount in line.discounts]
    if line.tax:
        document["tax"] = line.tax
    return document


def _line(document: Mapping[str, Any]) -> PricedLine:
    paid_with_points = [(POINTS_DISCOUNT, document["discount"])] if document.get("discount") else []
    discounts = document.get("discounts") or paid_with_points
    return PricedLine(
        sku=document["sku"],
        name=document["name"],
        category=document["category"],
        quantity=Fraction(document["quantity"]),
        gross=document["amount"],
        discounts=tuple((source, amount) for source, amount in discounts),
        tax=document.get("tax", 0),
    )
