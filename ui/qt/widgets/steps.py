"""Steps done and steps to do, as dots."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.tokens import Colour

DOT = 14
DOT_GAP = 4
RIM = 1.5


class Steps(QWidget):
    """``done`` filled dots out of ``goal``."""

    def __init__(self, done: int, goal: int) -> None:
        super().__init__()
        self._done, self._goal = done, goal
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{done} / {goal}")

    def sizeHint(self) -> QSize:
        """One dot beside the other."""
        return QSize(self._goal * (DOT + DOT_GAP) - DOT_GAP, DOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self._goal):
            is_done = place < self._done
            painter.setPen(QPen(colour(Colour.TEAL if is_done else Colour.LINE), RIM))
            painter.setBrush(colour(Colour.TEAL if is_done else Colour.CARD))
            left = place * (DOT + DOT_GAP) + RIM / 2
            painter.drawEllipse(QRectF(left, RIM / 2, DOT - RIM, DOT - RIM))
