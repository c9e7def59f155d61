"""A card on the screen, to hold a real one against; keys make it wider until both are alike."""

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.scale import factor
from ui.qt.design.tokens import BUTTON, GAP_SMALL, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.screen_setup import LARGE_STEP, SMALL_STEP, WIDTH_MAX, ScreenSetup
from ui.viewmodels.till import Till

WIDTH = WIDTH_MAX + 64
PICTURE_HEIGHT = 300
CARD_SHAPE = 53.98 / 85.6
CORNER = 0.037
RIM = 2


class CardPicture(QWidget):
    """A card as wide as it is told, in pixels that nothing scales; cut off below: only its width counts."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedHeight(PICTURE_HEIGHT)
        self.card_width = 0

    def set(self, width: int) -> None:
        """Another width."""
        self.card_width = width
        self.setAccessibleName(str(width))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card in the middle, a line down each side for the eye."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.card_width / factor()
        left, height = (self.width() - width) / 2, width * CARD_SHAPE
        painter.setPen(QPen(colour(Colour.TEAL), RIM))
        painter.setBrush(colour(Colour.TEAL_WASH))
        painter.drawRoundedRect(QRectF(left, RIM, width, height), width * CORNER, width * CORNER)
        painter.setPen(QPen(colour(Colour.INK), 1))
        for x in (left, left + width):
            painter.drawLine(round(x), 0, round(x), self.height())


class ScreenSetupSheet(Sheet):
    """Shows a ``ScreenSetup`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: ScreenSetup) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.body.addWidget(Label(self.tr("How large is this screen?"), Type.HEADING, bold=True))
        hint = self.tr("Hold a bank card against the one below, and change its width until both are alike.")
        self.body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        self._card = CardPicture()
        self.body.addWidget(self._card)
        self._said = Label(bold=True)
        self._said.setObjectName("said")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self._said)
        self.body.addLayout(self._steps())
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self.body.addLayout(self._keys())
        self.refresh()

    def _steps(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        for text, hint, step, name in (
            (self.tr("Much narrower"), "↓", -LARGE_STEP, "much_narrower"),
            (self.tr("Narrower"), "←", -SMALL_STEP, "narrower"),
            (self.tr("Wider"), "→", SMALL_STEP, "wider"),
            (self.tr("Much wider"), "↑", LARGE_STEP, "much_wider"),
        ):
            key = KeyButton(text, hint, height=BUTTON)
            key.setObjectName(name)
            key.setAutoRepeat(True)
            key.clicked.connect(partial(self._change, step))
            line.addWidget(key)
        return line

    def _keys(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        for text, command, name, role, stretch in (
            (self.tr("Back"), Command.BACK, "back", "", 2),
            (self.tr("Default size"), Command.UNDO, "default", "", 3),
            (self.tr("Both are alike"), Command.ENTER, "accept", "primary", 4),
        ):
            key = KeyButton(text, command.key, role, height=BUTTON)
            key.setObjectName(name)
            key.clicked.connect(partial(self._press, command))
            line.addWidget(key, stretch)
        return line

    def _change(self, step: int, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.change, step))

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows the card as wide as it is now."""
        self._card.set(self._stage.width)
        self._said.setText(self._stage.said)
        self._notice.show_notice(self._till.desk.notice)
