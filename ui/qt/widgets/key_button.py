"""The till's one kind of button: a label, and beside it the key that does the same."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.qt.design.grounds import State, ground_of, label_size_of, paint_ground
from ui.qt.design.look import ui_font
from ui.qt.design.measures import KNOWN_MAX, fitting_size, text_width
from ui.qt.design.palette import colour
from ui.qt.design.tokens import BUTTON, GAP_SMALL, TOUCH, TYPE_SIZES, Colour, Type

LABEL_SIZE_MIN = 12
HINT_SIZE = TYPE_SIZES[Type.SMALL]
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class GroundButton(QPushButton):
    """Paints the ground of its role and nothing on it; what it says is whoever is made of it."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self._role = role
        self.setProperty("role", role)

    @property
    def role(self) -> str:
        """Which look it has."""
        return self._role

    def set_role(self, role: str) -> None:
        """Another look."""
        self._role = role
        self.setProperty("role", role)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = QPainter(self)
        self.paint_ground(painter)

    def paint_ground(self, painter: QPainter) -> None:
        """The same with a painter that paints more on it."""
        ground = ground_of(self._role, self._state(), has_focus=self.hasFocus())
        paint_ground(painter, self.width(), self.height(), ground)

    def _state(self) -> State:
        if self.isChecked():
            return State.CHOSEN
        if not self.isEnabled():
            return State.OFF
        return State.PRESSED if self.isDown() else State.CALM


class KeyButton(GroundButton):
    """``hint`` is printed small beside the label. Where there is none, Tab reaches it; no touch gives it the focus.

    Too little room makes the label smaller, and shortens it only when that is not enough. The labels of ``peers`` are
    all as large as the one of them that has the least room.
    """

    def __init__(self, text: str, hint: str = "", role: str = "", *, height: int = BUTTON, size: str = "") -> None:
        super().__init__(text, role)
        self.hint = hint
        self._named_size = size
        self._size, self._bold = label_size_of(role, size), role == "primary"
        self.peers: Sequence[KeyButton] = ()
        self.label_margin = GAP_SMALL
        self._width, self._is_close = 0, False
        self._follow_hint()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_height(height)
        self.setAccessibleName(text)

    def set_role(self, role: str) -> None:
        """Another look."""
        super().set_role(role)
        self._size, self._bold = label_size_of(role, self._named_size), role == "primary"
        self.updateGeometry()

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

    def set_height(self, height: int, least: int = 0) -> None:
        """Makes it ``height`` high; with ``least`` it gives way as far as that where there is less room."""
        self._height = height
        self.setMinimumHeight(least or height)
        self.setMaximumHeight(height)
        if least:
            policy = self.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            self.setSizePolicy(policy)

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
            needed = self._text_width(self._size) + 2 * self.label_margin + 2
            return QSize(max(TOUCH, needed), self._height)
        return QSize(max(self._width, self._needed_width()) if self._width else TOUCH, self._height)

    def minimumSizeHint(self) -> QSize:
        """As narrow as a touch target, as long as the label has room in its smallest size."""
        return QSize(max(TOUCH, self._needed_width()), self.minimumHeight())

    def _needed_width(self) -> int:
        return self._text_width(LABEL_SIZE_MIN) + 2 * self.label_margin if self.icon().isNull() else 0

    def fits(self) -> bool:
        """Whether the whole label is readable at its smallest size."""
        return self._needed_width() <= self.width()

    def label_size(self) -> int:
        """The largest size, in pixels, at which the whole label has room; never below the smallest that is readable."""
        room = self._room() - self._hint_width()
        return fitting_size(self.text(), room, self._size, LABEL_SIZE_MIN, bold=self._bold)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground, then label and hint together in its middle."""
        painter = QPainter(self)
        self.paint_ground(painter)
        if not self.icon().isNull():
            self._paint_icon(painter)
        else:
            self._paint_text(painter)

    def _paint_icon(self, painter: QPainter) -> None:
        area = QRect(0, 0, 36, 24)
        area.moveCenter(self.rect().center())
        self.icon().paint(painter, area)

    def _paint_text(self, painter: QPainter) -> None:
        size = min(peer.label_size() for peer in self.peers) if self.peers else self.label_size()
        height = self.height()
        label, left, end = _placed(self.text(), self.hint, self.width(), self.label_margin, size, bold=self._bold)
        painter.setFont(ui_font(size, bold=self._bold))
        painter.setPen(colour(self.ink()))
        painter.drawText(QRect(left, 0, end + 2 - left, height), MIDDLE, label)
        if self.hint:
            painter.setFont(ui_font(HINT_SIZE))
            painter.setPen(colour(self.hint_ink()))
            painter.drawText(QRect(end + GAP_SMALL, 0, self._hint_width(), height), MIDDLE, self.hint)

    def _room(self) -> int:
        return self.width() - 2 * self.label_margin

    def _text_width(self, size: int) -> int:
        return text_width(self.text(), size, bold=self._bold) + self._hint_width()

    def _hint_width(self) -> int:
        return hint_width(self.hint)

    def ink(self) -> Colour:
        """What its label is written in."""
        if not self.isEnabled():
            return Colour.THIRD
        if self._role == "primary":
            return Colour.ON_TEAL
        if self._role == "mark":
            return Colour.TEAL_INK if self.isChecked() else Colour.INK
        if self.isChecked():
            return Colour.ON_INK
        return Colour.TEAL_INK if self._role == "link" else Colour.INK

    def hint_ink(self) -> Colour:
        """What its key is written in."""
        if not self.isEnabled():
            return Colour.THIRD
        if self._role == "primary":
            return Colour.HINT_ON_TEAL
        has_dark_ground = self.isChecked() and self._role != "mark"
        return Colour.ON_INK if has_dark_ground else Colour.SECOND


def hint_width(hint: str) -> int:
    """What the key beside a label needs, with the gap before it."""
    return text_width(hint, HINT_SIZE) + GAP_SMALL if hint else 0


@lru_cache(KNOWN_MAX)
def _placed(text: str, hint: str, width: int, margin: int, size: int, *, bold: bool) -> tuple[str, int, int]:
    """The label as far as it has room, where it begins and where it ends, so that it is in the middle with its hint."""
    beside = hint_width(hint)
    room = width - 2 * margin - beside
    if text_width(text, size, bold=bold) > room:  # asked only then: it may shorten what fits by a fraction of a pixel
        text = QFontMetrics(ui_font(size, bold=bold)).elidedText(text, Qt.TextElideMode.ElideRight, room)
    label_width = text_width(text, size, bold=bold)
    left = (width - label_width - beside) // 2
    return text, left, left + label_width
