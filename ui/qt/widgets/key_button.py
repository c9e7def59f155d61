"""The till's one kind of button: a label, and beside it the key that does the same."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ui.qt.design.look import ui_font
from ui.qt.design.tokens import BUTTON, GAP_SMALL, TOUCH, TYPE_SIZES, Colour, Type

LABEL_SIZE_MIN = 12


class KeyButton(QPushButton):
    """``hint`` is printed small beside the label. Keyboard focus comes by Tab only, never by a touch.

    Too little room makes the label smaller, and shortens it only when that is not enough. The labels of ``peers`` are
    all as large as the one of them that has the least room.
    """

    def __init__(self, text: str, hint: str = "", role: str = "", *, height: int = BUTTON, size: str = "") -> None:
        super().__init__(text)
        self.hint = hint
        self.peers: Sequence[KeyButton] = (self,)
        self.label_margin = GAP_SMALL
        self.setProperty("role", role)
        self.setProperty("textsize", size)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_text(self, text: str, hint: str | None = None) -> None:
        """Another label, perhaps another hint."""
        if (text, hint or self.hint) != (self.text(), self.hint):
            self.hint = self.hint if hint is None else hint
            self.setText(text)
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        """The same for all, so that buttons side by side are equally wide whatever they say."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as a touch target."""
        return QSize(TOUCH, self.height())

    def fits(self) -> bool:
        """Whether the whole label is readable at its smallest size."""
        font = QFont(self.font())
        font.setPixelSize(LABEL_SIZE_MIN)
        return self._text_width(font) <= self._room()

    def label_size(self) -> int:
        """The largest size, in pixels, at which the whole label has room; never below the smallest that is readable."""
        font = QFont(self.font())
        while self._text_width(font) > self._room() and font.pixelSize() > LABEL_SIZE_MIN:
            font.setPixelSize(font.pixelSize() - 1)
        return font.pixelSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the style's button, then label and hint together in its middle."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if not self.icon().isNull():
            self._paint_icon(painter)
        else:
            self._paint_text(painter)

    def _paint_icon(self, painter: QPainter) -> None:
        area = QRect(0, 0, 36, 24)
        area.moveCenter(self.rect().center())
        self.icon().paint(painter, area)

    def _paint_text(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(min(peer.label_size() for peer in self.peers))
        metrics, hint_width = QFontMetrics(font), self._hint_width()
        label = self.text()
        if self._text_width(font) > self._room():  # asked only then: it may shorten what fits by a fraction of a pixel
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, self._room() - hint_width)
        label_width = metrics.horizontalAdvance(label)
        left = (self.width() - label_width - hint_width) // 2
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(self._ink().value)
        painter.drawText(QRect(left, 0, label_width + 2, self.height()), middle, label)
        if self.hint:
            painter.setFont(ui_font(TYPE_SIZES[Type.SMALL]))
            painter.setPen(self._hint_ink().value)
            painter.drawText(QRect(left + label_width + GAP_SMALL, 0, hint_width, self.height()), middle, self.hint)

    def _room(self) -> int:
        return self.width() - 2 * self.label_margin

    def _text_width(self, font: QFont) -> int:
        return QFontMetrics(font).horizontalAdvance(self.text()) + self._hint_width()

    def _hint_width(self) -> int:
        if not self.hint:
            return 0
        return QFontMetrics(ui_font(TYPE_SIZES[Type.SMALL])).horizontalAdvance(self.hint) + GAP_SMALL

    def _ink(self) -> Colour:
        if not self.isEnabled():
            return Colour.THIRD
        if self.isChecked() or self.property("role") == "primary":
            return Colour.ON_TEAL
        return Colour.TEAL_PRESSED if self.property("role") == "link" else Colour.INK

    def _hint_ink(self) -> Colour:
        if self.isEnabled() and (self.isChecked() or self.property("role") == "primary"):
            return Colour.HINT_ON_TEAL
        return Colour.THIRD
