"""The till's one kind of button: a label, and beside it the key that does the same."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ui.qt.design.look import ui_font
from ui.qt.design.measures import fitting_size, text_width
from ui.qt.design.palette import colour
from ui.qt.design.tokens import BUTTON, GAP_SMALL, TOUCH, TYPE_SIZES, Colour, Type

LABEL_SIZE_MIN = 12


class KeyButton(QPushButton):
    """``hint`` is printed small beside the label. Where there is none, Tab reaches it; no touch gives it the focus.

    Too little room makes the label smaller, and shortens it only when that is not enough. The labels of ``peers`` are
    all as large as the one of them that has the least room.
    """

    def __init__(self, text: str, hint: str = "", role: str = "", *, height: int = BUTTON, size: str = "") -> None:
        super().__init__(text)
        self.hint = hint
        self.peers: Sequence[KeyButton] = (self,)
        self.label_margin = GAP_SMALL
        self._width, self._is_close = 0, False
        self.setProperty("role", role)
        self.setProperty("textsize", size)
        self._follow_hint()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_text(self, text: str, hint: str | None = None) -> None:
        """Another label, perhaps another hint."""
        hint = self.hint if hint is None else hint
        if (text, hint) != (self.text(), self.hint):
            if hint != self.hint:
                self.hint = hint
                self._follow_hint()
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def _follow_hint(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.hint else Qt.FocusPolicy.TabFocus)

    def set_width(self, width: int) -> None:
        """Makes it ``width`` wide and no wider, unless its label needs more even in its smallest size."""
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.updateGeometry()

    def set_close(self) -> None:
        """Makes it as wide as its label asks for, where a gap to its neighbours is to be seen instead of a frame."""
        self._is_close = True
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The same for all, so that buttons side by side are equally wide whatever they say."""
        if self._is_close:
            self.ensurePolished()
            needed = self._text_width(self.font().pixelSize()) + 2 * self.label_margin + 2
            return QSize(max(TOUCH, needed), self.height())
        return QSize(max(self._width, self._needed_width()) if self._width else TOUCH, self.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as a touch target, as long as the label has room in its smallest size."""
        return QSize(max(TOUCH, self._needed_width()), self.height())

    def _needed_width(self) -> int:
        return self._text_width(LABEL_SIZE_MIN) + 2 * self.label_margin if self.icon().isNull() else 0

    def fits(self) -> bool:
        """Whether the whole label is readable at its smallest size."""
        return self._needed_width() <= self.width()

    def label_size(self) -> int:
        """The largest size, in pixels, at which the whole label has room; never below the smallest that is readable."""
        font, room = self.font(), self._room() - self._hint_width()
        return fitting_size(self.text(), room, font.pixelSize(), LABEL_SIZE_MIN, bold=font.bold())

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
        size, bold = min(peer.label_size() for peer in self.peers), self.font().bold()
        font, hint_width = ui_font(size, bold=bold), self._hint_width()
        label = self.text()
        if self._text_width(size) > self._room():  # asked only then: it may shorten what fits by a fraction of a pixel
            label = QFontMetrics(font).elidedText(label, Qt.TextElideMode.ElideRight, self._room() - hint_width)
        label_width = text_width(label, size, bold=bold)
        left = (self.width() - label_width - hint_width) // 2
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(colour(self.ink()))
        painter.drawText(QRect(left, 0, label_width + 2, self.height()), middle, label)
        if self.hint:
            painter.setFont(ui_font(TYPE_SIZES[Type.SMALL]))
            painter.setPen(colour(self.hint_ink()))
            painter.drawText(QRect(left + label_width + GAP_SMALL, 0, hint_width, self.height()), middle, self.hint)

    def _room(self) -> int:
        return self.width() - 2 * self.label_margin

    def _text_width(self, size: int) -> int:
        return text_width(self.text(), size, bold=self.font().bold()) + self._hint_width()

    def _hint_width(self) -> int:
        if not self.hint:
            return 0
        return text_width(self.hint, TYPE_SIZES[Type.SMALL]) + GAP_SMALL

    def ink(self) -> Colour:
        """What its label is written in."""
        if not self.isEnabled():
            return Colour.THIRD
        if self.property("role") == "primary":
            return Colour.ON_TEAL
        if self.property("role") == "mark":
            return Colour.TEAL_INK if self.isChecked() else Colour.INK
        if self.isChecked():
            return Colour.ON_INK
        return Colour.TEAL_INK if self.property("role") == "link" else Colour.INK

    def hint_ink(self) -> Colour:
        """What its key is written in."""
        if not self.isEnabled():
            return Colour.THIRD
        if self.property("role") == "primary":
            return Colour.HINT_ON_TEAL
        has_dark_ground = self.isChecked() and self.property("role") != "mark"
        return Colour.ON_INK if has_dark_ground else Colour.SECOND
