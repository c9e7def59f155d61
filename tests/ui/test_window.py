"""The real window over the real view-models, by keys and by touch."""

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from devices.states import DeviceState, DeviceStatus
from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_offers import PUBLIC_CODE
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE
from ui.qt.screens.states import STATES
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.label import Figure
from ui.qt.widgets.number_pad import NumberPad
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Notice, Tone

Key = Qt.Key
OpenCounter = Callable[..., Counter]


def stage(counter: Counter) -> StageName:
    return counter.scene.till.stage.name


def figure(counter: Counter, name: str) -> str:
    widget = counter.find(name)
    assert isinstance(widget, Figure)
    return widget.text


def test_a_sale_by_keyboard_alone(counter: Counter) -> None:
    counter.type(GOLD_PHONE)
    assert figure(counter, "member_balance") == "1,284"
    counter.key(Key.Key_Tab)
    counter.key(Key.Key_Right)
    counter.key(Key.Key_Return)
    assert figure(counter, "due") == "75"
    counter.key(Key.Key_F12)
    counter.key(Key.Key_Return)
    assert stage(counter) is StageName.COMPLETED
    counter.key(Key.Key_Return)
    assert stage(counter) is StageName.SELLING
    assert len(counter.scene.shop.sold) == 1


def test_a_sale_by_touch_alone(counter: Counter) -> None:
    counter.tap_digits(GOLD_PHONE)
    counter.tap("item_boba")
    counter.tap("item_giftbox")
    counter.tap("line_0")
    counter.tap("line_0_more")
    assert figure(counter, "due") == "730"
    counter.tap("line_0_fewer")
    counter.tap("use_points")
    counter.tap("points_500")
    counter.tap("accept")
    assert figure(counter, "due") == "605"
    counter.tap("tender")
    counter.tap("quick_2")
    counter.tap("accept")
    assert figure(counter, "change") == "395"
    counter.tap("next")
    assert stage(counter) is StageName.SELLING


def test_an_amount_by_touch_with_and_without_a_member(counter: Counter) -> None:
    counter.tap_digits("185")
    counter.tap("add_amount")
    assert figure(counter, "due") == "185"
    counter.tap_digits(GOLD_PHONE)
    counter.tap("tab_3")
    counter.tap_digits("15")
    counter.tap("add_amount_middle")
    assert figure(counter, "due") == "200"


def test_redeeming_by_keys(counter: Counter) -> None:
    counter.type(GOLD_PHONE)
    counter.type("580")
    counter.key(Key.Key_Return)
    counter.key(Key.Key_F6)
    counter.type("500")
    counter.key(Key.Key_Return)
    assert figure(counter, "due") == "530"


def test_a_new_member_by_keys(counter: Counter) -> None:
    counter.type(NEW_PHONE)
    counter.key(Key.Key_F3)
    counter.type("Ann")
    counter.key(Key.Key_Tab)
    counter.type("19901102")
    counter.key(Key.Key_Return)
    assert counter.scene.till.member is not None
    assert counter.scene.till.member.name == "A**"


def test_a_new_member_by_touch(counter: Counter) -> None:
    counter.tap("new_member")
    counter.tap("phone")
    counter.tap_digits(NEW_PHONE)
    counter.tap("birthday")
    counter.tap_digits("19901102")
    counter.tap("pad_erase")
    counter.tap_digits("2")
    counter.tap("accept")
    assert counter.scene.till.member is not None


def test_parking_and_taking_up_again_by_touch(counter: Counter) -> None:
    counter.tap("item_ruby")
    counter.tap("park")
    assert figure(counter, "due") == "0"
    counter.tap("park")
    counter.tap("parked_0")
    assert figure(counter, "due") == "65"


def test_tab_stays_inside_the_sheet_that_is_open(counter: Counter) -> None:
    counter.key(Key.Key_F3)
    visited = set()
    for _ in range(6):
        counter.key(Key.Key_Tab)
        visited.add(counter.window.focusWidget().objectName())
    assert visited == {"phone", "full_name", "birthday"}


def test_a_closed_sheet_is_freed(counter: Counter) -> None:
    counter.type("58")
    counter.key(Key.Key_Return)
    freed = []
    for _ in range(3):
        counter.key(Key.Key_F12)
        sheet = counter.window.sheet
        assert sheet is not None
        sheet.destroyed.connect(lambda: freed.append(1))
        alive = weakref.ref(sheet)
        del sheet
        counter.key(Key.Key_Escape)
        settle()
        gc.collect()
        assert alive() is None
    assert len(freed) == 3


