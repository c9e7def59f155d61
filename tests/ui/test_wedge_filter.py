"""A scanner that types, in front of every widget that can have the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from devices.scanner.wedge import Wedge
from tests.ui.conftest import Counter, settle
from ui.qt.wedge_filter import WedgeFilter
from ui.qt.widgets.edits import NameEdit, PlainEdit

CODE = "4710088410207"


class Hand:
    """Types into the focused window; its keys are stamped by a clock of its own."""

    def __init__(self, window: QWidget) -> None:
        self.window, self.now_ms = window, 1000
        self.scans: list[str] = []
        self.filter = WedgeFilter(Wedge(), lambda _: self.now_ms)
        self.filter.scanned.connect(self.scans.append)

    def type(self, text: str, gap_ms: int) -> None:
        handle = self.window.windowHandle()
        for character in text:
            self.now_ms += gap_ms
            if character == "\r":
                QTest.keyClick(handle, Qt.Key.Key_Return)
            else:
                QTest.keyClick(handle, ord(character))
        settle()

    def repeat(self, character: str, gap_ms: int) -> None:
        """What X11 makes of a double character that comes fast, and of a key that a finger stays on."""
        self.now_ms += gap_ms
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, ord(character), Qt.KeyboardModifier.NoModifier, character, True)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def pause(self) -> None:
        self.now_ms += 60
        self.filter.pause()
        settle()


@pytest.fixture
def board(application: QApplication) -> Iterator[QWidget]:
    window = QWidget()
    layout = QVBoxLayout(window)
    plain, name, button = PlainEdit(40), NameEdit(40), QPushButton("press")
    button.setAutoDefault(True)
    for widget in (plain, name, button):
        layout.addWidget(widget)
    window.show()
    window.activateWindow()
    settle()
    yield window
    window.close()
    window.deleteLater()
    settle()


@pytest.fixture
def hand(application: QApplication, board: QWidget) -> Iterator[Hand]:
    made = Hand(board)
    application.installEventFilter(made.filter)
    yield made
    application.removeEventFilter(made.filter)


@pytest.mark.parametrize("gap_ms", [0, 1, 5, 20, 40])
@pytest.mark.parametrize("focused", [0, 1, 2], ids=["plain edit", "name edit", "button"])
def test_a_scan_leaves_no_text_and_presses_nothing(hand: Hand, board: QWidget, focused: int, gap_ms: int) -> None:
    presses: list[bool] = []
    button = board.findChild(QPushButton)
    assert button is not None
    button.clicked.connect(lambda *_: presses.append(True))
    widgets = [*board.findChildren(QLineEdit), button]
    widgets[focused].setFocus()
    hand.type(CODE + "\r", gap_ms)
    hand.pause()
    assert hand.scans == [CODE]
    assert [edit.text() for edit in board.findChildren(QLineEdit)] == ["", ""]
    assert presses == []


def test_typing_arrives_a_moment_later_and_whole(hand: Hand, board: QWidget) -> None:
    edit = board.findChildren(QLineEdit)[0]
    edit.setFocus()
    hand.type("0912345678", 120)
    hand.pause()
    assert (edit.text(), hand.scans) == ("0912345678", [])


def test_a_fast_burst_without_a_terminator_is_typing(hand: Hand, board: QWidget) -> None:
    edit = board.findChildren(QLineEdit)[0]
    edit.setFocus()
    hand.type("123", 10)
    assert edit.text() == ""
    hand.pause()
    assert edit.text() == "123"


def test_a_double_character_that_comes_as_a_repeat_belongs_to_the_scan(hand: Hand, board: QWidget) -> None:
    edit = board.findChildren(QLineEdit)[0]
    edit.setFocus()
    hand.type("4710", 1)
    hand.repeat("0", 0)
    hand.type("88410207\r", 1)
    hand.pause()
    assert (hand.scans, edit.text()) == ([CODE], "")


def test_a_key_that_a_finger_stays_on_types_at_once(hand: Hand, board: QWidget) -> None:
    edit = board.findChildren(QLineEdit)[0]
    edit.setFocus()
    hand.type("7", 120)
    hand.pause()
    hand.repeat("7", 500)
    hand.repeat("7", 30)
    assert edit.text() == "777"


def test_a_typed_space_presses_the_focused_button_once(hand: Hand, board: QWidget) -> None:
    button = board.findChild(QPushButton)
    assert button is not None
    presses: list[bool] = []
    button.clicked.connect(lambda *_: presses.append(True))
    button.setFocus()
    hand.type(" ", 200)
    hand.pause()
    assert len(presses) == 1
    assert not button.isDown()


@pytest.mark.parametrize("gap_ms", [0, 20, 40])
def test_in_the_till_a_scan_goes_by_the_new_member_form(
    application: QApplication, counter: Counter, gap_ms: int
) -> None:
    counter.key(Qt.Key.Key_F3)
    counter.window.activateWindow()
    settle()
    hand = Hand(counter.window)
    application.installEventFilter(hand.filter)
    try:
        for edit in (edit for edit in counter.window.findChildren(QLineEdit) if edit.isVisible()):
            edit.setFocus()
            hand.type(CODE + "\r", gap_ms)
            hand.pause()
    finally:
        application.removeEventFilter(hand.filter)
    assert hand.scans == [CODE] * 3
    assert {edit.text() for edit in counter.window.findChildren(QLineEdit)} == {""}


@pytest.mark.parametrize(("edit", "enabled"), [(PlainEdit, False), (NameEdit, True)])
def test_the_input_method_is_on_for_names_only(application: QApplication, edit: type[QLineEdit], enabled: bool) -> None:
    made = edit(10)  # type: ignore[call-overload] # both take the greatest length
    assert bool(made.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)) is enabled


def test_nothing_on_the_bill_screen_turns_the_input_method_on(counter: Counter) -> None:
    focusable = [
        widget
        for widget in counter.window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    for widget in [counter.window, *focusable]:
        assert not widget.inputMethodQuery(Qt.InputMethodQuery.ImEnabled), widget.objectName()


def test_keys_that_fingers_roll_over_are_typing(hand: Hand, board: QWidget) -> None:
    edit = board.findChildren(QLineEdit)[0]
    edit.setFocus()
    keys = [*"497182", "\r"]
    for place, character in enumerate([*keys, ""]):
        hand.now_ms += 30
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character or "0"))
        if character:
            down = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
            QCoreApplication.sendEvent(board.windowHandle(), down)
        if place:
            before = Qt.Key.Key_Return if keys[place - 1] == "\r" else Qt.Key(ord(keys[place - 1]))
            up = QKeyEvent(QEvent.Type.KeyRelease, before, Qt.KeyboardModifier.NoModifier, keys[place - 1])
            QCoreApplication.sendEvent(board.windowHandle(), up)
    hand.pause()
    assert (edit.text(), hand.scans) == ("497182", [])
