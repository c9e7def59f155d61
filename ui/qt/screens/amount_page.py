"""The pad for amounts in the menu's place, while a member's card stands where the omnibox was."""

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import BUTTON, GAP, GAP_SMALL
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.number_pad import NumberPad
from ui.viewmodels.commands import Command
from ui.viewmodels.entry import EntryKind
from ui.viewmodels.till import Till

TIMES_WIDTH = 72


class AmountPage(QWidget):
    """What is typed, the pad, and what takes it: as an amount, as a coupon, or as how many of the next item."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till = till
        layout = column(self, gap=GAP)
        self.field = EntryField()
        self._pad = NumberPad()
        self._pad.types_into(till)
        layout.addWidget(self.field)
        layout.addWidget(self._pad)
        keys = row(gap=GAP_SMALL)
        keys.addWidget(self._times_key())
        keys.addWidget(self._add_key(), 1)
        layout.addLayout(keys)
        layout.addStretch(1)

    def _add_key(self) -> KeyButton:
        self._add = KeyButton(self.tr("Add amount"), "Enter", "primary", height=BUTTON)
        self._add.setObjectName("add_amount_middle")
        self._add.clicked.connect(partial(self._press, Command.ENTER))
        return self._add

    def _times_key(self) -> KeyButton:
        self._times = KeyButton("×", Command.TIMES.key, height=BUTTON)
        self._times.setObjectName("times_middle")
        self._times.setAccessibleName(self.tr("So many of the next item"))
        self._times.set_width(TIMES_WIDTH)
        self._times.clicked.connect(partial(self._press, Command.TIMES))
        return self._times

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def fit(self, height: int) -> None:
        """Gives the pad the keys that have room in a column of this height."""
        self._pad.fit(height)

    def refresh(self) -> None:
        """Shows what is typed, and what becomes of it."""
        selling = self._till.selling
        self.field.set(selling.entry.shown(self._till.desk.currency))
        self._add.set_text(self._add_text())
        self._add.setEnabled(selling.entry.kind in {EntryKind.AMOUNT, EntryKind.CODE, EntryKind.DECIMAL})
        self._times.setVisible(selling.entry.number is not None)

    def _add_text(self) -> str:
        if self._till.selling.typed_coupon is not None:
            return self.tr("Use coupon")
        if self._till.selling.chosen_line is not None:
            return self.tr("Change quantity")
        return self.tr("Add amount")
