"""Chips, badges and pills: a short text on a coloured wash."""

import re

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import GAP, GAP_SMALL, TONES, TYPE_SIZES, Type
from ui.viewmodels.tone import Tone

CHIP_HEIGHT = 32
PILL_HEIGHT = 26
PILL_PADDING = 10
DOT = 8
PARTS_MAX = 9
PART_ENDS = re.compile("( [・·] )")


class Chip(QWidget):
    """``dot`` gives it a status light; without one it is a pill. ``bold`` is for badges."""

    def __init__(self, text: str = "", tone: Tone = Tone.PLAIN, *, dot: bool = False, bold: bool = False) -> None:
        super().__init__()
        self._dot, self._text, self._tone, self._parts = dot, text, tone, PARTS_MAX
        self._font = ui_font(TYPE_SIZES[Type.SMALL], bold=bold)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def tone(self) -> Tone:
        """How serious it is."""
        return self._tone

    def set(self, text: str, tone: Tone) -> None:
        """Says something else."""
        if (text, tone) != (self._text, self._tone) or not self.accessibleName():
            self._text, self._tone = text, tone
            self._name()
            self.updateGeometry()
            self.update()

    def show_parts(self, parts: int) -> None:
        """Shows the first so many parts of its text, where the rest has no room; it is read out whole all the same."""
        if parts != self._parts:
            self._parts = parts
            self.updateGeometry()
            self.update()

    @property
    def _shown(self) -> str:
        return "".join(PART_ENDS.split(self._text)[: 2 * self._parts - 1])

    def set_opens(self, what: str, key: str) -> None:
        """A touch on it opens ``what``, and so does ``key``: whoever points at it or has it read out is told."""
        tip = f"{what} {key}"
        if tip != self.toolTip():
            self.setToolTip(tip)
            self._name()

    def _name(self) -> None:
        tip = self.toolTip()
        self.setAccessibleName(f"{self._text}, {tip}" if tip else self._text)

    def sizeHint(self) -> QSize:
        """The text with its padding."""
        padding = (GAP * 2 + DOT + GAP_SMALL) if self._dot else PILL_PADDING * 2
        width = QFontMetrics(self._font).horizontalAdvance(self._shown) + padding
        return QSize(width, CHIP_HEIGHT if self._dot else PILL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis."""
        return QSize(min(self.sizeHint().width(), 56), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints wash, dot and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, wash = TONES[self._tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(wash))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        left = PILL_PADDING
        if self._dot:
            painter.setBrush(colour(ink))
            painter.drawEllipse(QRectF(GAP, (self.height() - DOT) / 2, DOT, DOT))
            left = GAP + DOT + GAP_SMALL
        painter.setFont(self._font)
        painter.setPen(colour(ink))
        area = self.rect().adjusted(left, 0, -PILL_PADDING + 2, 0)
        text = QFontMetrics(self._font).elidedText(self._shown, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
