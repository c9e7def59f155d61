"""What is on a screen: what it says, what can be pressed, and which key does the same."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ui.qt.screens.states import Scene
from ui.qt.screens.strip_bar import StripBar
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure
from ui.qt.widgets.sheet import Sheet
from ui.qt.window import COMMANDS, TillWindow

KEYS: dict[str, tuple[Qt.Key, Qt.KeyboardModifier]] = {
    **{command.value: (key, Qt.KeyboardModifier.NoModifier) for key, command in reversed(list(COMMANDS.items()))},
    "Ctrl+Backspace": (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier),
    "←": (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    "→": (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
    "↑": (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    "↓": (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
}
"""What is printed on buttons, and the key that bears it. Digits and letters are typed as they stand."""
DONE = "do"
ROWS_READ = 16


@contextmanager
def asked(scene: Scene) -> Iterator[list[object]]:
    """What the till is asked for meanwhile; none of it happens."""
    till, calls = scene.till, list[object]()
    stubs = {
        "press": calls.append,
        "digit": calls.append,
        "letter": lambda letter: calls.append(letter.upper()),
        "do": lambda _action: calls.append(DONE),
    }
    vars(till).update(stubs)
    try:
        yield calls
    finally:
        for name in stubs:
            delattr(till, name)


def face(window: QWidget) -> tuple[object, ...]:
    """What can be told of the till's window by looking at it."""
    assert isinstance(window, TillWindow)
    flags = [
        (widget.objectName(), widget.isEnabled(), widget.property("chosen"), widget.isChecked())
        if isinstance(widget, QAbstractButton)
        else (widget.objectName(), widget.isEnabled(), widget.property("chosen"))
        for widget in visible(window)
        if widget.objectName()
    ]
    return type(window.till.stage).__name__, [text for text in said(window) if text], flags


def visible(window: QWidget) -> list[QWidget]:
    """All that is on the screen; what an open sheet covers is not there for a hand."""
    root = window.sheet if isinstance(window, TillWindow) and window.sheet is not None else window
    return [widget for widget in root.findChildren(QWidget) if widget.isVisible()]


def said(window: QWidget) -> Iterator[str]:
    """Everything that can be read or is read out."""
    for widget in visible(window):
        yield widget.accessibleName()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, Chip | Figure | EntryField):
            yield widget.text
        elif isinstance(widget, QLineEdit):
            yield from (widget.text(), widget.placeholderText())
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))
        for row in range(min(model.rowCount(), ROWS_READ)):
            yield str(model.index(row, column).data())


def is_pressed(widget: QWidget) -> bool:
    """Whether it takes a press or text. A chip does where it says what it opens; the bar around it is none itself."""
    if isinstance(widget, Chip):
        return bool(widget.toolTip())
    if isinstance(widget, QHeaderView | Sheet | StripBar):
        return False
    if isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView | QPlainTextEdit):
        return True
    return any("mousePressEvent" in vars(kind) for kind in type(widget).__mro__ if kind.__module__.startswith("ui.qt"))


def said_of(widget: QWidget) -> str:
    """What a screen reader says it is."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def key_of(widget: QWidget) -> str:
    """The key that is printed on it, or told of it; empty where there is none."""
    if isinstance(widget, KeyButton) and widget.hint:
        return widget.hint
    if widget.toolTip():
        return widget.toolTip().rsplit(maxsplit=1)[-1]
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return text if text in KEYS or (len(text) == 1 and text.isascii() and text.isalnum()) else ""


def strike(window: QWidget, key: str) -> None:
    """Presses the key that bears ``key``, wherever the focus is."""
    if key in KEYS:
        QTest.keyClick(focus(window), *KEYS[key])
    else:
        QTest.keyClicks(focus(window), key)


def focus(window: QWidget) -> QWidget:
    """Where keys go."""
    focused: QWidget | None = window.focusWidget()
    return window if focused is None else focused


def scrolling(window: QWidget) -> list[QAbstractScrollArea]:
    """What is longer than its place."""
    return [
        widget
        for widget in visible(window)
        if isinstance(widget, QAbstractScrollArea) and widget.verticalScrollBar().maximum() > 0
    ]


def kind_of(widget: QWidget) -> str:
    """What decides how it is drawn with the focus."""
    role = widget.property("role") or ""
    is_on = isinstance(widget, QAbstractButton) and widget.isChecked()
    return f"{type(widget).__name__} {role} {'on' if is_on else ''}".strip()


def rim(widget: QWidget) -> QImage:
    """A picture of it; of what has a caret only its upper rim, for a caret comes and goes."""
    picture = widget.grab().toImage()
    return picture.copy(0, 0, picture.width(), 4) if isinstance(widget, QLineEdit | QPlainTextEdit) else picture


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()
