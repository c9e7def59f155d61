"""Texts: labels that never push their neighbours, and figures that always show every digit."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.qt.design.look import ui_font
from ui.qt.design.measures import fitting_size, text_width
from ui.qt.design.palette import colour
from ui.qt.design.tokens import TYPE_SIZES, Colour, Type

SHRUNK_SIZE_MIN = 13
LINE_SPACING = 1.27
KNOWN_LINES_MAX = 8
LARGE_FIGURE = 1.25
"""How high large figures are, in their sizes: they need no room for the accents and tails of letters."""
TAILED = frozenset("gjpqy")
MIDDLE = Qt.AlignmentFlag.AlignVCenter
IN_A_LINE = int(MIDDLE | Qt.TextFlag.TextDontClip)


class Label(QLabel):
    """A text in one of the design's sizes and colours. Too little room shortens it with an ellipsis."""

    def __init__(
        self,
        text: str = "",
        scale: Type = Type.BODY,
        tint: Colour = Colour.INK,
        *,
        bold: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("scale", scale.value)
        self.setProperty("tint", tint.value)
        self.setProperty("bold", bold)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_tint(self, tint: Colour) -> None:
        """Another colour."""
        if self.property("tint") != tint.value:
            self.setProperty("tint", tint.value)
            self.style().polish(self)

    def set_text(self, text: str) -> None:
        """Another text; an empty one takes no room."""
        self.setText(text)
        self.setVisible(bool(text))

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis when the text may be shortened."""
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 24), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the text, shortened when it must be."""
        if self.wordWrap():
            super().paintEvent(event)
            return
        text, metrics, area = self.text(), self.fontMetrics(), self.contentsRect()
        if metrics.horizontalAdvance(text) > area.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter = QPainter(self)  # the style would ask its sheet first, which takes longer than the text
        painter.drawText(area, int(self.alignment()), text)


class LinesLabel(Label):
    """A text of at most two lines; what does not fit ends in an ellipsis."""

    def __init__(
        self, text: str = "", scale: Type = Type.BODY, tint: Colour = Colour.INK, *, bold: bool = False
    ) -> None:
        super().__init__(text, scale, tint, bold=bold)
        self._lines: dict[tuple[str, int, bool, int], list[str]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The whole text in one line."""
        return QSize(super().sizeHint().width(), self._line_height())

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis."""
        return QSize(super().minimumSizeHint().width(), self._line_height())

    def hasHeightForWidth(self) -> bool:
        """Its height depends on its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line or two."""
        return max(len(self.shown_lines(width)), 1) * self._line_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the lines, the last one shortened when it must be."""
        painter, metrics, width = QPainter(self), self.fontMetrics(), self.width()
        height = self._line_height()
        for place, line in enumerate(self.shown_lines(width)):
            is_whole = metrics.horizontalAdvance(line) <= width
            shown = line if is_whole else metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(0, place * height, width, height), IN_A_LINE, shown)

    def _line_height(self) -> int:
        return round(self.font().pixelSize() * LINE_SPACING)

    def shown_lines(self, width: int | None = None) -> list[str]:
        """The text as it falls into lines at ``width``, now by default; nothing is shortened yet."""
        text, font, width = self.text(), self.font(), max(self.width() if width is None else width, 1)
        asked = text, font.pixelSize(), font.bold(), width
        if asked not in self._lines:  # layouts ask the same again and again
            if len(self._lines) >= KNOWN_LINES_MAX:
                self._lines.clear()
            self._lines[asked] = lines_of(text, font, width)
        return self._lines[asked]


def lines_of(text: str, font: QFont, width: int) -> list[str]:
    """The text in one line or two of ``width`` pixels; nothing is shortened, the second has all the rest."""
    if QFontMetrics(font).horizontalAdvance(text) < width:
        return [line for line in (text.rstrip(),) if line]
    layout = QTextLayout(text, font)
    layout.beginLayout()
    first = layout.createLine()
    if not first.isValid():
        return []
    first.setLineWidth(width)
    end = first.textStart() + first.textLength()
    layout.endLayout()
    return [line for line in (text[:end].rstrip(), text[end:]) if line]


class Figure(QWidget):
    """An amount or a number of points with tabular figures. Too little room makes it smaller, never shorter.

    With ``least`` it claims the room for that size, so that its neighbours give way first. Those in a row are
    ``peers``: all are as small as the smallest of them has to be.
    """

    def __init__(
        self,
        scale: Type = Type.HEADING,
        tint: Colour = Colour.INK,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight,
        *,
        bold: bool = True,
        least: Type | None = None,
    ) -> None:
        super().__init__()
        self._text, self._tint, self._align = "", tint, int(align | MIDDLE)
        self._least = TYPE_SIZES[least] if least else 0
        self._size, self._bold = TYPE_SIZES[scale], bold
        self.peers: Sequence[Figure] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    @property
    def tint(self) -> Colour:
        """What it is written in."""
        return self._tint

    def set(self, text: str, tint: Colour | None = None) -> None:
        """Shows ``text``, in another colour when one is given."""
        if (text, tint or self._tint) == (self._text, self._tint):
            return
        self._text, self._tint = text, tint or self._tint
        self.setAccessibleName(text)
        self.updateGeometry()
        self._update_peers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its peers may have to be of another size."""
        super().resizeEvent(event)
        self._update_peers()

    def _update_peers(self) -> None:
        self.update()
        for peer in self.peers:
            peer.update()

    def sizeHint(self) -> QSize:
        """The whole text at its full size."""
        is_in_a_line = self._size <= TYPE_SIZES[Type.HEADING]  # it has a label beside it, and stands on the same line
        font = ui_font(self._size, bold=self._bold)
        is_whole = is_in_a_line or not TAILED.isdisjoint(self._text)
        height = QFontMetrics(font).height() if is_whole else round(self._size * LARGE_FIGURE)
        return QSize(text_width(self._text, self._size, bold=self._bold) + 2, height)

    def fits(self) -> bool:
        """Whether every digit is to be seen at the smallest size."""
        return text_width(self._text, min(SHRUNK_SIZE_MIN, self._size), bold=self._bold) <= self.width()

    def shown_size(self) -> int:
        """In which size it is painted, in pixels: the one that all its peers have room for."""
        return min(figure.fitting_size() for figure in self.peers or (self,))

    def fitting_size(self) -> int:
        """The largest size at which every digit of its own has room."""
        return fitting_size(self._text, self.width(), self._size, SHRUNK_SIZE_MIN, bold=self._bold)

    def minimumSizeHint(self) -> QSize:
        """Half the width, or what ``least`` needs: the figures shrink before anything else gives way."""
        hint = self.sizeHint()
        share = self._least / self._size if self._least else 0.5
        return QSize(ceil(hint.width() * share), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the figures at the largest size that fits."""
        painter = QPainter(self)
        font = ui_font(self.shown_size(), bold=self._bold)
        painter.setFont(font)
        painter.setPen(colour(self._tint))
        area = self.rect().translated(0, -self._lift(QFontMetrics(font)))
        painter.drawText(area, self._align, self._text)

    def _lift(self, metrics: QFontMetrics) -> int:
        """How far above the middle figures stand, with a comma or without, so that a comma's tail is not cut off."""
        baseline = (self.height() - metrics.height()) // 2 + metrics.ascent()
        return max(baseline + metrics.tightBoundingRect(",").bottom() + 2 - self.height(), 0)


def centred(label: Label) -> Label:
    """The label with its text in the middle."""
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
