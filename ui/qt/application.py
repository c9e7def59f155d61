"""The window on a real counter: put together, shown, and taken down again."""

import logging
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from terminal.usecases.link_state import LinkFigures
from ui.qt.binding import check_binding
from ui.qt.bridge import DeviceBridge
from ui.qt.design.look import dress, has_chinese_font
from ui.qt.single_instance import SingleInstance
from ui.qt.translations import Translations
from ui.qt.wedge_filter import WedgeFilter
from ui.qt.window import TillWindow
from ui.qt.worker import SerialRunner
from ui.viewmodels.actions import TillActions
from ui.viewmodels.peripherals import Peripherals
from ui.viewmodels.till import Till

TICK_MS = 1000
SHOP_TICKS = 5
WINDOW_SIZE = (1366, 768)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counter:
    """What the window stands on. ``tend`` is called now and then, to look after the sync process."""

    actions: TillActions
    peripherals: Peripherals
    tend: Callable[[], None]


def run(home: Path, counter: Counter) -> int:
    """Opens the window of the terminal in ``home`` and returns the exit code when it closes.

    Raises ``Refusal("programme_missing")``, and ``Broken`` when Qt's binding cannot be relied on.
    """
    check_binding()
    application = QApplication(sys.argv[:1])
    instance = SingleInstance(home)
    if not instance.acquire():
        return 0
    try:
        dress(application)
        if not has_chinese_font():
            _log.warning("no font for Traditional Chinese is installed (fonts-noto-cjk); texts will show as boxes")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: application.quit())
        session = Session(application, counter)
        instance.knocked.connect(session.window.activateWindow)
        try:
            session.start()
            return application.exec()
        finally:
            session.stop()
    finally:
        instance.release()


class Session:
    """A window at work on a counter: the store's thread, the devices, the wedge and the pulse belong to it."""

    def __init__(self, application: QApplication, counter: Counter) -> None:
        self._application, self._counter = application, counter
        self._runner = SerialRunner()
        self.till = Till(counter.actions, self._runner, counter.actions.shop())
        self.till.desk.open_drawer = counter.peripherals.drawer()
        self.window = TillWindow(self.till, Translations(application))
        self._bridge = DeviceBridge(self.till, counter.peripherals.read)
        self._wedge = self._make_wedge()
        self._pulse = Pulse(self.till, self._runner, counter)
        self.till.desk.receipt_queued.add(counter.peripherals.print_job_queued)

    def _make_wedge(self) -> WedgeFilter | None:
        detector = self._counter.peripherals.wedge()
        if detector is None:
            return None
        wedge = WedgeFilter(detector)
        wedge.scanned.connect(self._bridge.scan_typed)
        return wedge

    def start(self) -> None:
        """Shows the window and starts everything behind it."""
        if self._wedge is not None:
            self._application.installEventFilter(self._wedge)
        self._counter.peripherals.start(self._bridge.publish_scan, self._bridge.publish_status)
        self._pulse.start()
        self.window.resize(*WINDOW_SIZE)
        self.window.showMaximized()

    def stop(self) -> None:
        """Stops everything behind the window and closes it."""
        self._pulse.stop()
        if self._wedge is not None:
            self._application.removeEventFilter(self._wedge)
        self._counter.peripherals.stop()
        self._runner.stop()
        self.window.close()


class Pulse(QObject):
    """Once a second: how does the link do; now and then: is the shop still the same, does sync still run."""

    def __init__(self, till: Till, runner: SerialRunner, counter: Counter) -> None:
        super().__init__()
        self._till, self._runner, self._counter = till, runner, counter
        self._ticks, self._is_asking = 0, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Starts with a first beat at once."""
        self._tick()
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        """No more beats."""
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        self._ticks += 1
        if not self._is_asking:
            self._is_asking = True
            self._runner.run(self._counter.actions.link, self._arrived, self._failed)
        if self._ticks % SHOP_TICKS == 0:
            self._till.desk.refresh_shop()
            self._counter.tend()

    def _arrived(self, figures: LinkFigures) -> None:
        self._is_asking = False
        self._till.strip.link_arrived(figures)

    def _failed(self, error: Exception) -> None:
        self._is_asking = False
        _log.warning("the link's state is not known", exc_info=error)
