"""The receipt as it will come out of the printer, on paper."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from devices.printer.symbols import code128, qr
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from ui.qt.design.look import mono_font
from ui.qt.design.tokens import CARD_PADDING, Colour
from ui.qt.widgets.frames import Surface

FONT_SIZE = 14
ROW_HEIGHT = 23
MIDDLE_SHARE = 0.68
CODE_HEIGHT = 60
QR_HEIGHT = 140
SYMBOL_DOTS = 576

_ALIGNMENT = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class ReceiptView(Surface):
    """Paints a ``ReceiptDocument`` row by row."""

    def __init__(self, document: ReceiptDocument, width: int) -> None:
        super().__init__("receipt")
        self._document = document
        self.setFixedWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(document.title)

    def sizeHint(self) -> QSize:
        """As long as its rows."""
        height = sum(self._height(row) for row in self._document.rows)
        return QSize(self.width(), height + 2 * CARD_PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the paper and its rows."""
        super().paintEvent(event)
        painter = QPainter(self)
        top = CARD_PADDING
        for row in self._document.rows:
            height = self._height(row)
            self._paint_row(painter, row, QRect(CARD_PADDING, top, self._room(), height))
            top += height

    def _room(self) -> int:
        return self.width() - 2 * CARD_PADDING

    def _font(self, row: Row) -> QFont:
        font = mono_font(FONT_SIZE if row.scale == 1 else round(FONT_SIZE * 1.5))
        font.setBold(row.bold or row.scale > 1)
        return font

    def _height(self, row: Row) -> int:
        if row.kind is RowKind.BLANK:
            return ROW_HEIGHT // 2
        if row.kind is RowKind.BARCODE:
            return CODE_HEIGHT
        if row.kind is RowKind.QR:
            return QR_HEIGHT
        if row.kind is RowKind.RULE:
            return ROW_HEIGHT
        metrics = QFontMetrics(self._font(row))
        wrapped = metrics.boundingRect(QRect(0, 0, self._left_room(row), 4000), _WRAP, row.left)
        lines = max(round(wrapped.height() / metrics.lineSpacing()), 1)
        return lines * max(ROW_HEIGHT, metrics.lineSpacing())

    def _left_room(self, row: Row) -> int:
        if row.kind is not RowKind.COLUMNS:
            return self._room()
        if row.middle:
            return round(self._room() * (MIDDLE_SHARE - 0.09))
        right = QFontMetrics(self._font(row)).horizontalAdvance(row.right)
        return self._room() - right - FONT_SIZE

    def _paint_row(self, painter: QPainter, row: Row, area: QRect) -> None:
        painter.setPen(Colour.INK.value)
        painter.setFont(self._font(row))
        if row.kind is RowKind.TEXT:
            painter.drawText(area, _WRAP | _ALIGNMENT[row.align] | Qt.AlignmentFlag.AlignVCenter, row.left)
        elif row.kind is RowKind.COLUMNS:
            self._paint_columns(painter, row, area)
        elif row.kind is RowKind.RULE:
            pen = QPen(QColor(Colour.INK.value), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(area.left(), area.center().y(), area.right(), area.center().y())
        elif row.kind in {RowKind.BARCODE, RowKind.QR}:
            self._paint_symbol(painter, row, area)

    def _paint_columns(self, painter: QPainter, row: Row, area: QRect) -> None:
        left = QRect(area.left(), area.top(), self._left_room(row), area.height())
        painter.drawText(left, _WRAP | Qt.AlignmentFlag.AlignVCenter, row.left)
        middle = QRect(area.left(), area.top(), round(area.width() * MIDDLE_SHARE), area.height())
        painter.drawText(middle, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.middle)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.right)

    def _paint_symbol(self, painter: QPainter, row: Row, area: QRect) -> None:
        dots = qr(row.left, SYMBOL_DOTS) if row.kind is RowKind.QR else code128(row.left, SYMBOL_DOTS)
        if dots is None:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, row.left)
            return
        grey = dots.convert("L")
        image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
        image.invertPixels()
        height = area.height() - FONT_SIZE
        width = min(round(image.width() * height / image.height()), area.width()) if row.kind is RowKind.QR else 240
        frame = QRect(0, 0, width, height)
        frame.moveCenter(area.center())
        painter.drawImage(frame, image)


_WRAP = Qt.TextFlag.TextWordWrap
