"""The large field that shows what is being typed. It is not an editor: keys reach it through the view-model."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from ui.qt.design.look import ui_font
from ui.qt.design.measures import fitting_size, text_width
from ui.qt.design.palette import colour
from ui.qt.design.tokens import FIELD, GAP_LARGE, Colour
from ui.qt.widgets.frames import Surface

SIZE_MIN = 17


class EntryField(Surface):
    """Shows a text in figures ``size`` pixels high; ``offered`` text is paler, and a caret stands behind typed text."""

    def __init__(self, height: int = FIELD, size: int = 32, *, bold: bool = False) -> None:
        super().__init__("field")
        self.setFixedHeight(height)
        self._size, self._bold = size, bold
        self._text, self._is_offered, self._has_caret = "", False, True

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set(self, text: str, *, offered: bool = False, caret: bool = True) -> None:
        """Shows ``text``."""
        if (text, offered, caret) == (self._text, self._is_offered, self._has_caret):
            return
        self._text, self._is_offered, self._has_caret = text, offered, caret
        self.setAccessibleName(text)
        self.update()

    def ink(self) -> Colour:
        """What the text is written in."""
        return Colour.SECOND if self._is_offered else Colour.INK

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the frame, the text and the caret."""
        super().paintEvent(event)
        painter = QPainter(self)
        room = self.width() - 2 * GAP_LARGE - 4
        size = fitting_size(self._text, room, self._size, SIZE_MIN, bold=self._bold)
        font = ui_font(size, bold=self._bold)
        painter.setFont(font)
        painter.setPen(colour(self.ink()))
        area = self.rect().adjusted(GAP_LARGE + 2, 0, -GAP_LARGE, 0)
        text = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideLeft, room)  # its end is being typed
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self._has_caret:
            left = area.left() + (text_width(text, size, bold=self._bold) + 3 if not self._is_offered else -3)
            painter.fillRect(QRect(left, (self.height() - self._size) // 2, 2, self._size), colour(Colour.FOCUS))
