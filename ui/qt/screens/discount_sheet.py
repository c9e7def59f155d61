"""The sheet on a line or on the bill: what to take off, why, and what to write below the line."""

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import FIELD, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.edits import NameEdit
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.discounting import REMARK_LENGTH_MAX, Discounting
from ui.viewmodels.till import Till
from ui.viewmodels.words import figure

WIDTH = 760
PAD_WIDTH = 276
FIELD_HEIGHT = 64
REASON_COLUMNS = 2


class DiscountSheet(Sheet):
    """Shows a ``Discounting`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Discounting) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.body.addLayout(self._head())
        middle = row(gap=GAP_LARGE)
        middle.addLayout(self._left(), 1)
        if stage.may_discount:
            middle.addLayout(self._right())
        self.body.addLayout(middle)
        self._remark = self._add_remark() if stage.line is not None else None
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self.body.addLayout(self._buttons())
        self.refresh()
        if self._remark is not None and not stage.may_discount:
            self._remark.setFocus()

    def _head(self) -> QBoxLayout:
        stage, desk = self._stage, self._till.desk
        line = stage.line
        title = desk.words.name(line.name) if line else self.tr("Discount on the whole bill")
        amount = Figure(Type.HEADING)
        amount.set(figure(desk.currency, line.amount if line else desk.bill.content.cart.subtotal))
        head = row(gap=GAP)
        head.addWidget(LinesLabel(title, Type.HEADING, bold=True), 1)
        head.addWidget(amount)
        return head

    def _left(self) -> QBoxLayout:
        left = column(gap=GAP_SMALL)
        if self._stage.may_discount:
            self._add_discount(left)
        else:
            left.addWidget(Label(self.tr("This brand gives no discounts by hand."), tint=Colour.SECOND))
        left.addStretch(1)
        return left

    def _add_remark(self) -> NameEdit:
        remark = NameEdit(REMARK_LENGTH_MAX)
        remark.setObjectName("remark")
        remark.setAccessibleName(self.tr("Note on the receipt"))
        remark.setText(self._stage.remark)
        remark.textChanged.connect(self._remarked)
        below = column(gap=GAP_SMALL)
        below.addWidget(Label(self.tr("Note on the receipt"), tint=Colour.SECOND))
        below.addWidget(remark)
        self.body.addLayout(below)
        return remark

    def _add_discount(self, left: QBoxLayout) -> None:
        self._kinds = Tabs([self.tr("Percent"), self.tr("Amount")], 2)
        self._kinds.setObjectName("discount_kinds")
        self._kinds.chosen.connect(self._choose_kind)
        self.field = EntryField(FIELD_HEIGHT, 34, bold=True)
        self._pays = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._before = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._reasons = Tabs(self._stage.reasons, REASON_COLUMNS, TOUCH)
        self._reasons.setObjectName("discount_reasons")
        self._reasons.chosen.connect(self._choose_reason)
        left.addWidget(Label(self.tr("Take off (← → changes)"), tint=Colour.SECOND))
        left.addWidget(self._kinds)
        left.addWidget(self.field)
        left.addWidget(self._pays)
        left.addWidget(self._before)
        left.addSpacing(GAP_SMALL)
        left.addWidget(Label(self.tr("Reason (↑ ↓ changes)"), tint=Colour.SECOND))
        left.addWidget(self._reasons)

    def _right(self) -> QBoxLayout:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        right = column()
        right.addWidget(pad)
        right.addStretch(1)
        return right

    def _buttons(self) -> QBoxLayout:
        self._take_off = KeyButton(self.tr("Full price"), Command.UNDO.key, height=FIELD)
        line = row(gap=GAP_SMALL)
        for key, name, command, stretch in (
            (KeyButton(self.tr("Back"), Command.BACK.key, height=FIELD), "back", Command.BACK, 1),
            (self._take_off, "full_price", Command.UNDO, 1),
            (
                KeyButton(self.tr("Put on the bill"), Command.ENTER.key, "primary", height=FIELD, size="heading"),
                "accept",
                Command.ENTER,
                2,
            ),
        ):
            key.setObjectName(name)
            key.clicked.connect(partial(self._press, command))
            line.addWidget(key, stretch)
        return line

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _choose_kind(self, index: int) -> None:
        self._till.do(partial(self._stage.choose_share, index == 0))

    def _choose_reason(self, index: int) -> None:
        self._till.do(partial(self._stage.choose_reason, index))

    def _remarked(self, text: str) -> None:
        self._stage.remark = text

    def refresh(self) -> None:
        """Shows what is typed."""
        stage, desk = self._stage, self._till.desk
        self._take_off.setVisible(stage.before is not None)
        self._notice.show_notice(desk.notice)
        if not stage.may_discount:
            return
        self._kinds.show_chosen(0 if stage.is_share else 1)
        self._reasons.show_chosen(stage.chosen_reason)
        self.field.set(stage.shown)
        self._pays.setText(stage.pays_text)  # it keeps its room where it says nothing
        self._before.set_text(stage.before_text)
