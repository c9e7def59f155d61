"""The right column: the lines, the sums, and what one can do with the bill."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, TENDER_KEY, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.bill_face import BillFace, LineFace
from ui.viewmodels.commands import Command
from ui.viewmodels.till import Till
from ui.viewmodels.words import MINUS

HEADER = 54
ROW_MARGIN = 10
QUANTITY_WIDTH = 48
AMOUNT_WIDTH = 104
KEY_WIDTH = 72
REMOVE_WIDTH = 120
UNDO_WIDTH = 88
EARN_NOTE_WIDTH_MIN = 128


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
        keys.addStretch(1)
        for text, name, width, action in (
            (MINUS, "fewer", KEY_WIDTH, partial(self._till.selling.change, self._index, -1)),
            ("+", "more", KEY_WIDTH, partial(self._till.selling.change, self._index, 1)),
            (self.tr("Remove"), "remove", REMOVE_WIDTH, self._till.selling.undo),
        ):
            key = KeyButton(text, Command.UNDO.value if name == "remove" else "", height=TOUCH)
            key.setObjectName(f"line_{self._index}_{name}")
            key.setFixedWidth(width)
            key.clicked.connect(partial(self._do, action))
            keys.addWidget(key)
        return keys

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the line."""
        event.accept()
        self._till.do(partial(self._till.selling.choose, self._index))


class BillPanel(QWidget):
    """Shows the bill."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till = till
        self._shown: list[tuple[LineFace, bool]] = []
        self._follows_end = False
        layout = column(self, gap=GAP)
        layout.addWidget(self._card(), 1)
        keys = row(gap=GAP_SMALL)
        self._redeem = self._key(self.tr("Redeem"), Command.REDEEM, "redeem")
        self._coupons = self._key(self.tr("Coupons"), Command.COUPONS, "coupons")
        self._coupons.setEnabled(False)
        self._coupons.set_text(self.tr("Coupons"), self.tr("none"))
        self._park = self._key(self.tr("Park"), Command.PARK, "park")
        for key in (self._redeem, self._coupons, self._park):
            keys.addWidget(key)
        self._redeem.peers = self._park.peers = (self._redeem, self._park)
        layout.addLayout(keys)
        self.tender = KeyButton("", Command.TENDER.value, "primary", height=TENDER_KEY, size="heading")
        self.tender.setObjectName("tender")
        self.tender.clicked.connect(partial(self._press, Command.TENDER))
        layout.addWidget(self.tender)

    def _key(self, text: str, command: Command, name: str) -> KeyButton:
        key = KeyButton(text, command.value)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _card(self) -> Surface:
        card = Surface("card")
        layout = column(card, (1, 1, 1, 1))
        layout.addWidget(self._header())
        layout.addWidget(self._list(), 1)
        layout.addWidget(self._sums())
        layout.addWidget(self._foot())
        return card

    def _header(self) -> Surface:
        header = Surface("row")
        header.setFixedHeight(HEADER)
        line = row(header, (GAP_LARGE, 0, GAP_LARGE, 0), GAP)
        self._number = Label(tint=Colour.THIRD)
        self._undo = KeyButton(self.tr("Undo"), Command.UNDO.value, "bare", height=TOUCH)
        self._undo.setObjectName("undo")
        self._undo.setFixedWidth(UNDO_WIDTH)
        self._undo.clicked.connect(partial(self._press, Command.UNDO))
        line.addWidget(Label(self.tr("This sale"), Type.LARGE, bold=True))
        line.addStretch(1)
        line.addWidget(self._undo)
        line.addWidget(self._number)
        return header

    def _list(self) -> QScrollArea:
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        holder = column(inside)
        self._rows = column()
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self._area.setWidget(inside)
        self._area.verticalScrollBar().rangeChanged.connect(self._range_changed)
        return self._area

    def _sums(self) -> Surface:
        section = Surface("section")
        layout = column(section, (GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE - 1), GAP_SMALL)
        self._subtotal = Figure(Type.BODY, bold=False)
        self._redeemed = Label(tint=Colour.TEAL_PRESSED)
        self._redeemed_amount = Figure(Type.BODY, Colour.TEAL_PRESSED, bold=False)
        first, self._redeemed_line = row(gap=GAP), QWidget()
        first.addWidget(Label(self.tr("Subtotal"), tint=Colour.SECOND), 1)
        first.addWidget(self._subtotal)
        second = row(self._redeemed_line, gap=GAP)
        second.addWidget(self._redeemed, 1)
        second.addWidget(self._redeemed_amount)
        layout.addLayout(first)
        layout.addWidget(self._redeemed_line)
        return section

    def _foot(self) -> Surface:
        foot = Surface("foot")
        foot.setFixedHeight(86)
        line = row(foot, (GAP_LARGE, 0, GAP_LARGE, 0), GAP)
        self._earn_note = LinesLabel(scale=Type.SMALL, tint=Colour.TEAL_PRESSED)
        self._earn_note.setMinimumWidth(EARN_NOTE_WIDTH_MIN)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(Label(self.tr("To pay"), tint=Colour.SECOND))
        texts.addWidget(self._earn_note)
        texts.addStretch(1)
        self.due = Figure(Type.TOTAL)
        self.due.setObjectName("due")
        line.addLayout(texts, 1)
        line.addWidget(self.due)
        return foot

    def refresh(self) -> None:
        """Shows the bill as it is now."""
        face = self._till.bill
        self._number.setText(face.number)
        self._subtotal.set(face.subtotal)
        self._redeemed.setText(face.redeemed)
        self._redeemed_amount.set(face.redeemed_amount)
        self._redeemed_line.setVisible(bool(face.redeemed))
        self._earn_note.setText(face.earn_note)
        self.due.set(face.due)
        self.tender.set_text(self.tr("Check out {amount}").format(amount=face.due_money))
        has_past = self._till.desk.bill.content.cart.before is not None
        self._undo.setVisible(has_past and self._till.selling.chosen is None)
        parked = len(self._till.selling.parked)
        is_recall = self._till.desk.bill.is_empty and parked
        self._park.set_text(self.tr("Recall {count}").format(count=parked) if is_recall else self.tr("Park"))
        self._show_lines(face)

    def _show_lines(self, face: BillFace) -> None:
        chosen = self._till.selling.chosen
        wanted = [(line, index == chosen) for index, line in enumerate(face.lines)]
        if wanted != self._shown:
            self._follows_end = len(wanted) > len(self._shown)
        for index, (line, is_chosen) in enumerate(wanted):
            if self._shown[index : index + 1] != [(line, is_chosen)]:
                self._drop_row(index)
                self._rows.insertWidget(index, BillRow(self._till, index, line, is_chosen))
        while self._rows.count() > len(wanted):
            self._drop_row(len(wanted))
        if wanted != self._shown and chosen is not None:
            self._show_row(chosen)
        self._shown = wanted

    def _show_row(self, index: int) -> None:
        inside, item = self._area.widget(), self._rows.itemAt(index)
        row_widget = item.widget() if item is not None else None
        layout = inside.layout() if inside is not None else None
        if row_widget is not None and layout is not None:
            layout.activate()
            self._area.ensureWidgetVisible(row_widget, 0, 0)

    def _drop_row(self, index: int) -> None:
        item = self._rows.takeAt(index)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()

    def _range_changed(self, _least: int, most: int) -> None:
        chosen = self._till.selling.chosen
        if chosen is not None:
            self._show_row(chosen)
        elif self._follows_end:
            self._area.verticalScrollBar().setValue(most)
