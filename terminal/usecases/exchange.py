"""An exchange: lines given back and a new bill, together or not at all."""

from dataclasses import replace

from terminal.domain.records import record
from terminal.domain.refunds import RefundResult
from terminal.domain.tenders import TenderPaid, TenderRequest, settle
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.bill import Sell, work_out
from terminal.usecases.giving_back import (
    GivingBack,
    RefundDone,
    RefundQuote,
    WantedLines,
    as_it_was_paid,
    book_refund,
    by_type,
    calculate,
    check_tender,
    sold_bill,
    try_refund,
    write_refund,
)
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.sales import find_sale
from terminal.usecases.sell import SaleDone, SaleQuote, book, quote_of
from terminal.usecases.till import Counter, Till, counter_of, new_id


@record
class Exchange:
    """Gives back ``returned`` of ``sale`` (both as in ``Refund``) and sells ``bill``.

    A bill that names no member is that of the sale's. Its tenders pay what it costs more than was given back; what it
    costs less is paid out with ``tender``. The bill's own key is not used.
    """

    sale: str
    bill: Sell
    returned: WantedLines | None = None
    tender: str = "cash"
    key: str | None = None


@record
class ExchangeDone:
    """A committed exchange. ``difference`` is what the customer paid on top, negative when it was paid out."""

    refund: RefundDone
    sale: SaleDone
    difference: int


@record
class ExchangeQuote:
    """What an exchange would come to; fields as in ``ExchangeDone``."""

    refund: RefundQuote
    sale: SaleQuote
    difference: int


@record
class _Plan:
    """An exchange at a counter: what comes back, and the bill that is sold for it."""

    counter: Counter
    sale: StoredSale
    result: RefundResult
    bill: Sell


def exchange(till: Till, command: Exchange) -> ExchangeDone:
    """Refunds by the programme of the sale, sells by the one in force, in one unit of work.

    What is carried over is booked as given back, and paid again, by the tenders that paid the sale: it nets out in
    every one of them, and earns again as far as it did. Raises ``Refusal`` as ``refund`` and ``sell`` do.
    """
    with till.store.unit_of_work() as trial:
        done = kept_answer(trial, "exchange", command.key, ExchangeDone)
        if done is not None:
            return done
        plan = _plan(trial, counter_of(till, trial), command)
        cost = _cost_after_refund(trial, plan)
    # The trial is left without a commit: nothing of it is kept, and the till's one writer does not change in between.
    with till.store.unit_of_work() as unit:
        done = _book(unit, plan, command, cost)
        keep_answer(unit, "exchange", command.key, done)
        unit.commit()
        return done


def _plan(unit: UnitOfWork, counter: Counter, command: Exchange) -> _Plan:
    sale = find_sale(unit, counter, command.sale)
    check_tender(counter, command.tender)
    result = calculate(unit, counter, sale, command.returned)
    bill = replace(command.bill, member=command.bill.member or sale.member_id, key=command.key)
    return _Plan(counter, sale, result, bill)


def _cost_after_refund(unit: UnitOfWork, plan: _Plan) -> int:
    """What the new bill costs: points and coupons that come back may pay for it, so it is worked out after them."""
    write_refund(unit, plan.counter, GivingBack(plan.sale, plan.result, ()))
    return work_out(unit, plan.counter, replace(plan.bill, tenders=()), new_id()).quote.total


@record
class _Paying:
    """Who pays what of an exchange: ``carried`` over from the sale, ``paid`` on top, ``paid_out``."""

    carried: tuple[TenderPaid, ...]
    paid: tuple[TenderPaid, ...]
    paid_out: tuple[TenderPaid, ...]

    @property
    def refunding(self) -> tuple[TenderPaid, ...]:
        return by_type((*self.carried, *self.paid_out))

    @property
    def selling(self) -> tuple[TenderRequest, ...]:
        return tuple(TenderRequest(tender.type, tender.amount) for tender in (*self.carried, *self.paid))


def _settled(plan: _Plan, command: Exchange, cost: int) -> _Paying:
    counter, given_back = plan.counter, plan.result.amount
    carried = as_it_was_paid(counter, sold_bill(plan.sale, counter).tenders, min(given_back, cost))
    on_top = settle(counter.brand.tenders, counter.brand.currency, max(cost - given_back, 0), plan.bill.tenders)
    paid_out = (TenderPaid(command.tender, given_back - cost),) if given_back > cost else ()
    return _Paying(carried, on_top.paid, paid_out)


def _giving(plan: _Plan, settled: _Paying) -> GivingBack:
    bill = plan.bill
    return GivingBack(plan.sale, plan.result, settled.refunding, cashier=bill.cashier, approved_by=bill.approved_by)


def quote_exchange(till: Till, command: Exchange) -> ExchangeQuote:
    """What ``exchange`` would answer, with nothing written. Without tenders, exact cash pays what is missing.

    Raises as ``exchange`` does, but for those refusals of writing.
    """
    with till.store.unit_of_work() as trial:
        plan = _plan(trial, counter_of(till, trial), command)
        cost = _cost_after_refund(trial, plan)
    settled = _settled(plan, command, cost)
    with till.store.unit_of_work() as trial:  # left without a commit, as the one before
        refund = try_refund(trial, plan.counter, _giving(plan, settled))
        worked_out = work_out(trial, plan.counter, replace(plan.bill, tenders=settled.selling), new_id())
        return ExchangeQuote(refund, quote_of(trial, worked_out), cost - plan.result.amount)


def _book(unit: UnitOfWork, plan: _Plan, command: Exchange, cost: int) -> ExchangeDone:
    counter, settled = plan.counter, _settled(plan, command, cost)
    queue_kick(unit, (*settled.paid, *settled.paid_out))
    refund = book_refund(unit, counter, _giving(plan, settled))
    worked_out = work_out(unit, counter, replace(plan.bill, tenders=settled.selling), new_id())
    exchanged = {
        "sale": plan.sale.sale_id,
        "number": plan.sale.number,
        "carried": [{"type": tender.type, "amount": tender.amount} for tender in settled.carried],
    }
    sale = book(unit, plan.bill, worked_out, {"exchange": exchanged})
    return ExchangeDone(refund, sale, cost - plan.result.amount)
