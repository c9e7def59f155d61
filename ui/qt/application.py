"""The window on a real counter: put together, shown, and taken down again."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from terminal.domain.records import record
from ui.qt import rescaling
from ui.qt.binding import check_binding
from ui.qt.bridge import DeviceBridge
from ui.qt.design.look import dress, has_chinese_font
from ui.qt.long_work import ThreadedWork
from ui.qt.one_application import this_application
from ui.qt.single_instance import SingleInstance
from ui.qt.translations import Translations
from ui.qt.typed_scans import TypedScans
from ui.qt.window import TillWindow
from ui.qt.worker import SerialRunner
from ui.viewmodels.desk import Rescaled
from ui.viewmodels.till import Till

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from devices.health import Health
    from devices.states import DeviceReport
    from terminal.usecases.link_state import LinkFigures
    from ui.qt.second_screen import SecondScreen
    from ui.viewmodels.actions import TillActions
    from ui.viewmodels.care import Care
    from ui.viewmodels.customer import CustomerView
    from ui.viewmodels.peripherals import FoundPort, Peripherals
    from ui.viewmodels.training import Ground
    from ui.viewmodels.wedge_setup import Key, Measured

TICK_MS = 1000
SHOWN_MS = 300
"""So long after its start a window has been painted: what nobody waits for begins then."""
SHOP_TICKS = 5
WINDOW_SIZE = (1366, 768)

_log = logging.getLogger(__name__)


def _nothing() -> None:
    """Nobody waits for the window."""


@record
class Counter:
    """What the window stands on. ``tend`` is called now and then, to look after the sync process.

    ``customer_screen`` reads which display faces the customer, by name or serial number; empty where there is none.
    ``care`` looks after the terminal itself. ``finish_set_up`` is there on a new till, and called once it is set up.
    ``training`` is what somebody may practise on. ``can_start_again`` when the process may put itself in its own place.
    ``shown`` is called once, a moment after the window was shown.
    """

    actions: TillActions
    peripherals: Peripherals
    tend: Callable[[], None]
    customer_screen: Callable[[], str] = str
    care: Care | None = None
    finish_set_up: Callable[[], None] | None = None
    training: Ground | None = None
    can_start_again: bool = False
    shown: Callable[[], None] = _nothing


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
        if not rescaling.fits(application):
            return rescaling.AGAIN
        dress(application)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: application.quit())
        session = Session(application, counter)
        instance.knocked.connect(session.window.activateWindow)
        for later in (instance.listen, counter.shown, _look_for_fonts):
            QTimer.singleShot(SHOWN_MS, later)
        try:
            session.start()
            return application.exec()
        finally:
            session.stop()
    finally:
        instance.release()


def _look_for_fonts() -> None:
    if not has_chinese_font():
        _log.warning("no font for Traditional Chinese is installed (fonts-noto-cjk); texts will show as boxes")


class Session:
    """A window at work on a counter: the store's thread, the devices, the wedge and the pulse belong to it."""

    def __init__(self, application: QApplication, counter: Counter) -> None:
        self._application, self._counter = application, counter
        self._runner, self._aside = SerialRunner(), SerialRunner()
        self.till = Till(counter.actions, self._runner, counter.actions.shop())
        self.till.desk.aside, self.till.desk.care = self._aside, counter.care
        self._long_work = self.till.desk.long_work = ThreadedWork()
        self.till.desk.open_drawer = counter.peripherals.drawer()
        self.till.desk.rescale = self._rescale
        self.window = TillWindow(self.till, Translations(application))
        self._bridge = DeviceBridge(self.till, counter.peripherals.read)
        self._customer: CustomerView | None = None
        self._second: SecondScreen | None = None
        self._typed = TypedScans(application, self.till, counter.peripherals.wedge, self._bridge.scan_typed)
        application.styleHints().colorSchemeChanged.connect(self.window.refresh)
        self.till.desk.bench = Bench(counter.peripherals, self._bridge, self._typed)
        self._pulse = Pulse(self.till, self._runner, counter)
        self._devices = QTimer(singleShot=True)
        self._devices.timeout.connect(self._start_devices)
        self.till.desk.receipt_queued.add(counter.peripherals.print_job_queued)
        self.till.desk.settings_changed.add(self._use_settings)

    def start(self) -> None:
        """Shows the window and starts everything behind it."""
        self._typed.follow()
        self._pulse.start()
        self.till.training.ground = self._counter.training
        if self._counter.finish_set_up is not None:
            self.till.set_up(self._counter.finish_set_up)
        self.window.resize(*WINDOW_SIZE)
        self.window.showMaximized()
        self._devices.start(SHOWN_MS)

    def stop(self) -> None:
        """Stops everything behind the window and closes it."""
        self._pulse.stop()
        self._devices.stop()
        if self._customer is not None:
            self._customer.close()
        if self._second is not None:
            self._second.stop()
        self._typed.stop()
        self._aside.stop()
        self._counter.peripherals.stop()
        self._long_work.stop()
        self._runner.stop(None)  # the store is closed next
        self.window.close()

    def _start_devices(self) -> None:
        """Behind the window: what drives them, the customer's too, takes as long to load as the window to show."""
        from ui.viewmodels.customer import CustomerView

        self._customer = CustomerView(self.till)
        self._customer.changed.add(self._show_pole)
        self.till.desk.ask_aside(self._counter.customer_screen, self._face_customer)
        listeners = (self._bridge.publish_scan, self._bridge.publish_status)
        self.till.desk.ask_aside(lambda: self._counter.peripherals.start(*listeners), lambda _: self._show_pole())

    def _use_settings(self) -> None:
        """The devices start again by what was set, the screens follow."""
        self.till.desk.ask_aside(self._restarted, self._settings_used)
        self.till.desk.refresh_shop()

    def _rescale(self, mm_per_100px: float) -> Rescaled:
        """At once where nothing is rung up; the process starts again for it."""
        if not rescaling.changes(self._application, mm_per_100px):
            return Rescaled.SAME
        if not self._counter.can_start_again or not self.till.desk.bill.is_clear:
            return Rescaled.LATER
        self._application.exit(rescaling.AGAIN)
        return Rescaled.NOW

    def _restarted(self) -> str:
        self._counter.peripherals.restart()
        return self._counter.customer_screen()

    def _settings_used(self, customer_screen: str) -> None:
        self.till.desk.open_drawer = self._counter.peripherals.drawer()
        self._typed.follow()
        self._face_customer(customer_screen)

    def _face_customer(self, wanted: str) -> None:
        """The customer's screen goes to the display called ``wanted``, and to none where it is empty."""
        if self._second is not None:
            if self._second.wanted == wanted.strip():
                return
            self._second.stop()
            self._second.window.deleteLater()
            self._second = None
        if wanted and self._customer is not None:
            from ui.qt.second_screen import SecondScreen

            self._second = SecondScreen(self._application, self._customer, self.window, wanted)
            self._second.start()

    def _show_pole(self) -> None:
        """Leaves both lines with the display's thread."""
        if self._customer is not None:
            self._counter.peripherals.show(self._customer.pole)


class Bench:
    """Implements ``ui.viewmodels.peripherals.DeviceBench``: what devices answer comes by the bridge."""

    def __init__(self, peripherals: Peripherals, bridge: DeviceBridge, typed: TypedScans) -> None:
        self._peripherals, self._bridge, self._typed = peripherals, bridge, typed

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

    def try_drawer(self, port: str, pin: str) -> Health:
        """What came of opening a drawer there."""
        return self._peripherals.try_drawer(port, pin)

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """The window listens by these options at once."""
        self._peripherals.tune_scanner(settings)
        self._typed.follow()


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
