"""How far something that takes a while has come."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.tokens import Colour

HEIGHT = 12


class ProgressBar(QWidget):
    """A bar filled from 0 to 1; empty while nobody knows."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self.setObjectName("progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, share: float | None) -> None:
        """Another share."""
        self.share = share
        self.setAccessibleName(f"{round(share * 100)} %" if share is not None else "…")
        self.update()

    def sizeHint(self) -> QSize:
        """Thin, and as wide as there is room."""
        return QSize(160, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints track and filling."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for tint, share in ((Colour.TRACK, 1.0), (Colour.TEAL, self.share or 0.0)):
            painter.setBrush(colour(tint))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, HEIGHT), HEIGHT / 2, HEIGHT / 2)
