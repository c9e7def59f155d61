"""The till's view-model, keys in and texts out."""

from dataclasses import replace
from datetime import date

import pytest

from devices.states import DeviceState, DeviceStatus
from terminal.domain.ledger import Reservation
from terminal.usecases.sell import TenderRequest
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE, OVERDRAWN_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.enrolling import Enrolling
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.till import Till


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def stage_name(till: Till) -> StageName:
    return till.stage.name


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def bill(scene: Scene) -> list[str]:
    return [f"{line.name} {line.quantity} {line.amount}" for line in scene.till.bill.lines]


def test_the_tenth_digit_brings_the_member_without_enter(scene: Scene) -> None:
    scene.type(GOLD_PHONE[:9])
    assert scene.till.bill.earn_note == "輸入會員後顯示可得點數"
    scene.type(GOLD_PHONE[9])
    face = scene.till.member
    assert face is not None
    assert (face.name, face.phone, face.tier, face.balance, face.redeemable) == (
        "王○明", "0912-***-678", "金卡", "1,284", "NT$ 128",
    )  # fmt: skip
    assert (face.next_tier, face.missing) == ("距離白金卡", "NT$ 2,180")
    assert scene.till.selling.entry.text == ""


def test_other_digits_are_an_amount_that_enter_puts_on_the_bill(scene: Scene) -> None:
    scene.type("185")
    assert bill(scene) == []
    scene.press(Command.ENTER)
    assert bill(scene) == ["自訂金額 × 1 185"]


def test_plus_sells_a_typed_amount_for_exact_cash(scene: Scene) -> None:
    scene.type("185")
    scene.press(Command.EXACT_CASH)
    assert stage_name(scene.till) is StageName.COMPLETED
    assert scene.shop.sold[0].tenders == (TenderRequest("cash"),)


def test_member_and_items_come_in_either_order(scene: Scene) -> None:
    scene.tap("ruby", "ruby")
    scene.type(GOLD_PHONE)
    first = scene.till.bill
    other = new_scene()
    other.type(GOLD_PHONE)
    other.tap("ruby", "ruby")
    assert first == other.till.bill
    assert first.earn_note == "本次可得 26 點（金卡 2 倍）"


def test_an_unknown_phone_offers_a_new_member_with_the_phone_filled_in(scene: Scene) -> None:
    scene.tap("ruby")
    scene.type(NEW_PHONE)
    assert scene.till.selling.unknown_phone == NEW_PHONE
    scene.press(Command.ENTER)
    stage = scene.till.stage
    assert isinstance(stage, Enrolling)
    assert stage.phone == NEW_PHONE
    stage.full_name, stage.birthday = "陳小美", "19901102"
    scene.press(Command.ENTER)
    face = scene.till.member
    assert stage_name(scene.till) is StageName.SELLING
    assert face is not None
    assert face.name == "陳○美"
    assert bill(scene) == ["紅玉紅茶 × 1 65"]


def test_a_phone_that_is_taken_brings_that_member(scene: Scene) -> None:
    scene.press(Command.NEW_MEMBER)
    stage = scene.till.stage
    assert isinstance(stage, Enrolling)
    stage.phone = GOLD_PHONE
    scene.press(Command.ENTER)
    assert scene.till.member is not None
    assert notice(scene) == "這支電話已經是會員，已帶入。"


@pytest.mark.parametrize(
    ("birthday", "can_accept"),
    [("", True), ("1990", False), ("19901102", True), ("1990-11-02", True), ("19901302", False)],
)
def test_a_birthday_is_absent_or_a_day(scene: Scene, birthday: str, can_accept: bool) -> None:
    scene.press(Command.NEW_MEMBER)
    stage = scene.till.stage
    assert isinstance(stage, Enrolling)
    stage.phone, stage.birthday = NEW_PHONE, birthday
    assert stage.can_accept is can_accept


@pytest.mark.parametrize(
    ("command", "says"), [(Command.REDEEM, "先輸入會員"), (Command.TENDER, "還沒有品項"), (Command.PARK, "沒有掛單")]
)
def test_what_is_not_possible_yet_is_said(scene: Scene, command: Command, says: str) -> None:
    scene.press(command)
    assert says in notice(scene)
    assert stage_name(scene.till) is StageName.SELLING


@pytest.mark.parametrize("begin", ["digit", "scan", "enter"])
def test_the_next_customer_may_begin_at_once(scene: Scene, begin: str) -> None:
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH)
    if begin == "digit":
        scene.type("0")
    elif begin == "scan":
        scene.till.scan(ScanReading("4710088410207", may_be_member=False))
    else:
        scene.press(Command.ENTER)
    assert stage_name(scene.till) is StageName.SELLING
    assert bill(scene) == (["鹹蛋黃蛋捲 6 入 × 1 180"] if begin == "scan" else [])
    assert scene.till.selling.entry.text == ("0" if begin == "digit" else "")
    assert scene.till.bill.number == "單號 0215"


@pytest.mark.parametrize("stage", ["selling", "redeem", "tender", "parked", "ledger", "complete"])
@pytest.mark.parametrize("code", ["4710088410207", OVERDRAWN_PHONE])
def test_a_scan_works_in_any_state(scene: Scene, stage: str, code: str) -> None:
    scene.tap("giftbox")
    scene.type(GOLD_PHONE)
    if stage == "parked":
        scene.press(Command.PARK, Command.PARK)
    commands = {
        "redeem": Command.REDEEM,
        "tender": Command.TENDER,
        "ledger": Command.DETAILS,
        "complete": Command.EXACT_CASH,
    }
    if stage in commands:
        scene.press(commands[stage])
    scene.till.scan(ScanReading(code, may_be_member=True))
    if code == OVERDRAWN_PHONE:
        assert scene.till.member is not None
        assert scene.till.member.balance == "−250"
    else:
        assert "鹹蛋黃蛋捲 6 入 × 1 180" in bill(scene)


