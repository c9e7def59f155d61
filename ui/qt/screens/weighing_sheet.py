"""The sheet that asks for the weight of what is sold by weight."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.screens.answer_keys import answer_keys
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.till import Till
from ui.viewmodels.weighing import Weighing
from ui.viewmodels.words import figure

WIDTH = 640
PAD_WIDTH = 276
FIELD_HEIGHT = 72


class WeighingSheet(Sheet):
    """Shows a ``Weighing`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Weighing) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.body.addWidget(LinesLabel(till.desk.words.name(stage.item.name), Type.HEADING, bold=True))
        middle = row(gap=GAP_LARGE)
        middle.addLayout(self._left(), 1)
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(till)
        middle.addWidget(pad)
        self.body.addLayout(middle)
        keys, self._accept = answer_keys(till, self.tr("Back"), self.tr("Add"), is_high=True)
        self.body.addLayout(keys)
        self.refresh()

    def _left(self) -> QBoxLayout:
        left = column(gap=GAP_SMALL)
        self.field = EntryField(FIELD_HEIGHT, 38, bold=True)
        self.amount = Figure(Type.TOTAL)
        self.amount.setObjectName("weighed_amount")
        left.addWidget(Label(self.tr("Weight in kilograms"), tint=Colour.SECOND))
        left.addWidget(self.field)
        hint = self.tr("Type it as the scale shows it, without the point.")
        left.addWidget(Label(hint, Type.SMALL, Colour.SECOND, wrap=True))
        left.addSpacing(GAP)
        self._price = Label(tint=Colour.SECOND)
        line = row(gap=GAP)
        line.addWidget(self._price, 1)
        line.addWidget(self.amount)
        left.addLayout(line)
        left.addStretch(1)
        return left

    def refresh(self) -> None:
        """Shows the weight and what it costs."""
        stage, currency = self._stage, self._till.desk.currency
        self.field.set(stage.shown)
        self._price.setText(self._till.desk.words.name(stage.line.note))
        self.amount.set(figure(currency, stage.line.price))
        self._accept.setEnabled(stage.can_accept)
