"""A phone that nobody here knows: made a member, or, where nobody can be asked whose it is, left to earn."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import Counter
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE, SampleShop
from ui.qt.screens.scene import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import StageName
from ui.viewmodels.till import Till


@pytest.fixture
def offline() -> Scene:
    scene = new_scene()
    scene.shop.online = False
    return scene


def test_online_a_phone_that_nobody_has_can_only_be_made_a_member() -> None:
    scene = new_scene()
    scene.type(NEW_PHONE)
    assert scene.till.selling.unknown_phone == NEW_PHONE
    assert not scene.till.selling.may_earn_by_phone
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.ENROLLING


def test_offline_it_earns_with_one_key(offline: Scene) -> None:
    offline.type(NEW_PHONE)
    assert offline.till.selling.may_earn_by_phone
    offline.press(Command.ENTER)
    member = offline.till.member
    assert member is not None
    assert (member.name, member.phone) == ("以電話累點", "0955-***-123")
    assert "離線" in member.offline_note
    assert member.facts == ()
    offline.tap("giftbox")
    assert offline.till.bill.earn_note == "本次可得 58 點"
    assert offline.till.member is not None
    assert offline.till.member.rows[0].detail == "本次得 58 點"
    offline.press(Command.EXACT_CASH)
    sold = offline.shop.sold[0]
    assert (sold.member, sold.by_phone) == ("+886955123123", True)
    assert isinstance(offline.till.stage, Completed)
    assert offline.till.stage.explained[0] == "以電話累點：連線後歸給這支電話的會員"


def test_offline_it_can_be_made_a_member_too(offline: Scene) -> None:
    offline.type(NEW_PHONE)
    offline.press(Command.NEW_MEMBER)
    assert offline.till.stage.name is StageName.ENROLLING


def test_who_earns_by_phone_redeems_nothing_and_has_no_details(offline: Scene) -> None:
    offline.tap("giftbox")
    offline.type(NEW_PHONE)
    offline.press(Command.ENTER, Command.REDEEM)
    assert offline.till.stage is offline.till.selling
    assert offline.till.desk.notice is not None
    assert "不能折抵" in offline.till.desk.notice.text
    offline.press(Command.DETAILS)
    assert offline.till.stage is offline.till.selling
    assert offline.till.desk.notice is not None
    assert "可以繼續結帳" in offline.till.desk.notice.text


def test_another_phone_takes_the_offer_back(offline: Scene) -> None:
    offline.type(NEW_PHONE)
    offline.type("0")
    assert not offline.till.selling.may_earn_by_phone
    offline.type(GOLD_PHONE[1:])
    assert offline.till.member is not None
    assert offline.till.member.name == "王○明"


def test_an_answer_that_comes_after_other_typing_is_dropped() -> None:
    shop, runner = SampleShop(online=False), HeldRunner()
    till = Till(shop, runner, shop.shop())
    for digit in NEW_PHONE:
        till.digit(digit)
    runner.finish_all()
    till.press(Command.ENTER)
    till.press(Command.NO_MEMBER)
    runner.finish_all()
    assert till.member is None
    assert till.selling.is_walk_in


def test_by_keyboard_and_by_touch(counter: Counter) -> None:
    counter.scene.shop.online = False
    counter.type(NEW_PHONE)
    assert counter.find("earn_by_phone").accessibleName() == "以電話累點"
    counter.tap("earn_by_phone")
    assert counter.scene.till.member is not None
    counter.key(Qt.Key.Key_Escape)
    counter.operations = 0
    counter.type(NEW_PHONE)
    counter.key(Qt.Key.Key_Return)
    counter.type("185+")
    assert counter.scene.till.stage.name is StageName.COMPLETED
    assert counter.operations == 15
