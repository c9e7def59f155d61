"""The menu: pages on the left, what the keys do on the right."""

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_SMALL, SHEET_PADDING, TOUCH, Colour, Type
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.menu import Menu, MenuEntry
from ui.viewmodels.till import Till

WIDTH = 820
ENTRIES_WIDTH = 320
OTHER_KEYS = 100


class MenuSheet(Sheet):
    """Shows a ``Menu`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Menu) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.body.addWidget(Label(self.tr("Menu"), Type.HEADING, bold=True))
        halves = row(gap=SHEET_PADDING)
        halves.addLayout(self._entries())
        halves.addLayout(self._keys(), 1)
        self.body.addLayout(halves)

    def _entries(self) -> QBoxLayout:
        side = column(gap=GAP_SMALL)
        buttons = [self._button(entry) for entry in self._stage.entries]
        for button in buttons:
            button.peers = buttons
            side.addWidget(button)
        side.addStretch(1)
        back = KeyButton(self.tr("Back"), Command.BACK.key, height=TOUCH)
        back.setObjectName("back")
        back.clicked.connect(partial(self._press, Command.BACK))
        side.addWidget(back)
        return side

    def _button(self, entry: MenuEntry) -> KeyButton:
        button = KeyButton(entry.text, entry.digit, height=TOUCH)
        button.setObjectName(f"menu_{entry.command.name.lower()}")
        button.set_width(ENTRIES_WIDTH)
        button.clicked.connect(partial(self._press, entry.command))
        return button

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_SMALL)
        grid.setColumnStretch(1, 1)
        explained = [*((entry.key, entry.text) for entry in self._stage.entries if entry.key), *self._stage.keys]
        for place, (key, meaning) in enumerate(sorted(explained, key=_place_of_key)):
            grid.addWidget(Label(key, tint=Colour.TEAL_INK, bold=True), place, 0)
            grid.addWidget(Label(meaning, tint=Colour.SECOND), place, 1)
        grid.setRowStretch(len(explained), 1)
        return grid

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)


def _place_of_key(explained: tuple[str, str]) -> int:
    """Function keys by their numbers, as they stand on the keyboard; the others after them, in their own order."""
    name = explained[0]
    return int(name[1:]) if name[0] == "F" and name[1:].isdigit() else OTHER_KEYS
