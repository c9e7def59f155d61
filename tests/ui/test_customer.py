"""What the customer sees: the second screen's texts and the pole's lines, sale by sale."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.states import DeviceState, DeviceStatus
from resources.language import LANGUAGES, placeholders, vocabulary
from terminal.domain.text import LocalText
from terminal.domain.tiers import tier_on
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_ground import SampleGround
from ui.qt.screens.sample_shop import DAY, GOLD_PHONE, OVERDRAWN_PHONE, SampleShop
from ui.qt.screens.states import STATES, Scene, new_scene
from ui.viewmodels.cart import CartLine
from ui.viewmodels.commands import Command
from ui.viewmodels.customer import Amount, CustomerView, Showing
from ui.viewmodels.pole import COLUMNS, pair, plain
from ui.viewmodels.till import Till


@pytest.fixture
def scene() -> Scene:
    return new_scene()


@pytest.fixture
def view(scene: Scene) -> CustomerView:
    return CustomerView(scene.till)


def test_nobody_is_greeted_by_the_shops_name(view: CustomerView) -> None:
    assert view.face.showing is Showing.IDLE
    assert (view.face.shop, view.face.greeting) == ("茶屋 Chawu", "歡迎光臨")
    assert view.pole[1] == "WELCOME"


def test_practice_is_told_as_long_as_it_lasts(scene: Scene, view: CustomerView) -> None:
    scene.till.training.ground = SampleGround(scene.shop)
    scene.press(Command.TRAINING)
    told = ("練習中，這不是真的交易", "練習")
    assert (view.face.practice, view.face.mark) == told
    assert view.pole == ("** TRAINING **", "WELCOME")
    scene.tap("ruby")
    assert view.pole == ("** TRAINING **", "TOTAL             65")
    assert (view.face.showing, view.face.practice, view.face.mark) == (Showing.BILL, *told)
    scene.press(Command.EXACT_CASH)
    assert view.pole == ("** TRAINING **", "PAID              65")
    assert (view.face.showing, view.face.practice, view.face.mark) == (Showing.DONE, *told)
    scene.press(Command.ENTER, Command.TRAINING)
    assert (view.face.practice, view.face.mark, view.pole[1]) == ("", "", "WELCOME")
    assert "TRAINING" not in view.pole[0]


def test_an_item_is_shown_with_its_price_and_the_running_total(scene: Scene, view: CustomerView) -> None:
    scene.tap("ruby")
    assert view.pole == ("Ruby black tea    65", "TOTAL             65")
    scene.tap("boba")
    assert view.pole == ("Brown sugar boba  75", "TOTAL            140")
    scene.tap("ruby")
    assert view.pole == ("Ruby black tea    65", "TOTAL            205")
    assert [line.quantity for line in view.face.lines] == ["× 2", "× 1"]
    assert view.face.total == Amount("應付 NT$", "205")
    assert view.face.total_note == "共 3 件"


def test_several_pieces_at_once_and_an_amount_typed_by_hand(scene: Scene, view: CustomerView) -> None:
    cart = scene.till.desk.bill.content.cart.add(CartLine("ruby", LocalText("紅玉", "Ruby black tea"), "tea", 65, 12))
    scene.till.do(lambda: scene.till.desk.bill.put_cart(cart))
    assert view.pole == ("12x Ruby black t 780", "TOTAL            780")
    scene.type("185")
    scene.press(Command.ENTER)
    assert view.pole == ("Open amount      185", "TOTAL            965")


def test_a_name_that_is_not_ascii_is_never_sent(scene: Scene, view: CustomerView) -> None:
    cart = scene.till.desk.bill.content.cart.add(CartLine("x", LocalText("紅玉", "紅玉"), "tea", 65))
    scene.till.do(lambda: scene.till.desk.bill.put_cart(cart))
    assert view.pole == ("ITEM              65", "TOTAL             65")


def test_an_item_taken_off_leaves_the_total(scene: Scene, view: CustomerView) -> None:
    scene.tap("ruby", "boba")
    scene.press(Command.UNDO)
    assert view.pole == ("", "TOTAL             65")
    scene.press(Command.UNDO)
    assert view.face.showing is Showing.IDLE


def test_a_member_is_greeted_masked_and_the_pole_says_points_only(scene: Scene, view: CustomerView) -> None:
    scene.type(GOLD_PHONE)
    assert view.face.showing is Showing.BILL
    assert (view.face.greeting, view.face.greeting_note) == ("王○明，您好", "金卡 ・ 目前 1,284 點")
    assert view.pole == ("POINTS         1,284", "WELCOME")
    scene.tap("ruby")
    assert view.pole == ("Ruby black tea    65", "TOTAL             65")
    assert [each.name for each in view.face.points] == ["本次可得點數", "結帳後點數"]


def test_a_member_who_comes_after_the_items(scene: Scene, view: CustomerView) -> None:
    scene.tap("ruby")
    scene.type(GOLD_PHONE)
    assert view.pole == ("POINTS         1,284", "TOTAL             65")
    scene.press(Command.BACK)
    assert view.pole == ("", "TOTAL             65")


def test_points_redeemed_are_a_sum_of_their_own(scene: Scene, view: CustomerView) -> None:
    STATES["member"](scene)
    assert view.face.sums == (Amount("小計", "385"), Amount("折抵 500 點", "−50"))
    assert view.face.total.text == "335"
    assert view.pole == ("POINTS TO EARN    67", "TOTAL            335")


def test_a_part_that_is_paid_leaves_the_rest(scene: Scene, view: CustomerView) -> None:
    STATES["member"](scene)
    scene.press(Command.TENDER)
    assert view.pole == ("TOTAL            335", "POINTS TO EARN    67")
    scene.type("100")
    assert view.face.total == Amount("應付 NT$", "335"), "what is being typed is not shown"
    scene.press(Command.ENTER)
    assert view.face.total == Amount("還要付 NT$", "235")
    assert view.face.total_note == "已收 100"
    assert view.pole == ("PAID             100", "TO PAY           235")


def test_the_end_says_change_and_points(scene: Scene, view: CustomerView) -> None:
    STATES["complete"](scene)
    assert view.face.total == Amount("找零 NT$", "165")
    assert view.face.total_note == "應付 335 ・ 收您現金 500"
    assert [each.text for each in view.face.points] == ["+67", "−500", "851"]
    assert view.pole == ("CHANGE           165", "+67 PTS      BAL 851")
    scene.press(Command.ENTER)
    assert view.face.showing is Showing.IDLE
    assert view.pole[1] == "WELCOME"


def test_what_a_phone_that_nobody_here_knows_has_is_not_guessed(scene: Scene, view: CustomerView) -> None:
    STATES["by-phone"](scene)
    assert [each.name for each in view.face.points] == ["本次可得點數"]
    assert "0 點" not in view.face.greeting_note
    scene.till.press(Command.EXACT_CASH)
    assert view.face.showing is Showing.DONE
    assert [each.name for each in view.face.points] == ["本次得點"]
    assert "BAL" not in " ".join(view.pole)


@pytest.mark.parametrize("page", [Command.DEVICES, Command.PRINT_QUEUE])
def test_a_page_of_the_cashiers_own_changes_nothing_for_the_customer(
    scene: Scene, view: CustomerView, page: Command
) -> None:
    STATES["complete"](scene)
    face, pole = view.face, view.pole
    scene.press(page)
    assert scene.till.stage.name.value == page.name.lower()
    assert (view.face, view.pole) == (face, pole)


def test_without_a_member_the_end_says_what_was_paid(scene: Scene, view: CustomerView) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER)
    scene.type("100")
    scene.press(Command.ENTER)
    assert view.pole == ("PAID             100", "CHANGE            35")
    assert view.face.points == ()


def test_the_next_customers_first_item_is_shown_at_once(scene: Scene, view: CustomerView) -> None:
    STATES["complete"](scene)
    scene.till.stage.digit("6")
    scene.type("5")
    scene.press(Command.ENTER)
    assert view.pole == ("Open amount       65", "TOTAL             65")


def test_a_recalled_bill_shows_its_total(scene: Scene, view: CustomerView) -> None:
    scene.tap("ruby", "boba")
    scene.press(Command.PARK)
    assert view.face.showing is Showing.IDLE
    scene.press(Command.PARK, Command.ENTER)
    assert view.pole == ("", "TOTAL            140")


def test_a_balance_below_nothing_has_a_minus_that_poles_know(scene: Scene, view: CustomerView) -> None:
    scene.type(OVERDRAWN_PHONE)
    assert view.pole[0] == "POINTS          -250"


def test_a_total_that_is_still_worked_out_is_not_shown() -> None:
    runner, shop = HeldRunner(), SampleShop()
    till = Till(shop, runner, shop.shop())
    view, scene = CustomerView(till), Scene(till, shop)
    scene.tap("ruby")
    assert view.face.showing is Showing.IDLE
    runner.finish_all()
    assert view.pole == ("Ruby black tea    65", "TOTAL             65")


def test_nothing_is_told_when_nothing_changed(scene: Scene, view: CustomerView) -> None:
    told: list[int] = []
    view.changed.add(lambda: told.append(1))
    scene.tap("ruby")
    assert len(told) == 1
    scene.till.changed.tell()
    scene.type("1")
    scene.press(Command.UP)
    assert len(told) == 1
    view.close()
    scene.tap("boba")
    assert len(told) == 1


def test_a_failure_here_never_reaches_the_sale(
    scene: Scene, view: CustomerView, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("no screen")

    view.changed.add(fail)
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH)
    assert len(scene.shop.sold) == 1
    assert "what the customer sees could not be brought up to date" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_no_state_shows_whose_bill_it_is_or_more_than_a_pole_has(name: str, language: str) -> None:
    scene = new_scene(language)
    view = CustomerView(scene.till)
    poles = [view.pole]
    view.changed.add(lambda: poles.append(view.pole))
    STATES[name](scene)
    shown = json.dumps(asdict(view.face), ensure_ascii=False)
    for record in scene.shop.members.values():
        assert not record.name or record.name not in shown
        assert record.phone[-6:] not in shown
    for line in (line for pole in poles for line in pole):
        assert len(line) <= COLUMNS
        assert line.isascii()
        assert line.isprintable()


def test_who_has_no_name_is_greeted_by_a_masked_phone(scene: Scene, view: CustomerView) -> None:
    for phone, record in scene.shop.members.items():
        scene.shop.members[phone] = replace(record, name="")
    scene.type(GOLD_PHONE)
    assert view.face.greeting == "0912-***-678，您好"
    assert tier_on(scene.shop.programme, scene.shop.members["+886912345678"].state, DAY).code == "gold"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poles_words_are_ascii_and_leave_room_in_every_language(language: str) -> None:
    words = {key: text for key, text in vocabulary(language)["customer"].items() if key.startswith("pole_")}
    assert words
    for text in words.values():
        assert text.isascii()
        assert placeholders(text) or len(text) <= COLUMNS


@given(st.text(), st.integers(-(10**12), 10**12))
def test_a_pair_fills_the_line_and_keeps_every_digit(left: str, amount: int) -> None:
    line = pair(plain(left) or "", f"{amount:,}")
    assert len(line) == COLUMNS
    assert line.endswith(f"{amount:,}")


@pytest.mark.parametrize(("text", "shown"), [("Crème", "Creme"), ("紅玉", None), ("tea\r", None), ("", "")])
def test_names_without_accents(text: str, shown: str | None) -> None:
    assert plain(text) == shown


def test_a_display_that_fails_stays_in_the_strip(scene: Scene) -> None:
    scene.till.device_changed(DeviceStatus("line_display", DeviceState.OFFLINE, "unplugged"))
    assert scene.till.desk.notice is None
    assert scene.till.strip.display_chip is not None


def test_an_exchange_for_less_says_what_comes_back(scene: Scene, view: CustomerView) -> None:
    STATES["exchanging"](scene)
    assert view.face.total == Amount("退還 NT$", "97")
    assert view.face.sums == (Amount("小計", "60"), Amount("換回（單號 0215）", "−157"))
    assert view.pole[1] == "PAY BACK          97"
    assert view.face.points == (
        Amount("本次可得點數", "+12"),
        Amount("退貨點數", "+198"),
        Amount("結帳後點數", "1,061"),
    )
    scene.press(Command.TENDER, Command.ENTER)
    assert view.face.points == (
        Amount("本次得點", "+12"),
        Amount("退貨點數", "+198"),
        Amount("目前點數", "1,061"),
    )
    assert view.face.total == Amount("退還 NT$", "97")
    assert view.face.total_note == "退回 157 ・ 新購 60"
    assert view.pole[0] == "PAY BACK          97"


def test_an_exchange_for_more_says_what_is_left_to_pay(scene: Scene, view: CustomerView) -> None:
    STATES["exchange-more"](scene)
    assert view.face.total == Amount("應付 NT$", "423")
    assert view.pole[1] == "TOTAL            423"
    scene.press(Command.TENDER, Command.ENTER)
    assert view.face.total == Amount("找零 NT$", "0")
