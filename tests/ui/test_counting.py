"""How many and how much: typed before the item, or for a line that is chosen."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import Counter
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.scene import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def lines(scene: Scene) -> list[tuple[str, int, int]]:
    return [(line.sku, line.quantity, line.amount) for line in scene.till.desk.bill.content.cart.lines]


def said(scene: Scene) -> str:
    notice = scene.till.desk.notice
    return notice.text if notice else ""


class TestBeforeTheItem:
    def test_a_number_and_times_and_an_item(self, scene: Scene) -> None:
        scene.type("3")
        scene.press(Command.TIMES)
        assert scene.till.selling.times_text == "3"
        scene.tap("ruby")
        scene.tap("ruby")
        assert lines(scene) == [("ruby", 4, 260)]

    def test_that_a_number_waits_is_said_once(self, scene: Scene) -> None:
        scene.type("3")
        scene.press(Command.TIMES)
        assert said(scene) == ""
        scene.type(GOLD_PHONE)
        scene.type("4")
        scene.press(Command.TIMES)
        assert said(scene).startswith("4 ×")

    def test_it_holds_for_a_scan_and_for_a_typed_price(self, scene: Scene) -> None:
        scene.type("2")
        scene.press(Command.TIMES)
        scene.till.scan(ScanReading("4710088410207", may_be_member=False))
        scene.type("6")
        scene.press(Command.TIMES)
        scene.type("35")
        scene.press(Command.ENTER)
        assert lines(scene) == [("saltedroll", 2, 360), ("open", 6, 210)]

    def test_escape_takes_the_number_back(self, scene: Scene) -> None:
        scene.type("3")
        scene.press(Command.TIMES, Command.BACK)
        scene.tap("ruby")
        assert lines(scene) == [("ruby", 1, 65)]

    def test_the_next_customer_begins_without_it(self, scene: Scene) -> None:
        scene.tap("ruby")
        scene.type("3")
        scene.press(Command.TIMES, Command.EXACT_CASH, Command.ENTER)
        scene.tap("ruby")
        assert lines(scene) == [("ruby", 1, 65)]

    @pytest.mark.parametrize(("typed", "words"), [("", "先輸入數量"), ("1000", "0 到 999"), ("0.0", "0 到 999")])
    def test_what_is_no_number_is_refused_in_words(self, scene: Scene, typed: str, words: str) -> None:
        scene.type(typed)
        scene.press(Command.TIMES)
        assert words in said(scene)
        scene.tap("ruby")
        assert lines(scene) == [("ruby", 1, 65)]

    def test_pieces_are_whole(self, scene: Scene) -> None:
        scene.type("1.5")
        scene.press(Command.TIMES)
        scene.tap("ruby")
        assert lines(scene) == []
        assert "紅玉紅茶" in said(scene)

    def test_a_phone_is_still_a_phone(self, scene: Scene) -> None:
        scene.type("3")
        scene.press(Command.TIMES)
        scene.type(GOLD_PHONE)
        assert scene.till.member is not None
        scene.tap("ruby")
        assert lines(scene) == [("ruby", 3, 195)]


class TestChosenLine:
    def test_digits_and_enter(self, scene: Scene) -> None:
        scene.tap("ruby", "boba")
        scene.press(Command.UP)
        scene.type("12")
        scene.press(Command.ENTER)
        assert lines(scene) == [("ruby", 1, 65), ("boba", 12, 900)]
        scene.press(Command.BACK, Command.UNDO)
        assert lines(scene) == [("ruby", 1, 65), ("boba", 1, 75)]

    def test_too_many_change_nothing(self, scene: Scene) -> None:
        scene.tap("ruby")
        scene.press(Command.DOWN)
        scene.type("1000")
        scene.press(Command.ENTER)
        assert lines(scene) == [("ruby", 1, 65)]
        assert "999" in said(scene)

    @pytest.mark.parametrize("command", [Command.EXACT_CASH, Command.TENDER])
    def test_money_is_not_taken_while_a_number_might_be_a_quantity(self, scene: Scene, command: Command) -> None:
        scene.tap("ruby")
        scene.press(Command.DOWN)
        scene.type("185")
        scene.press(command)
        assert scene.till.stage is scene.till.selling
        assert scene.shop.sold == []
        assert "Enter" in said(scene)
        scene.press(Command.ENTER, Command.BACK)
        scene.type("15")
        scene.press(Command.ENTER)
        assert lines(scene) == [("ruby", 185, 12025), ("open", 1, 15)]


class TestWeighed:
    def test_a_tap_asks_for_the_weight(self, scene: Scene) -> None:
        scene.tap("mango")
        assert scene.till.stage.name is StageName.WEIGHING
        scene.press(Command.ENTER)
        assert scene.till.stage.name is StageName.WEIGHING
        scene.type("3509")
        scene.press(Command.ERASE, Command.ENTER)
        assert scene.till.stage is scene.till.selling
        assert lines(scene) == [("mango", 1, 301)]
        assert scene.till.bill.lines[0].note == "0.350 × 860"
        scene.press(Command.EXACT_CASH)
        assert scene.shop.sold[0].lines[0].quantity == Fraction(35, 100)

    def test_decimals_before_it(self, scene: Scene) -> None:
        scene.type("0.35")
        scene.press(Command.TIMES)
        scene.tap("mango")
        scene.tap("ruby")
        assert lines(scene) == [("mango", 1, 301), ("ruby", 1, 65)]

    def test_another_weight_for_the_line(self, scene: Scene) -> None:
        scene.type("2")
        scene.press(Command.TIMES)
        scene.tap("mango", "ruby")
        scene.press(Command.DOWN)
        scene.type("1.5")
        scene.press(Command.ENTER)
        assert lines(scene) == [("mango", 1, 1290), ("ruby", 1, 65)]
        scene.press(Command.UP)
        scene.type("1.5")
        scene.press(Command.TIMES)
        assert lines(scene)[1] == ("ruby", 1, 65)
        assert "按件賣" in said(scene)

    def test_escape_leaves_without(self, scene: Scene) -> None:
        scene.tap("mango")
        scene.press(Command.BACK)
        assert lines(scene) == []


def test_by_keys_and_by_touch(counter: Counter) -> None:
    counter.type("3*")
    counter.tap("item_ruby")
    counter.tap_digits("2")
    counter.tap("times")
    counter.tap("item_boba")
    assert lines(counter.scene) == [("ruby", 3, 195), ("boba", 2, 150)]
    counter.type(GOLD_PHONE)
    counter.tap("line_0")
    counter.type("5")
    counter.tap("add_amount_middle")
    assert lines(counter.scene)[0] == ("ruby", 5, 325)
    counter.tap("tab_2")
    counter.tap("item_mango")
    counter.tap_digits("100")
    counter.tap("accept")
    assert lines(counter.scene)[2] == ("mango", 1, 86)
    counter.type("0.2*")
    counter.tap("item_mango")
    assert lines(counter.scene)[3] == ("mango", 1, 172)