def test_a_code_that_is_nobody_and_nothing_is_not_guessed(scene: Scene) -> None:
    scene.till.scan(ScanReading("4719999999999", may_be_member=False))
    assert notice(scene).startswith("「4719999999999」不是會員碼")
    assert bill(scene) == []


def test_what_a_member_has_needs_a_member(scene: Scene) -> None:
    scene.press(Command.DETAILS)
    assert stage_name(scene.till) is StageName.SELLING
    assert notice(scene) == "先輸入會員手機或掃描會員條碼，才有明細可看。"


def test_parked_bills_come_back_as_they_were(scene: Scene) -> None:
    scene.tap("giftbox")
    scene.type(GOLD_PHONE)
    scene.press(Command.PARK)
    assert (bill(scene), scene.till.member) == ([], None)
    scene.tap("ruby")
    scene.press(Command.PARK, Command.PARK)
    scene.type("1")
    assert bill(scene) == ["禮盒 × 1 580"]
    assert scene.till.member is not None
    assert scene.shop.shop().parked == 1


def test_escape_goes_back_one_step_at_a_time(scene: Scene) -> None:
    scene.tap("ruby")
    scene.type(GOLD_PHONE)
    scene.type("18")
    scene.press(Command.UP, Command.BACK)
    assert scene.till.selling.entry.text == ""
    scene.press(Command.BACK)
    assert scene.till.selling.chosen is None
    scene.press(Command.BACK)
    assert scene.till.member is None
    assert bill(scene) == ["紅玉紅茶 × 1 65"]


def test_nobody_is_a_customer_too(scene: Scene) -> None:
    scene.type("0912")
    scene.press(Command.NO_MEMBER)
    assert scene.till.bill.earn_note == "非會員，本次不累點"
    scene.type(GOLD_PHONE)
    assert scene.till.member is not None
    assert not scene.till.selling.is_walk_in


def test_offline_the_card_says_how_old_the_balance_is_and_what_may_be_redeemed(scene: Scene) -> None:
    scene.shop.online, scene.shop.unsent = False, 37
    scene.till.strip.link_arrived(scene.shop.link())
    scene.type(GOLD_PHONE)
    face = scene.till.member
    assert face is not None
    assert face.offline_note == "離線：餘額為 09:41 資料，最多可折抵 300 點（離線時每位會員當日上限）"
    assert scene.till.strip.chips[0].text == "離線 ・ 37 筆待上傳 ・ 照常收銀"


def test_what_is_set_aside_for_the_till_is_on_the_card_and_on_the_bill(scene: Scene) -> None:
    scene.shop.online = False
    (phone, record), *_ = scene.shop.members.items()
    lot = record.state.lots[-1]
    mine = Reservation("r", "till", record.state.lots[0].expires_on or date.max, (lot.of(300),))
    theirs = replace(mine, reservation_id="s", terminal="another", lots=(lot.of(64),))
    state = replace(record.state, lots=(lot.of(800),), reserved=(mine, theirs))
    scene.shop.members[phone] = replace(record, state=state)
    scene.type(GOLD_PHONE)
    face = scene.till.member
    assert face is not None
    told = {row.title: row.detail for row in face.rows}
    assert told["本機保留 300 點"] == "沒有網路也能折抵"
    assert told["另一台收銀機保留 64 點"] == "該機歸還前，只有該機能折抵"
    scene.shop.redeemed_today = 300
    scene.type(GOLD_PHONE)
    face = scene.till.member
    assert face is not None
    assert face.offline_note == "離線：餘額為 09:41 資料，最多可折抵 300 點（保留給本機的點數）"
    scene.type("1000")
    scene.press(Command.ENTER)
    scene.press(Command.REDEEM)
    scene.press(Command.ENTER)
    assert scene.till.bill.redeemed == "折抵 300 點（本機保留點數）"


def test_a_device_in_trouble_changes_its_chip_and_is_spoken_of(scene: Scene) -> None:
    scene.till.device_changed(DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"))
    assert scene.till.strip.chips[1].text == "印表機 ・ 未接上"
    assert notice(scene).startswith("印表機的線鬆脫了")
    scene.till.device_changed(DeviceStatus("printer", DeviceState.ONLINE))
    assert scene.till.strip.chips[1].text == "印表機"


class TestUndoInsteadOfConfirm:
    def test_a_line_that_was_taken_off_comes_back(self, scene: Scene) -> None:
        scene.tap("ruby", "boba")
        scene.press(Command.UP, Command.UNDO)
        assert bill(scene) == ["紅玉紅茶 × 1 65"]
        scene.press(Command.UNDO)
        assert bill(scene) == ["紅玉紅茶 × 1 65", "黑糖珍珠鮮奶 × 1 75"]

    def test_a_coupon_that_was_taken_off_comes_back(self, scene: Scene) -> None:
        scene.shop.start_offers()
        scene.till.desk.refresh_shop()
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        scene.till.tap_voucher("sale-birthday-cup.gift.1")
        assert scene.till.bill.due == "0"
        scene.till.tap_voucher("sale-birthday-cup.gift.1")
        assert not scene.till.bill.coupons
        scene.press(Command.UNDO)
        assert len(scene.till.bill.coupons) == 1
        assert scene.till.bill.due == "0"
