"""The lines of a sale of before, with keys for how much of each comes back."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.back_face import BackLine
from ui.viewmodels.giving_back import GivingBack
from ui.viewmodels.till import Till
from ui.viewmodels.words import MINUS

NUMBERS_MAX = 9
NUMBER_WIDTH = 16
WANTED_WIDTH = 72
AMOUNT_WIDTH = 112


class BackRow(Surface):
    """One line; a touch brings one more of it back."""

    def __init__(self, till: Till, stage: GivingBack, index: int, line: BackLine) -> None:
        super().__init__("row")
        self._till, self._stage, self._index = till, stage, index
        self.setObjectName(f"back_{index}")
        self.setProperty("chosen", stage.chosen == index)
        self.setAccessibleName(f"{line.name} {line.note} {line.wanted} {line.amount}")
        self.setMinimumHeight(BILL_ROW)
        number = Label(str(index + 1) if index < NUMBERS_MAX and not line.is_over else "", Type.SMALL, Colour.SECOND)
        number.setFixedWidth(NUMBER_WIDTH)
        tint = Colour.SECOND if line.is_over else Colour.INK
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(line.name, Type.LARGE, tint))
        texts.addWidget(Label(line.note, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        layout = row(self, (GAP_LARGE, GAP_SMALL, GAP_LARGE, GAP_SMALL), GAP_SMALL)
        layout.addWidget(number)
        layout.addLayout(texts, 1)
        if not line.is_over:
            layout.addLayout(self._keys(line))
        amount = Figure(Type.LARGE, Colour.TEAL_INK)
        amount.setFixedWidth(AMOUNT_WIDTH)
        amount.set(line.amount)
        layout.addWidget(amount)

    def _keys(self, line: BackLine) -> QBoxLayout:
        wanted = Label(line.wanted, Type.LARGE, Colour.TEAL_INK if line.is_wanted else Colour.SECOND, bold=True)
        wanted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        wanted.setFixedWidth(WANTED_WIDTH)
        keys = row(gap=GAP_SMALL // 2)
        keys.addWidget(self._key(MINUS, self.tr("Fewer come back"), "fewer", -1))
        keys.addWidget(wanted)
        keys.addWidget(self._key("+", self.tr("More come back"), "more", 1))
        keys.addSpacing(GAP)
        return keys

    def _key(self, text: str, meaning: str, name: str, pieces: int) -> KeyButton:
        key = KeyButton(text, height=TOUCH)
        key.setObjectName(f"back_{self._index}_{name}")
        key.setAccessibleName(meaning)
        key.set_width(TOUCH)
        key.setEnabled(not self._stage.is_void)
        key.clicked.connect(partial(self._change, pieces))
        return key

    def _change(self, pieces: int, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.change, self._index, pieces))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """One more of it."""
        event.accept()
        self._till.do(partial(self._stage.touch, self._index))
