"""The window on a real counter: put together, shown, and taken down again."""

import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from devices.health import Health
from devices.states import DeviceReport
from terminal.usecases.link_state import LinkFigures
from ui.qt.binding import check_binding
from ui.qt.bridge import DeviceBridge
from ui.qt.design.look import dress, has_chinese_font
from ui.qt.long_work import ThreadedWork
from ui.qt.one_application import this_application
from ui.qt.scanner_measuring import ScannerMeasuring
from ui.qt.second_screen import SecondScreen
from ui.qt.single_instance import SingleInstance
from ui.qt.translations import Translations
from ui.qt.wedge_filter import WedgeFilter
from ui.qt.window import TillWindow
from ui.qt.worker import SerialRunner
from ui.viewmodels.actions import TillActions
from ui.viewmodels.care import Care
from ui.viewmodels.customer import CustomerView
from ui.viewmodels.peripherals import FoundPort, Peripherals
from ui.viewmodels.till import Till
from ui.viewmodels.training import Ground
from ui.viewmodels.wedge_setup import Key, Measured

TICK_MS = 1000
SHOP_TICKS = 5
WINDOW_SIZE = (1366, 768)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counter:
    """What the window stands on. ``tend`` is called now and then, to look after the sync process.

    ``customer_screen`` is the name or serial number of the display that faces the customer, empty where there is none.
    ``care`` looks after the terminal itself. ``finish_set_up`` is there on a new till, and called once it is set up.
    ``training`` is what somebody may practise on.
    """

    actions: TillActions
    peripherals: Peripherals
    tend: Callable[[], None]
    customer_screen: str = ""
    care: Care | None = None
    finish_set_up: Callable[[], None] | None = None
    training: Ground | None = None


def run(home: Path, counter: Counter) -> int:
    """Opens the window of the terminal in ``home`` and returns the exit code when it closes.

    Raises ``Refusal("programme_missing")``, and ``Broken`` when Qt's binding cannot be relied on.
    """
    check_binding()
    application = this_application()
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
        self._runner, self._aside = SerialRunner(), SerialRunner()
        self.till = Till(counter.actions, self._runner, counter.actions.shop())
        self.till.desk.aside, self.till.desk.care = self._aside, counter.care
        self._long_work = self.till.desk.long_work = ThreadedWork()
        self.till.desk.open_drawer = counter.peripherals.drawer()
        self.window = TillWindow(self.till, Translations(application))
        self._bridge = DeviceBridge(self.till, counter.peripherals.read)
        self._customer = CustomerView(self.till)
        self._second = self._make_second_screen()
        self._wedge = self._make_wedge()
        self._measuring = ScannerMeasuring(self.till, self._wedge) if self._wedge is not None else None
        self.till.desk.bench = Bench(counter.peripherals, self._bridge, self._wedge)
        self._pulse = Pulse(self.till, self._runner, counter)
        self.till.desk.receipt_queued.add(counter.peripherals.print_job_queued)
        self.till.desk.settings_changed.add(self._use_settings)

    def _make_second_screen(self) -> SecondScreen | None:
        wanted = self._counter.customer_screen
        return SecondScreen(self._application, self._customer, self.window, wanted) if wanted else None

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
        self._customer.changed.add(self._show_pole)
        self._show_pole()
        self._pulse.start()
        self.till.training.ground = self._counter.training
        if self._counter.finish_set_up is not None:
            self.till.set_up(self._counter.finish_set_up)
        self.window.resize(*WINDOW_SIZE)
        self.window.showMaximized()
        if self._second is not None:
            self._second.start()

    def stop(self) -> None:
        """Stops everything behind the window and closes it."""
        self._pulse.stop()
        self._customer.close()
        if self._second is not None:
            self._second.stop()
        if self._measuring is not None:
            self._measuring.stop()
        if self._wedge is not None:
            self._application.removeEventFilter(self._wedge)
        self._aside.stop()
        self._counter.peripherals.stop()
        self._long_work.stop()
        self._runner.stop()
        self.window.close()

    def _use_settings(self) -> None:
        """The devices start again by what was set, the screen follows."""
        self.till.desk.ask_aside(self._counter.peripherals.restart, self._settings_used)
        self.till.desk.refresh_shop()

    def _settings_used(self, _nothing: None) -> None:
        detector = self._counter.peripherals.wedge()
        self.till.desk.open_drawer = self._counter.peripherals.drawer()
        if self._wedge is not None and detector is not None:
            self._wedge.use(detector)

    def _show_pole(self) -> None:
        """Leaves both lines with the display's thread."""
        self._counter.peripherals.show(self._customer.pole)


class Bench:
    """Implements ``ui.viewmodels.peripherals.DeviceBench``: what devices answer comes by the bridge."""

    def __init__(self, peripherals: Peripherals, bridge: DeviceBridge, wedge: WedgeFilter | None) -> None:
        self._peripherals, self._bridge, self._wedge = peripherals, bridge, wedge

    def reports(self) -> tuple[DeviceReport, ...]:
        """What is known of each kind of device."""
        return self._peripherals.reports()

    def check_health(self, device: str) -> None:
        """Tries a device out."""
        self._peripherals.check_health(device, self._bridge.publish_health)

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> Measured:
        """What they say of the scanner."""
        return self._peripherals.measure_scans(scans)

    def found_ports(self) -> Sequence[FoundPort]:
        """The ports that a printer may hang on."""
        return self._peripherals.found_ports()

    def try_printer(self, port: str, paper_mm: str) -> Health:
        """What came of a test page there."""
        return self._peripherals.try_printer(port, paper_mm)

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """The window listens by these options at once."""
        self._peripherals.tune_scanner(settings)
        detector = self._peripherals.wedge()
        if self._wedge is not None and detector is not None:
            self._wedge.use(detector)


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
        self._till.tick()
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
