"""One job after another from the durable queue to the paper, and the word on what became of each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from devices.device_thread import DeviceThread
from devices.faults import DeviceFault
from devices.health import Check, HealthResult
from devices.printer.driver import Outcome, PrintData, PrinterDriver
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.outcomes import Outcomes
from devices.printer.status import Hindrance, PrinterStatus
from devices.states import NO_REPLY, PRINTER, DeviceState
from terminal.domain.errors import Refusal
from terminal.ports.printing import BROKEN_DOCUMENT, JobState, PrintJob, PrintQueue, as_printed

FONT_MISSING = "font_missing"
PAPER_NEAR_END = "paper_near_end"

_log = logging.getLogger(__name__)


class HinderedError(Exception):
    """The printer answers and cannot print; ``detail`` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(slots=True)
class Delivery:
    """The jobs of one printer, on its ``thread``. ``now`` is the time that a copy is marked with.

    ``job`` is the one to deliver, which a fault holds; ``None`` when there is none. ``page_check`` is the trial that
    fails while the printer cannot print. A document that cannot be drawn is cancelled with its reason, so that it never
    blocks the ones behind it.
    """

    queue: PrintQueue
    outcomes: Outcomes
    paper: PaperSettings
    thread: DeviceThread
    page_check: Check
    now: Callable[[], datetime]
    job: PrintJob | None = None
    _held: tuple[int, str] | None = field(default=None)

    def take(self) -> None:
        """Takes the next job, after the outcomes of those before are written. Raises what the store raises."""
        self.job = None
        self.outcomes.write()
        self.job = self.queue.next_job()

    def deliver(self, driver: PrinterDriver, job: PrintJob) -> None:
        """Prints ``job``, unless it was cancelled meanwhile. Raises ``HinderedError`` and ``DeviceFault``."""
        data = self._compose(job)
        if data is None:
            return
        self.check(driver)
        if not self.queue.mark(job.output_id, JobState.SENDING):
            return  # it was cancelled while it was drawn
        self._held = None
        outcome = self._printed(driver, job, data)
        if outcome.reason is None:
            self.outcomes.settle(job.output_id, outcome.state)
        else:
            self._outlast(driver, job.output_id, data, outcome.reason)

    def check(self, driver: PrinterDriver) -> None:
        """Pre-flight: says how the printer is, and goes no further when it cannot print."""
        status = driver.status()
        if status.hindrance is not None:
            raise HinderedError(status.hindrance.value)
        self.thread.publish(*_state(status))

    def hold(self, detail: str) -> None:
        """Whatever was to be delivered waits, because of ``detail``."""
        if self.job is None:
            return
        output_id, reason = self.job.output_id, f"{PRINTER}_{detail}"
        if self._held == (output_id, reason):
            return
        try:
            self.queue.mark(output_id, JobState.HELD, reason)
            self._held = output_id, reason
        except Exception:
            _log.exception("print job %d could not be marked as held", output_id)

    def _printed(self, driver: PrinterDriver, job: PrintJob, data: PrintData) -> Outcome:
        """Prints it. A fault before the end has it printed again; once, if all of it had been sent already.

        There are lines that break after every receipt: they would be sent copies for ever.
        """
        try:
            return driver.print(data)
        except DeviceFault as fault:
            if driver.has_sent_all and job.attempts:
                self._leave_to_people(job.output_id, fault.kind.value)
            raise

    def _outlast(self, driver: PrinterDriver, output_id: int, data: PrintData, reason: Hindrance) -> None:
        """The printer has all of a job and stopped: waits for it, and for its word that the job is on paper.

        It prints by itself what it holds; so nobody but a person has the job printed again, whatever comes now.
        """
        self._leave_to_people(output_id, reason.value)
        outcome = Outcome(JobState.SENT_UNCONFIRMED, reason)
        while outcome.reason is not None and not self.thread.stopping():
            self.thread.publish(DeviceState.ERROR, outcome.reason.value)
            self.page_check.answer(HealthResult.FAILED, outcome.reason.value)
            outcome = driver.await_completion(data)
        if outcome.state is JobState.COMPLETE:
            self.outcomes.settle(output_id, JobState.COMPLETE)
        if not self.thread.stopping():
            self.check(driver)

    def _leave_to_people(self, output_id: int, detail: str) -> None:
        self.job = None
        self.outcomes.settle(output_id, JobState.SENT_UNCONFIRMED, f"{PRINTER}_{detail}")

    def _compose(self, job: PrintJob) -> PrintData | None:
        """The job as bytes; ``None`` after cancelling a job that can never be drawn."""
        try:
            return job_data(as_printed(job, self.now()), self.paper)
        except Refusal as refusal:
            if refusal.kind == FONT_MISSING:
                raise HinderedError(FONT_MISSING) from refusal
            reason = refusal.kind
        except (ArithmeticError, LookupError, TypeError, ValueError):
            _log.exception("print job %d cannot be drawn", job.output_id)
            reason = BROKEN_DOCUMENT
        self.queue.mark(job.output_id, JobState.CANCELLED, reason)
        return None


def _state(status: PrinterStatus) -> tuple[DeviceState, str]:
    if not status.known:
        return DeviceState.UNKNOWN, NO_REPLY
    return DeviceState.ONLINE, PAPER_NEAR_END if status.paper_near_end else ""
