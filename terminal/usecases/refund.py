"""A refund, whole or by line."""

from dataclasses import dataclass

from terminal.domain.tenders import TenderPaid
from terminal.usecases.giving_back import GivingBack, RefundDone, WantedLines, book_refund, calculate, check_tender
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Till, counter_of

__all__ = ["Refund", "RefundDone", "refund"]


@dataclass(frozen=True, slots=True)
class Refund:
    """Gives back a sale. ``sale`` is its id, its receipt's barcode, or its number when it was made today.

    ``lines`` are (line number from 1, quantity or ``None`` for all that is left of it); ``None`` is the whole rest.
    """

    sale: str
    lines: WantedLines | None = None
    tender: str = "cash"
    key: str | None = None


def refund(till: Till, command: Refund) -> RefundDone:
    """Refunds by the rules the sale was made with; the parts of a bill always add up to the whole.

    Raises ``Refusal``: ``sale_unknown``, ``refund_tender_unknown``, and what ``domain.refunds.refund`` refuses.
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "refund", command.key, RefundDone)
        if done is None:
            counter = counter_of(till, unit)
            sale = find_sale(unit, counter, command.sale)
            check_tender(counter, command.tender)
            result = calculate(unit, counter, sale, command.lines)
            tenders = (TenderPaid(command.tender, result.amount),)
            done = book_refund(unit, counter, GivingBack(sale, result, tenders, key=command.key))
            queue_kick(unit, done.tenders)
            keep_answer(unit, "refund", command.key, done)
            unit.commit()
        return done
