"""Exchanges: what comes back pays for what is taken instead; begun, left, and what they do to the points."""

import pytest
from PySide6.QtWidgets import QWidget

from terminal.domain.tenders import TenderPaid
from tests.ui.conftest import Counter
from tests.ui.goods_back import giving_back, notice, refunds
from ui.qt.screens.past_states import sell_some
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.selling import Selling
from ui.viewmodels.tendering import Tendering


@pytest.fixture
def scene() -> Scene:
    """0214 walk-in, 0215 the member with 500 points redeemed (NT$335), 0216 a gift box by card."""
    scene = new_scene()
    sell_some(scene)
    return scene


def test_an_exchange_pays_with_what_comes_back(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    assert isinstance(scene.till.stage, Selling)
    assert scene.till.member is not None
    scene.tap("giftbox")
    face = scene.till.bill
    assert (face.exchanged, face.exchanged_amount, face.due) == ("換回（單號 0215）", "−157", "423")
    scene.press(Command.EXACT_CASH)
    done = scene.till.stage
    assert isinstance(done, Completed)
    assert (done.change_text, done.paid_text) == ("0", "退回 157 ・ 新購 580")
    assert len(refunds(scene)) == 1
    scene.press(Command.ENTER)
    assert scene.till.desk.bill.content.exchange is None


def test_an_exchange_for_less_pays_the_difference_out(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    scene.tap("jade")
    assert (scene.till.bill.due, scene.till.bill.is_paid_out) == ("97", True)
    scene.press(Command.TENDER)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.paid_out == 97
    scene.type("K5")
    scene.press(Command.ENTER)
    done = scene.till.stage
    assert isinstance(done, Completed)
    assert (done.paid_out, done.change_text) == (97, "97")
    assert done.exchange is not None
    assert TenderPaid("card", 97) in done.exchange.refund.tenders


def test_what_the_goods_given_back_do_to_the_points_stands_beside_the_balance(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    scene.tap("jade")
    row, *_ = scene.till.member.rows if scene.till.member else ()
    assert (row.title, row.detail) == ("結帳後餘額 1,061 點", "本次得 12 點 ・ 退回品項 +198 點")
    scene.press(Command.EXACT_CASH)
    done = scene.till.stage
    assert isinstance(done, Completed)
    assert (done.balance_text, done.explained[-1]) == ("1,061", "退回品項 +198 點")


def test_the_points_of_goods_given_back_are_their_buyers(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    scene.tap("jade")
    bill = scene.till.desk.bill
    returned, quoted = bill.content.exchange, bill.exchange
    assert returned is not None and quoted is not None
    assert returned.points(quoted.refund, returned.member_id) == 198
    assert returned.points(quoted.refund, "somebody else") == 0
    assert returned.points(quoted.refund, None) == 0
    assert returned.points(None, returned.member_id) == 0


def test_a_begun_exchange_says_what_is_next_also_to_a_member(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    notice = scene.till.desk.notice
    assert scene.till.member is not None
    assert notice is not None and notice.text == "請加入要換的品項，再按結帳。按 Esc 取消換貨。"
    scene.press(Command.PARK, Command.PARK, Command.ENTER)
    assert scene.till.desk.notice == notice


def test_an_exchange_is_left_by_hand_and_the_member_stays(counter: Counter) -> None:
    sell_some(counter.scene)
    giving_back(counter.scene)
    counter.scene.type("3X")
    counter.scene.tap("jade")
    assert not counter.find("change_member").isEnabled()
    counter.tap("leave_exchange")
    till = counter.scene.till
    assert (till.desk.bill.content.exchange, till.bill.due) == (None, "60")
    assert till.member is not None and counter.find("change_member").isEnabled()
    assert [widget for widget in counter.window.findChildren(QWidget, "leave_exchange") if widget.isVisible()] == []


def test_an_exchange_is_left_by_escape_and_changes_nothing(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3X")
    scene.tap("jade")
    scene.press(Command.BACK)
    assert scene.till.bill.due == "60"
    assert "已取消換貨" in notice(scene)
    assert refunds(scene) == []
