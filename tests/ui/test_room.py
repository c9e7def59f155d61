"""What screens do with the room they have: more rows than fit, more trouble than fits, more height than is needed."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from tests.ui.conftest import Counter, settle
from ui.qt.design.tokens import KEY, KEY_ROOMY, TILE, TILE_ROOMY, Colour, Type
from ui.qt.screens.bill_rows import BillRow
from ui.qt.screens.states import STATES
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.over_bar import OverBarArea
from ui.viewmodels.commands import Command

Open = Callable[..., Counter]


def show(open_counter: Open, state: str, language: str = "zh_TW", size: tuple[int, int] = (1366, 768)) -> Counter:
    counter = open_counter(language, size)
    STATES[state](counter.scene)
    settle()
    return counter


def number_of(counter: Counter) -> Label:
    return counter.window.selling.bill.findChildren(Label, "bill_number")[0]


def right_edge(window: QWidget, widget: QWidget) -> int:
    return widget.mapTo(window, QPoint(widget.width(), 0)).x()


@pytest.mark.parametrize("state", ["idle", "bill-many"])
def test_amounts_stand_under_each_other_whether_or_not_they_scroll(open_counter: Open, state: str) -> None:
    window = show(open_counter, state).window
    bill = window.selling.bill
    amounts = [figure for row in bill.findChildren(BillRow) for figure in row.findChildren(Figure)]
    edges = {right_edge(window, figure) for figure in (*amounts, bill.due)}
    assert len(amounts) >= 3
    assert len(edges) == 1


def test_a_bar_is_there_only_where_something_is_scrolled_and_scrolls_it(open_counter: Open) -> None:
    counter = show(open_counter, "idle")
    area = counter.window.selling.bill.findChildren(OverBarArea)[0]
    bar = next(child for child in area.findChildren(QScrollBar) if child.parent() is area)
    assert not bar.isVisible()
    STATES["bill-many"](counter.scene)
    settle()
    assert bar.isVisible()
    assert (bar.value(), bar.maximum()) == (area.verticalScrollBar().value(), area.verticalScrollBar().maximum())
    bar.setValue(0)
    assert area.verticalScrollBar().value() == 0


def test_the_members_card_ends_with_its_rows_or_above_the_keys(open_counter: Open) -> None:
    """Short, it is no higher than its rows; long, it scrolls and keeps its lower edge."""
    for state, is_long in (("favourites", False), ("member-everything", True)):
        panel = show(open_counter, state).window.selling.member
        area = panel.findChildren(OverBarArea)[0]
        card, inside = area.parentWidget(), area.widget()
        assert card is not None
        assert inside is not None
        assert (area.verticalScrollBar().maximum() > 0) is is_long
        assert inside.height() - area.height() == area.verticalScrollBar().maximum()
        keys = next(key for key in panel.findChildren(KeyButton) if key.objectName() == "details")
        assert card.geometry().bottom() < keys.geometry().top()


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_in_all_trouble_the_strip_says_what_is_wrong_and_the_time(open_counter: Open, language: str) -> None:
    bar = show(open_counter, "strip-trouble", language, (1024, 768)).window.bar
    chips = [chip for chip in bar.findChildren(Chip) if chip.isVisible()]
    assert len(chips) == 4
    assert [chip for chip in chips if chip.width() < chip.sizeHint().width()] == []
    assert all("・" in chip.text or "·" in chip.text for chip in chips)
    assert all(chip.accessibleName().startswith(chip.text) for chip in chips)
    times = [label for label in bar.findChildren(Label) if label.text() == "14:32"]
    assert [label.width() >= label.sizeHint().width() for label in times] == [True]


def test_the_strip_says_everything_again_once_there_is_room(open_counter: Open) -> None:
    counter = show(open_counter, "strip-trouble", "en", (1024, 768))
    link, narrow = counter.window.bar.chips[0], counter.window.bar.chips[0].sizeHint().width()
    counter.window.resize(1920, 1080)
    settle()
    assert link.sizeHint().width() > narrow
    assert "Ms Fitzgerald" in {label.text() for label in counter.window.bar.findChildren(Label) if label.isVisible()}


@pytest.mark.parametrize(("size", "key", "tile"), [((1366, 768), KEY, TILE), ((1920, 1080), KEY_ROOMY, TILE_ROOMY)])
def test_a_high_screen_has_larger_keys_and_tiles(
    open_counter: Open, size: tuple[int, int], key: int, tile: int
) -> None:
    counter = show(open_counter, "idle", size=size)
    assert counter.find("pad_5").height() == key
    assert counter.find("item_ruby").height() == tile


@pytest.mark.parametrize("state", ["new-member", "new-member-consents", "tender-parts"])
def test_the_keys_of_a_pad_stay_together(open_counter: Open, state: str) -> None:
    sheet = show(open_counter, state).window.sheet
    assert sheet is not None
    pad = sheet.findChildren(NumberPad)[0]
    tops = sorted({key.y() for key in pad.findChildren(KeyButton)})
    lefts = sorted({key.x() for key in pad.findChildren(KeyButton)})
    width = pad.findChildren(KeyButton)[0].width()
    gaps = {below - above - KEY for above, below in pairwise(tops)}
    assert gaps == {lefts[1] - lefts[0] - width}


def test_what_a_sheet_says_is_not_said_below_it_too(open_counter: Open) -> None:
    counter = show(open_counter, "error-on-sheet")
    below = counter.window.selling.menu.notice
    assert counter.scene.till.desk.notice is not None
    assert not below.isVisible()
    counter.scene.press(Command.BACK)
    settle()
    assert below.isVisible() is (counter.scene.till.desk.notice is not None)


def test_an_empty_bill_says_how_to_begin(open_counter: Open) -> None:
    counter = show(open_counter, "empty")
    hints = [label for label in counter.window.selling.bill.findChildren(Label) if label.text().startswith("點選品項")]
    assert [label.isVisible() for label in hints] == [True]
    counter.tap("item_ruby")
    assert [label.isVisible() for label in hints] == [False]
    counter.window.resize(1024, 768)
    settle()
    assert not number_of(counter).isVisible()


def test_the_bills_number_is_shown_where_it_has_room_from_the_first_moment(open_counter: Open) -> None:
    """Also where another programme has just had the window built anew."""
    counter = show(open_counter, "coupon-typed")
    assert number_of(counter).isVisible()


@pytest.mark.parametrize("scale", Type)
def test_a_commas_tail_is_whole(application: QApplication, scale: Type) -> None:
    figure = Figure(scale, Colour.INK)
    figure.set("1,284")
    figure.resize(figure.sizeHint())
    picture = figure.grab().toImage()
    edges = [picture.pixelColor(x, y) for x in range(picture.width()) for y in (0, picture.height() - 1)]
    inside = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert len({each.name() for each in edges}) == 1
    assert len(inside) > 1


def test_a_wheel_scrolls_where_the_bar_lies_over(open_counter: Open) -> None:
    area = show(open_counter, "bill-many").window.selling.bill.findChildren(OverBarArea)[0]
    before, middle = area.verticalScrollBar().value(), QPointF(area.viewport().rect().center())
    wheel = QWheelEvent(
        middle,
        area.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), wheel)
    assert before > 0
    assert area.verticalScrollBar().value() < before


def test_lines_follow_the_text_the_width_and_the_size(application: QApplication) -> None:
    label = LinesLabel("今天的會員消費", Type.SMALL)
    label.ensurePolished()
    room = label.sizeHint().width() + 2
    for _ in range(2):  # what is known already says the same
        assert label.shown_lines(room) == ["今天的會員消費"]
        first, second = label.shown_lines(room // 2 + 8)
        assert first and second and first + second == "今天的會員消費"
    label.setText("昨天")
    assert label.shown_lines(room) == label.shown_lines(room // 2 + 8) == ["昨天"]
    label.setText("今天的會員消費")
    label.setProperty("scale", Type.FIGURE.value)
    label.style().polish(label)
    assert len(label.shown_lines(room)) == 2
    for width in range(1, room):  # however little room there is, nothing is lost
        assert "".join(label.shown_lines(width)) == "今天的會員消費"
