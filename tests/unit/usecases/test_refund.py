"""Refunds: parts add up to the whole, and never more."""

import re
from fractions import Fraction

import pytest

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.tenders import TenderPaid
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.identify import identify
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import SaleDone, Sell, sell
from tests.unit.usecases.counter import PHONE, CounterInMemory, paper

HALF = Fraction(1, 2)


@pytest.fixture
def sale(counter: CounterInMemory) -> SaleDone:
    """NT$385 in three lines, 500 of 600 points spent, 33 earned."""
    counter.enrol(points=600, name="林志華")
    bill = (
        Line("ruby", "紅玉紅茶", "drinks", Fraction(2), 130),
        Line("milk", "黑糖珍珠鮮奶", "drinks", Fraction(1), 75),
        Line("rolls", "蛋捲", "bakery", Fraction(1), 180),
    )
    return sell(counter.till, Sell(PHONE, bill, redeem=500))


def test_a_whole_refund_leaves_the_member_as_before(counter: CounterInMemory, sale: SaleDone) -> None:
    done = refund(counter.till, Refund(sale.sale_id))
    assert (done.result.amount, done.result.returned, done.result.clawed_back) == (335, 500, 33)
    assert done.balance == counter.balance() == 600
    card = identify(counter.till, PHONE)
    assert card.visits == 0
    assert counter.frames[-1].kind is FrameKind.REFUND


def test_parts_add_up_to_the_whole(counter: CounterInMemory, sale: SaleDone) -> None:
    parts = [
        refund(counter.till, Refund(sale.sale_id, ((1, Fraction(1)),))),
        refund(counter.till, Refund(sale.sale_id, ((3, None),))),
        refund(counter.till, Refund(sale.sale_id)),
    ]
    assert sum(part.result.amount for part in parts) == 335
    assert sum(part.result.returned for part in parts) == 500
    assert sum(part.result.clawed_back for part in parts) == 33
    assert counter.balance() == 600
    with pytest.raises(Refusal, match="already_refunded"):
        refund(counter.till, Refund(sale.sale_id))


@pytest.mark.parametrize("text", ["0001", " 0001 "])
def test_a_sale_is_found_by_its_number_of_today(counter: CounterInMemory, sale: SaleDone, text: str) -> None:
    assert refund(counter.till, Refund(text)).sale_id == sale.sale_id


def test_the_receipts_barcode_finds_the_sale(counter: CounterInMemory, sale: SaleDone) -> None:
    barcode = sale.document.rows[-1].left
    assert re.fullmatch(r"261121020001[0-9]{6}", barcode)
    assert refund(counter.till, Refund(f" {barcode} ")).sale_id == sale.sale_id


def test_the_same_number_of_another_store_is_another_sale(counter: CounterInMemory, sale: SaleDone) -> None:
    barcode = sale.document.rows[-1].left
    other = f"{barcode[:-6]}{(int(barcode[-6:]) + 1) % 10**6:06d}"
    with pytest.raises(Refusal, match="sale_unknown"):
        refund(counter.till, Refund(other))


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("sale_unknown", Refund("0002")),
        ("sale_unknown", Refund("20261121-2-0001")),
        ("sale_unknown", Refund("261199020001123456")),
        ("sale_unknown", Refund("")),
        ("refund_tender_unknown", Refund("0001", tender="shells")),
        ("line_unknown", Refund("0001", ((4, None),))),
        ("line_repeated", Refund("0001", ((1, HALF), (1, HALF)))),
        ("quantity_invalid", Refund("0001", ((1, Fraction(0)),))),
        ("refund_exceeds_sale", Refund("0001", ((1, Fraction(3)),))),
        ("lines_empty", Refund("0001", ())),
    ],
)
@pytest.mark.usefixtures("sale")
def test_what_cannot_be_refunded_is_refused_and_nothing_is_written(
    counter: CounterInMemory, kind: str, command: Refund
) -> None:
    before = counter.store.files.journal
    with pytest.raises(Refusal) as refused:
        refund(counter.till, command)
    assert refused.value.kind == kind
    assert counter.store.files.journal is before


def test_the_same_key_refunds_once(counter: CounterInMemory, sale: SaleDone) -> None:
    command = Refund(sale.sale_id, ((1, Fraction(1)),), key="r-1")
    assert refund(counter.till, command) == refund(counter.till, command)
    assert sum(frame.kind is FrameKind.REFUND for frame in counter.frames) == 1


def test_a_clawback_may_leave_a_debt(counter: CounterInMemory) -> None:
    counter.enrol()
    sold = counter.sell(1000, member=PHONE)
    adjust(counter.till, Adjust(PHONE, -100, "given to charity"))
    assert refund(counter.till, Refund(sold.sale_id)).balance == -100


def test_or_be_refused_where_the_brand_says_so() -> None:
    counter = CounterInMemory(brands__tea__refund={"below_zero": "refuse"})
    counter.enrol()
    sold = counter.sell(1000, member=PHONE)
    adjust(counter.till, Adjust(PHONE, -100, "given to charity"))
    with pytest.raises(Refusal, match="clawback_above_balance"):
        refund(counter.till, Refund(sold.sale_id))


def test_a_sale_without_a_member_is_refunded_without_points(counter: CounterInMemory) -> None:
    counter.sell(100)
    done = refund(counter.till, Refund("0001", tender="card"))
    assert (done.result.amount, done.balance, done.tenders) == (100, None, (TenderPaid("card", 100),))


def test_the_slip_tells_what_came_back(counter: CounterInMemory, sale: SaleDone) -> None:
    done = refund(counter.till, Refund(sale.sale_id, ((1, Fraction(1)),)))
    assert counter.jobs()[-1] == done.document
    assert paper(done.document) == [
        "茶",
        "店 ・ 2 號機",
        "退貨單",
        "2026-11-21 14:32",
        "原單號 0001（2026-11-21）",
        "",
        f"紅玉紅茶 | x1 | {done.result.amount}",
        "",
        f"退款 | {done.result.amount}",
        "退款方式 現金",
        "",
        "會員 林○華 0912-***-678  會員",
        f"收回點數 | -{done.result.clawed_back} 點",
        f"退回點數 | {done.result.returned} 點",
        f"目前餘額 | {done.balance} 點",
        "",
        "顧客簽名",
        *[""] * 6,
        "",
        sale.document.rows[-1].left,
    ]
