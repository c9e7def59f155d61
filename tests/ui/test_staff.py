"""Who is at the till: signing in, the lock that keeps the cart, and a manager's word in place."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from terminal.domain.staff import Colleague, Deed
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_drawer import LIN, WANG
from ui.qt.screens.sample_shop import GOLD_PHONE, SampleShop
from ui.qt.screens.staff_states import CASHIER_PIN, MANAGER_PIN, sign_in, staff_arrives
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.idle import IdleClock
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.signing_in import Approval, SignIn
from ui.viewmodels.till import Till

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    return new_scene()


@pytest.fixture
def opened(scene: Scene) -> list[bool]:
    """The drawer: how often it was opened."""
    drawer: list[bool] = []
    scene.till.desk.open_drawer = lambda: drawer.append(True)
    return drawer


def said(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_without_staff_nobody_is_asked(scene: Scene, opened: list[bool]) -> None:
    asked: list[str] = []
    for deed in Deed:
        scene.till.desk.approve(deed, asked.append)
    scene.press(Command.DRAWER, Command.LOCK)
    scene.till.tick()
    assert asked == [""] * len(Deed)
    assert (scene.till.desk.who, opened, scene.till.stage.name) == (None, [True], StageName.SELLING)


def test_the_till_opens_with_the_question_who_is_there() -> None:
    shop = SampleShop()
    shop.staff.arrive()
    till = Till(shop, HeldRunner(), shop.shop())
    assert till.stage.name is StageName.SIGN_IN


def test_who_signs_in_is_on_the_bill_and_the_receipt(scene: Scene) -> None:
    sign_in(scene, "2", "2345")
    desk = scene.till.desk
    assert desk.who is not None and desk.who.name == desk.shop.cashier == "陳先生"
    scene.tap("ruby")
    scene.press(Command.NO_MEMBER, Command.EXACT_CASH)
    assert scene.shop.sold[-1].cashier == "陳先生"


def test_nothing_else_can_be_done_before(scene: Scene, opened: list[bool]) -> None:
    staff_arrives(scene)
    for command in Command:
        scene.press(command)
        assert scene.till.stage.name is StageName.SIGN_IN
    scene.till.desk.go_home()
    assert (scene.till.stage.name, opened, scene.shop.sold) == (StageName.SIGN_IN, [], [])


def picked(stage: SignIn) -> Colleague | None:
    return stage.chosen


def test_names_by_arrow_and_the_way_out_of_a_wrong_one(scene: Scene) -> None:
    staff_arrives(scene)
    stage = scene.till.stage
    assert isinstance(stage, SignIn)
    assert picked(stage) is None
    scene.press(Command.UP)
    assert picked(stage) == WANG
    scene.press(Command.DOWN)
    scene.type("12")
    scene.press(Command.ERASE)
    assert (picked(stage), stage.pin) == (LIN, "1")
    scene.press(Command.BACK)
    assert (picked(stage), stage.pin) == (None, "")
    scene.type("9")
    assert picked(stage) is None
    scene.type("3" + MANAGER_PIN + "7")
    assert (picked(stage), stage.pin, stage.may_accept) == (WANG, MANAGER_PIN, True)


def test_a_short_or_wrong_pin_is_none(scene: Scene) -> None:
    staff_arrives(scene)
    scene.type("1123")
    scene.press(Command.ENTER)
    stage = scene.till.stage
    assert isinstance(stage, SignIn) and (stage.pin, said(scene)) == ("123", "")
    scene.type("9")
    scene.press(Command.ENTER)
    assert said(scene) == "林小姐的密碼不對，再錯 4 次會鎖住。請再輸入一次。"
    assert (stage.pin, scene.till.stage) == ("", stage)


def test_a_lock_keeps_the_bill_and_another_takes_over(scene: Scene) -> None:
    sign_in(scene)
    scene.tap("ruby", "boba")
    scene.type(GOLD_PHONE)
    scene.press(Command.TENDER)
    tendering, before = scene.till.stage, scene.till.desk.bill.content
    scene.press(Command.LOCK)
    stage = scene.till.stage
    assert isinstance(stage, SignIn)
    assert (stage.chosen, stage.kept_text) == (LIN, "林小姐的單還在，登入後繼續。")
    scene.press(Command.UP)
    scene.type(MANAGER_PIN)
    scene.press(Command.ENTER)
    assert scene.till.stage is tendering
    assert (scene.till.desk.bill.content, scene.till.desk.bill.cashier) == (before, "王店長")


def test_an_idle_till_locks_and_one_in_use_does_not(scene: Scene) -> None:
    now = [0.0]
    scene.till.idle = IdleClock(lambda: now[0])
    sign_in(scene)
    scene.tap("ruby")
    for seconds in (299.0, 598.0):
        now[0] = seconds
        scene.till.tick()
        assert scene.till.stage.name is StageName.SELLING
        scene.type("1")
    now[0] += 300.0
    scene.till.tick()
    assert scene.till.stage.name is StageName.SIGN_IN
    assert len(scene.till.desk.bill.content.cart.lines) == 1


def test_zero_minutes_never_lock(scene: Scene) -> None:
    now = [0.0]
    sign_in(scene)
    scene.till.idle = IdleClock(lambda: now[0])
    scene.till.desk.shop = replace(scene.till.desk.shop, lock_minutes=0)
    now[0] = 1e9
    scene.till.tick()
    assert scene.till.stage.name is StageName.SELLING


def test_a_scan_while_locked_does_nothing_but_say_so(scene: Scene) -> None:
    sign_in(scene)
    scene.press(Command.LOCK)
    for text in (GOLD_PHONE, "ruby"):
        scene.till.scan(ScanReading(text, may_be_member=True))
        assert said(scene) == "已鎖定，沒有讀取條碼。請先登入再掃。"
    assert scene.till.desk.bill.is_empty and scene.till.member is None
    assert scene.till.stage.name is StageName.SIGN_IN


def test_an_answer_that_comes_while_locked_waits_behind(scene: Scene) -> None:
    sign_in(scene)
    scene.press(Command.LOCK, Command.MENU)
    scene.till.desk.go(scene.till.selling)
    assert scene.till.stage.name is StageName.SIGN_IN
    scene.type(CASHIER_PIN)
    scene.press(Command.ENTER)
    assert scene.till.stage is scene.till.selling


def test_who_is_removed_is_locked_out_and_the_last_one_frees_the_till(scene: Scene) -> None:
    sign_in(scene)
    scene.shop.staff.people = (WANG,)
    scene.till.desk.refresh_shop()
    scene.till.tick()
    assert scene.till.stage.name is StageName.SIGN_IN
    scene.shop.staff.people = ()
    scene.till.desk.refresh_shop()
    scene.till.tick()
    assert (scene.till.stage.name, scene.till.desk.who) == (StageName.SELLING, None)


# --- approval ---------------------------------------------------------------------------------------------------------


def test_a_manager_approves_in_place(scene: Scene, opened: list[bool]) -> None:
    sign_in(scene)
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.DRAWER)
    stage = scene.till.stage
    assert isinstance(stage, Approval)
    assert (stage.question, stage.chosen) == ("沒有交易就開錢櫃，要店長核准。", WANG)
    scene.type("1111")
    scene.press(Command.ENTER)
    assert (opened, scene.till.stage) == ([], stage)
    scene.type(MANAGER_PIN)
    scene.press(Command.ENTER)
    assert (opened, scene.till.stage.name) == ([True], StageName.TENDERING)
    assert scene.shop.staff.approvals == [("王店長", Deed.DRAWER, "林小姐")]


def test_not_now_leaves_everything_as_it_was(scene: Scene, opened: list[bool]) -> None:
    sign_in(scene)
    scene.press(Command.DRAWER, Command.BACK)
    assert (opened, scene.till.stage.name) == ([], StageName.SELLING)


def test_a_manager_who_is_signed_in_need_not_ask(scene: Scene, opened: list[bool]) -> None:
    sign_in(scene, "3", MANAGER_PIN)
    asked: list[str] = []
    for deed in Deed:
        scene.till.desk.approve(deed, asked.append)
    scene.press(Command.DRAWER)
    assert (asked, opened) == (["王店長"] * len(Deed), [True])


def test_settings_leave_deeds_to_cashiers_but_not_what_the_programme_decides(scene: Scene) -> None:
    sign_in(scene)
    scene.till.desk.shop = replace(scene.till.desk.shop, manager_approves=frozenset({Deed.VOID}))
    asked: list[str] = []
    scene.till.desk.approve(Deed.DRAWER, asked.append)
    assert asked == [""]
    for deed in (Deed.VOID, Deed.DISCOUNT):
        scene.till.desk.approve(deed, asked.append)
        assert isinstance(scene.till.stage, Approval)
        scene.press(Command.BACK)
    assert asked == [""]


def test_closing_the_day_asks_a_manager(scene: Scene) -> None:
    sign_in(scene)
    scene.press(Command.DAY_REPORT)
    scene.type("z")
    scene.press(Command.ENTER)
    assert (scene.till.stage.name, scene.shop.reports.closed) == (StageName.APPROVAL, [])
    scene.type(MANAGER_PIN)
    scene.press(Command.ENTER)
    assert (scene.till.stage.name, len(scene.shop.reports.closed)) == (StageName.DAY_REPORT, 1)


def test_an_answer_to_a_sheet_that_was_left_approves_nothing() -> None:
    shop, runner = SampleShop(), HeldRunner()
    shop.staff.people = (LIN, WANG)
    till = Till(shop, runner, shop.shop())
    till.digit("1")
    for digit in CASHIER_PIN:
        till.digit(digit)
    till.press(Command.ENTER)
    runner.finish_all()
    approved: list[str] = []
    till.do(lambda: till.desk.approve(Deed.VOID, approved.append))
    for digit in MANAGER_PIN:
        till.digit(digit)
    till.press(Command.ENTER)
    till.press(Command.ENTER)
    till.press(Command.BACK)
    runner.finish_all()
    assert (approved, till.stage.name, len(shop.staff.approvals)) == ([], StageName.SELLING, 1)


# --- in the window ----------------------------------------------------------------------------------------------------


def test_by_touch(counter: Counter) -> None:
    staff_arrives(counter.scene)
    settle()
    counter.tap("name_2")
    counter.tap_digits("2345")
    counter.tap("accept")
    signed_in = counter.scene.till.stage
    counter.tap("menu")
    counter.tap("menu_lock")
    assert (signed_in.name, counter.scene.till.stage.name) == (StageName.SELLING, StageName.SIGN_IN)


def test_by_keys_with_the_bill_kept(counter: Counter) -> None:
    sign_in(counter.scene)
    counter.scene.tap("ruby")
    counter.key(Key.Key_F1)
    counter.type("l")
    kept = counter.find("kept")
    assert isinstance(kept, Label) and kept.text() == "林小姐的單還在，登入後繼續。"
    assert counter.find("pin").accessibleName() == "密碼，已輸入 0 個，最多 6 個數字"
    counter.type(CASHIER_PIN)
    assert counter.find("pin").accessibleName() == "密碼，已輸入 4 個，最多 6 個數字"
    counter.key(Key.Key_Return)
    assert counter.scene.till.stage.name is StageName.SELLING
    assert len(counter.scene.till.desk.bill.content.cart.lines) == 1


def test_an_approval_by_touch(counter: Counter) -> None:
    sign_in(counter.scene)
    counter.key(Key.Key_F10)
    counter.tap_digits(MANAGER_PIN)
    counter.tap("accept")
    assert counter.scene.shop.staff.approvals == [("王店長", Deed.DRAWER, "林小姐")]
    counter.key(Key.Key_F10)
    counter.tap("back")
    assert counter.scene.till.stage.name is StageName.SELLING


def test_a_new_member_who_is_half_filled_in_is_so_after_the_lock(counter: Counter) -> None:
    sign_in(counter.scene)
    counter.scene.press(Command.NEW_MEMBER)
    settle()
    typed = {"phone": "0955123123", "full_name": "Mei", "birthday": "19901102"}
    for name, text in typed.items():
        counter.find(name).setFocus()
        counter.type(text)
    counter.scene.press(Command.LOCK)
    settle()
    counter.scene.type(CASHIER_PIN)
    counter.scene.press(Command.ENTER)
    settle()
    fields = {name: counter.find(name) for name in typed}
    assert {name: field.text() for name, field in fields.items() if isinstance(field, QLineEdit)} == typed
