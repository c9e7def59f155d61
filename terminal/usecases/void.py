"""A sale of today undone, as if it had never been."""

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.domain.refunds import AS_IF_NEVER_SOLD
from terminal.domain.refunds import void as void_by_rules
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.accounts import accounts_of
from terminal.usecases.claims_back import Coming, with_claim
from terminal.usecases.giving_back import (
    GivingBack,
    RefundDone,
    RefundQuote,
    as_it_was_paid,
    book_refund,
    sold_bill,
    try_refund,
)
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of


@record
class Void:
    """Undoes a sale of the current business day. ``sale``, ``cashier`` and ``approved_by`` as in ``Refund``."""

    sale: str
    key: str | None = None
    cashier: str = ""
    approved_by: str = ""


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
            done = book_refund(unit, counter, _undone(unit, counter, sale, command))
            queue_kick(unit, done.tenders)
            keep_answer(unit, "void", command.key, done)
            unit.commit()
        return done


def quote_void(till: Till, command: Void) -> RefundQuote:
    """What ``void`` would answer, with nothing written. Raises as it does, but for those refusals of writing."""
    with till.store.unit_of_work() as trial:  # left without a commit: nothing of it is kept
        counter = counter_of(till, trial)
        sale = find_sale(trial, counter, command.sale)
        _check(trial, counter, sale)
        return try_refund(trial, counter, _undone(trial, counter, sale, command))


def void_refusal(unit: UnitOfWork, counter: Counter, sale: StoredSale) -> Refusal | None:
    """Why the sale can no longer be voided, and what can be done instead; ``None`` where it can."""
    earlier = unit.refunds_of(sale.sale_id)
    if any(refund.body.get("void") for refund in earlier):
        return Refusal("already_refunded")
    if earlier:
        return Refusal("void_after_refund", sale_number=sale.number)
    if sale.day != counter.day:
        return Refusal("void_too_late", sale_number=sale.number, day=sale.day.isoformat())
    return None


def _check(unit: UnitOfWork, counter: Counter, sale: StoredSale) -> None:
    refusal = void_refusal(unit, counter, sale)
    if refusal is not None:
        raise refusal


def _undone(unit: UnitOfWork, counter: Counter, sale: StoredSale, command: Void) -> GivingBack:
    bill = sold_bill(sale, counter)
    result = void_by_rules(unit.programme(sale.programme), bill, counter.day, accounts_of(unit, sale.entries))
    result = with_claim(unit, counter, Coming(sale, bill, (), AS_IF_NEVER_SOLD), result)
    return GivingBack(
        sale=sale,
        result=result,
        tenders=as_it_was_paid(counter, bill.tenders, result.amount),
        void=True,
        key=command.key,
        cashier=command.cashier,
        approved_by=command.approved_by,
    )
