"""Where the chart stands: it and its library come once the page is painted with its figures."""

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from threading import Event
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import Colour, Type
from ui.qt.widgets.frames import column, empty
from ui.qt.widgets.label import Label, centred
from ui.viewmodels.office.day_face import ChartBar
from ui.viewmodels.runner import Runner

if TYPE_CHECKING:
    from ui.qt.office.bar_chart import BarChart

CHART = "ui.qt.office.bar_chart"


class ChartPlace(QWidget):
    """Shows bars, a moment after it was painted first; while the library is still to be loaded it says so."""

    painted = Signal()
    """The page is on the screen with its figures: what would have held it up may begin now."""

    def __init__(self, aside: Runner) -> None:
        super().__init__()
        self._aside = aside
        self._layout = column(self)
        self._bars: Sequence[ChartBar] = ()
        self._is_asked = False
        self.chart: BarChart | None = None
        self._gone = gone = Event()
        self.destroyed.connect(lambda *_: gone.set())
        if _library() is None:
            coming = centred(Label(self.tr("The chart is coming"), Type.SMALL, Colour.SECOND))
            coming.setObjectName("chart_coming")
            self._layout.addWidget(coming, 1)

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Shows other bars."""
        self._bars = bars
        self.setAccessibleDescription(", ".join(f"{bar.label}: {bar.height}" for bar in bars))
        if self.chart is not None:
            self.chart.show_bars(bars)
        else:
            self.update()

    def finish(self) -> None:
        """Has the chart now, whatever that takes: for a picture of it."""
        self._make(import_module(CHART))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Asks for the chart when the page is painted with its figures, so that those come first."""
        if self._bars and not self._is_asked:
            self._is_asked = True
            QTimer.singleShot(0, self._ask)

    @Slot()
    def _ask(self) -> None:
        module = _library()
        if not self.isVisible():  # it was left at once: whoever comes back to it sees it painted again
            self._is_asked = False
            return
        if module is None:
            self._aside.run(partial(import_module, CHART), self._make, self._not_loaded)
        else:
            self._make(module)
        self.painted.emit()

    def _make(self, module: ModuleType) -> None:
        if self._gone.is_set() or self.chart is not None:  # the office was left meanwhile, or a picture was wanted
            return
        empty(self._layout)
        self.chart = chart = module.BarChart()
        chart.show_bars(self._bars)
        self._layout.addWidget(chart)
        chart.show()  # a layout would put that off

    def _not_loaded(self, error: Exception) -> None:
        raise error


def _library() -> ModuleType | None:
    """The loaded module; none while another thread is in the middle of it."""
    module = sys.modules.get(CHART)
    return module if module is not None and hasattr(module, "BarChart") else None
