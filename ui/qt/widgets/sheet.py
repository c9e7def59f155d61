"""A sheet over a dimmed screen. It is a child of the window, never a dialog with a loop of its own."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.tokens import GAP_LARGE, RADIUS_CARD, SHEET_PADDING, Colour
from ui.qt.widgets.frames import Surface, column, in_the_middle, turn_pages


class _Card(Surface):
    """The white sheet itself; ``shield`` lies where it does, but for its round corners and its edge."""

    def __init__(self, shield: QWidget) -> None:
        super().__init__("sheet")
        self._shield = shield

    def moveEvent(self, event: QMoveEvent) -> None:
        """Takes the shield with it."""
        super().moveEvent(event)
        self._place_shield()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the shield with it."""
        super().resizeEvent(event)
        self._place_shield()

    def _place_shield(self) -> None:
        self._shield.setGeometry(self.geometry().adjusted(RADIUS_CARD, 1, -RADIUS_CARD, -1))


class Sheet(QWidget):
    """Covers ``window``, dims it, and carries a white sheet ``sheet_width`` wide in its middle. Build into ``body``."""

    follows_strip = False
    """Whether it shows anything that the strip shows too: how devices are, what time it is."""

    def __init__(self, window: QWidget, sheet_width: int) -> None:
        super().__init__(window)
        self._window = window
        self._wanted_width = sheet_width
        self._shield = self._shielding()
        self.surface = _Card(self._shield)
        self.body: QVBoxLayout = column(self.surface, (SHEET_PADDING,) * 4, GAP_LARGE)
        outer = column(self, (GAP_LARGE,) * 4)
        outer.addStretch(1)
        outer.addLayout(in_the_middle(self.surface))
        outer.addStretch(1)
        window.installEventFilter(self)
        self._cover()

    def _shielding(self) -> QWidget:
        """Lies between the sheet and the page, as large as the sheet between its round corners.

        It says that it hides what is below: the toolkit asks that only of what stands beside the page, not of what is
        inside that. So nothing there is painted, neither when the sheet opens nor when something in it changes.
        """
        shield = QWidget(self._window)
        shield.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        shield.stackUnder(self)
        self.destroyed.connect(shield.deleteLater)
        return shield

    def refresh(self) -> None:
        """Shows the view-model as it is now."""

    @property
    def tells(self) -> bool:
        """Whether it says itself what there is to say: then the page below need not."""
        return self.findChild(QWidget, "notice") is not None

    def turn(self, step: int) -> None:
        """The next page of what is longer than its place, or the one before."""
        turn_pages(self, step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Hides what is below the sheet."""
        super().showEvent(event)
        self._shield.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lets it be painted again."""
        super().hideEvent(event)
        self._shield.hide()

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        self.surface.setFixedWidth(min(self._wanted_width, self._window.width() - 2 * GAP_LARGE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keeps touches from reaching the screen below."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dims the screen below."""
        QPainter(self).fillRect(self.rect(), colour(Colour.SCRIM))