def test_switching_the_language_rebuilds_every_text(counter: Counter) -> None:
    counter.tap("item_ruby")
    assert counter.find("tender").accessibleName() == "結帳 NT$ 65"
    counter.scene.till.set_language("en")
    settle()
    assert counter.find("tender").accessibleName() == "Check out NT$ 65"
    assert counter.find("new_member").accessibleName() == "New member"
    counter.scene.till.set_language("zh_TW")
    settle()
    assert counter.find("new_member").accessibleName() == "新會員"


def test_an_unplugged_printer_changes_its_chip(counter: Counter) -> None:
    chip = counter.find("chip_printer")
    assert isinstance(chip, Chip)
    assert (chip.text, chip.tone) == ("印表機", Tone.CALM)
    counter.scene.till.device_changed(DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"))
    assert (chip.text, chip.tone) == ("印表機 ・ 未接上", Tone.AMBER)


def test_closing_the_window_ends_its_listening(open_counter: OpenCounter) -> None:
    counter = open_counter()
    counter.window.close()
    counter.scene.tap("ruby")
    assert counter.scene.till.bill.due == "65"


class TestOperations:
    """What the cashier does for NT$185, exact cash, until the next customer can begin."""

    def test_with_a_scan_at_most_five(self, counter: Counter) -> None:
        counter.operations += 1
        counter.scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
        counter.type("185+")
        assert stage(counter) is StageName.COMPLETED
        assert counter.operations <= 5

    def test_with_a_typed_phone_at_most_fourteen(self, counter: Counter) -> None:
        counter.type(GOLD_PHONE)
        counter.type("185+")
        assert stage(counter) is StageName.COMPLETED
        assert counter.operations <= 14

    def test_by_touch_with_an_item_at_most_fourteen(self, counter: Counter) -> None:
        counter.tap_digits(GOLD_PHONE)
        counter.tap("item_ruby")
        counter.tap("tender")
        counter.tap("accept")
        assert stage(counter) is StageName.COMPLETED
        assert counter.operations <= 14

    def test_redeeming_all_costs_one_more(self, counter: Counter) -> None:
        counter.scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
        counter.scene.tap("giftbox")
        counter.key(Key.Key_F6)
        counter.key(Key.Key_F12)
        counter.key(Key.Key_Return)
        with_points = counter.operations
        assert counter.scene.shop.sold[0].redeem == 1280
        counter.key(Key.Key_Return)
        counter.operations = 0
        counter.scene.tap("giftbox")
        counter.key(Key.Key_F12)
        counter.key(Key.Key_Return)
        assert with_points - counter.operations == 1


@pytest.mark.parametrize("name", STATES)
def test_every_control_has_a_name_to_be_found_and_read_by(counter: Counter, name: str) -> None:
    from PySide6.QtWidgets import QLineEdit, QPushButton

    STATES[name](counter.scene)
    settle()
    for button in counter.window.findChildren(QPushButton):
        assert button.objectName(), button.text()
        assert button.accessibleName(), button.objectName()
    for edit in counter.window.findChildren(QLineEdit):
        assert edit.objectName()


def test_a_long_bill_follows_what_is_added_and_what_is_chosen(counter: Counter) -> None:
    menu = counter.scene.shop.brand.menu
    items = [item.sku for category in menu for item in category.items if not item.weighed]
    counter.scene.tap(*items)
    settle()

    def is_shown(name: str) -> bool:
        row = counter.find(name)
        return not row.visibleRegion().isEmpty()

    assert is_shown(f"line_{len(items) - 1}")
    assert not is_shown("line_0")
    counter.key(Key.Key_Down)
    settle()
    assert is_shown("line_0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_line_is_in_view_however_tall_the_lines_are(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language, (1024, 768))
    STATES["long-names"](counter.scene)
    settle()
    last = len(counter.scene.till.bill.lines) - 1
    row, keys = counter.find(f"line_{last}"), counter.find(f"line_{last}_remove")
    assert row.visibleRegion().boundingRect() == row.rect()
    assert keys.visibleRegion().boundingRect() == keys.rect()


def test_labels_of_tabs_are_equally_large(open_counter: OpenCounter) -> None:
    counter = open_counter("en", (1024, 768))
    counter.type(GOLD_PHONE)
    settle()
    sizes = {tab.label_size() for tab in counter.window.selling.menu.tabs.buttons}
    assert len(sizes) > 1, "none of them lacks room"
    assert {peer for tab in counter.window.selling.menu.tabs.buttons for peer in tab.peers} == {
        *counter.window.selling.menu.tabs.buttons
    }


def test_checking_out_has_its_colour_only_when_there_is_something_to_pay(counter: Counter) -> None:
    def role() -> str:
        settle()
        return str(counter.find("tender").property("role"))

    assert role() == ""
    counter.tap("tender")
    assert "還沒有品項" in (counter.scene.till.desk.notice or Notice(Tone.CALM, "")).text
    counter.type("18")
    assert role() == "primary"
    counter.key(Key.Key_Escape)
    assert role() == ""
    counter.tap("item_ruby")
    assert role() == "primary"
    counter.key(Key.Key_Delete)
    assert role() == ""
    counter.key(Key.Key_F12)
    assert stage(counter) is StageName.SELLING


def pads(counter: Counter) -> int:
    settle()
    return len([pad for pad in counter.window.findChildren(NumberPad) if pad.isVisible()])


def test_there_is_one_pad_whoever_the_bill_is_for(counter: Counter) -> None:
    menu = counter.window.selling.menu
    amount = menu.tabs.buttons[-1]
    assert (pads(counter), amount.isVisible()) == (1, False)
    for _ in menu.tabs.buttons[:-1]:
        counter.key(Key.Key_PageDown)
        assert pads(counter) == 1
    assert menu.tabs.buttons[0].isChecked()
    counter.type(GOLD_PHONE)
    assert (pads(counter), amount.isVisible()) == (0, True)
    counter.tap("tab_3")
    assert pads(counter) == 1
    counter.key(Key.Key_Escape)
    assert counter.scene.till.member is None
    assert (pads(counter), amount.isVisible(), menu.tabs.buttons[0].isChecked()) == (1, False, True)
    assert counter.find("item_ruby").isVisible()


def test_a_brand_without_a_menu_has_one_pad_too(counter: Counter) -> None:
    STATES["no-menu"](counter.scene)
    counter.tap("add_amount")
    assert (figure(counter, "due"), pads(counter)) == ("185", 1)
    counter.key(Key.Key_PageDown)
    counter.type(GOLD_PHONE)
    counter.tap_digits("15")
    counter.tap("add_amount_middle")
    assert (figure(counter, "due"), pads(counter)) == ("200", 1)


class TestCoupons:
    @pytest.fixture
    def shop(self, counter: Counter) -> Counter:
        counter.scene.shop.start_offers()
        counter.scene.till.desk.refresh_shop()
        settle()
        return counter

    def test_a_code_is_typed_on_the_keyboard(self, shop: Counter) -> None:
        shop.tap("item_giftbox")
        shop.type(PUBLIC_CODE)
        assert shop.window.selling.omnibox.field.text == PUBLIC_CODE
        shop.key(Qt.Key.Key_Return)
        assert shop.scene.till.bill.due == "550"
        assert shop.window.selling.bill.sums.discount.isVisible()

    def test_a_voucher_is_put_on_and_taken_off_by_touch(self, shop: Counter) -> None:
        shop.type(GOLD_PHONE)
        shop.tap("item_ruby")
        shop.tap("voucher_sale-birthday-cup.gift.1")
        assert shop.scene.till.bill.discount == "−65"
        shop.tap("line_1_remove")
        assert shop.scene.till.bill.discount == "−3"

    def test_the_coupons_sheet_by_touch(self, shop: Counter) -> None:
        shop.tap("item_giftbox")
        shop.type(GOLD_PHONE)
        shop.tap("coupons")
        shop.tap("coupon_0_key")
        assert shop.window.sheet is None
        assert shop.scene.till.bill.discount == "−580"

    def test_the_key_rests_where_there_are_no_coupons(self, counter: Counter) -> None:
        assert not counter.find("coupons").isEnabled()


SAYING = ("error-on-sheet", "discount-refused", "coupon-refused", "approval-wrong", "day-closed")


@pytest.mark.parametrize("name", SAYING)
def test_what_a_sheet_says_the_page_below_does_not_say_too(name: str, counter: Counter) -> None:
    STATES[name](counter.scene)
    settle()
    notice = counter.scene.till.desk.notice
    assert notice is not None and counter.window.sheet is not None
    counter.window.resize(1024, 768)
    counter.scene.till.strip.changed.tell()
    counter.scene.till.changed.tell()
    settle()
    saying = [one for one in counter.window.findChildren(QLabel) if one.isVisible() and notice.text in one.text()]
    assert [counter.window.sheet.isAncestorOf(one) for one in saying] == [True]
