"""What refunds, voids and exchanges share: the sale as it was, the accounts it touched, booking what is given back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from terminal.domain.claimed import BODY as CLAIM
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import MemberState
from terminal.domain.money import Currency, apportion, format_quantity
from terminal.domain.records import record
from terminal.domain.refunds import RefundedLine, RefundResult
from terminal.domain.refunds import refund as refund_by_rules
from terminal.domain.refunds.claims import given_back_document
from terminal.domain.sold import SoldBill, sold_from_document
from terminal.domain.tenders import CASH, TenderPaid
from terminal.domain.tier_rules import Tier
from terminal.domain.tiers import tier_on
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import MemberRecord, NewFrame, StoredRefund, StoredSale, UnitOfWork
from terminal.usecases.accounts import accounts_of
from terminal.usecases.claims_back import Coming, with_claim
from terminal.usecases.receipt import RefundFacts, letterhead, receipt_language, refund_slip
from terminal.usecases.till import Counter, new_id

_SHOWN_LENGTH_MAX = 40

WantedLines = tuple[tuple[int, Fraction | None], ...]


@record
class RefundDone:
    """A committed refund. ``tenders`` pay it out.

    ``balance`` is the member's after it, ``None`` for a sale without one; ``fell_to`` the tier they have left, where it
    rested on this sale.
    """

    refund_id: str
    sale_id: str
    number: str
    result: RefundResult
    tenders: tuple[TenderPaid, ...]
    balance: int | None
    fell_to: Tier | None
    document: ReceiptDocument
    output_id: int
    currency: Currency


@record
class RefundQuote:
    """What a refund would come to; fields as in ``RefundDone``."""

    result: RefundResult
    tenders: tuple[TenderPaid, ...]
    balance: int | None
    fell_to: Tier | None
    currency: Currency


@record
class GivingBack:
    """A refund about to be booked. ``void`` says that the sale is undone as if it had never been.

    ``cashier`` books it, and ``approved_by`` has approved it where that was asked.
    """

    sale: StoredSale
    result: RefundResult
    tenders: tuple[TenderPaid, ...]
    void: bool = False
    key: str | None = None
    cashier: str = ""
    approved_by: str = ""


def sold_bill(sale: StoredSale, counter: Counter) -> SoldBill:
    """The sale as the rules calculate with it."""
    return sold_from_document(sale.sale_id, counter.identity.store, sale.day, sale.body, sale.entries)


def calculate(unit: UnitOfWork, counter: Counter, sale: StoredSale, lines: WantedLines | None) -> RefundResult:
    """What giving back ``lines`` comes to, by the programme the sale was made with. Raises as the rules do."""
    programme, bill, earlier = unit.programme(sale.programme), sold_bill(sale, counter), already(unit, sale)
    accounts = accounts_of(unit, sale.entries)
    result = refund_by_rules(programme, bill, earlier, lines, counter.day, accounts)
    rule = programme.brand_at(programme.store(bill.store)).refund
    return with_claim(unit, counter, Coming(sale, bill, earlier, rule), result)


def check_tender(counter: Counter, tender: str) -> None:
    """Raises ``Refusal("refund_tender_unknown")`` for a tender that the brand does not take."""
    if tender not in tender_types(counter):
        raise Refusal("refund_tender_unknown", tender=tender[:_SHOWN_LENGTH_MAX])


def tender_types(counter: Counter) -> tuple[str, ...]:
    """What the brand takes, in its order."""
    return tuple(tender.type.value for tender in counter.brand.tenders)


def as_it_was_paid(counter: Counter, paid: tuple[TenderPaid, ...], amount: int) -> tuple[TenderPaid, ...]:
    """``amount`` shared over the tenders that ``paid`` the sale; what the brand takes no more becomes cash."""
    types = tender_types(counter)
    fallback = CASH if CASH in types else types[0]
    shares = apportion(amount, tuple(tender.amount for tender in paid)) if paid else ()
    kinds = (tender.type if tender.type in types else fallback for tender in paid)
    return by_type(tuple(TenderPaid(kind, share) for kind, share in zip(kinds, shares, strict=True)))


def by_type(tenders: tuple[TenderPaid, ...]) -> tuple[TenderPaid, ...]:
    """``tenders`` with one of each type, and none of nothing."""
    amounts: dict[str, int] = {}
    for tender in tenders:
        amounts[tender.type] = amounts.get(tender.type, 0) + tender.amount
    return tuple(TenderPaid(kind, amount) for kind, amount in amounts.items() if amount)


def book_refund(unit: UnitOfWork, counter: Counter, giving: GivingBack) -> RefundDone:
    """Writes the refund into ``unit``, frame, index and slip; the caller commits."""
    sale = giving.sale
    written = _write(unit, counter, giving)
    head = replace(letterhead(unit, counter), programme=unit.programme(sale.programme))
    facts = RefundFacts(sale, written.body, counter.now, written.after, written.balance_on(counter.day))
    document = refund_slip(facts, head, receipt_language(unit))
    return RefundDone(
        refund_id=written.body["refund"],
        sale_id=sale.sale_id,
        number=sale.number,
        result=giving.result,
        tenders=giving.tenders,
        balance=written.balance_on(counter.day),
        fell_to=written.fell_to(counter),
        document=document,
        output_id=unit.add_print_job(document, sale.sale_id),
        currency=counter.brand.currency,
    )


def try_refund(trial: UnitOfWork, counter: Counter, giving: GivingBack) -> RefundQuote:
    """What ``book_refund`` would come to: it is written into ``trial``, which the caller leaves without a commit."""
    written = _write(trial, counter, giving)
    return RefundQuote(
        result=giving.result,
        tenders=giving.tenders,
        balance=written.balance_on(counter.day),
        fell_to=written.fell_to(counter),
        currency=counter.brand.currency,
    )


@record
class _Written:
    """A refund in a unit of work: the frame's body, and the member before and after it."""

    body: Mapping[str, Any]
    before: MemberRecord | None
    after: MemberRecord | None

    def balance_on(self, day: date) -> int | None:
        return self.after.wallet.balance(day) if self.after else None

    def fell_to(self, counter: Counter) -> Tier | None:
        return _fell_to(counter, self.before.state, self.after.state) if self.before and self.after else None


