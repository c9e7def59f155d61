"""The printer's own thread: takes jobs from the durable queue to the paper, and says how the printer is.

Nothing waits for it: a sale commits its print job and goes on. Connects for a burst of jobs and always closes. No
exception leaves the thread: a fault holds the job and is tried again later. Of several spoolers on one queue, one
works; the others touch neither jobs nor printer.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from devices.backoff import Backoff
from devices.device_thread import DeviceThread
from devices.drawer.cash_drawer import DRAWER_PINS, Opening, Sensor
from devices.faults import DeviceFault, FaultKind
from devices.health import Check, HealthListener, HealthResult
from devices.printer.delivery import Delivery, HinderedError
from devices.printer.driver import Habits, PrinterDriver, Timeouts, habits_of
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.kicks import Kicks
from devices.printer.outcomes import Outcomes
from devices.printer.profiles import printer_profile
from devices.printer.status import Hindrance
from devices.states import DRAWER, PRINTER, DeviceState, DeviceStatus, StatusListener
from devices.transports.opening import open_connection
from devices.transports.reference import Reference, SpoolerReference
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.printing import JobState, PrintJob, PrintQueue, ReceiptDocument

CLAIMED = "claimed"
_NEED_A_HAND = {FaultKind.PAPER_OUT, FaultKind.COVER_OPEN, FaultKind.FAULT}

_log = logging.getLogger(__name__)


@record
class Pace:
    """How often the thread looks, in seconds: when idle, and while a printer that answers needs a hand."""

    idle_s: float = 15.0
    hindered_s: float = 2.0


class _ClaimedError(Exception):
    """Another spooler works the queue off."""


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Spooler:
    """Start it once, wake it when a job was queued, stop it once. ``listener`` is called on its thread.

    ``now`` is the time that a copy is marked with.
    """

    reference: Reference
    queue: PrintQueue
    listener: StatusListener
    paper: PaperSettings = field(default_factory=PaperSettings)
    timeouts: Timeouts = field(default_factory=Timeouts)
    backoff: Backoff = field(default_factory=Backoff)
    pace: Pace = field(default_factory=Pace)
    drawer_pin: int = DRAWER_PINS[0]
    drawer_sensor: Sensor = Sensor.NONE
    now: Callable[[], datetime] = _machine_time
    _habits: Habits = field(init=False)
    _thread: DeviceThread = field(init=False)
    _page: ReceiptDocument | None = None
    _page_check: Check = field(default_factory=lambda: Check(PRINTER))
    _kick_check: Check = field(default_factory=lambda: Check(DRAWER))
    _delivery: Delivery = field(init=False)
    _kicks: Kicks = field(init=False)

    def __post_init__(self) -> None:
        """Gives it its thread."""
        one_way = isinstance(self.reference, SpoolerReference)
        self._habits = habits_of(printer_profile(self.paper.profile), one_way=one_way)
        outcomes = Outcomes(self.queue)
        self._kicks = Kicks(
            self.queue, outcomes, self._kick_check, self.drawer_pin, self.drawer_sensor, self._drawer_stayed_shut
        )
        self._thread = DeviceThread(PRINTER, self.listener, self._round)
        self._delivery = Delivery(self.queue, outcomes, self.paper, self._thread, self._page_check, self.now)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Looks at the queue now."""
        self._thread.wake()

    def open_drawer(self, pin: int, told: HealthListener | None = None) -> None:
        """Opens the cash drawer on connector pin 2 or 5, before any receipt that waits; ``told`` hears if it went."""
        if told is not None:
            self._kick_check.ask(told)
        self._kicks.ask(pin)
        self.wake()

    def print_page(self, page: ReceiptDocument, told: HealthListener) -> None:
        """Tries the printer out with a page that is in no queue; ``told`` hears what came of it."""
        self._page = page
        self._page_check.ask(told)
        self.wake()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stops after the job under way, waits for the thread, ``timeout_s`` at most, and lets go of the queue."""
        self._thread.stop(timeout_s)
        self.queue.release()
        self._answer_checks(DeviceState.CLOSED.value)

    def _round(self) -> float:
        """Works off what waits; gives the seconds until the next look."""
        try:
            self._work()
        except DeviceFault as fault:
            _log.info("%s", fault)
            wait_s = self._failed(_fault_state(fault.kind), fault.kind.value)
            self._kicks.say_in_vain()
            return wait_s
        except HinderedError as hindered:
            self._failed(DeviceState.ERROR, hindered.detail)
            return self.pace.hindered_s
        except _ClaimedError:
            self._failed(DeviceState.ERROR, CLAIMED)
            self._kicks.say_in_vain(is_ours=False)
            return self.pace.hindered_s
        except Refusal as refusal:
            # The store is busy or full just now: nothing more is sent, and the printer is as it was.
            _log.warning("the print queue could not be read or written: %s", refusal.kind)
            return self.pace.hindered_s
        except Exception:
            _log.exception("the printer's thread met a fault of ours")
            return self._failed(DeviceState.ERROR, Hindrance.FAULT.value)
        self.backoff.reset()
        return self.pace.idle_s

    def _work(self) -> None:
        self._delivery.job = None
        if not self.queue.claim():
            raise _ClaimedError
        delivery = self._delivery
        delivery.take()
        with open_connection(self.reference, self.timeouts.connect) as connection:
            driver = PrinterDriver(connection, self.reference.url, self._habits, self.timeouts, self._thread.stopping)
            driver.interlude = lambda: self._kick_between(driver)
            self._kick_drawer(driver)
            self._print_page(driver)
            if delivery.job is None:
                delivery.check(driver)
            while delivery.job is not None and not self._thread.stopping():
                delivery.deliver(driver, delivery.job)
                self._kick_drawer(driver)
                delivery.take()

    def _print_page(self, driver: PrinterDriver) -> None:
        """Prints the page that somebody waits for, if anybody does."""
        page = self._page
        if page is None or not self._page_check.is_asked:
            return
        job = PrintJob(0, page, JobState.SENDING, attempts=0, copy=False)
        try:
            data = job_data(job, self.paper)
        except Refusal as refusal:
            raise HinderedError(refusal.kind) from refusal
        self._delivery.check(driver)
        outcome = driver.print(data)
        if outcome.reason is not None:
            raise HinderedError(outcome.reason.value)
        proven = outcome.state is JobState.COMPLETE
        self._page_check.answer(HealthResult.PASSED if proven else HealthResult.UNCONFIRMED)

    def _answer_checks(self, detail: str) -> None:
        """Nobody waits for a printer that cannot: what was to be tried out has failed."""
        for check in (self._page_check, self._kick_check):
            check.answer(HealthResult.FAILED, detail)

    def _kick_drawer(self, driver: PrinterDriver) -> None:
        """Opens the drawer where that is asked for."""
        self._kicks.carry_out(driver, self.paper.profile)

    def _drawer_stayed_shut(self) -> None:
        """Says that the drawer has to be opened with its key: each time anew, even if the last one stayed shut too."""
        try:
            self.listener(DeviceStatus(DRAWER, DeviceState.UNKNOWN))
            self.listener(DeviceStatus(DRAWER, DeviceState.ERROR, Opening.USE_KEY.value))
        except Exception:
            _log.exception("the listener of the state of %s failed", DRAWER)

    def _kick_between(self, driver: PrinterDriver) -> None:
        """Opens the drawer while a receipt prints; a store that is busy just now does not spoil the receipt."""
        try:
            self._kicks.carry_out(driver, self.paper.profile)
        except Refusal as refusal:
            _log.warning("the drawer waits until the receipt is printed: %s", refusal.kind)

    def _failed(self, state: DeviceState, detail: str) -> float:
        """Holds the job under way and says why; gives the seconds to wait."""
        self._thread.publish(state, detail)
        self._answer_checks(detail)
        self._delivery.hold(detail)
        return self.backoff.next_wait_s()


def _fault_state(kind: FaultKind) -> DeviceState:
    """A port that knows the device to need a hand has reached it."""
    return DeviceState.ERROR if kind in _NEED_A_HAND else DeviceState.OFFLINE
