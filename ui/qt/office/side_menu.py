"""The office's side menu: the sections one below the other, each with its digit."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP_LARGE, TYPE_SIZES, Colour, Type
from ui.qt.widgets.frames import Surface, column
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command

WIDTH = 196
HELD_HEIGHT = 20


class SideKey(KeyButton):
    """An entry: its name on the left, its key on the right."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text, hint, "side", height=BUTTON)
        self.setCheckable(True)

    def ink(self) -> Colour:
        """Teal for the one that is open."""
        return Colour.TEAL_INK if self.isChecked() else Colour.INK

    def hint_ink(self) -> Colour:
        """The same for all: what is open has a wash, no dark ground."""
        return Colour.SECOND

    def _paint_text(self, painter: QPainter) -> None:
        area = self.rect().adjusted(CARD_PADDING, 0, -GAP_LARGE, 0)
        painter.setFont(ui_font(TYPE_SIZES[Type.LARGE], bold=self.isChecked()))
        painter.setPen(colour(self.ink()))
        room = QRect(area.left(), 0, area.width() - self._hint_width(), self.height())
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
        painter.setFont(ui_font(TYPE_SIZES[Type.SMALL]))
        painter.setPen(colour(self.hint_ink()))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.hint)


class SideMenu(Surface):
    """``entries`` are names and titles; ``chosen`` carries a place, ``left`` is the way back to the bill."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__("side")
        self.setFixedWidth(WIDTH)
        layout = column(self, (GAP_LARGE, 0, GAP_LARGE, GAP_LARGE), 0)
        self._held = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._held.setObjectName("held")
        self._held.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._held.setContentsMargins(0, 0, GAP_LARGE, 0)
        self._held.setFixedHeight(HELD_HEIGHT)
        layout.addWidget(self._held)
        self._group = QButtonGroup(self)
        self.buttons: list[SideKey] = []
        for place, (name, title) in enumerate(entries):
            key = SideKey(title, str(place + 1))
            key.setObjectName(f"office_{name}")
            key.clicked.connect(partial(self._choose, place))
            self._group.addButton(key)
            self.buttons.append(key)
            layout.addWidget(key)
        layout.addStretch(1)
        back = KeyButton(self.tr("Back"), Command.BACK.key, height=BUTTON)
        back.setObjectName("back")
        back.clicked.connect(self._leave)
        layout.addWidget(back)

    def show_chosen(self, place: int) -> None:
        """Shows which section is open."""
        self.buttons[place].setChecked(True)

    def show_held(self, *, is_held: bool) -> None:
        """Over the digits: whether Ctrl goes with them, because digits alone are somebody else's."""
        self._held.setText("Ctrl +" if is_held else "")

    def _choose(self, place: int, _checked: bool = False) -> None:
        self.chosen.emit(place)

    def _leave(self, _checked: bool = False) -> None:
        self.left.emit()
