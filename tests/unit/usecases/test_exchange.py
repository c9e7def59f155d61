"""Exchanges: a refund and a sale that are made together or not at all."""

from typing import Any

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.tenders import TenderPaid, TenderRequest
from terminal.usecases.bill import Sell
from terminal.usecases.exchange import Exchange, ExchangeDone, exchange
from terminal.usecases.sell import SaleDone
from tests.unit.domain.samples import document
from tests.unit.domain.samples import programme as sample_programme
from tests.unit.usecases.counter import PHONE, TENDERS, CounterInMemory, lines, paper


def swap(counter: CounterInMemory, sold: SaleDone, *amounts: int, **more: Any) -> ExchangeDone:
    """The first line of ``sold`` for items of these amounts; tenders and the like are the new bill's."""
    bill: dict[str, Any] = {name: more.pop(name) for name in ("tenders", "redeem", "member") if name in more}
    command = Exchange(sold.sale_id, Sell(**{"member": None, **bill}, lines=lines(*amounts)), ((1, None),), **more)
    return exchange(counter.till, command)


def test_what_costs_more_is_paid_on_top(counter: CounterInMemory) -> None:
    counter.enrol()
    sold = counter.sell(200, 100, member=PHONE, tenders=(TenderRequest("card"),))
    done = swap(counter, sold, 350, tenders=(TenderRequest("cash", 500),))
    assert (done.refund.result.amount, done.sale.figures.due, done.difference) == (200, 350, 150)
    assert done.refund.tenders == (TenderPaid("card", 200),)
    assert done.sale.tendered == (TenderPaid("card", 200), TenderPaid("cash", 500))
    assert done.sale.change == 350
    assert done.sale.member_id == sold.member_id
    assert done.sale.figures.balance == counter.balance() == 30 - 20 + 35
    assert [frame.kind for frame in counter.frames[-2:]] == [FrameKind.REFUND, FrameKind.SALE]


def test_what_costs_less_is_paid_out(counter: CounterInMemory) -> None:
    sold = counter.sell(200, 100, tenders=(TenderRequest("card"),))
    done = swap(counter, sold, 50, tender="cash")
    assert done.difference == -150
    assert done.refund.tenders == (TenderPaid("card", 50), TenderPaid("cash", 150))
    assert done.sale.tendered == (TenderPaid("card", 50),)


def test_the_same_price_moves_no_money(counter: CounterInMemory) -> None:
    sold = counter.sell(200, tenders=(TenderRequest("card", 150), TenderRequest("cash", 100)))
    done = swap(counter, sold, 200)
    assert done.difference == 0
    assert done.refund.tenders == done.sale.tendered == (TenderPaid("card", 150), TenderPaid("cash", 50))


def test_what_a_tender_paid_without_earning_does_not_earn_when_it_is_carried_over() -> None:
    tenders = ["cash", {"type": "stored_value", "earns": False}]
    counter = CounterInMemory(brands__tea__tenders=tenders)
    counter.enrol()
    sold = counter.sell(200, member=PHONE, tenders=(TenderRequest("stored_value"),))
    assert sold.figures.earned == 0
    assert swap(counter, sold, 200).sale.figures.earned == 0
    assert swap(counter, sold := counter.sell(100, member=PHONE), 100).sale.figures.earned == 10


def test_points_that_come_back_may_pay_for_the_new_bill(counter: CounterInMemory) -> None:
    counter.enrol(points=500)
    sold = counter.sell(200, member=PHONE, redeem=500)
    assert counter.balance() == 15
    done = swap(counter, sold, 200, redeem=500)
    assert (done.refund.result.returned, done.sale.figures.redeemed, done.difference) == (500, 500, 0)


def test_too_little_on_top_is_refused_and_nothing_is_written(counter: CounterInMemory) -> None:
    sold = counter.sell(200)
    before = counter.store.files.journal
    for more, kind in (
        ({"tenders": (TenderRequest("cash", 30),)}, "tenders_short"),
        ({"tender": "shells"}, "refund_tender_unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            swap(counter, sold, 240, **more)
        assert refused.value.kind == kind
    assert counter.store.files.journal is before


def test_the_same_key_exchanges_once(counter: CounterInMemory) -> None:
    sold = counter.sell(200)
    first = swap(counter, sold, 240, key="x-1")
    assert swap(counter, sold, 240, key="x-1") == first
    assert sum(frame.kind is FrameKind.SALE for frame in counter.frames) == 2


def test_a_sale_of_an_earlier_programme_comes_back_by_it_and_the_new_bill_is_sold_by_the_present_one(
    counter: CounterInMemory,
) -> None:
    counter.enrol()
    sold = counter.sell(1000, member=PHONE)
    later = document(brands__tea__earning__0__per=5, brands__tea__tenders=TENDERS, version=2)
    rules = type(sample_programme()).from_document(later, "digest-2")
    counter.store.files.replica.programmes["digest-2"] = (2, rules)
    done = swap(counter, sold, 1000)
    assert (sold.figures.earned, done.refund.result.clawed_back, done.sale.figures.earned) == (100, 100, 200)


def test_slip_and_receipt_wait_for_paper_together(counter: CounterInMemory) -> None:
    sold = counter.sell(200, 100)
    done = swap(counter, sold, 260, tenders=(TenderRequest("cash", 100),))
    assert counter.jobs()[-2:] == [done.refund.document, done.sale.document]
    rows = paper(done.sale.document)
    assert {f"換貨抵用（單號 {sold.number}） | 200", "現金 | 100", "找零 | 40"} < set(rows)
