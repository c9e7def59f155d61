"""How far it is to the next tier."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.tokens import Colour

HEIGHT = 8


class TierBar(QWidget):
    """A bar filled from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, share: float) -> None:
        """Another share."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        """Thin, and as wide as there is room."""
        return QSize(80, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints track and filling."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for tint, share in ((Colour.TRACK, 1.0), (Colour.GOLD, self._share)):
            painter.setBrush(colour(tint))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, HEIGHT), HEIGHT / 2, HEIGHT / 2)
