"""The till's own number pad, laid out like a telephone."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.qt.design.look import icon
from ui.qt.design.tokens import GAP_SMALL, KEY, KEY_LEAST, KEY_ROOMY, ROOMY_HEIGHT
from ui.qt.widgets.key_button import KeyButton
from ui.viewmodels.commands import Command
from ui.viewmodels.till import Till

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
ROWS = 4


class NumberPad(QWidget):
    """1 to 9 from the top, then clear, 0 and erase."""

    digit = Signal(str)
    clear = Signal()
    erase = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pad")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_SMALL)
        for place, digit in enumerate((*DIGITS, "", "0")):
            if digit:
                key = self._add(place, digit, size="key")
                key.clicked.connect(partial(self._emit_digit, digit))
        clear = self._add(9, self.tr("Clear"), name="clear")
        clear.setToolTip(Command.CLEAR.key)
        clear.clicked.connect(self.clear)
        erase = self._add(11, self.tr("Erase"), name="erase")
        erase.setIcon(icon("backspace"))
        erase.setToolTip(Command.ERASE.key)
        erase.clicked.connect(self.erase)
        self._grid.setRowStretch(ROWS, 1)  # what room there is more goes below the keys, not between them

    def fit(self, page_height: int) -> None:
        """Takes the larger keys on a page with room for them."""
        for key in self.findChildren(KeyButton):
            key.set_height(KEY_ROOMY if page_height >= ROOMY_HEIGHT else KEY, KEY_LEAST)

    def types_into(self, till: Till) -> None:
        """Its keys do what those of the keyboard do, wherever the till is."""
        self.digit.connect(till.digit)
        self.clear.connect(partial(till.press, Command.CLEAR))
        self.erase.connect(partial(till.press, Command.ERASE))

    def _add(self, place: int, text: str, size: str = "", name: str = "") -> KeyButton:
        key = KeyButton(text, size=size)
        key.set_height(KEY, KEY_LEAST)
        key.setObjectName(f"pad_{name or text}")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its label is a key of the keyboard
        self._grid.addWidget(key, place // 3, place % 3)
        return key

    def _emit_digit(self, digit: str, _checked: bool = False) -> None:
        self.digit.emit(digit)
