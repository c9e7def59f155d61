"""Bills set aside at the window: whole again after a restart, and never in two places."""

from fractions import Fraction

import pytest

from terminal.domain.errors import Broken, Refusal
from terminal.domain.lines import CashierDiscount
from terminal.usecases.parking import Park, Recalled
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE, SampleShop
from ui.qt.screens.scene import Scene, new_scene
from ui.viewmodels.bill_document import bill_document, bill_from_document
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.discounting import Discounting
from ui.viewmodels.parked import Parked
from ui.viewmodels.runner import InlineRunner
from ui.viewmodels.till import Till


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def ring_up(scene: Scene) -> None:
    """Everything a bill can have."""
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.type(GOLD_PHONE)
    scene.type("0.35")
    scene.press(Command.TIMES)
    scene.tap("mango", "giftbox")
    scene.press(Command.UP, Command.DISCOUNT)
    assert isinstance(scene.till.stage, Discounting)
    scene.till.stage.remark = "包裝"
    scene.type("10")
    scene.press(Command.ENTER, Command.BACK, Command.DISCOUNT, Command.MORE)
    scene.type("5")
    scene.press(Command.ENTER)
    scene.till.tap_voucher("sale-birthday-cup.gift.1")


def test_a_bill_is_written_down_whole(scene: Scene) -> None:
    ring_up(scene)
    content = scene.till.desk.bill.content
    again = bill_from_document(content.key, bill_document(content), content.member)
    assert again.cart.lines == content.cart.lines
    assert (again.cart.coupons, again.cart.discount) == (content.cart.coupons, CashierDiscount("商品瑕疵", amount=5))
    assert again.cart.lines[0].content == Fraction(7, 20)
    assert again.member is content.member


def test_what_is_no_bill_is_a_broken_promise() -> None:
    with pytest.raises(Broken):
        bill_from_document("k", {"lines": [{}]}, None)


def test_another_window_takes_it_up(scene: Scene) -> None:
    ring_up(scene)
    due = scene.till.bill.due
    scene.press(Command.PARK)
    assert scene.till.desk.bill.is_empty
    till = Till(scene.shop, InlineRunner(), scene.shop.shop())
    assert till.desk.shop.parked == 1
    till.press(Command.PARK)
    assert isinstance(till.stage, Parked)
    row = till.stage.rows[0]
    assert (row.title, row.detail) == ("愛文芒果乾 散裝", "2 件 ・ 王○明 ・ 11/21 14:32 ・ 林小姐")
    till.press(Command.ENTER)
    assert till.bill.due == due
    assert till.member is not None
    assert scene.shop.shop().parked == 0


def test_who_earns_by_phone_comes_back_so(scene: Scene) -> None:
    scene.shop.online = False
    scene.type(NEW_PHONE)
    scene.press(Command.ENTER)
    scene.tap("ruby")
    scene.press(Command.PARK, Command.PARK, Command.ENTER, Command.EXACT_CASH)
    assert (scene.shop.sold[0].member, scene.shop.sold[0].by_phone) == ("+886955123123", True)


def test_a_member_who_is_gone_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.tap("ruby")
    scene.type(GOLD_PHONE)
    scene.press(Command.PARK, Command.PARK)
    monkeypatch.setattr(scene.shop, "recall", lambda park_id: Recalled(scene.shop.aside.take(park_id), None))
    scene.press(Command.ENTER)
    assert scene.till.bill.due == "65"
    assert scene.till.member is None
    assert scene.till.desk.notice is not None
    assert "會員已經查不到" in scene.till.desk.notice.text


def test_a_bill_that_cannot_be_written_down_stays_on_the_counter(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_command: Park) -> int:
        raise Refusal("disk_full")

    monkeypatch.setattr(scene.shop, "park", full)
    scene.tap("ruby")
    scene.press(Command.PARK)
    assert scene.till.bill.due == "65"
    scene.press(Command.EXACT_CASH)
    assert len(scene.shop.sold) == 1


def test_one_that_was_taken_up_elsewhere_is_said(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.PARK, Command.PARK)
    scene.shop.aside.bills.clear()
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.SELLING
    assert scene.till.desk.notice is not None
    assert "已經被取回" in scene.till.desk.notice.text
    assert scene.till.desk.shop.parked == 0


def test_while_it_is_written_down_the_counter_waits() -> None:
    shop, runner = SampleShop(), HeldRunner()
    till = Till(shop, runner, shop.shop())
    category = till.desk.shop.brand.menu[0]
    till.tap_item(category.items[0], category)
    runner.finish_all()
    till.press(Command.PARK)
    till.press(Command.PARK)
    till.tap_item(category.items[0], category)
    assert till.bill.due == "65"
    runner.finish_all()
    assert till.desk.bill.is_empty
    assert len(shop.aside.bills) == 1


def test_beyond_nine_the_arrows_lead_to_a_bill(scene: Scene) -> None:
    for pieces in range(1, 12):
        scene.tap(*["ruby"] * pieces)
        scene.press(Command.PARK)
    scene.press(Command.PARK)
    assert isinstance(scene.till.stage, Parked)
    scene.press(*[Command.DOWN] * 10)
    assert scene.till.stage.chosen == 10
    scene.press(Command.DOWN)
    assert scene.till.stage.chosen == 0
    scene.press(Command.UP, Command.UP, Command.ENTER)
    assert scene.till.bill.due == "650"
