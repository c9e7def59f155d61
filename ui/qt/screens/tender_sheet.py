"""The tender sheet."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from terminal.domain.tenders import CASH
from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, KEY, KEY_LEAST, TOUCH, Colour, Type
from ui.qt.screens.answer_keys import answer_keys
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.number_pad import ROWS, NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.tender_keys import KEYS as TENDER_KEYS
from ui.viewmodels.tendering import QUICK_KEYS, QUICK_SUMS, Tendering
from ui.viewmodels.till import Till
from ui.viewmodels.words import figure, money

WIDTH = 800
PAD_WIDTH = 300
TAKE_BACK_WIDTH = 128
TYPES_IN_A_ROW, TYPES_IN_ONE_ROW = 3, 4
PAD_COLUMN = 3
LABEL_GAP = 4


class TenderSheet(Sheet):
    """Shows a ``Tendering`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Tendering) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        words = till.desk.words
        self.body.addLayout(self._head())
        columns = len(stage.types) if len(stage.types) <= TYPES_IN_ONE_ROW else TYPES_IN_A_ROW
        keys = [TENDER_KEYS[kind] for kind in stage.types]
        self._types = Tabs([words.tender(kind) for kind in stage.types], columns, KEY, keys, KEY_LEAST)
        self._types.setObjectName("tender_types")
        self._types.chosen.connect(self._choose)
        self.body.addWidget(self._types)
        self._field_label = Label(tint=Colour.SECOND)
        middle = column(gap=LABEL_GAP)
        middle.addWidget(self._field_label)
        self._rows = self._rows_beside_digits()
        middle.addLayout(self._rows)
        self.body.addLayout(middle)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        foot, self._accept = answer_keys(till, self.tr("Back"), "", is_high=True)
        self.body.addLayout(foot)
        self.refresh()

    def _head(self) -> QBoxLayout:
        """What was paid before stands here too, where it has its room whether it is shown or not: no key moves."""
        self._due = Figure(Type.FIGURE)
        line = row(gap=GAP)
        self._title = Label(scale=Type.HEADING, bold=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._paid = Label(tint=Colour.SECOND, wrap=True)
        self._paid.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._take_back = KeyButton(self.tr("Cancel this"), Command.UNDO.key, "link", height=TOUCH)
        self._take_back.setObjectName("take_back")
        self._take_back.set_width(TAKE_BACK_WIDTH)
        self._take_back.clicked.connect(partial(self._press, Command.UNDO))
        self._due_label = Label(tint=Colour.SECOND)
        line.addWidget(self._title, 1)
        line.addWidget(self._paid, 2)
        for widget in (self._take_back, self._due_label, self._due):
            line.addWidget(widget)
        line.addStrut(TOUCH)
        return line

    def _rows_beside_digits(self) -> QGridLayout:
        """The sum and its change above the quick sums, each as high as the row of digits beside it."""
        rows = QGridLayout()
        rows.setSpacing(GAP_SMALL)
        self.field = EntryField(KEY, 38, bold=True)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows.addWidget(self.field, 0, 0, 1, 2)
        self._change_line = self._change()
        rows.addWidget(self._change_line, 1, 0, 1, 2)
        self._quick = [self._quick_key(place) for place in range(QUICK_SUMS)]
        for place, key in enumerate(self._quick):
            rows.addWidget(key, 2 + place // 2, place % 2)
        self._digits = self._pad()
        rows.addWidget(self._digits, 0, PAD_COLUMN, ROWS, 1)
        return rows

    def _show_digits(self, is_shown: bool) -> None:
        """All that a sum is typed and handed with; without it the sum has the whole width to itself."""
        for part in (self._change_line, self._digits, *self._quick):
            part.setVisible(is_shown)
        self.field.setMinimumHeight(KEY_LEAST if is_shown else KEY)
        self._rows.setColumnMinimumWidth(PAD_COLUMN - 1, GAP_LARGE - GAP_SMALL if is_shown else 0)
        self._rows.setVerticalSpacing(GAP_SMALL if is_shown else 0)
        for place in range(ROWS):
            self._rows.setRowStretch(place, int(is_shown))

    def _change(self) -> QWidget:
        self._change_label = Label(tint=Colour.SECOND)
        self.change = Figure(Type.TOTAL, Colour.TEAL_INK)
        self.change.setObjectName("change")
        holder = QWidget()
        line = row(holder, gap=GAP)
        line.addWidget(self._change_label, 1)
        line.addWidget(self.change)
        return holder

    def _quick_key(self, place: int) -> KeyButton:
        key = KeyButton("", QUICK_KEYS[place].key)
        key.set_height(KEY, KEY_LEAST)
        key.setObjectName(f"quick_{place}")
        key.clicked.connect(partial(self._press, QUICK_KEYS[place]))
        return key

    def _pad(self) -> NumberPad:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        return pad

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _choose(self, index: int) -> None:
        self._till.do(partial(self._stage.choose, self._stage.types[index]))

    def refresh(self) -> None:
        """Shows the tender as it stands."""
        stage, currency, words = self._stage, self._till.desk.currency, self._till.desk.words
        name = words.tender(stage.type)
        self._types.show_chosen(stage.types.index(stage.type))
        self._title.setText(self.tr("Paying back") if stage.paid_out else self.tr("Payment"))
        self._due.set(money(currency, stage.paid_out or stage.remaining))
        self._due_label.setText(self._due_text())
        out = stage.paid_out
        received = self.tr("Paid back by {tender}") if out else self.tr("{tender} received")
        self._field_label.setText(received.format(tender=name))
        self.field.set(figure(currency, out or stage.handed), offered=not stage.number.is_typed)
        is_short = stage.change < 0
        self._change_label.setText(self._change_text(is_short))
        tint = Colour.INK if is_short or stage.is_over else Colour.TEAL_INK
        self.change.set(figure(currency, abs(stage.change)), tint)
        self._change_label.set_tint(Colour.AMBER if is_short or stage.is_over else Colour.SECOND)
        self._show_digits(not out)
        self._paid.set_text(self._paid_text())
        self._take_back.setVisible(bool(stage.paid))
        for place, (key, amount) in enumerate(zip(self._quick, stage.quick, strict=True)):
            text = figure(currency, amount)
            key.set_text(self.tr("{amount} exact").format(amount=text) if place == 0 else text)
            key.setEnabled(place == 0 or stage.type == CASH)
        self._accept.set_text(self._accept_text(is_short))
        self._accept.setEnabled(not stage.is_over)
        self._notice.show_notice(self._till.desk.notice)

    def _paid_text(self) -> str:
        words, currency = self._till.desk.words, self._till.desk.currency
        paid = [f"{words.tender(part.type)} {figure(currency, part.amount or 0)}" for part in self._stage.paid]
        return self.tr("Received: {tenders}").format(tenders=words.listed(paid)) if paid else ""

    def _due_text(self) -> str:
        if self._stage.paid_out:
            return self.tr("To pay back")
        return self.tr("Still to pay") if self._stage.paid else self.tr("To pay")

    def _change_text(self, is_short: bool) -> str:
        if self._stage.is_over:
            return self.tr("Too much: only cash gives change")
        return self.tr("Missing") if is_short else self.tr("Change")

    def _accept_text(self, is_short: bool) -> str:
        if self._stage.paid_out:
            return self.tr("Pay back and print")
        return self.tr("Take this part") if is_short else self.tr("Complete and print")