def _write(unit: UnitOfWork, counter: Counter, giving: GivingBack) -> _Written:
    member_id = giving.sale.member_id
    before = unit.member(member_id) if member_id else None
    body = write_refund(unit, counter, giving)
    return _Written(body, before, unit.member(member_id) if member_id else None)


def write_refund(unit: UnitOfWork, counter: Counter, giving: GivingBack) -> Mapping[str, Any]:
    """Writes the refund's frame and its index into ``unit``; gives the frame's body."""
    sale, refund_id = giving.sale, new_id()
    body, entries = refund_body(giving, refund_id), giving.result.entries
    seq = unit.append(NewFrame(FrameKind.REFUND, counter.now, counter.day, sale.programme, body, entries))
    unit.add_refund(StoredRefund(refund_id, sale.sale_id, body), seq, counter.day, giving.key)
    return body


def refund_body(giving: GivingBack, refund_id: str) -> dict[str, Any]:
    """The frame's body. ``coupons`` are those that may be used again."""
    result = giving.result
    body: dict[str, Any] = {
        "refund": refund_id,
        "sale": giving.sale.sale_id,
        "lines": [
            {"line": part.line, "quantity": format_quantity(part.quantity), "amount": part.amount}
            for part in result.lines
        ],
        "refunded": result.amount,
        "returned": result.returned,
        "clawed_back": result.clawed_back,
        "tenders": [{"type": tender.type, "amount": tender.amount} for tender in giving.tenders],
    }
    if result.coupons:
        body["coupons"] = [[used.coupon, used.voucher_id] for used in result.coupons]
    if result.claim:
        body[CLAIM] = given_back_document(result.claim)
    if giving.void:
        body["void"] = True
    people = {"cashier": giving.cashier, "approved_by": giving.approved_by}
    return body | {name: who for name, who in people.items() if who}


def already(unit: UnitOfWork, sale: StoredSale) -> tuple[tuple[RefundedLine, ...], ...]:
    """What each earlier refund of the sale gave back, in order."""
    return tuple(
        tuple(RefundedLine(line["line"], Fraction(line["quantity"]), line["amount"]) for line in earlier.body["lines"])
        for earlier in unit.refunds_of(sale.sale_id)
    )


def _fell_to(counter: Counter, before: MemberState, after: MemberState) -> Tier | None:
    programme = counter.programme
    had, has = (tier_on(programme, state, counter.day) for state in (before, after))
    return has if programme.tiers.index(has) < programme.tiers.index(had) else None
