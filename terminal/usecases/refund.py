"""A refund, whole or by line."""

from dataclasses import dataclass
from fractions import Fraction

from terminal.domain import ledger
from terminal.domain import refunds as rules
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.money import Currency, format_quantity
from terminal.domain.refunds import RefundResult
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import MemberRecord, NewFrame, StoredRefund, StoredSale, UnitOfWork
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.receipt import RefundFacts, letterhead, receipt_language, refund_slip
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of, new_id


@dataclass(frozen=True, slots=True)
class Refund:
    """Gives back a sale. ``sale`` is its id, its receipt's barcode, or its number when it was made today.

    ``lines`` are (line number from 1, quantity or ``None`` for all that is left of it); ``None`` is the whole rest.
    """

    sale: str
    lines: tuple[tuple[int, Fraction | None], ...] | None = None
    tender: str = "cash"
    key: str | None = None


@dataclass(frozen=True, slots=True)
class RefundDone:
    """A committed refund. ``balance`` is the member's after it, ``None`` for a sale without a member."""

    refund_id: str
    sale_id: str
    number: str
    result: RefundResult
    tender: str
    balance: int | None
    document: ReceiptDocument
    output_id: int
    currency: Currency


def refund(till: Till, command: Refund) -> RefundDone:
    """Refunds by the rules the sale was made with; the parts of a bill always add up to the whole.

    Raises ``Refusal``: ``sale_unknown``, ``refund_tender_unknown``, and what ``domain.refunds.refund`` refuses.
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "refund", command.key, RefundDone)
        if done is None:
            done = _refund(unit, counter_of(till, unit), command)
            keep_answer(unit, "refund", command.key, done)
            unit.commit()
        return done


def _refund(unit: UnitOfWork, counter: Counter, command: Refund) -> RefundDone:
    sale = find_sale(unit, counter, command.sale)
    if command.tender not in [str(tender) for tender in counter.brand.tenders]:
        raise Refusal("refund_tender_unknown", tender=command.tender[:40])
    member = unit.member(sale.member_id) if sale.member_id else None
    result = rules.refund(
        unit.programme(sale.programme),
        _sold_bill(sale, counter),
        _already(unit, sale),
        command.lines,
        counter.day,
        member.state if member else None,
    )
    return _book(unit, counter, command, sale, member, result)


def _book(
    unit: UnitOfWork,
    counter: Counter,
    command: Refund,
    sale: StoredSale,
    member: MemberRecord | None,
    result: RefundResult,
) -> RefundDone:
    refund_id = new_id()
    body = {
        "refund": refund_id,
        "sale": sale.sale_id,
        "lines": [
            {"line": part.line, "quantity": format_quantity(part.quantity), "amount": part.amount}
            for part in result.lines
        ],
        "refunded": result.amount,
        "returned": result.returned,
        "clawed_back": result.clawed_back,
        "tender": command.tender,
    }
    seq = unit.append(NewFrame(FrameKind.REFUND, counter.now, counter.day, sale.programme, body, result.entries))
    unit.add_refund(StoredRefund(refund_id, sale.sale_id, body), seq, counter.day, command.key)
    balance = _balance_after(member, result, counter)
    facts = RefundFacts(sale, body, counter.now, member, balance)
    document = refund_slip(facts, letterhead(unit, counter), receipt_language(unit))
    return RefundDone(
        refund_id=refund_id,
        sale_id=sale.sale_id,
        number=sale.number,
        result=result,
        tender=command.tender,
        balance=balance,
        document=document,
        output_id=unit.add_print_job(document, sale.sale_id),
        currency=counter.brand.currency,
    )


def _sold_bill(sale: StoredSale, counter: Counter) -> rules.SoldBill:
    body = sale.body
    return rules.SoldBill(
        sale_id=sale.sale_id,
        store=counter.identity.store,
        day=sale.day,
        lines=tuple(
            rules.SoldLine(line["sku"], line["category"], Fraction(line["quantity"]), line["amount"], line["discount"])
            for line in body["lines"]
        ),
        member_id=sale.member_id,
        tier=body.get("tier"),
        redeemed=body["redeemed"],
        earned=body["earned"],
        entries=sale.entries,
    )


def _already(unit: UnitOfWork, sale: StoredSale) -> tuple[rules.RefundedLine, ...]:
    return tuple(
        rules.RefundedLine(line["line"], Fraction(line["quantity"]), line["amount"])
        for earlier in unit.refunds_of(sale.sale_id)
        for line in earlier.body["lines"]
    )


def _balance_after(member: MemberRecord | None, result: RefundResult, counter: Counter) -> int | None:
    if member is None:
        return None
    state = member.state
    for entry in result.entries:
        state, _ = ledger.apply(state, entry, counter.day)
    return state.balance(counter.day)
