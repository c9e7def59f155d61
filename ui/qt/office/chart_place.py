"""Where the chart stands: its library is loaded beside the thread that draws, and the page is there before it."""

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from threading import Event
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.qt.widgets.frames import column
from ui.viewmodels.office.day_face import ChartBar
from ui.viewmodels.runner import Runner

if TYPE_CHECKING:
    from ui.qt.office.bar_chart import BarChart

CHART = "ui.qt.office.bar_chart"


class ChartPlace(QWidget):
    """Shows bars, once it can: at once where the library has been loaded before."""

    def __init__(self, aside: Runner) -> None:
        super().__init__()
        self._layout = column(self)
        self._bars: Sequence[ChartBar] = ()
        self.chart: BarChart | None = None
        self._gone = gone = Event()
        self.destroyed.connect(lambda *_: gone.set())
        module = sys.modules.get(CHART)
        if module is not None and hasattr(module, "BarChart"):  # else it may be half loaded
            self._make(module)
        else:
            aside.run(partial(import_module, CHART), self._loaded, self._not_loaded)

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Shows other bars."""
        self._bars = bars
        self.setAccessibleDescription(", ".join(f"{bar.label}: {bar.height}" for bar in bars))
        if self.chart is not None:
            self.chart.show_bars(bars)

    def finish(self) -> None:
        """Has the chart now, whatever that takes: for a picture of it."""
        self._loaded(import_module(CHART))

    def _make(self, module: ModuleType) -> None:
        self.chart = chart = module.BarChart()
        chart.show_bars(self._bars)
        self._layout.addWidget(chart)
        chart.show()  # a layout would put that off

    def _loaded(self, module: ModuleType) -> None:
        if self.chart is None and not self._gone.is_set():  # the office may have been left
            self._make(module)

    def _not_loaded(self, error: Exception) -> None:
        raise error
