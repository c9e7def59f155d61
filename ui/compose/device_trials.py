"""Looking at a terminal's devices, and trying one out, for as long as one command runs."""

from __future__ import annotations

import queue
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING

from devices.health import Health, HealthResult
from devices.states import DRAWER, LINE_DISPLAY, NOT_SET, SCANNER, WEDGE, DeviceReport, DeviceState, DeviceStatus
from devices.supervisor import Supervisor
from terminal.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.settings import DeviceSettings
    from terminal.ports.printing import JobState, PrintJob

TRIAL_SECONDS = 60.0
SHOWN_SECONDS = 3.0
"""A display that is left goes dark: so long somebody can read what it shows."""


def look(settings: DeviceSettings, seconds: float) -> tuple[DeviceReport, ...]:
    """How every device is after it has said something once, or after ``seconds``."""
    said: queue.SimpleQueue[DeviceStatus] = queue.SimpleQueue()
    deadline = monotonic() + seconds
    with _running(settings, said) as devices:
        while any(_is_awaited(report) for report in devices.reports()):
            try:
                said.get(timeout=max(0.0, deadline - monotonic()))
            except queue.Empty:
                break
        return devices.reports()


def try_out(settings: DeviceSettings, device: str, scan_seconds: float) -> Health:
    """What came of trying ``device`` out for people to see.

    Raises ``Refusal``: ``…_not_set``, ``scanner_types``, ``scanner_silent``, ``drawer_not_opened`` and what the
    sentences of devices are for, such as ``printer_paper_out``.
    """
    answers: queue.SimpleQueue[Health] = queue.SimpleQueue()
    with _running(settings, queue.SimpleQueue()) as devices:
        report = next(report for report in devices.reports() if report.device == device)
        if device == SCANNER and report.port == WEDGE:
            raise Refusal("scanner_types")
        devices.check_health(device, answers.put)
        try:
            health = answers.get(timeout=scan_seconds if device == SCANNER else TRIAL_SECONDS)
        except queue.Empty:
            if device == SCANNER:
                raise Refusal("scanner_silent", seconds=round(scan_seconds)) from None
            health = Health(device, HealthResult.FAILED, "timed_out")
        if device == LINE_DISPLAY and health.result is not HealthResult.FAILED:
            sleep(SHOWN_SECONDS)
    if health.result is HealthResult.FAILED:
        raise _failure(health, report)
    return health


def _failure(health: Health, report: DeviceReport) -> Refusal:
    if health.detail == NOT_SET:
        return Refusal(f"{health.device}_{NOT_SET}")
    if health.device == DRAWER:
        return Refusal("drawer_not_opened", port=report.port, detail=health.detail)
    return Refusal(f"{health.device}_{health.detail}", port=report.port)


def _is_awaited(report: DeviceReport) -> bool:
    """Whether it has yet to say how it is. A scanner that types never does before it has read something."""
    silent = report.status.state in {DeviceState.UNKNOWN, DeviceState.CLOSED} and not report.status.detail
    return bool(report.port) and report.port != WEDGE and silent


@contextmanager
def _running(settings: DeviceSettings, said: queue.SimpleQueue[DeviceStatus]) -> Iterator[Supervisor]:
    devices = Supervisor(settings, NothingToPrint(), said.put, _unheard)
    devices.start()
    try:
        yield devices
    finally:
        devices.stop()


class NothingToPrint:
    """A print queue for whoever only looks: the receipts that wait are the window's."""

    def claim(self) -> bool:
        """Nobody else's receipts are in it."""
        return True

    def release(self) -> None:
        """There is nothing to let go of."""

    def next_job(self) -> PrintJob | None:
        """None."""
        return None

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        """There is nothing to mark."""
        return False

    def next_kick(self) -> int | None:
        """None."""
        return None

    def drop_kicks(self) -> None:
        """There are none."""


def _unheard(_: object) -> None:
    """Scans come as the trial's answer."""
