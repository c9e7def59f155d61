"""A word across the whole window that lets everything through: keys, touches, and what is below to the eye."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import Colour

SIZE = 150
STEP = 380
STRENGTH = 18
TILT = -24


class Watermark(QWidget):
    """Lies over ``window`` and follows its size."""

    def __init__(self, window: QWidget, text: str) -> None:
        super().__init__(window)
        self._window, self._text = window, text
        self.setObjectName("watermark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Writes the word slanted, as often as there is room."""
        painter = QPainter(self)
        font = ui_font(SIZE, bold=True)
        painter.setFont(font)
        ink = colour(Colour.AMBER)
        ink.setAlpha(STRENGTH)
        painter.setPen(ink)
        room = QFontMetrics(font).horizontalAdvance(self._text)
        for top in range(STEP, self.height() + STEP, STEP):
            for left in range(0, self.width(), room + SIZE):
                painter.save()
                painter.translate(left, top)
                painter.rotate(TILT)
                painter.drawText(0, 0, self._text)
                painter.restore()
