"""The left column while there is no member: the omnibox, the pad, and what to do without a phone."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import CARD_PADDING, FIELD, GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.number_pad import NumberPad
from ui.viewmodels.commands import Command
from ui.viewmodels.entry import EntryKind
from ui.viewmodels.till import Till

ADD_WIDTH = 104
TIMES_WIDTH = 64
QUANTITY_DIGITS = 3


class OmniboxPanel(QWidget):
    """Always live: phones, amounts and scans all end up here."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__(parent)
        self._till = till
        layout = column(self, gap=GAP)
        layout.addWidget(self._card())
        self._pad = NumberPad()
        self._pad.types_into(till)
        layout.addWidget(self._pad)
        buttons = row(gap=GAP_SMALL)
        self._new = self._button(self.tr("New member"), Command.NEW_MEMBER, "new_member")
        self._none = self._button(self.tr("No member"), Command.NO_MEMBER, "no_member")
        self._none.setCheckable(True)
        buttons.addWidget(self._new)
        buttons.addWidget(self._none)
        layout.addLayout(buttons)
        layout.addLayout(self._paper_and_drawer())
        layout.addStretch(1)

    def _card(self) -> Surface:
        card = Surface("card")
        layout = column(card, (CARD_PADDING,) * 4, GAP_SMALL)
        self._title = Label(tint=Colour.SECOND, wrap=True)
        self.field = EntryField()
        self._hint = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        self._add = KeyButton(self.tr("Add"), Command.ENTER.key, "primary", height=FIELD)
        self._add.setObjectName("add_amount")
        self._add.set_width(ADD_WIDTH)
        self._times = KeyButton("×", Command.TIMES.key, height=FIELD)
        self._times.setObjectName("times")
        self._times.setAccessibleName(self.tr("So many of the next item"))
        self._times.set_width(TIMES_WIDTH)
        self._times.clicked.connect(partial(self._press, Command.TIMES))
        self._add.clicked.connect(partial(self._press, Command.ENTER))
        line = row(gap=GAP_SMALL)
        line.addWidget(self.field, 1)
        line.addWidget(self._times)
        line.addWidget(self._add)
        layout.addWidget(self._title)
        layout.addLayout(line)
        layout.addWidget(self._hint)
        self._by_phone = KeyButton(self.tr("Earn by phone"), Command.ENTER.key, "primary", height=TOUCH)
        self._by_phone.setObjectName("earn_by_phone")
        self._by_phone.clicked.connect(partial(self._press, Command.ENTER))
        layout.addWidget(self._by_phone)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the pad the keys that have room."""
        super().resizeEvent(event)
        self._pad.fit(self.height())

    def _paper_and_drawer(self) -> QBoxLayout:
        buttons = [self._button(self.tr("Reprint"), Command.REPRINT, "reprint")]
        if self._till.desk.open_drawer is not None:
            buttons.append(self._button(self.tr("Open drawer"), Command.DRAWER, "drawer"))
        line = row(gap=GAP_SMALL)
        for button in buttons:
            button.peers = buttons
            line.addWidget(button)
        return line

    def _button(self, text: str, command: Command, name: str) -> KeyButton:
        button = KeyButton(text, command.key)
        button.setObjectName(name)
        button.clicked.connect(partial(self._press, command))
        return button

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows what is typed and what it will do."""
        selling = self._till.selling
        entry = selling.entry
        self.field.set(entry.shown(self._till.desk.currency), caret=not selling.search.is_open)
        self._none.setChecked(selling.is_walk_in)
        is_amount, is_unknown = entry.kind is EntryKind.AMOUNT, selling.unknown_phone is not None
        is_offered = is_unknown and not selling.may_earn_by_phone
        is_change = is_amount and selling.chosen_line is not None
        self._add.set_text(self.tr("Set") if is_change else self.tr("Add"))
        self._add.setVisible(is_amount or is_offered or entry.kind is EntryKind.CODE)
        is_count = entry.number is not None and len(entry.text) <= QUANTITY_DIGITS
        self._times.setVisible(is_count or entry.kind is EntryKind.DECIMAL)
        self._by_phone.setVisible(selling.may_earn_by_phone)
        self._title.setText(self._title_text(is_amount))
        self._hint.setText(self._hint_text(is_amount, is_unknown))
        self._hint.set_tint(Colour.AMBER if is_unknown else Colour.SECOND)

    def _title_text(self, is_amount: bool) -> str:
        if self._till.selling.typed_coupon is not None:
            return self.tr("Coupon")
        if self._till.selling.counting.times is not None:
            return self.tr("{count} × the next item").format(count=self._till.selling.times_text)
        if is_amount and self._till.selling.chosen_line is not None:
            return self.tr("Quantity of the chosen line")
        if is_amount:
            return self.tr("Amount")
        if self._till.selling.entry.kind is EntryKind.CODE:
            return self.tr("Item, or a code")
        if self._till.selling.is_walk_in:
            return self.tr("No member; a phone still works")
        return self.tr("Member phone or scan")

    def _hint_text(self, is_amount: bool, is_unknown: bool) -> str:
        if self._till.selling.may_earn_by_phone:
            return self.tr("Offline; phone not known here. Points go to its member later.")
        if is_unknown:
            return self.tr("No such member yet; add them now?")
        coupon = self._till.selling.typed_coupon
        if coupon is not None:
            return self._till.desk.words.name(coupon.name)
        if is_amount and self._till.selling.chosen_line is not None:
            return self.tr("Enter changes the line; Esc lets it go")
        if is_amount:
            return self.tr("Goes on the bill; × makes it a quantity")
        if self._till.selling.counting.times is not None:
            return self.tr("Tap or scan the item, or type a price")
        return self.tr("Scan any time, no field to choose")
