"""The chart of the day page. Only this file imports pyqtgraph, and only ``chart_place`` imports this file."""

import os
from collections.abc import Sequence

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"  # another binding may be installed too
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else its threads wait for work on every processor, and none comes

import pyqtgraph
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import TYPE_SIZES, Colour, Type
from ui.viewmodels.office.day_face import ChartBar

BAR_WIDTH = 0.79
RADIUS = 4
LABELS_MAX = 16
"""With more bars, only every second one has a label."""


class Bars(pyqtgraph.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars with round shoulders, side by side, from 0 up."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Sequence[ChartBar] = ()

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Other bars."""
        self.shown = bars
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        """All bars."""
        return QRectF(-0.5, 0, max(len(self.shown), 1), max((bar.height for bar in self.shown), default=1) or 1)

    def paint(self, painter: QPainter, *_: object) -> None:
        """Paints each in the pixels it comes to, so that shoulders are round at every size."""
        to_pixels = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, bar in enumerate(self.shown):
            if bar.height:
                area = to_pixels.mapRect(QRectF(place - BAR_WIDTH / 2, 0, BAR_WIDTH, bar.height))
                painter.setBrush(colour(Colour.TEAL_PALE if bar.is_to_come else Colour.TEAL))
                painter.drawPath(_shouldered(area, RADIUS * area.width() / self._pixels()))
        painter.restore()

    def _pixels(self) -> float:
        """How many of the widget's pixels a bar is wide."""
        return float(BAR_WIDTH / self.getViewBox().viewPixelSize()[0])


def _shouldered(area: QRectF, radius: float) -> QPainterPath:
    radius = min(radius, area.height(), area.width() / 2)
    left, right, top = area.left(), area.right(), area.top()
    path = QPainterPath(area.bottomLeft())
    path.lineTo(left, top + radius)
    path.quadTo(left, top, left + radius, top)
    path.lineTo(right - radius, top)
    path.quadTo(right, top, right, top + radius)
    path.lineTo(area.bottomRight())
    path.closeSubpath()
    return path


class BarChart(pyqtgraph.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars with their labels below. It is looked at: no mouse or key moves it.

    Of the library's plot it has the parts that are seen: its menus cost more than all the rest of the page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setObjectName("chart")
        for widget in (self, self.viewport()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.viewport().setAutoFillBackground(False)
        layout = pyqtgraph.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.setCentralItem(layout)
        self._box, self.bars = layout.addViewBox(0, 0, enableMenu=False, enableMouse=False), Bars()
        self._box.addItem(self.bars)
        self._axis = pyqtgraph.AxisItem("bottom", QPen(Qt.PenStyle.NoPen), colour(Colour.SECOND), linkView=self._box)
        self._axis.setStyle(tickFont=ui_font(TYPE_SIZES[Type.SMALL]), tickLength=0, tickAlpha=0, tickTextOffset=8)
        layout.addItem(self._axis, 1, 0)

    def sizeHint(self) -> QSize:
        """No more than it must have: it takes the room that others leave."""
        least: QSize = self.minimumSize()
        return least

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Shows other bars."""
        self.bars.show_bars(bars)
        step = 1 if len(bars) <= LABELS_MAX else 2
        self._axis.setTicks([[(place, bar.label) for place, bar in enumerate(bars) if place % step == 0]])
        most = max((bar.height for bar in bars), default=0) or 1
        self._box.setXRange(-0.5, max(len(bars), 1) - 0.5, padding=0)
        self._box.setYRange(0, most, padding=0.02)
