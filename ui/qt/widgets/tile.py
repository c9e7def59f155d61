"""A tile of the menu. It paints its texts itself: a category has many, laid out again with every width."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import GAP, GAP_SMALL, TILE, TILE_ROOMY, TOUCH, TYPE_SIZES, Colour, Type
from ui.qt.widgets.key_button import GroundButton
from ui.qt.widgets.label import LINE_SPACING, lines_of

LEFT, RIGHT, EDGE, BETWEEN = GAP + 1, GAP_SMALL, 6, 4
ABOVE, BELOW = 2, 7
"""In what proportion the height that is left stands: a name of one line is where the first of two would be."""


class Tile(GroundButton):
    """A name of at most two lines with a price below. Tab and the arrow keys walk from tile to tile."""

    def __init__(self, name: str, price: str, *, is_roomy: bool) -> None:
        super().__init__()
        self._name, self._price = name, price
        self._name_size = TYPE_SIZES[Type.LARGE if is_roomy else Type.BODY]
        self._price_size = TYPE_SIZES[Type.BODY if is_roomy else Type.SMALL]
        self.setFixedHeight(TILE_ROOMY if is_roomy else TILE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{name} {price}")

    def sizeHint(self) -> QSize:
        """All are equally wide, whatever they say."""
        return QSize(TOUCH, self.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as a touch target."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground, then both texts; what does not fit ends in an ellipsis."""
        painter, width = QPainter(self), self.width() - LEFT - RIGHT
        self.paint_ground(painter)
        font, metrics = ui_font(self._name_size), QFontMetrics(ui_font(self._price_size))
        lines, line_height = lines_of(self._name, font, width), round(self._name_size * LINE_SPACING)
        left_over = self.height() - 2 * EDGE - len(lines) * line_height - BETWEEN - metrics.height()
        top = EDGE + max(left_over, 0) * ABOVE // (ABOVE + BELOW)
        painter.setFont(font)
        painter.setPen(colour(Colour.INK))
        for line in lines:
            self._paint_line(painter, line, QRect(LEFT, top, width, line_height))
            top += line_height
        painter.setFont(ui_font(self._price_size))
        painter.setPen(colour(Colour.SECOND))
        self._paint_line(painter, self._price, QRect(LEFT, top + BETWEEN, width, metrics.height()))

    def _paint_line(self, painter: QPainter, text: str, area: QRect) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)
