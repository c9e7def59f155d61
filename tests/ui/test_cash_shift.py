"""The drawer's shift: opened with a float, cash in and out, closed by a count that is not told the answer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from terminal.domain.errors import Refusal
from terminal.domain.money import Currency
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_drawer import SampleDrawer
from ui.qt.screens.sample_shop import SampleShop
from ui.qt.screens.staff_states import MANAGER_PIN, sign_in
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.label import Figure
from ui.viewmodels.cash_count import CashCount
from ui.viewmodels.cash_shift import ShiftPage, Step
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def page(scene: Scene) -> ShiftPage:
    scene.press(Command.CASH_SHIFT)
    stage = scene.till.stage
    assert isinstance(stage, ShiftPage)
    return stage


def begun(scene: Scene, opening: str = "5300") -> ShiftPage:
    stage = page(scene)
    scene.press(Command.MORE)
    scene.type(opening)
    scene.press(Command.ENTER)
    return stage


def said(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_a_float_counted_by_coins_and_notes(scene: Scene) -> None:
    stage = page(scene)
    assert stage.step is Step.COUNT_OPENING and not stage.may_accept
    scene.press(Command.ENTER)
    scene.type("3")
    scene.press(Command.DOWN, Command.DOWN, Command.UP)
    scene.type("45")
    scene.press(Command.ERASE, Command.TENDER)
    assert scene.shop.drawer.going_on is not None
    assert (scene.shop.drawer.going_on.opening, stage.step) == (3 * 1000 + 4 * 500, Step.OPEN)
    assert said(scene) == "第 1 班開始，零用金 NT$ 5,000。"
    assert stage.state_text == "第 1 班，林小姐 於 09:05 開班"


def test_enter_walks_through_the_rows_and_keeps_the_count_at_the_last(scene: Scene) -> None:
    stage = page(scene)
    for _ in range(len(stage.count.values) - 1):
        scene.type("1")
        scene.press(Command.ENTER)
    assert stage.step is Step.COUNT_OPENING and stage.count.is_at_end
    scene.press(Command.ENTER)
    assert scene.shop.drawer.going_on is not None
    assert scene.shop.drawer.going_on.opening == sum(stage.count.values) - 1


def test_cash_in_and_out_with_a_reason(scene: Scene) -> None:
    stage = begun(scene)
    scene.type("1")
    scene.press(Command.ENTER)
    assert stage.step is Step.MOVE
    scene.type("500")
    scene.press(Command.ENTER)
    assert said(scene) == "已放入 NT$ 500（換零錢）。"
    scene.type("2" + "1200")
    scene.press(Command.DOWN, Command.TENDER)
    assert said(scene) == "已取出 NT$ 1,200（存入銀行）。"
    assert stage.moves == (("開班零用金", "NT$ 5,300"), ("換零錢", "NT$ 500"), ("存入銀行", "− NT$ 1,200"))
    assert scene.shop.drawer.going_on is not None
    assert [move.amount for move in scene.shop.drawer.going_on.moves] == [500, -1200]


def test_a_closing_count_shows_the_difference_only_afterwards(scene: Scene) -> None:
    stage = begun(scene)
    scene.type("3")
    assert (stage.step, stage.done, stage.outcome[0]) == (Step.COUNT_CLOSING, None, "剛好，沒有差額")
    scene.press(Command.MORE)
    scene.type("29000")
    scene.press(Command.ENTER)
    assert stage.done is not None and stage.done.expected == 5300 + 24_310 - 490
    assert (stage.step, stage.outcome) == (Step.DONE, ("少了 NT$ 120", Tone.AMBER))
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.SELLING
    assert page(scene).step is Step.COUNT_OPENING


@pytest.mark.parametrize(("counted", "text"), [("29120", "剛好，沒有差額"), ("29121", "多了 NT$ 1")])
def test_exact_and_too_much(scene: Scene, counted: str, text: str) -> None:
    stage = begun(scene)
    scene.type("3")
    scene.press(Command.MORE)
    scene.type(counted)
    scene.press(Command.TENDER)
    assert stage.outcome[0] == text


def test_the_way_back_keeps_the_shift(scene: Scene) -> None:
    stage = begun(scene)
    for digit in "123":
        scene.type(digit)
        scene.press(Command.BACK)
        assert stage.step is Step.OPEN
    scene.press(Command.BACK)
    assert scene.till.stage.name is StageName.SELLING
    assert page(scene).step is Step.OPEN


def test_counting_both_ways_keeps_both(scene: Scene) -> None:
    count = page(scene).count
    scene.type("2")
    scene.press(Command.MORE)
    scene.type("77")
    assert (count.total, count.count) == (77, ())
    scene.press(Command.FEWER)
    assert (count.total, count.count) == (4000, ((2000, 2),))
    scene.press(Command.CLEAR)
    assert (count.total, count.is_typed) == (0, False)


def test_an_unknown_currency_is_counted_in_one_sum() -> None:
    count = CashCount(Currency("XYZ", 0, "?"))
    count.switch(by_pieces=True)
    count.choose(3)
    assert (count.by_pieces, count.is_at_end) == (False, True)


def test_cash_moves_only_with_a_managers_word_where_there_is_staff(scene: Scene) -> None:
    sign_in(scene)
    stage = begun(scene)
    scene.type("2100")
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.APPROVAL
    scene.type(MANAGER_PIN)
    scene.press(Command.ENTER)
    assert scene.till.stage is stage
    assert scene.shop.drawer.going_on is not None
    (move,) = scene.shop.drawer.going_on.moves
    assert (move.amount, move.cashier, move.approved_by) == (-100, "林小姐", "王店長")


def test_impatient_keys_close_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, runner = SampleShop(), HeldRunner()
    till = Till(shop, runner, shop.shop())
    till.press(Command.CASH_SHIFT)
    till.digit("1")
    runner.finish_all()
    till.digit("1")
    for _ in range(3):
        till.press(Command.TENDER)
    assert len(runner.jobs) == 1
    monkeypatch.setattr(SampleDrawer, "begin", _refuse)
    runner.finish_all()
    assert till.desk.notice is not None and till.desk.notice.tone is Tone.RED
    monkeypatch.undo()
    till.press(Command.TENDER)
    runner.finish_all()
    assert shop.drawer.going_on is not None and shop.drawer.going_on.opening == 2000


def _refuse(*_: object) -> None:
    raise Refusal("disk_full")


# --- in the window ----------------------------------------------------------------------------------------------------


def shown(counter: Counter, name: str) -> str:
    settle()
    widget = counter.find(name)
    assert isinstance(widget, Figure)
    return widget.text


def test_a_whole_shift_by_touch(counter: Counter) -> None:
    counter.tap("menu")
    counter.tap("menu_cash_shift")
    counter.tap("pieces_1")
    counter.tap_digits("5")
    assert shown(counter, "count_total") == "NT$ 5,000"
    counter.tap("accept")
    counter.tap("cash_in")
    counter.tap_digits("300")
    counter.tap("tab_3")
    counter.tap("accept")
    counter.tap("close_shift")
    counter.tap("tab_1")
    counter.tap_digits("29110")
    counter.tap("accept")
    assert shown(counter, "difference") == "少了 NT$ 10"
    counter.tap("accept")
    assert counter.scene.till.stage.name is StageName.SELLING
    assert counter.scene.shop.drawer.ended[0].opened.moves[0].reason == "other"


def test_by_keys_in_english(open_counter: Callable[..., Counter]) -> None:
    counter = open_counter("en", (1024, 720))
    counter.key(Key.Key_F1)
    counter.tap("menu_cash_shift")
    counter.key(Key.Key_Right)
    counter.type("100")
    counter.key(Key.Key_F12)
    counter.type("3")
    counter.key(Key.Key_Right)
    counter.type("23920")
    counter.key(Key.Key_Return)
    assert shown(counter, "difference") == "It is exact"
    counter.key(Key.Key_Return)
    assert counter.scene.till.stage.name is StageName.SELLING
