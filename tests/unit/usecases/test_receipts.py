"""The rows of receipts and slips when a bill has everything on it; every sum on paper adds up."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from devices.printer.symbols import code128
from terminal.domain.bills import Line
from terminal.domain.coupon_numbers import short_number
from terminal.domain.lines import CashierDiscount
from terminal.ports.printing import RowKind
from terminal.usecases.exchange import Exchange, exchange
from terminal.usecases.refund import Refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import SaleDone, Sell, TenderRequest, sell
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import PHONE, CounterInMemory, paper

NARROWEST_DOTS = 384


def named(chinese: str, english: str) -> dict[str, str]:
    return {"zh-TW": chinese, "en": english}


ECONOMY: Mapping[str, Any] = {
    "tiers": [{"code": "member", "name": named("會員", "Member"), "discount": "10%"}],
    "brands__tea__discounts": {"share": "50%", "reasons": ["damaged"]},
    "stores__tea__tax": {"rate": "5%"},
    "coupons": {
        "ten": {
            "name": named("折 10 元", "NT$10 off"),
            "benefit": {"kind": "amount", "amount": 10},
            "present": "public",
            "valid": {"until": "2026-12-31"},
        },
        "cookie": {
            "name": named("餅乾一片", "A cookie"),
            "benefit": {"kind": "gift"},
            "present": "public",
            "valid": {"until": "2026-12-31"},
        },
        "next": {
            "name": named("下次折 20 元", "NT$20 off"),
            "benefit": {"kind": "amount", "amount": 20},
            "present": "bearer",
            "number": 7,
            "print_when": {"minimum": 100},
            "valid": {"after": 1, "days": 14},
        },
        "cup": {
            "name": named("免費一杯", "A free cup"),
            "benefit": {"kind": "free_item"},
            "valid": {"after": 1, "days": 30},
        },
    },
    "rewards": {
        "half": {"name": named("折 50 元", "NT$50 off"), "points": 300, "benefit": {"kind": "amount", "amount": 50}},
    },
    "missions": {
        "tour": {"mission": "visits", "name": named("三次巡禮", "Tour"), "goal": 3, "gives": {"points": 30}},
        "spend": {"mission": "spend", "name": named("滿千", "Thousand"), "goal": 1000, "gives": {"points": 30}},
    },
    "gifts": {
        "thanks": {
            "gift": "purchase",
            "name": named("滿額禮", "Thanks"),
            "until": "2026-12-31",
            "gives": {"points": 5, "coupons": ["cup"]},
        }
    },
    "campaigns": [
        {
            "code": "double",
            "name": named("雙倍", "Double"),
            "from": "2026-11-01",
            "until": "2026-11-30",
            "effect": {"kind": "multiplier", "times": 2},
        }
    ],
}
BILL = (
    Line("ruby", "紅玉紅茶", "drinks", Fraction(2), 400, CashierDiscount("damaged", share=Fraction(1, 10))),
    Line("cake", "蛋糕", "cakes", Fraction(1), 240),
)


@pytest.fixture
def counter() -> CounterInMemory:
    made = CounterInMemory(**ECONOMY)
    made.enrol(points=1000, name="林志華")
    return made


def whole_bill(counter: CounterInMemory, **more: Any) -> SaleDone:
    command = Sell(
        PHONE,
        BILL,
        redeem=500,
        coupons=("ten", "cookie"),
        rewards=("half",),
        tenders=(TenderRequest("cash", 1000),),
        **more,
    )
    return sell(counter.till, command)


def figure(row: str) -> int:
    return int(row.rsplit(" | ", 1)[1].replace(",", ""))


def test_a_bill_with_everything(counter: CounterInMemory) -> None:
    sale = whole_bill(counter)
    number = sale.papers[0].number
    rows = paper(sale.document)
    # 640 less 40 (cashier) is 600; a tenth off is 540; 10, 50 and 500 points' 50 leave 430, which earns 43 twice.
    assert rows[4:] == [
        "紅玉紅茶 | x2 | 400",
        "  折扣 | -40",
        "蛋糕 | x1 | 240",
        "",
        "小計 | 600",
        "會員折扣 | -60",
        "折 10 元 | -10",
        "兌換 折 50 元（300 點） | -50",
        "餅乾一片 | 已交付",
        "折抵 500 點 | -50",
        "應收 | 430",
        "現金 | 1,000",
        "找零 | 570",
        "含稅 5% | 20",
        "",
        "會員 林○華 0912-***-678  會員",
        "本次折抵 | 800 點",
        "本次得點 | +91 點",
        "  消費得點 | +43 點",
        "  雙倍 | +43 點",
        "  滿額禮 | +5 點",
        "目前餘額 | 291 點",
        "最近到期 | 291 點 2027-11-30",
        "滿千 | 430 / 1,000",
        "三次巡禮 | 1 / 3",
        "獲得 免費一杯，2026-12-21 前使用",
        f"  券號 {short(sale)}",
        "  2026-11-22 起可用",
        "",
        rows[-6],
        "",
        "下次折 20 元",
        "2026-11-22 起可用",
        "2026-12-05 前使用，憑條碼折抵",
        number,
    ]


def short(sale: SaleDone) -> str:
    return short_number(sale.figures.given[0].voucher_id)


def test_what_leads_to_what_is_due_adds_up(counter: CounterInMemory) -> None:
    rows = paper(whole_bill(counter).document)
    start, end = (next(at for at, row in enumerate(rows) if row.startswith(name)) for name in ("小計", "應收"))
    lines = rows[4 : start - 1]
    assert sum(figure(row) for row in lines) == figure(rows[start])
    between = [row for row in rows[start:end] if not row.endswith("已交付")]
    assert sum(figure(row) for row in between) == figure(rows[end])


def test_tax_that_is_added_is_a_part_of_the_sum_even_where_it_need_not_be_shown() -> None:
    counter = CounterInMemory(stores__tea__tax={"rate": "5%", "included": False, "shown": False})
    rows = paper(counter.sell(300).document)
    assert rows[rows.index("小計 | 300") :][:3] == ["小計 | 300", "稅金 5% | 15", "應收 | 315"]


def test_tax_in_the_prices_is_printed_only_where_it_is_shown() -> None:
    counter = CounterInMemory(stores__tea__tax={"rate": "5%", "shown": False})
    assert not [row for row in paper(counter.sell(300).document) if "稅" in row]


def test_base_points_alone_need_no_word_about_where_they_come_from() -> None:
    counter = CounterInMemory()
    counter.enrol()
    rows = paper(counter.sell(300, member=PHONE).document)
    assert rows[rows.index("本次得點 | +30 點") + 1] == "目前餘額 | 30 點"


def test_everything_in_english(counter: CounterInMemory) -> None:
    counter.set_language("en")
    sale = whole_bill(counter)
    rows = paper(sale.document)
    for row in (
        "  Discount | -40",
        "Subtotal | 600",
        "Member discount | -60",
        "NT$50 off (300 pts) | -50",
        "A cookie | handed over",
        "500 points | -50",
        "Includes tax 5% | 20",
        "  This purchase | +43 pts",
        "Tour | 1 / 3",
        "You get: A free cup, use by 2026-12-21",
        f"  No. {short(sale)}",
        "  good from 2026-11-22 on",
        "Show this by 2026-12-05",
    ):
        assert row in rows


def test_a_printed_coupons_barcode_fits_the_narrowest_paper(counter: CounterInMemory) -> None:
    slip = whole_bill(counter).document.rows[-1]
    assert (slip.kind, len(slip.left)) == (RowKind.BARCODE, 24)
    symbol = code128(slip.left, NARROWEST_DOTS)
    assert symbol is not None
    assert symbol.width <= NARROWEST_DOTS


def test_the_printed_coupon_of_a_receipt_is_taken_by_the_next_bill(counter: CounterInMemory) -> None:
    number = whole_bill(counter).papers[0].number
    counter.clock.instant += timedelta(days=1)
    rows = paper(sell(counter.till, Sell(None, BILL[1:], coupons=(number,))).document)
    assert "下次折 20 元 | -20" in rows


def test_a_copy_tells_the_same_after_the_member_has_moved_on(counter: CounterInMemory) -> None:
    sale = whole_bill(counter)
    counter.sell(500, member=PHONE)
    copy = paper(reprint(counter.till, sale.sale_id).document)
    assert copy[2:-2] == paper(sale.document)


def test_the_slip_of_a_refund_names_what_comes_back(counter: CounterInMemory) -> None:
    sale = whole_bill(counter)
    rows = paper(refund(counter.till, Refund(sale.sale_id)).document)
    assert rows[2] == "退貨單"
    assert rows[5:] == [
        "",
        "紅玉紅茶 | x2 | 258",
        "蛋糕 | x1 | 172",
        "",
        "退款 | 430",
        "退款方式 現金",
        "退回優惠券 餅乾一片",
        "退回優惠券 折 10 元",
        "",
        "會員 林○華 0912-***-678  會員",
        "收回點數 | -91 點",
        "退回點數 | 800 點",
        "目前餘額 | 1,000 點",
        "",
        "顧客簽名",
        *[""] * 6,
        "",
        rows[-1],
    ]


@pytest.mark.parametrize(("language", "words"), [("zh_TW", "顧客簽名"), ("en", "Customer's signature")])
def test_a_customer_signs_above_a_line_for_what_is_given_back(
    counter: CounterInMemory, language: str, words: str
) -> None:
    counter.set_language(language)
    refunded = refund(counter.till, Refund(whole_bill(counter).sale_id)).document
    voided = void(counter.till, Void(counter.sell(100).sale_id)).document
    for slip in (refunded, voided):
        place = next(at for at, row in enumerate(slip.rows) if row.left == words)
        assert [row.kind for row in slip.rows[place + 1 : place + 7]] == [RowKind.BLANK] * 5 + [RowKind.RULE]
    assert words not in paper(counter.sell(100).document)


def test_a_voided_sale_has_a_slip_of_its_own(counter: CounterInMemory) -> None:
    sale = whole_bill(counter)
    assert paper(void(counter.till, Void(sale.sale_id)).document)[2] == "作廢單"


def test_an_exchange_says_what_the_first_sale_paid(counter: CounterInMemory) -> None:
    sale = counter.sell(300, member=PHONE)
    bill = Sell(PHONE, (Line("cake", "蛋糕", "cakes", Fraction(1), 500),))
    done = exchange(counter.till, Exchange(sale.sale_id, bill))
    rows = paper(done.sale.document)
    start = rows.index("應收 | 450")
    assert rows[start : start + 3] == ["應收 | 450", "換貨抵用（單號 0001） | 270", "現金 | 180"]
