"""Every widget of every screen: scans pass it by, and input methods stay off where no words are written."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from devices.scanner.wedge import Wedge, WedgeSettings
from tests.ui.conftest import Counter, settle
from tests.ui.keyboard import Keyboard
from tests.ui.taking_turns import some
from ui.qt.screens.states import STATES
from ui.qt.wedge_filter import WedgeFilter
from ui.qt.widgets.edits import NameEdit
from ui.qt.window import TillWindow

GAPS_MS = (0, 1, 5, 20, 40)
CODES = ("4710088410207", "/AB+.-12", "]C10912345678", "VIP-0042")
SUFFIXES = ("\r", "\t")


class Watch:
    """Everything that a scan could have touched."""

    def __init__(self, window: TillWindow) -> None:
        self.window, self.clicks = window, 0
        window.till.changed.add(self._clicked)  # told after every key that comes to the till
        for button in window.findChildren(QAbstractButton):
            button.pressed.connect(self._clicked)
            button.clicked.connect(self._clicked)

    def _clicked(self, *_: object) -> None:
        self.clicks += 1

    def face(self) -> tuple[object, ...]:
        return (self.clicks, *[edit.text() for edit in self.window.findChildren(QLineEdit)])


@pytest.fixture
def scans(application: QApplication) -> Iterator[list[str]]:
    """What the filter takes for scans while it is installed."""
    heard: list[str] = []
    listening = WedgeFilter(Wedge())
    listening.scanned.connect(heard.append)
    application.installEventFilter(listening)
    yield heard
    application.removeEventFilter(listening)


def show(counter: Counter, state: str) -> None:
    STATES[state](counter.scene)
    counter.window.activateWindow()
    for _ in range(3):  # lists ask for what they show once they have their size, and again for what follows
        settle()


def places(window: QWidget) -> list[QWidget]:
    """All that could have the focus, the window among it."""
    inside = window.findChildren(QWidget)
    return [
        window,
        *(
            each
            for each in inside
            if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible() and each.isEnabled()
        ),
    ]


@pytest.mark.parametrize("state", some(STATES, 3))
def test_a_scan_arrives_whole_wherever_the_focus_is_and_touches_nothing(
    counter: Counter, scans: list[str], state: str
) -> None:
    show(counter, state)
    watch, keyboard, sent = Watch(counter.window), Keyboard(counter.window), []
    typed = counter.scene.till.selling.entry, counter.scene.till.stage
    before = watch.face()
    for place in places(counter.window):
        for at, gap_ms in enumerate(GAPS_MS):
            place.setFocus()
            keyboard.now_ms += 5000
            code, suffix = CODES[at % len(CODES)], SUFFIXES[at % len(SUFFIXES)]
            keyboard.type(code + suffix, gap_ms)
            sent.append(code)
            assert scans == sent, f"{place.objectName()} at {gap_ms} ms"
            assert QApplication.focusWidget() in (place, place.focusProxy()), place.objectName()
    settle()
    assert watch.face() == before
    assert (counter.scene.till.selling.entry, counter.scene.till.stage) == typed


@pytest.mark.parametrize("state", some(STATES, 3))
def test_input_methods_are_on_where_words_are_written_and_nowhere_else(counter: Counter, state: str) -> None:
    show(counter, state)
    for widget in [counter.window, *counter.window.findChildren(QWidget)]:
        takes = bool(widget.inputMethodQuery(Qt.InputMethodQuery.ImEnabled))
        assert takes is isinstance(widget, NameEdit), f"{type(widget).__name__} {widget.objectName()}"


def test_no_other_kind_of_field_is_made(counter: Counter) -> None:
    """Qt's own fields leave input methods on, whatever their hints say: only ours may be built."""
    show(counter, "new-member")
    edits = counter.window.findChildren(QLineEdit)
    assert edits and all(type(edit).__module__ == "ui.qt.widgets.edits" for edit in edits)


@pytest.mark.parametrize(
    ("settings", "typed", "heard"),
    [
        (WedgeSettings(prefix="~"), "~42\r", ["42"]),
        (WedgeSettings(prefix="~"), "0912345678\r", []),
        (WedgeSettings(length_min=3), "123\r", ["123"]),
        (WedgeSettings(terminators=frozenset("\t")), "0912345678\t", ["0912345678"]),
    ],
)
def test_what_a_scan_is_can_be_set(
    application: QApplication,
    open_counter: Callable[..., Counter],
    settings: WedgeSettings,
    typed: str,
    heard: list[str],
) -> None:
    counter = open_counter()
    show(counter, "empty")
    listening, scans = WedgeFilter(Wedge(settings)), list[str]()
    listening.scanned.connect(scans.append)
    application.installEventFilter(listening)
    Keyboard(counter.window).type(typed, 1)
    listening.pause()
    application.removeEventFilter(listening)
    assert scans == heard
