"""A refund, whole or by line."""

from terminal.domain.records import record
from terminal.domain.tenders import TenderPaid
from terminal.ports.store import UnitOfWork
from terminal.usecases.giving_back import (
    GivingBack,
    RefundDone,
    RefundQuote,
    WantedLines,
    book_refund,
    calculate,
    check_tender,
    try_refund,
)
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of

__all__ = ["Refund", "RefundDone", "RefundQuote", "quote_refund", "refund"]


@record
class Refund:
    """Gives back a sale. ``sale`` is its id, its receipt's barcode, or its number when it was made today.

    ``lines`` are (line number from 1, quantity or ``None`` for all that is left of it); ``None`` is the whole rest.
    ``cashier`` and ``approved_by`` are names, kept where they are given.
    """

    sale: str
    lines: WantedLines | None = None
    tender: str = "cash"
    key: str | None = None
    cashier: str = ""
    approved_by: str = ""


def refund(till: Till, command: Refund) -> RefundDone:
    """Refunds by the rules the sale was made with; the parts of a bill always add up to the whole.

    Raises ``Refusal``: ``sale_unknown``, ``refund_tender_unknown``, and what ``domain.refunds.refund`` refuses.
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "refund", command.key, RefundDone)
        if done is None:
            counter = counter_of(till, unit)
            done = book_refund(unit, counter, _given_back(unit, counter, command))
            queue_kick(unit, done.tenders)
            keep_answer(unit, "refund", command.key, done)
            unit.commit()
        return done


def quote_refund(till: Till, command: Refund) -> RefundQuote:
    """What ``refund`` would answer, with nothing written. Raises as it does, but for those refusals of writing."""
    with till.store.unit_of_work() as trial:  # left without a commit: nothing of it is kept
        counter = counter_of(till, trial)
        return try_refund(trial, counter, _given_back(trial, counter, command))


def _given_back(unit: UnitOfWork, counter: Counter, command: Refund) -> GivingBack:
    sale = find_sale(unit, counter, command.sale)
    check_tender(counter, command.tender)
    result = calculate(unit, counter, sale, command.lines)
    return GivingBack(
        sale=sale,
        result=result,
        tenders=(TenderPaid(command.tender, result.amount),),
        key=command.key,
        cashier=command.cashier,
        approved_by=command.approved_by,
    )
