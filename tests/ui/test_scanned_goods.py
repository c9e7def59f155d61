"""Scans at the till that are more than a code: labels of the scale, coupons, members' codes."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from math import floor

import pytest

from terminal.domain.in_store_codes import PackedGoods
from terminal.domain.member_tokens import mint
from tests.ui.test_till import bill, notice
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.peripherals import ScanReading


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def test_a_label_of_the_scale_puts_the_item_with_its_weight_or_price_on_the_bill(scene: Scene) -> None:
    code = scene.shop.brand.menu[0].items[0]
    by_weight = PackedGoods("21" + code.sku, code.sku, weight=Fraction(650, 1000))
    by_price = PackedGoods("20" + code.sku, code.sku, price=Fraction(128))
    for packed in (by_weight, by_price, by_price):
        scene.till.scan(ScanReading("2112345006500", may_be_member=False, packed=packed))
    lines = scene.till.desk.bill.content.cart.bill_lines("zh_TW")
    weighed = floor(Fraction(650, 1000) * code.price + Fraction(1, 2))
    assert [(line.sku, line.quantity, line.amount) for line in lines] == [
        (code.sku, Fraction(13, 20), weighed),
        (code.sku, 1, 128),
        (code.sku, 1, 128),
    ]


@pytest.mark.parametrize(
    "packed",
    [
        PackedGoods("2099999", "99999", price=Fraction(1)),
        PackedGoods("20ruby", "ruby", price=Fraction(1, 2)),
        PackedGoods("20ruby", "ruby", weight=Fraction(0)),
    ],
)
def test_a_label_that_says_nothing_possible_is_not_guessed(scene: Scene, packed: PackedGoods) -> None:
    scene.till.scan(ScanReading("2099999000012", may_be_member=False, packed=packed))
    assert notice(scene).startswith("「2099999000012」不是會員碼")
    assert bill(scene) == []


def test_a_scan_that_must_be_a_coupon_is_answered_as_one(scene: Scene) -> None:
    scene.till.scan(ScanReading("CP-NOBODY-KNOWS", may_be_member=False, is_coupon=True))
    assert "不是會員碼" not in notice(scene)


def test_a_long_scan_fits_the_line(scene: Scene) -> None:
    scene.till.scan(ScanReading("x" * 300, may_be_member=False))
    assert "x" * 23 + "…" in notice(scene)


def test_a_code_of_the_member_on_the_bill_read_twice_changes_nothing(scene: Scene) -> None:
    member, asked = "019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f", list[str]()
    scene.type(GOLD_PHONE)
    card = scene.till.desk.bill.content.member
    assert card is not None
    scene.till.do(lambda: scene.till.desk.bill.put_member(replace(card, member_id=member)))
    scene.shop.identify = asked.append  # type: ignore[method-assign, assignment]
    scene.till.scan(ScanReading(mint(member, datetime(2026, 11, 21, tzinfo=UTC), lambda _: bytes(64)), True))
    assert asked == []
    assert scene.till.desk.notice is None
