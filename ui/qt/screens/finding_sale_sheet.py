"""Finding a sale of before: what is typed on the right, the sales on the left."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.answer_keys import answer_keys
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.finding_sale import FindingSale, SaleRow
from ui.viewmodels.till import Till

WIDTH = 900
PAD_WIDTH = 264
LIST_HEIGHT = 5 * BILL_ROW
DAY_KEY_WIDTH = 84


class SaleRowView(Surface):
    """One sale; a touch opens it."""

    def __init__(self, till: Till, stage: FindingSale, index: int, sale: SaleRow) -> None:
        super().__init__("row")
        self._till, self._stage, self._index = till, stage, index
        self.setObjectName(f"sale_{index}")
        self.setAccessibleName(f"{sale.title} {sale.detail} {sale.amount}")
        self.setProperty("chosen", stage.chosen == index)
        self.setFixedHeight(BILL_ROW)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(Label(sale.title, Type.LARGE))
        texts.addWidget(Label(sale.detail, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        amount = Figure(Type.LARGE)
        amount.set(sale.amount)
        layout = row(self, (GAP_SMALL, 0, GAP_LARGE, 0), GAP)
        layout.addLayout(texts, 1)
        layout.addWidget(amount)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens it."""
        event.accept()
        self._till.do(partial(self._stage.choose, self._index))


class FindingSaleSheet(Sheet):
    """Shows a ``FindingSale`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: FindingSale) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: tuple[tuple[SaleRow, ...], int | None] | None = None
        self.body.addLayout(self._head())
        middle = row(gap=GAP_LARGE)
        middle.addWidget(self._list(), 1)
        middle.addLayout(self._typing())
        self.body.addLayout(middle)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        keys, self._accept = answer_keys(till, self.tr("Back"), self.tr("Open the sale"))
        self.body.addLayout(keys)
        self.refresh()

    def _head(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        line.addWidget(Label(self.tr("Which sale?"), Type.HEADING, bold=True), 1)
        self._earlier = self._day_key("◀", Command.FEWER, self.tr("The day before"), "earlier")
        self._day = Label(tint=Colour.SECOND, bold=True)
        self._day.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._day.setMinimumWidth(200)
        self._later = self._day_key("▶", Command.MORE, self.tr("The day after"), "later")
        line.addWidget(self._earlier)
        line.addWidget(self._day)
        line.addWidget(self._later)
        return line

    def _day_key(self, text: str, command: Command, meaning: str, name: str) -> KeyButton:
        key = KeyButton(text, height=TOUCH)
        key.setObjectName(name)
        key.setAccessibleName(meaning)
        key.set_width(DAY_KEY_WIDTH)
        key.clicked.connect(partial(self._press, command))
        return key

    def _list(self) -> QScrollArea:
        self._area = scroll_area()
        self._area.setMinimumHeight(LIST_HEIGHT)
        self._inside = QWidget()
        holder = column(self._inside)
        self._rows = column()
        self._empty = Label(tint=Colour.SECOND, wrap=True)
        holder.addWidget(self._empty)
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self._area.setWidget(self._inside)
        return self._area

    def _typing(self) -> QBoxLayout:
        side = column(gap=GAP)
        self.field = EntryField()
        self.field.setFixedWidth(PAD_WIDTH)
        hint = Label(self.tr("Number, amount, or the member's phone"), Type.SMALL, Colour.SECOND, wrap=True)
        hint.setFixedWidth(PAD_WIDTH)
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        side.addWidget(self.field)
        side.addWidget(hint)
        side.addStretch(1)
        side.addWidget(pad)
        return side

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows what is typed, and the sales that fit."""
        stage = self._stage
        self.field.set(stage.typed)
        self._day.setText(stage.day_text)
        self._later.setEnabled(stage.may_go_later)
        self._notice.show_notice(self._till.desk.notice)
        rows = stage.rows
        self._empty.set_text(stage.empty_text)
        self._accept.setEnabled(stage.may_open)
        if (rows, stage.chosen) == self._shown:
            return
        self._shown = rows, stage.chosen
        empty(self._rows)
        for index, sale in enumerate(rows):
            self._rows.addWidget(SaleRowView(self._till, stage, index, sale))
        self._inside.setMinimumHeight(len(rows) * BILL_ROW)  # at once: Qt would find out later, and the list jump
        self._inside.resize(self._inside.width(), max(len(rows) * BILL_ROW, self._area.height()))
        if stage.chosen is not None:
            bar, above = self._area.verticalScrollBar(), stage.chosen * BILL_ROW
            bar.setValue(min(max(bar.value(), above + BILL_ROW - self._area.height()), above))
