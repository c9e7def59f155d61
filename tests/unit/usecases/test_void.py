"""Voids: a sale of today undone, as if it had never been."""

from datetime import timedelta
from fractions import Fraction

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.tenders import TenderPaid, TenderRequest
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.identify import identify
from terminal.usecases.refund import Refund, refund
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import PHONE, CounterInMemory, paper


def test_a_void_leaves_nothing_of_the_sale(counter: CounterInMemory) -> None:
    counter.enrol(points=600)
    tenders = (TenderRequest("card", 200), TenderRequest("cash", 500))
    sold = counter.sell(185, 200, member=PHONE, redeem=500, tenders=tenders)
    assert sold.change == 365
    done = void(counter.till, Void(sold.number))
    assert (done.result.amount, done.result.returned, done.result.clawed_back, done.balance) == (335, 500, 33, 600)
    assert done.tenders == (TenderPaid("card", 200), TenderPaid("cash", 135))
    assert identify(counter.till, PHONE).visits == 0
    frame = counter.frames[-1]
    assert (frame.kind, frame.body["void"], frame.body["sale"]) == (FrameKind.REFUND, True, sold.sale_id)


def test_a_void_asks_no_switch() -> None:
    switches = {"spent_points": "keep", "below_zero": "refuse", "coupons": "keep"}
    counter = CounterInMemory(brands__tea__refund=switches)
    counter.enrol(points=600)
    sold = counter.sell(1000, member=PHONE, redeem=500)
    adjust(counter.till, Adjust(PHONE, -195, "given to charity"))
    with pytest.raises(Refusal, match="clawback_above_balance"):
        refund(counter.till, Refund(sold.sale_id))
    assert void(counter.till, Void(sold.sale_id)).balance == 600 - 195


def test_the_void_of_the_sale_that_reached_a_tier_says_which_is_left(counter: CounterInMemory) -> None:
    counter.enrol()
    counter.sell(100, member=PHONE)
    sold = counter.sell(12_000, member=PHONE)
    done = void(counter.till, Void(sold.sale_id))
    assert done.fell_to is not None
    assert done.fell_to.code == identify(counter.till, PHONE).tier.code == "member"


def test_only_whole_sales_of_today_are_voided(counter: CounterInMemory) -> None:
    early = counter.sell(100, 50)
    refund(counter.till, Refund(early.sale_id, ((1, None),)))
    voided = counter.sell(80)
    late = counter.sell(70)
    void(counter.till, Void(voided.sale_id))
    counter.clock.instant += timedelta(days=1)
    frames = len(counter.frames)
    for sale, kind in ((early, "void_after_refund"), (voided, "already_refunded"), (late, "void_too_late")):
        with pytest.raises(Refusal) as refused:
            void(counter.till, Void(sale.sale_id))
        assert refused.value.kind == kind
    assert len(counter.frames) == frames


def test_nothing_more_is_refunded_of_a_voided_sale(counter: CounterInMemory) -> None:
    sold = counter.sell(80, 20)
    void(counter.till, Void(sold.sale_id))
    with pytest.raises(Refusal, match="already_refunded"):
        refund(counter.till, Refund(sold.sale_id, ((1, Fraction(1)),)))


def test_the_same_key_voids_once(counter: CounterInMemory) -> None:
    command = Void(counter.sell(80).sale_id, key="v-1")
    assert void(counter.till, command) == void(counter.till, command)


def test_the_slip_says_that_it_is_a_void_and_how_the_money_went_back(counter: CounterInMemory) -> None:
    sold = counter.sell(100, tenders=(TenderRequest("card", 60), TenderRequest("cash", 40)))
    document = void(counter.till, Void(sold.sale_id)).document
    rows = paper(document)
    assert (document.title, rows[2]) == (f"作廢單 {sold.number}", "作廢單")
    assert {"退款 | 100", "信用卡 | 60", "現金 | 40"} < set(rows)
