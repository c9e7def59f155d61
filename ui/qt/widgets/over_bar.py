"""A scrolled part whose bar lies over its right margin: what is in it is as wide with the bar as without."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar

BAR_WIDTH = 8


class OverBarArea(QScrollArea):
    """Scrolls up and down and never sideways. Amounts above and below it keep their common edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._over = QScrollBar(Qt.Orientation.Vertical, self)
        self._over.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over.hide()
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._follow_range)
        own.valueChanged.connect(self._over.setValue)
        self._over.valueChanged.connect(own.setValue)

    def _follow_range(self, least: int, most: int) -> None:
        own = self.verticalScrollBar()
        self._over.setPageStep(own.pageStep())
        self._over.setSingleStep(own.singleStep())
        self._over.setRange(least, most)
        self._over.setValue(own.value())
        self._over.setVisible(most > least)
        self._over.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the bar at the right edge."""
        super().resizeEvent(event)
        self._over.setGeometry(self.width() - BAR_WIDTH, 0, BAR_WIDTH, self.height())
        self._over.setPageStep(self.verticalScrollBar().pageStep())
