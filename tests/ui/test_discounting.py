"""Discounts by hand and notes: on a line, on the bill, within limits, approved, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from terminal.domain.discounts import DiscountPolicy
from terminal.domain.lines import CashierDiscount
from terminal.domain.staff import Deed
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import SampleShop
from ui.qt.screens.scene import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, StageName
from ui.viewmodels.discounting import Discounting
from ui.viewmodels.till import Till

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    scene = new_scene()
    scene.tap("giftbox", "ruby")
    return scene


def with_policy(scene: Scene, policy: DiscountPolicy) -> None:
    shop = scene.shop
    shop.brand = replace(shop.brand, discounts=policy)
    shop.programme = replace(shop.programme, digest="other", brands={shop.brand.code: shop.brand})
    scene.press(Command.EXACT_CASH, Command.ENTER)
    scene.tap("giftbox", "ruby")
    shop.sold.clear()


def sheet(scene: Scene) -> Discounting:
    assert isinstance(scene.till.stage, Discounting)
    return scene.till.stage


def said(scene: Scene) -> str:
    notice = scene.till.desk.notice
    return notice.text if notice else ""


def managers(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str | None) -> list[Deed]:
    """Somebody who answers for the manager: with a name, or not at all."""
    asked: list[Deed] = []

    def approve(deed: Deed, then: Callable[[str], None]) -> None:
        asked.append(deed)
        if name is not None:
            then(name)

    monkeypatch.setattr(desk, "approve", approve)
    return asked


def test_a_share_off_the_chosen_line(scene: Scene) -> None:
    scene.press(Command.DOWN, Command.DISCOUNT, Command.DOWN)
    scene.type("10")
    assert (sheet(scene).shown, sheet(scene).pays_text) == ("10%", "顧客付原價的 90%")
    scene.press(Command.ENTER)
    assert scene.till.bill.lines[0].discount == "折扣 10%（熟客優惠）−58"
    assert (scene.till.bill.discount, scene.till.bill.due) == ("−58", "587")
    scene.press(Command.EXACT_CASH)
    assert scene.shop.sold[0].lines[0].discount == CashierDiscount("熟客優惠", share=Fraction(1, 10))
    assert scene.shop.sold[0].approved_by == ""


def test_an_amount_off_the_bill(scene: Scene) -> None:
    scene.press(Command.DISCOUNT, Command.MORE)
    scene.type("45")
    scene.press(Command.ENTER)
    assert scene.till.bill.by_hand == "其中整單折扣（商品瑕疵）−45"
    assert scene.till.bill.due == "600"
    scene.press(Command.UNDO)
    assert (scene.till.bill.by_hand, scene.till.bill.due) == ("", "645")


def test_full_price_again_and_every_change_can_be_undone(scene: Scene) -> None:
    scene.press(Command.DISCOUNT)
    scene.type("5")
    scene.press(Command.ENTER, Command.DISCOUNT)
    assert sheet(scene).before_text == "目前：5%（商品瑕疵）"
    scene.press(Command.UNDO)
    assert scene.till.bill.due == "645"
    scene.press(Command.UNDO)
    assert scene.till.bill.due == "613"


def test_beyond_the_cashiers_limit_a_manager_is_asked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = managers(scene.till.desk, monkeypatch, "陳店長")
    scene.press(Command.DISCOUNT)
    scene.type("20")
    scene.press(Command.ENTER)
    assert asked == [Deed.DISCOUNT]
    assert scene.till.bill.due == "516"
    scene.press(Command.EXACT_CASH)
    assert scene.shop.sold[0].approved_by == "陳店長"


def test_nobody_approves_and_the_bill_stays_as_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    managers(scene.till.desk, monkeypatch, None)
    scene.press(Command.DISCOUNT)
    scene.type("20")
    scene.press(Command.ENTER)
    assert scene.till.bill.due == "645"
    assert scene.till.stage.name is StageName.DISCOUNTING


def test_an_approval_is_for_what_was_approved(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = managers(scene.till.desk, monkeypatch, "陳店長")
    for percent in ("20", "25"):
        scene.press(Command.DISCOUNT)
        scene.type(percent)
        scene.press(Command.ENTER)
    assert len(asked) == 2
    scene.press(Command.DISCOUNT)
    scene.type("5")
    scene.press(Command.ENTER)
    assert scene.till.desk.bill.content.approved_by == ""


def test_where_no_staff_is_set_up_whoever_sells_approves(scene: Scene) -> None:
    scene.press(Command.DISCOUNT)
    scene.type("20")
    scene.press(Command.ENTER, Command.EXACT_CASH)
    assert scene.shop.sold[0].approved_by == "林小姐"


def test_what_nobody_may_allow_is_refused_in_words(scene: Scene) -> None:
    scene.press(Command.DISCOUNT)
    scene.type("31")
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.DISCOUNTING
    assert "最多 30%" in said(scene)
    scene.press(Command.CLEAR)
    scene.type("3")
    scene.press(Command.ENTER)
    assert scene.till.bill.due == "626"


def test_a_brands_own_reasons_are_offered(scene: Scene) -> None:
    with_policy(scene, DiscountPolicy(Fraction(1, 10), Fraction(1, 2), ("cracked", "late")))
    scene.press(Command.DISCOUNT, Command.UP)
    scene.type("10")
    scene.press(Command.ENTER, Command.EXACT_CASH)
    assert scene.shop.sold[0].discount == CashierDiscount("late", share=Fraction(1, 10))


def test_a_note_alone_where_nothing_is_taken_off_by_hand(scene: Scene) -> None:
    with_policy(scene, DiscountPolicy())
    scene.press(Command.DISCOUNT)
    assert scene.till.stage is scene.till.selling
    assert "沒有開放" in said(scene)
    scene.press(Command.DOWN, Command.DISCOUNT)
    scene.type("9")
    sheet(scene).remark = "  少糖   去冰 "
    scene.press(Command.ENTER)
    assert scene.till.bill.lines[0].note == "少糖 去冰"
    assert scene.till.bill.due == "645"
    scene.press(Command.EXACT_CASH)
    assert scene.shop.last is not None
    assert scene.shop.sold[0].lines[0].remark == "少糖 去冰"


def test_a_line_with_a_note_stands_alone(scene: Scene) -> None:
    scene.press(Command.UP, Command.DISCOUNT)
    sheet(scene).remark = "不要袋子"
    scene.press(Command.ENTER, Command.BACK)
    scene.tap("ruby")
    assert [line.quantity for line in scene.till.desk.bill.content.cart.lines] == [1, 1, 1]


def test_nothing_to_take_off_from_is_said() -> None:
    scene = new_scene()
    scene.press(Command.DISCOUNT)
    assert scene.till.stage is scene.till.selling
    assert "先輸入品項" in said(scene)


def test_enter_twice_asks_once() -> None:
    shop, runner = SampleShop(), HeldRunner()
    till = Till(shop, runner, shop.shop())
    category = till.desk.shop.brand.menu[0]
    till.tap_item(category.items[0], category)
    runner.finish_all()
    till.press(Command.DISCOUNT)
    till.digit("5")
    till.press(Command.ENTER)
    till.press(Command.ENTER)
    assert len(runner.jobs) == 1
    runner.finish_all()
    assert till.bill.due == "62"


def test_by_touch(counter: Counter) -> None:
    counter.tap("item_giftbox")
    counter.tap("line_0")
    counter.tap("line_0_discount")
    settle()
    counter.tap("remark")
    QTest.keyClicks(counter.focused, "gift")
    counter.tap_digits("10")
    counter.tap("accept")
    assert counter.scene.till.bill.lines[0].note == "gift"
    assert counter.scene.till.bill.due == "522"
    counter.key(Key.Key_Escape)
    counter.tap("discount")
    counter.tap_digits("1")
    counter.key(Key.Key_Percent)
    assert counter.scene.till.stage is counter.scene.till.selling
    counter.key(Key.Key_Down)
    counter.key(Key.Key_Percent)
    assert isinstance(counter.find("remark"), QLineEdit)
    counter.tap("full_price")
    assert counter.scene.till.bill.lines[0].discount == ""
