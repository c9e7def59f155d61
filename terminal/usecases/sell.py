"""A sale: quoted as often as the bill changes, made once."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.bills import Quote
from terminal.domain.frames import FrameKind
from terminal.domain.money import Currency
from terminal.domain.records import record
from terminal.domain.tenders import TenderPaid, TenderRequest
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import NewFrame, StoredSale, UnitOfWork
from terminal.usecases.bill import BillFigures, Paper, Sell, WorkedOut, work_out
from terminal.usecases.claims import claim_for
from terminal.usecases.identify import MemberCard, member_card
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.looking_up import with_looking_up
from terminal.usecases.members import use_token
from terminal.usecases.newcomers import enrol_newcomer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.receipt import SaleFacts, letterhead, receipt_language, sale_receipt
from terminal.usecases.sale_frame import sale_body
from terminal.usecases.till import Till, counter_of, new_id

__all__ = ["BillFigures", "SaleDone", "SaleQuote", "Sell", "TenderPaid", "TenderRequest", "book", "quote_sale", "sell"]

NOTHING_BESIDES: Final[Mapping[str, object]] = {}


@record
class SaleQuote:
    """What ``sell`` would do with this bill now. ``member_pending`` as in ``SaleDone``."""

    quote: Quote
    figures: BillFigures
    member: MemberCard | None
    tendered: tuple[TenderPaid, ...]
    change: int
    currency: Currency
    member_pending: bool = False


@record
class SaleDone:
    """A committed sale.

    ``papers`` are the coupons on its receipt; ``output_id`` is the print job's, ``None`` when none was wanted.
    ``clock_behind`` says that the clock stood before the sale that preceded this one: it is booked all the same, order
    comes from the journal. ``member_pending`` says that nobody here knows the phone: it earns, and the server will say
    whose it is.
    """

    sale_id: str
    number: str
    member_id: str | None
    figures: BillFigures
    tendered: tuple[TenderPaid, ...]
    change: int
    papers: tuple[Paper, ...]
    clock_behind: bool
    document: ReceiptDocument
    output_id: int | None
    currency: Currency
    member_pending: bool = False


def quote_sale(till: Till, command: Sell) -> SaleQuote:
    """What ``sell`` would answer, with nothing written. Without tenders, exact cash is assumed.

    Raises every ``Refusal`` that ``sell`` raises, but for those of writing.
    """

    def quoted() -> SaleQuote:
        with till.store.view() as unit:
            return quote_of(unit, work_out(unit, counter_of(till, unit), command, sale_id=new_id()))

    return with_looking_up(till, command.member, quoted)


def quote_of(unit: UnitOfWork, bill: WorkedOut) -> SaleQuote:
    """A bill that was worked out, as a quote."""
    return SaleQuote(
        quote=bill.quote,
        figures=bill.figures,
        member=member_card(unit, bill.counter, bill.member) if bill.member else None,
        tendered=bill.quote.settled.paid,
        change=bill.quote.settled.change,
        currency=bill.counter.brand.currency,
        member_pending=bill.newcomer is not None,
    )


def sell(till: Till, command: Sell) -> SaleDone:
    """Sells: sale, entries, journal frame, drawer kick, print job and kept answer in one unit of work.

    Raises ``Refusal``: ``member_unknown``, ``lines_empty``, ``lines_too_many``, ``amount_invalid``,
    ``quantity_invalid``, ``tender_…``, ``tenders_…``, ``redeem_…``, ``discount_…``, ``coupon_…``, ``reward_…``,
    ``disk_full`` …
    """

    def sold() -> SaleDone:
        with till.store.unit_of_work() as unit:
            done = kept_answer(unit, "sell", command.key, SaleDone)
            if done is None:
                counter = counter_of(till, unit)
                bill = work_out(unit, counter, command, new_id())
                queue_kick(unit, bill.quote.settled.paid)
                done = book(unit, command, bill)
                use_token(unit, command.member, counter.now)
                keep_answer(unit, "sell", command.key, done)
                unit.commit()
            return done

    return with_looking_up(till, command.member, sold)


def book(unit: UnitOfWork, command: Sell, bill: WorkedOut, besides: Mapping[str, object] = NOTHING_BESIDES) -> SaleDone:
    """Writes the sale into ``unit``; the caller commits. ``besides`` is what the frame's body says more."""
    counter, sold = bill.counter, bill.quote.sold
    previous_at = unit.last_sale_at()
    if bill.newcomer:
        enrol_newcomer(unit, counter, bill.newcomer)
    number = unit.next_sale_number(counter.day)
    sale = StoredSale(
        sale_id=sold.sale_id,
        number=number,
        at=counter.now,
        day=counter.day,
        member_id=sold.member_id,
        body={**sale_body(command, bill, number), **besides},
        programme=counter.programme.digest,
        terminal=counter.identity.terminal_id,
        entries=sold.entries,
    )
    seq = unit.append(NewFrame(FrameKind.SALE, counter.now, counter.day, sale.programme, sale.body, sold.entries))
    unit.add_sale(sale, seq, command.key)
    claim = claim_for(counter, sale, sold, counter.programme)
    remarks = tuple(line.remark for line in command.lines)
    facts = SaleFacts(sale, bill.member, claim, remarks)
    document = sale_receipt(facts, letterhead(unit, counter), receipt_language(unit))
    return SaleDone(
        sale_id=sale.sale_id,
        number=number,
        member_id=sale.member_id,
        figures=bill.figures,
        tendered=bill.quote.settled.paid,
        change=bill.quote.settled.change,
        papers=bill.printed,
        clock_behind=previous_at is not None and counter.now < previous_at,
        document=document,
        output_id=unit.add_print_job(document, sale.sale_id) if command.print_receipt else None,
        currency=counter.brand.currency,
        member_pending=bill.newcomer is not None,
    )
