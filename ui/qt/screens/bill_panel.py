"""The right column: the lines, the sums, and what one can do with the bill."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, TENDER_KEY, TOUCH, Colour, Type
from ui.qt.screens.bill_rows import BillRow, CouponRow
from ui.qt.screens.bill_sums import BillSums
from ui.qt.widgets.frames import Surface, column, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel, centred
from ui.viewmodels.bill_face import BillFace, LineFace
from ui.viewmodels.commands import Command
from ui.viewmodels.coupon_face import CouponFace
from ui.viewmodels.entry import EntryKind
from ui.viewmodels.till import Till

HEADER = 54
NUMBER_TOO = 480
"""From which width on the bill's number has room beside the keys; it is on the receipt anyway."""
EARN_NOTE_WIDTH_MIN = 128


class BillPanel(QWidget):
    """Shows the bill."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__(parent)
        self._till = till
        self._shown: list[tuple[LineFace | CouponFace, bool]] = []
        self._follows_end = False
        layout = column(self, gap=GAP)
        layout.addWidget(self._card(), 1)
        keys = row(gap=GAP_SMALL)
        self._redeem = self._key(self.tr("Redeem"), Command.REDEEM, "redeem")
        self._coupons = self._key(self.tr("Coupons"), Command.COUPONS, "coupons")
        if not till.desk.shop.brand.coupons:
            self._coupons.setEnabled(False)
            self._coupons.set_text(self.tr("Coupons"), self.tr("none"))
        self._park = self._key(self.tr("Park"), Command.PARK, "park")
        for key in (self._redeem, self._coupons, self._park):
            keys.addWidget(key)
        peers = tuple(key for key in (self._redeem, self._coupons, self._park) if key.isEnabled())
        for key in peers:
            key.peers = peers
        layout.addLayout(keys)
        self.tender = KeyButton("", Command.TENDER.key, "primary", height=TENDER_KEY, size="heading")
        self.tender.setObjectName("tender")
        self.tender.clicked.connect(partial(self._press, Command.TENDER))
        layout.addWidget(self.tender)

    def _key(self, text: str, command: Command, name: str) -> KeyButton:
        key = KeyButton(text, command.key)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _leave_exchange(self, _checked: bool = False) -> None:
        self._till.do(self._till.selling.leave_exchange)

    def _card(self) -> Surface:
        card = Surface("card")
        layout = column(card, (1, 1, 1, 1))
        layout.addWidget(self._header())
        layout.addWidget(self._list(), 1)
        self.sums = BillSums(self._leave_exchange)
        layout.addWidget(self.sums)
        layout.addWidget(self._foot())
        return card

    def _header(self) -> Surface:
        header = Surface("row")
        header.setFixedHeight(HEADER)
        line = row(header, (GAP_LARGE, 0, GAP_LARGE, 0), GAP_SMALL)
        self._number = Label(tint=Colour.SECOND)
        self._number.setObjectName("bill_number")
        self._undo = KeyButton(self.tr("Undo"), Command.UNDO.key, "bare", height=TOUCH)
        self._undo.setObjectName("undo")
        self._undo.set_close()
        self._undo.clicked.connect(partial(self._press, Command.UNDO))
        self._discount = KeyButton(self.tr("Discount"), Command.DISCOUNT.key, "bare", height=TOUCH)
        self._discount.setObjectName("discount")
        self._discount.set_close()
        self._discount.clicked.connect(partial(self._press, Command.DISCOUNT))
        line.addWidget(LinesLabel(self.tr("This sale"), Type.LARGE, bold=True), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        line.addWidget(self._discount)
        line.addWidget(self._undo)
        line.addSpacing(GAP_SMALL)
        line.addWidget(self._number)
        return header

    def _list(self) -> QScrollArea:
        self._area = scroll_area()
        inside = QWidget()
        holder = column(inside)
        self._rows = column()
        self._nothing = centred(
            Label(self.tr("Tap items, scan them, or type an amount"), tint=Colour.SECOND, wrap=True)
        )
        self._nothing.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, 0)
        holder.addLayout(self._rows)
        holder.addStretch(1)
        holder.addWidget(self._nothing)
        holder.addStretch(1)
        self._area.setWidget(inside)
        self._area.verticalScrollBar().rangeChanged.connect(self._range_changed)
        return self._area

    def _foot(self) -> Surface:
        foot = Surface("foot")
        foot.setFixedHeight(86)
        line = row(foot, (GAP_LARGE, 0, GAP_LARGE, 0), GAP)
        self._earn_note = Label(scale=Type.SMALL, tint=Colour.TEAL_INK, wrap=True)
        self._earn_note.setMinimumWidth(EARN_NOTE_WIDTH_MIN)
        texts = column(gap=2)
        texts.addStretch(1)
        self._due_name = Label(tint=Colour.SECOND)
        texts.addWidget(self._due_name)
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
        self.sums.show_face(face)
        self._earn_note.setText(face.earn_note)
        self.due.set(face.due)
        self._due_name.setText(self.tr("To pay back") if face.is_paid_out else self.tr("To pay"))
        text = self.tr("Pay back {amount}") if face.is_paid_out else self.tr("Check out {amount}")
        self.tender.set_text(text.format(amount=face.due_money))
        self._show_weight()
        has_past = self._till.desk.bill.content.cart.before is not None
        self._undo.setVisible(has_past and self._till.selling.chosen is None)
        self._discount.setVisible(self._may_discount())
        self._show_number()
        parked = self._till.desk.shop.parked
        is_recall = self._till.desk.bill.is_clear and parked
        self._park.set_text(self.tr("Recall {count}").format(count=parked) if is_recall else self.tr("Park"))
        self._nothing.setVisible(not face.lines and not face.coupons)
        self._show_lines(face)

    def _show_weight(self) -> None:
        """The colour of what comes next only once there is something to pay; its key always answers."""
        till = self._till
        has_something = not till.desk.bill.is_empty or till.selling.entry.kind is EntryKind.AMOUNT
        role = "primary" if has_something else ""
        if self.tender.role != role:
            self.tender.set_role(role)

    def _may_discount(self) -> bool:
        policy = self._till.desk.shop.brand.discounts
        if self._till.desk.bill.is_empty or self._till.selling.chosen is not None:
            return False
        return max(policy.share, policy.approved_share) > 0

    def _show_number(self) -> None:
        self._number.setVisible(not self._may_discount() or self.width() >= NUMBER_TOO)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows the bill's number where it has room."""
        super().resizeEvent(event)
        self._show_number()

    def _show_lines(self, face: BillFace) -> None:
        chosen = self._till.selling.chosen
        rows: tuple[LineFace | CouponFace, ...] = (*face.lines, *face.coupons)
        wanted = [(line, index == chosen) for index, line in enumerate(rows)]
        if len(wanted) != len(self._shown):  # what it comes to may be told before a new row has its place
            self._follows_end = len(wanted) > len(self._shown)
        for index, (line, is_chosen) in enumerate(wanted):
            if self._shown[index : index + 1] != [(line, is_chosen)]:
                self._drop_row(index)
                self._rows.insertWidget(index, self._row(index, line, is_chosen))
        while self._rows.count() > len(wanted):
            self._drop_row(len(wanted))
        if wanted != self._shown and chosen is not None:
            self._show_row(chosen)
        self._shown = wanted

    def _row(self, index: int, face: LineFace | CouponFace, is_chosen: bool) -> Surface:
        if isinstance(face, CouponFace):
            return CouponRow(self._till, index, face, is_chosen)
        return BillRow(self._till, index, face, is_chosen)

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
