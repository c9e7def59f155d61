"""What stands on the bill: its lines, and below them its coupons."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.bill_face import LineFace
from ui.viewmodels.commands import Command
from ui.viewmodels.coupon_face import CouponFace
from ui.viewmodels.till import Till
from ui.viewmodels.words import MINUS

ROW_MARGIN = 10
COUPON_ROW = TOUCH + 8
QUANTITY_WIDTH = 48
AMOUNT_WIDTH = 104
STEP_WIDTH = 48
REMOVE_WIDTH = 120


class BillRow(Surface):
    """One line. A touch chooses it; the chosen one has keys for fewer, more and none."""

    def __init__(self, till: Till, index: int, line: LineFace, is_chosen: bool) -> None:
        super().__init__("row")
        self._till, self._index = till, index
        self.setProperty("chosen", is_chosen)
        self.setObjectName(f"line_{index}")
        self.setAccessibleName(f"{line.name} {line.quantity} {line.amount}")
        layout = column(self)
        layout.addWidget(self._texts(line))
        if is_chosen:
            layout.addLayout(self._keys())

    def _texts(self, line: LineFace) -> QWidget:
        texts = QWidget()
        texts.setMinimumHeight(BILL_ROW - 1)  # and the line below it
        names = column(margins=(0, ROW_MARGIN, 0, ROW_MARGIN))
        names.addStretch(1)
        names.addWidget(LinesLabel(line.name, Type.LARGE))
        if line.note:
            names.addWidget(Label(line.note, Type.SMALL, Colour.SECOND))
        if line.discount:
            names.addWidget(LinesLabel(line.discount, Type.SMALL, Colour.TEAL_INK))
        names.addStretch(1)
        quantity = Label(line.quantity)
        quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        quantity.setFixedWidth(QUANTITY_WIDTH)
        amount = Figure(Type.LARGE, bold=False)
        amount.setFixedWidth(AMOUNT_WIDTH)
        amount.set(line.amount)
        layout = row(texts, (GAP_LARGE, 0, GAP_LARGE, 0), GAP_SMALL)
        layout.addLayout(names, 1)
        layout.addWidget(quantity)
        layout.addWidget(amount)
        return texts

    def _keys(self) -> QBoxLayout:
        keys = row(margins=(GAP_LARGE, 0, GAP_LARGE, GAP_SMALL), gap=GAP_SMALL)
        selling = self._till.selling
        meanings = {MINUS: self.tr("One less"), "+": self.tr("One more")}
        for text, name, hint, action in (
            (MINUS, "fewer", "", partial(selling.change, self._index, -1)),
            ("+", "more", "", partial(selling.change, self._index, 1)),
            (self.tr("Edit"), "discount", Command.DISCOUNT.key, partial(selling.press, Command.DISCOUNT)),
            (self.tr("Remove"), "remove", Command.UNDO.key, selling.undo),
        ):
            key = KeyButton(text, hint, height=TOUCH)
            key.setAccessibleName(meanings.get(text, text))
            key.setObjectName(f"line_{self._index}_{name}")
            if not hint:
                key.set_width(STEP_WIDTH)
            key.clicked.connect(partial(self._do, action))
            keys.addWidget(key, key.minimumSizeHint().width())  # what says more is wider, so that all are read alike
        return keys

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the line."""
        event.accept()
        self._till.do(partial(self._till.selling.choose, self._index))


class CouponRow(Surface):
    """One coupon: its name, what it does or why it waits, and a key that takes it off."""

    def __init__(self, till: Till, index: int, coupon: CouponFace, is_chosen: bool) -> None:
        super().__init__("row")
        self._till, self._index = till, index
        self.setProperty("chosen", is_chosen)
        self.setObjectName(f"line_{index}")
        self.setAccessibleName(f"{coupon.name} {coupon.note}")
        self.setMinimumHeight(COUPON_ROW)
        names = column(gap=2)
        names.addStretch(1)
        names.addWidget(LinesLabel(coupon.name, tint=Colour.TEAL_INK, bold=True))
        names.addWidget(Label(coupon.note, Type.SMALL, Colour.AMBER if coupon.is_waiting else Colour.SECOND, wrap=True))
        names.addStretch(1)
        key = KeyButton(self.tr("Take off"), Command.UNDO.key if is_chosen else "", "link", height=TOUCH)
        key.setObjectName(f"line_{index}_remove")
        key.set_width(REMOVE_WIDTH if is_chosen else AMOUNT_WIDTH)
        key.clicked.connect(self._take_off)
        layout = row(self, (GAP_LARGE, 4, GAP_LARGE, 4), GAP_SMALL)
        layout.addLayout(names, 1)
        layout.addWidget(key)

    def _take_off(self, _checked: bool = False) -> None:
        selling = self._till.selling
        selling.chosen = self._index
        self._till.do(selling.undo)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the coupon."""
        event.accept()
        self._till.do(partial(self._till.selling.choose, self._index))
