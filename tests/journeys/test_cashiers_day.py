"""A cashier's day on a real screen: signed in, rung up, paid, given back, handed over and counted, by key and mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.ports.printing import COPY_WORDS
from terminal.ports.store import StoredRefund, StoredSale
from terminal.usecases.cash_shifts import CashShift, current_shift, latest_shift
from terminal.usecases.sales import sale_reference
from tests.journeys.display import ON_A_DISPLAY, Display, until
from tests.journeys.screen import told
from tests.journeys.staffed_shop import (
    CASHIER,
    COUPON,
    MEMBER_PHONE,
    OTHER_CASHIER,
    STORE_MANAGER,
    Hands,
    enrol,
    open_staffed_shop,
    sold,
)
from tests.journeys.window_shop import WindowShop

pytestmark = ON_A_DISPLAY

EGG_ROLLS = "4710088410108"
FLOAT, MISSING = 2000, 5


@pytest.fixture
def shop(display: Display, tmp_path: Path) -> Iterator[WindowShop]:
    with open_staffed_shop(tmp_path, display) as opened:
        enrol(opened)
        sold(opened, 5000)
        yield opened


def test_a_cashiers_day(shop: WindowShop) -> None:
    with shop.window() as screen:
        hands = Hands(shop, screen)
        begin(hands)
        ring_up(hands)
        name_the_member(hands)
        first = pay(hands)
        second = park_and_recall(hands)
        give_back(hands, first)
        void(hands, second)
        hand_over(hands)
        count_and_close(hands)
        look_at_the_day(hands)
    assert (shop.printer.receipts, shop.printer.garbage) == (7, 0)


def begin(hands: Hands) -> None:
    hands.sign_in(CASHIER)
    hands.until_empty_bill()
    hands.until_says(CASHIER.name)

    hands.choose("3")
    until(lambda: hands.screen.has("count_total"))
    hands.press("Right")  # in one sum
    hands.type(str(FLOAT))
    until(lambda: hands.screen.reads("2,000", "count_total"))
    hands.press("Return")
    hands.until_told("shift_opened", number=1, amount=f"NT$ {FLOAT:,}")
    with hands.shop.till() as till:
        shift = current_shift(till)
    assert shift is not None and (shift.number, shift.opening, shift.opened_by) == (1, FLOAT, CASHIER.name)
    hands.press("Escape")
    hands.until_empty_bill()


def ring_up(hands: Hands) -> None:
    hands.shop.scanner.scan(EGG_ROLLS)
    hands.until_line(0, "蛋捲 6 入", "180")
    hands.ring("ruby")
    hands.until_line(1, "紅玉紅茶", "65")
    hands.type("150")
    hands.press("Return")
    hands.until_line(2, "自訂金額", "150")
    hands.type("3")
    hands.press("asterisk")
    hands.until_says("3 × 下一個品項")
    hands.ring("bag")
    hands.until_line(3, "加購袋", "× 3", "6")

    hands.type("loose")  # found by what it is called, and weighed
    until(lambda: hands.screen.has("found_0"))
    hands.press("Return")
    until(lambda: hands.screen.has("weighed_amount"))
    hands.type("250")
    until(lambda: hands.screen.reads("300", "weighed_amount"))
    hands.press("Return")
    hands.until_line(4, "散茶", "300")
    hands.until_due("701")

    hands.screen.click("line_1")
    until(lambda: hands.screen.has("line_1_remove"))
    hands.press("percent")
    until(lambda: hands.screen.has("remark"))
    hands.type("10")
    hands.screen.click("remark")
    hands.type("less ice")
    hands.press("Return")
    hands.until_due("695")
    hands.until_says("less ice")

    hands.press("Escape")  # lets the line go
    hands.ring("gift-box")
    hands.until_due("1,275")
    hands.press("Delete")
    hands.until_due("695")


def name_the_member(hands: Hands) -> None:
    until(lambda: hands.screen.text("chip_link").startswith(told("link_synced", age="")))
    hands.type(MEMBER_PHONE)
    until(lambda: hands.screen.reads("王○明", "member_name"))
    until(lambda: hands.screen.reads("500", "member_balance"))
    hands.press("F6")
    until(lambda: hands.screen.has("points_all"))
    hands.press("Return")
    hands.until_due("645")
    hands.type(COUPON)
    hands.press("Return")
    hands.until_line(5, "折二十")
    hands.until_due("625")


def pay(hands: Hands) -> StoredSale:
    hands.press("F12")
    until(lambda: hands.screen.has("tender_types"))
    hands.type("k300")
    hands.press("Return")
    hands.until_says(f"{told('card', 'tender')} 300")
    hands.type("c500")
    hands.press("Return")
    until(lambda: hands.screen.has("next"))
    until(lambda: hands.screen.reads("175", "change"))

    sale = hands.last_sale()
    body = sale.body
    assert (sale.number, body["total"], body["redeemed"], body["earned"]) == ("0002", 625, 500, 62)
    assert body["tenders"] == [{"type": "card", "amount": 300}, {"type": "cash", "amount": 500}]
    assert (body["change"], body["cashier"]) == (175, CASHIER.name)
    assert [line["sku"] for line in body["lines"]] == ["egg-rolls-6", "ruby", "open", "bag", "loose-tea"]
    receipt = hands.shop.printed(1)
    assert receipt.title == told("title_sale", "receipt", sale_number="0002")
    assert any("less ice" in row.left for row in receipt.rows)
    assert hands.shop.printer.wait_for_kicks(1)
    member = hands.shop.member(sale.member_id)
    assert member.state.balance(sale.day) == 62

    hands.press("F9")
    hands.until_told("reprinted", number="0002")
    copy = hands.shop.printed(2)
    assert any(COPY_WORDS in row.left for row in copy.rows)
    hands.press("Return")
    hands.until_empty_bill()
    return sale


def park_and_recall(hands: Hands) -> StoredSale:
    hands.ring("ruby")
    hands.until_due("65")
    hands.press("F8")
    hands.until_empty_bill()
    until(lambda: hands.screen.reads("1", "park"))
    hands.press("F8")
    until(lambda: hands.screen.has("parked_0"))
    hands.press("Return")
    hands.until_line(0, "紅玉紅茶")
    sale = hands.sell_for_cash()
    assert (sale.number, sale.member_id, sale.body["total"]) == ("0003", None, 65)
    with hands.shop.store() as store, store.view() as unit:
        assert unit.parked_bill_count() == 0
    hands.shop.printed(3)
    return sale


def give_back(hands: Hands, sale: StoredSale) -> None:
    hands.shop.scanner.scan(sale_reference(sale, terminal_number=1))
    until(lambda: hands.screen.has("back_tenders"))
    hands.press("1")
    until(lambda: hands.screen.text("paid_back") not in {"", "NT$ 0"})
    paid_back = hands.screen.text("paid_back")
    hands.press("Return")
    until(lambda: hands.screen.has("next"))
    refund = only_refund(hands, sale)
    assert [(line["line"], line["quantity"]) for line in refund.body["lines"]] == [(1, "1")]
    assert paid_back == f"NT$ {refund.body['refunded']}"
    until(lambda: hands.screen.reads(str(refund.body["refunded"]), "paid_back"))
    assert refund.body["tenders"] == [{"type": "cash", "amount": refund.body["refunded"]}]
    assert hands.shop.printed(4).title == told("title_refund", "receipt", sale_number="0002")
    hands.press("Return")
    hands.until_empty_bill()


def only_refund(hands: Hands, sale: StoredSale) -> StoredRefund:
    with hands.shop.store() as store, store.view() as unit:
        (refund,) = unit.refunds_of(sale.sale_id)
    return refund


def void(hands: Hands, sale: StoredSale) -> None:
    hands.choose("1")
    until(lambda: hands.screen.has("sale_2"))
    hands.type("3")
    until(lambda: not hands.screen.has("sale_1"))
    hands.press("Return")
    until(lambda: hands.screen.has("void"))
    hands.press("z")
    until(lambda: hands.screen.reads("65", "paid_back"))
    hands.press("Return")
    hands.approve()
    until(lambda: hands.screen.has("next"))
    refund = only_refund(hands, sale)
    assert (refund.body["void"], refund.body["refunded"]) == (True, 65)
    assert (refund.body["cashier"], refund.body["approved_by"]) == (CASHIER.name, STORE_MANAGER.name)
    hands.shop.printed(5)
    hands.press("Return")
    hands.until_empty_bill()


def hand_over(hands: Hands) -> None:
    hands.ring("ruby")
    hands.until_due("65")
    hands.choose("l")
    until(lambda: hands.screen.reads(told("locked_bill", name=CASHIER.name), "kept"))
    hands.shop.scanner.scan(EGG_ROLLS)
    hands.until_told("scan_locked")
    hands.sign_in_by_mouse(OTHER_CASHIER)
    hands.until_line(0, "紅玉紅茶")
    assert not hands.screen.has("line_1")

    hands.screen.click("tender")
    hands.screen.click("quick_1")
    until(lambda: hands.screen.reads("35", "change"))
    hands.screen.click("accept")
    until(lambda: hands.screen.has("next"))
    until(lambda: hands.screen.reads("35", "change"))
    hands.screen.click("next")
    hands.until_empty_bill()
    body = hands.last_sale().body
    assert (body["total"], body["change"], body["cashier"]) == (65, 35, OTHER_CASHIER.name)
    hands.shop.printed(6)


def count_and_close(hands: Hands) -> None:
    expected = shift_of(hands).expected
    hands.choose("3")
    until(lambda: hands.screen.has("close_shift"))
    hands.press("3")
    until(lambda: hands.screen.has("count_total"))
    hands.press("Right")
    hands.type(str(expected - MISSING))
    until(lambda: hands.screen.reads(f"{expected - MISSING:,}", "count_total"))
    assert all(f"{expected:,}" not in one.text for one in hands.screen.seen())  # who counts is not told the answer
    hands.press("Return")
    until(lambda: hands.screen.reads(told("shift_short", amount=f"NT$ {MISSING}"), "difference"))
    until(lambda: hands.screen.reads(f"{expected:,}", "expected"))
    shift = shift_of(hands)
    assert (shift.difference, shift.closed_by) == (-MISSING, OTHER_CASHIER.name)
    assert (shift.opened.opening, shift.taken) == (FLOAT, 500 - 175 + 65 + 65)
    hands.press("Return")
    hands.until_empty_bill()


def shift_of(hands: Hands) -> CashShift:
    with hands.shop.store() as store, store.view() as unit:
        shift = latest_shift(unit)
    assert shift is not None
    return shift


def look_at_the_day(hands: Hands) -> None:
    hands.choose("2")
    until(lambda: hands.screen.has("print_report"))
    hands.press("x")
    report = hands.shop.printed(7)
    assert report.title.startswith(told("title_x", "receipt", day=""))
    hands.until_told("report_printing", title=report.title)
    hands.press("Escape")
    hands.until_empty_bill()
