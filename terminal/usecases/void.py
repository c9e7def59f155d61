"""A sale of today undone, as if it had never been."""

from dataclasses import dataclass

from terminal.domain.errors import Refusal
from terminal.domain.refunds import void as void_by_rules
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.giving_back import (
    GivingBack,
    RefundDone,
    accounts_of,
    as_it_was_paid,
    book_refund,
    sold_bill,
)
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of


@dataclass(frozen=True, slots=True)
class Void:
    """Undoes a sale of the current business day. ``sale`` as in ``Refund``."""

    sale: str
    key: str | None = None


def void(till: Till, command: Void) -> RefundDone:
    """Undoes the whole sale: money goes back the way it came, points and coupons whatever the brand's switches say.

    Raises ``Refusal``: ``sale_unknown``, ``void_too_late``, ``void_after_refund``, ``already_refunded``.
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "void", command.key, RefundDone)
        if done is None:
            counter = counter_of(till, unit)
            sale = find_sale(unit, counter, command.sale)
            _check(unit, counter, sale)
            done = book_refund(unit, counter, _undone(unit, counter, sale, command.key))
            queue_kick(unit, done.tenders)
            keep_answer(unit, "void", command.key, done)
            unit.commit()
        return done


def _check(unit: UnitOfWork, counter: Counter, sale: StoredSale) -> None:
    earlier = unit.refunds_of(sale.sale_id)
    if any(refund.body.get("void") for refund in earlier):
        raise Refusal("already_refunded")
    if earlier:
        raise Refusal("void_after_refund", sale_number=sale.number)
    if sale.day != counter.day:
        raise Refusal("void_too_late", sale_number=sale.number, day=sale.day.isoformat())


def _undone(unit: UnitOfWork, counter: Counter, sale: StoredSale, key: str | None) -> GivingBack:
    bill = sold_bill(sale, counter)
    result = void_by_rules(unit.programme(sale.programme), bill, counter.day, accounts_of(unit, sale))
    return GivingBack(sale, result, as_it_was_paid(counter, bill.tenders, result.amount), void=True, key=key)
