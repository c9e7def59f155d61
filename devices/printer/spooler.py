"""The printer's own thread: takes jobs from the durable queue to the paper, and says how the printer is.

Nothing waits for it: a sale commits its print job and goes on. Connects for a burst of jobs and always closes. No
exception leaves the thread: a fault holds the job and is tried again later; a document that cannot be drawn is
cancelled with its reason, so that it never blocks the ones behind it.
"""

import logging
import time
from dataclasses import dataclass, field

from PIL import Image

from devices.backoff import Backoff
from devices.device_thread import DeviceThread
from devices.faults import DeviceFault
from devices.printer.commands import DRAWER_PINS, plain_commands
from devices.printer.driver import Habits, PrinterDriver, Timeouts
from devices.printer.jobs import PaperSettings, draw, print_data
from devices.printer.status import Hindrance, PrinterStatus
from devices.states import DeviceState, StatusListener
from devices.transports.opening import open_connection
from devices.transports.reference import Reference
from terminal.domain.errors import Refusal
from terminal.ports.printing import JobState, PrintJob, PrintQueue

DEVICE = "printer"
FONT_MISSING = "font_missing"
NO_REPLY = "no_reply"
PAPER_NEAR_END = "paper_near_end"
BROKEN_DOCUMENT = "printer_document_broken"
_KICK_VALID_S = 3.0
"""A drawer that could not be opened at once stays shut: nobody may stand before it later."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the thread looks, in seconds: when idle, and while a printer that answers needs a hand."""

    idle_s: float = 15.0
    hindered_s: float = 2.0


class _HinderedError(Exception):
    """The printer answers and cannot print; ``detail`` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(slots=True)
class _Kick:
    connector: int
    until: float


@dataclass(slots=True)
class Spooler:
    """Start it once, wake it when a job was queued, stop it once. ``listener`` is called on its thread."""

    reference: Reference
    queue: PrintQueue
    listener: StatusListener
    paper: PaperSettings = field(default_factory=PaperSettings)
    timeouts: Timeouts = field(default_factory=Timeouts)
    backoff: Backoff = field(default_factory=Backoff)
    pace: Pace = field(default_factory=Pace)
    _habits: Habits = field(default_factory=Habits)
    _thread: DeviceThread = field(init=False)
    _job: PrintJob | None = None
    _held: tuple[int, str] | None = None
    _kick: _Kick | None = None

    def __post_init__(self) -> None:
        """Gives it its thread."""
        self._thread = DeviceThread(DEVICE, self.listener, self._round)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Looks at the queue now."""
        self._thread.wake()

    def open_drawer(self, pin: int) -> None:
        """Opens the cash drawer on connector pin 2 or 5, before any receipt that waits."""
        self._kick = _Kick(DRAWER_PINS.index(pin), time.monotonic() + _KICK_VALID_S)
        self.wake()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stops after the job under way and waits for the thread, ``timeout_s`` at most."""
        self._thread.stop(timeout_s)

    def _round(self) -> float:
        """Works off what waits; gives the seconds until the next look."""
        try:
            self._work()
        except DeviceFault as fault:
            _log.info("%s", fault)
            return self._failed(DeviceState.OFFLINE, fault.kind.value)
        except _HinderedError as hindered:
            self._failed(DeviceState.ERROR, hindered.detail)
            return self.pace.hindered_s
        except Refusal as refusal:
            # The store is busy or full just now: the job stays queued, and the printer is as it was.
            _log.warning("the print queue could not be read: %s", refusal.kind)
            return self.pace.hindered_s
        except Exception:
            _log.exception("the printer's thread met a fault of ours")
            return self._failed(DeviceState.ERROR, Hindrance.FAULT.value)
        self.backoff.reset()
        return self.pace.idle_s

    def _work(self) -> None:
        self._job = None
        self._job = self.queue.next_job()
        with open_connection(self.reference, self.timeouts.connect) as connection:
            driver = PrinterDriver(connection, self.reference.url, self._habits, self.timeouts, self._thread.stopping)
            self._kick_drawer(driver)
            if self._job is None:
                self._check(driver)
            while self._job is not None and not self._thread.stopping():
                self._deliver(driver, self._job)
                self._kick_drawer(driver)
                self._job = self.queue.next_job()

    def _deliver(self, driver: PrinterDriver, job: PrintJob) -> None:
        picture = self._draw(job)
        if picture is None:
            return
        data = print_data(job, picture, self.paper)
        self._check(driver)
        self.queue.mark(job.output_id, JobState.SENDING)
        self._held = None
        outcome = driver.print(data)
        if outcome.reason is not None:
            raise _HinderedError(outcome.reason.value)
        self.queue.mark(job.output_id, outcome.state)

    def _draw(self, job: PrintJob) -> Image.Image | None:
        """The job's picture; ``None`` after cancelling a job that can never be drawn."""
        try:
            return draw(job, self.paper)
        except Refusal as refusal:
            if refusal.kind == FONT_MISSING:
                raise _HinderedError(FONT_MISSING) from refusal
            reason = refusal.kind
        except (ArithmeticError, LookupError, TypeError, ValueError):
            _log.exception("print job %d cannot be drawn", job.output_id)
            reason = BROKEN_DOCUMENT
        self.queue.mark(job.output_id, JobState.CANCELLED, reason)
        return None

    def _check(self, driver: PrinterDriver) -> None:
        """Pre-flight: says how the printer is, and goes no further when it cannot print."""
        status = driver.status()
        if status.hindrance is not None:
            raise _HinderedError(status.hindrance.value)
        self._thread.publish(*_state(status))

    def _kick_drawer(self, driver: PrinterDriver) -> None:
        """Opens the drawer where that was asked for; what fails stays asked for, as long as it is any use."""
        kick = self._kick
        if kick is None:
            return
        if time.monotonic() <= kick.until:
            driver.kick(plain_commands(self.paper.profile).kick[kick.connector])
        if self._kick is kick:  # another may have been asked for meanwhile
            self._kick = None

    def _failed(self, state: DeviceState, detail: str) -> float:
        """Holds the job under way and says why; gives the seconds to wait."""
        self._thread.publish(state, detail)
        if self._job is not None:
            self._hold(self._job.output_id, f"{DEVICE}_{detail}")
        return self.backoff.next_wait_s()

    def _hold(self, output_id: int, reason: str) -> None:
        if self._held == (output_id, reason):
            return
        try:
            self.queue.mark(output_id, JobState.HELD, reason)
            self._held = output_id, reason
        except Exception:
            _log.exception("print job %d could not be marked as held", output_id)


def _state(status: PrinterStatus) -> tuple[DeviceState, str]:
    if not status.known:
        return DeviceState.UNKNOWN, NO_REPLY
    return DeviceState.ONLINE, PAPER_NEAR_END if status.paper_near_end else ""
