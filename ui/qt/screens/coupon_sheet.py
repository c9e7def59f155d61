"""The coupons sheet."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.answer_keys import answer_keys
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.couponing import Couponing, CouponRow
from ui.viewmodels.till import Till

WIDTH = 760
PAD_WIDTH = 252
KEY_WIDTH = 104


class CouponRowView(Surface):
    """One coupon; a touch puts it on the bill, or takes it off."""

    def __init__(self, till: Till, stage: Couponing, index: int, coupon: CouponRow) -> None:
        super().__init__("row")
        self._till, self._stage, self._index = till, stage, index
        self.setObjectName(f"coupon_{index}")
        self.setAccessibleName(f"{coupon.name} {coupon.note}")
        self.setProperty("chosen", stage.chosen == index)
        self.setMinimumHeight(BILL_ROW)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(coupon.name, bold=True))
        texts.addWidget(Label(coupon.note, Type.SMALL, Colour.AMBER if coupon.is_waiting else Colour.SECOND, wrap=True))
        texts.addStretch(1)
        key = KeyButton(self.tr("Take off") if coupon.is_on_bill else self.tr("Apply"), role="link", height=TOUCH)
        key.setObjectName(f"coupon_{index}_key")
        key.set_width(KEY_WIDTH)
        key.clicked.connect(self._toggle)
        layout = row(self, (0, GAP_SMALL, GAP, GAP_SMALL), GAP_SMALL)
        layout.addLayout(texts, 1)
        layout.addWidget(key)

    def _toggle(self, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.toggle, self._index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As its key."""
        event.accept()
        self._toggle()


class CouponSheet(Sheet):
    """Shows a ``Couponing`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Couponing) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: object = None
        self.body.addWidget(Label(self.tr("Coupons"), Type.HEADING, bold=True))
        middle = row(gap=GAP_LARGE)
        middle.addLayout(self._left(), 1)
        middle.addWidget(self._pad(), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(middle)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        keys, self._accept = answer_keys(till, self.tr("Back"), self.tr("Use coupon"))
        self.body.addLayout(keys)
        self.refresh()

    def _left(self) -> QBoxLayout:
        left = column(gap=GAP)
        self.field = EntryField()
        hint = self.tr("Scan a coupon, or type its code or number.")
        left.addWidget(self.field)
        left.addWidget(Label(hint, Type.SMALL, Colour.SECOND, wrap=True))
        self._area = scroll_area()
        inside = QWidget()
        holder = column(inside)
        self._rows = column()
        self._empty = Label(self.tr("This customer has no coupons to use here today."), tint=Colour.SECOND, wrap=True)
        holder.addWidget(self._empty)
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self._area.setWidget(inside)
        left.addWidget(self._area, 1)
        return left

    def _pad(self) -> NumberPad:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        return pad

    def refresh(self) -> None:
        """Shows what is typed and what there is."""
        stage = self._stage
        self.field.set(stage.text)
        self._accept.setEnabled(bool(stage.text) or stage.chosen is not None)
        self._notice.show_notice(self._till.desk.notice)
        rows = stage.rows
        shown = [(row.name, row.note, row.is_on_bill, row.is_waiting) for row in rows], stage.chosen
        if shown == self._shown:  # what a row does is made anew whenever it is asked for
            return
        self._shown = shown
        self._empty.setVisible(not rows)
        empty(self._rows)
        for index, coupon in enumerate(rows):
            self._rows.addWidget(CouponRowView(self._till, stage, index, coupon))
