"""The till's own number pad, laid out like a telephone."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.qt.design.look import icon
from ui.qt.design.tokens import GAP_SMALL, KEY
from ui.qt.widgets.key_button import KeyButton

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


class NumberPad(QWidget):
    """1 to 9 from the top, then clear, 0 and erase."""

    digit = Signal(str)
    clear = Signal()
    erase = Signal()

    def __init__(self, key_height: int = KEY) -> None:
        super().__init__()
        self.setObjectName("pad")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_SMALL)
        self._height = key_height
        for place, digit in enumerate((*DIGITS, "", "0")):
            if digit:
                key = self._add(place, digit, size="key")
                key.clicked.connect(partial(self._emit_digit, digit))
        self._add(9, self.tr("Clear"), name="clear").clicked.connect(self.clear)
        erase = self._add(11, self.tr("Erase"), name="erase")
        erase.setIcon(icon("backspace"))
        erase.clicked.connect(self.erase)

    def _add(self, place: int, text: str, size: str = "", name: str = "") -> KeyButton:
        key = KeyButton(text, height=self._height, size=size)
        key.setObjectName(f"pad_{name or text}")
        self._grid.addWidget(key, place // 3, place % 3)
        return key

    def _emit_digit(self, digit: str, _checked: bool = False) -> None:
        self.digit.emit(digit)
