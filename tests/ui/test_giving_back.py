"""Sales of before: found, given back in parts, voided; by keys, and by hand in the window. Points claimed later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from terminal.domain.errors import Refusal
from terminal.domain.staff import Colleague, Deed, Role
from terminal.domain.tenders import TenderPaid
from terminal.usecases.claim_points import ClaimPoints, PointsClaimed
from tests.ui.conftest import Counter
from tests.ui.goods_back import giving_back, notice, refunds
from ui.qt.screens.past_states import receipt_of, scan_receipt, sell_some
from ui.qt.screens.sample_programme import GOLD_ID
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.finding_sale import FindingSale
from ui.viewmodels.given_back import GivenBack
from ui.viewmodels.giving_back import GivingBack
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.selling import Selling

CLAIM = "SC1" + "A" * 240


@pytest.fixture
def scene() -> Scene:
    """0214 walk-in, 0215 the member with 500 points redeemed (NT$335), 0216 a gift box by card."""
    scene = new_scene()
    sell_some(scene)
    return scene


def test_a_scanned_receipt_opens_its_sale_from_an_idle_till(scene: Scene) -> None:
    stage = giving_back(scene)
    assert [line.name for line in stage.lines] == ["紅玉紅茶 大杯", "黑糖珍珠鮮奶", "鹹蛋黃蛋捲 6 入"]
    assert stage.head == "2026/11/21 ・ 14:02 ・ 王○明 ・ 林小姐"
    assert not stage.can_accept


def test_it_opens_over_a_bill_that_is_begun_and_over_a_sale_that_is_done(scene: Scene) -> None:
    scene.tap("ruby")
    giving_back(scene)
    scene.press(Command.BACK)
    assert [line.name for line in scene.till.bill.lines] == ["紅玉紅茶"]
    scene.press(Command.EXACT_CASH)
    giving_back(scene, "0214")


def test_a_receipt_waits_until_the_payment_is_done(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER)
    scan_receipt(scene, "0215")
    assert scene.till.stage.name is StageName.TENDERING
    assert "先完成" in notice(scene)


def test_the_digits_below_the_barcode_can_be_typed(scene: Scene) -> None:
    scene.type(receipt_of(scene, "0215"))
    scene.press(Command.ENTER)
    assert isinstance(scene.till.stage, GivingBack)


def test_what_a_choice_brings_is_seen_before_anything_is_booked(scene: Scene) -> None:
    stage = giving_back(scene)
    scene.type("1")
    assert stage.lines[0].wanted == "1 / 2"
    assert dict(stage.figures)["退後餘額"] == "924"
    assert (stage.amount_text, refunds(scene)) == ("56", [])
    scene.press(Command.MORE)
    assert (stage.lines[0].wanted, stage.amount_text) == ("2 / 2", "113")
    scene.press(Command.MORE, Command.FEWER, Command.FEWER)
    assert (stage.lines[0].wanted, stage.amount_text, stage.can_accept) == ("0 / 2", "0", False)


def test_a_digit_brings_one_more_back_and_after_the_last_none(scene: Scene) -> None:
    stage = giving_back(scene)
    for wanted in ("1 / 2", "2 / 2", "0 / 2"):
        scene.type("1")
        assert stage.lines[0].wanted == wanted
    scene.type("9")
    assert stage.quote is None


def test_a_part_is_refunded_by_the_chosen_tender(scene: Scene) -> None:
    giving_back(scene)
    scene.type("3K")
    scene.press(Command.ENTER)
    done = scene.till.stage
    assert isinstance(done, GivenBack)
    assert done.done.tenders == (TenderPaid("card", 157),)
    assert done.title == "單號 0215 已退款"
    assert [line["line"] for line in refunds(scene)[0]["lines"]] == [3]  # type: ignore[attr-defined]
    scene.press(Command.ENTER)
    assert isinstance(scene.till.stage, Selling)


def test_all_of_it_leaves_nothing_to_open_again(scene: Scene) -> None:
    stage = giving_back(scene)
    scene.type("A")
    assert stage.amount_text == "335"
    scene.type("A")
    assert stage.amount_text == "0"
    scene.type("A")
    scene.press(Command.ENTER, Command.ENTER)
    scan_receipt(scene, "0215")
    assert isinstance(scene.till.stage, Selling)
    assert notice(scene).startswith("這張單已全部退完")


def test_enter_without_a_choice_says_what_to_do(scene: Scene) -> None:
    giving_back(scene)
    scene.press(Command.ENTER)
    assert "先選要退的品項" in notice(scene)


def test_a_sale_of_one_piece_is_chosen_at_once(scene: Scene) -> None:
    stage = giving_back(scene, "0216")
    assert (stage.amount_text, stage.tender) == ("580", "card")


def test_a_void_pays_back_as_it_was_paid(scene: Scene) -> None:
    stage = giving_back(scene, "0216")
    scene.type("Z")
    assert stage.is_void
    assert stage.void_tenders == "信用卡 580"
    scene.press(Command.ENTER)
    done = scene.till.stage
    assert isinstance(done, GivenBack)
    assert done.title == "單號 0216 已作廢"
    assert refunds(scene)[0]["void"] is True


def test_a_void_that_may_not_be_says_what_can_be_done(scene: Scene) -> None:
    giving_back(scene)
    scene.type("1")
    scene.press(Command.ENTER, Command.ENTER)
    stage = giving_back(scene)
    scene.type("Z")
    assert not stage.is_void
    assert "請用退貨" in notice(scene)


def test_a_void_of_yesterday_says_so(scene: Scene) -> None:
    kept = scene.shop.kept.sales
    sale = next(iter(kept.values()))
    kept[sale.sale_id] = replace(sale, day=sale.day - timedelta(days=1))
    stage = giving_back(scene, "0214")
    scene.type("Z")
    assert not stage.is_void
    assert "請改用退貨" in notice(scene)


def test_a_void_asks_a_manager_and_a_refund_with_its_receipt_does_not(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Deed] = []
    desk = scene.till.desk
    desk.shop = replace(desk.shop, staff=(Colleague("a", "林小姐", Role.CASHIER),), manager_approves=frozenset(Deed))

    def ask(deed: Deed, then: Callable[[str], None]) -> None:
        asked.append(deed)
        then("陳店長")

    desk.ask_manager = ask
    giving_back(scene, "0216")
    scene.type("Z")
    scene.press(Command.ENTER)
    assert (asked, refunds(scene)[-1]["approved_by"]) == ([Deed.VOID], "陳店長")
    scene.press(Command.ENTER)
    giving_back(scene, "0214")
    scene.type("1")
    scene.press(Command.ENTER, Command.ENTER)
    assert asked == [Deed.VOID]
    scene.press(Command.PAST_SALES)
    scene.type("215")
    scene.press(Command.ENTER)
    scene.type("1")
    scene.press(Command.ENTER)
    assert asked == [Deed.VOID, Deed.REFUND_WITHOUT_RECEIPT]
    assert refunds(scene)[-1]["approved_by"] == "陳店長"


def test_a_refused_refund_leaves_everything_to_be_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = giving_back(scene)
    scene.type("1")
    with monkeypatch.context() as broken:
        broken.setattr("ui.viewmodels.past_actions.refund", _disk_full)
        scene.press(Command.ENTER)
    assert scene.till.stage is stage
    assert notice(scene).startswith("磁碟已滿")
    scene.press(Command.ENTER)
    assert isinstance(scene.till.stage, GivenBack)


def _disk_full(*_: object) -> None:
    raise Refusal("disk_full")


# Finding


def finding(scene: Scene) -> FindingSale:
    scene.press(Command.PAST_SALES)
    stage = scene.till.stage
    assert isinstance(stage, FindingSale)
    return stage


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("", ["0216", "0215", "0214"]), ("215", ["0215"]), ("335", ["0215"]), ("5", ["0216"]), ("99", [])],
)
def test_sales_are_narrowed_by_number_or_amount(scene: Scene, typed: str, numbers: list[str]) -> None:
    stage = finding(scene)
    scene.type(typed)
    assert [row.title.split()[1] for row in stage.rows] == numbers
    assert bool(stage.empty_text) is not bool(numbers)


def test_a_phone_brings_that_members_sales(scene: Scene) -> None:
    stage = finding(scene)
    scene.type(GOLD_PHONE)
    assert [row.amount for row in stage.rows] == ["NT$ 335"]
    scene.press(Command.ENTER)
    assert isinstance(scene.till.stage, GivingBack)


def test_days_are_turned_and_never_beyond_today(scene: Scene) -> None:
    stage = finding(scene)
    assert stage.day_text == "2026/11/21（今天）"
    assert not stage.may_go_later
    scene.press(Command.FEWER)
    assert (stage.day_text, stage.rows) == ("2026/11/20", ())
    assert stage.empty_text
    scene.press(Command.MORE, Command.MORE)
    assert len(stage.rows) == 3


def test_several_that_fit_ask_for_a_choice(scene: Scene) -> None:
    stage = finding(scene)
    scene.press(Command.ENTER)
    assert "不只一張" in notice(scene)
    scene.press(Command.DOWN, Command.DOWN, Command.ENTER)
    opened = scene.till.stage
    assert isinstance(opened, GivingBack)
    assert opened.sale.number == "0215"
    scene.press(Command.BACK)
    assert scene.till.stage is stage


@pytest.mark.parametrize(("typed", "may"), [("", False), ("9999", False), ("215", True), (GOLD_PHONE, True)])
def test_a_sale_may_be_opened_where_one_is_meant(counter: Counter, typed: str, may: bool) -> None:
    sell_some(counter.scene)
    counter.scene.press(Command.PAST_SALES)
    counter.scene.type(typed)
    assert counter.find("accept").isEnabled() is may


def test_the_digits_below_a_barcode_open_a_sale_of_any_day(counter: Counter) -> None:
    sell_some(counter.scene)
    reference = receipt_of(counter.scene, "0214")
    counter.scene.press(Command.PAST_SALES)
    counter.scene.type(reference)
    stage = counter.scene.till.stage
    assert isinstance(stage, FindingSale) and not stage.rows
    assert counter.find("accept").isEnabled()


# In the window


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_a_refund_by_touch_alone(open_counter: Callable[..., Counter], language: str) -> None:
    counter = open_counter(language, size=(1024, 768))
    sell_some(counter.scene)
    counter.key(Qt.Key.Key_F1)
    counter.tap("menu_past_sales")
    counter.tap("sale_1")
    counter.tap("back_0_more")
    counter.tap("back_2_more")
    counter.tap("back_0_fewer")
    counter.tap("tab_1")
    counter.tap("accept")
    done = counter.scene.till.stage
    assert isinstance(done, GivenBack)
    assert done.done.tenders == (TenderPaid("card", 157),)
    counter.tap("next")
    assert counter.scene.till.stage.name is StageName.SELLING


def test_a_refund_by_keys_alone(counter: Counter) -> None:
    sell_some(counter.scene)
    scan_receipt(counter.scene, "0215")
    counter.type("3")
    counter.key(Qt.Key.Key_Return)
    assert isinstance(counter.scene.till.stage, GivenBack)
    counter.key(Qt.Key.Key_Return)
    assert counter.scene.till.stage.name is StageName.SELLING


# Claiming


def test_a_claim_waits_for_its_member_and_is_booked_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    booked: list[ClaimPoints] = []

    def claim(_till: object, command: ClaimPoints) -> PointsClaimed:
        booked.append(command)
        return PointsClaimed(command.member, "261121020214067482", 14, 865)

    monkeypatch.setattr("ui.viewmodels.past_actions.claim_points", claim)
    scene.till.scan(ScanReading(CLAIM, may_be_member=False))
    assert "有點數可領" in notice(scene)
    scene.type(GOLD_PHONE)
    assert notice(scene) == "已補登收據的 14 點，目前餘額 865 點。"
    assert [(command.member, command.code) for command in booked] == [(GOLD_ID, CLAIM)]
    scene.till.scan(ScanReading(CLAIM, may_be_member=False))
    assert len(booked) == 2


def test_a_claim_that_nobody_made_is_forgotten_with_the_customer(scene: Scene) -> None:
    scene.till.scan(ScanReading(CLAIM, may_be_member=False))
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH, Command.ENTER)
    assert scene.till.claiming.waiting is None


def test_a_refused_claim_says_why_and_that_nothing_was_booked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def used(*_: object) -> None:
        raise Refusal("claim_used")

    monkeypatch.setattr("ui.viewmodels.past_actions.claim_points", used)
    scene.type(GOLD_PHONE)
    scene.till.scan(ScanReading(CLAIM, may_be_member=False))
    assert notice(scene) == "這張收據的點數已經領過了，這次沒有入點。"
