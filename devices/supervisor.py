"""Starts and stops the devices that the settings name, knows how each one is, and notices plugging in and out."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from devices.display.line_display import LineDisplay
from devices.display.protocols import Lines
from devices.health import Health, HealthListener, HealthResult
from devices.registry import KINDS, Kind, Links, PrinterDevice, build_devices
from devices.scanner.scan import Scan
from devices.scanner.serial_scanner import ScanListener
from devices.scanner.typing_scanner import TypingScanner
from devices.settings import DeviceSettings
from devices.states import (
    DRAWER,
    LINE_DISPLAY,
    NOT_SET,
    PRINTER,
    SCANNER,
    TROUBLED,
    DeviceError,
    DeviceReport,
    DeviceState,
    DeviceStatus,
    StatusListener,
)
from devices.transports.reference import FileReference, SerialReference
from terminal.ports.printing import PrintQueue

HOT_PLUG_S = 3.0

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class Supervisor:
    """The devices of one terminal. Listeners are called on the devices' threads; the UI posts them to its own."""

    def __init__(
        self,
        settings: DeviceSettings,
        queue: PrintQueue,
        on_status: StatusListener,
        on_scan: ScanListener,
        *,
        now: Callable[[], datetime] = _now,
        kinds: Mapping[str, Kind] = KINDS,
    ) -> None:
        self._on_status, self._now = on_status, now
        self._lock = threading.Lock()
        self._reports: dict[str, DeviceReport] = {}
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self._built = build_devices(settings, Links(queue, self._note, on_scan, now), kinds)
        for name, site in self._built.sites.items():
            self._reports[name] = replace(self._report(name), port=site.port)

    def start(self) -> None:
        """Starts what is configured; nothing here waits for a device."""
        for device in self._built.devices.values():
            device.start()
        self._watcher = threading.Thread(target=self._watch, name="hot-plug", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stops every device and waits for its thread."""
        self._stop.set()
        for device in self._built.devices.values():
            device.stop()
        if self._watcher is not None:
            self._watcher.join(HOT_PLUG_S)

    def reports(self) -> tuple[DeviceReport, ...]:
        """What is known of each kind of device, also of those that are not set up. Waits for nothing."""
        with self._lock:
            return tuple(self._whole(name) for name in self._built.sites)

    def check_health(self, device: str, told: HealthListener) -> None:
        """Tries a device out for people to see; ``told`` hears once what came of it, on whatever thread.

        A device that is not set up fails with ``not_set``, one whose port cannot be read with ``port_invalid``.
        """

        def answered(health: Health) -> None:
            self._note_health(health)
            told(health)

        adapter = self._built.devices.get(device)
        if adapter is not None:
            adapter.check_health(answered)
        else:
            told(Health(device, HealthResult.FAILED, self._report(device).status.detail or NOT_SET))

    def print_job_queued(self) -> None:
        """A print job was committed: the printer looks now."""
        printer = self._built.devices.get(PRINTER)
        if printer is not None:
            printer.wake()

    def open_drawer(self) -> bool:
        """Kicks the cash drawer; false when there is no printer that could."""
        printer = self._built.devices.get(PRINTER)
        if not isinstance(printer, PrinterDevice):
            return False
        printer.kick(self._note_health)
        return True

    def show(self, lines: Lines) -> None:
        """Shows two lines to the customer, where there is a line display."""
        display = self._built.devices.get(LINE_DISPLAY)
        if isinstance(display, LineDisplay):
            display.show(lines)

    def typed(self, scan: Scan) -> None:
        """A scanner that types like a keyboard has read something."""
        scanner = self._built.devices.get(SCANNER)
        if isinstance(scanner, TypingScanner):
            scanner.typed(scan.value)

    def _note(self, status: DeviceStatus) -> None:
        """Remembers how a device is; whoever listens hears of changes only."""
        with self._lock:
            known = self._report(status.device)
            changed = known.status != status or status.device not in self._reports
            error = DeviceError(status.detail, self._now()) if changed and status.state in TROUBLED else None
            good = self._now() if status.state is DeviceState.ONLINE else known.last_good
            self._reports[status.device] = replace(
                known, status=status, last_error=error or known.last_error, last_good=good
            )
        if changed:
            self._on_status(status)

    def _note_health(self, health: Health) -> None:
        """A device did what it was asked: by its own word, or as one that had just said that it is well."""
        with self._lock:
            known = self._whole(health.device)
            passed = health.result is HealthResult.PASSED
            if passed or (health.result is HealthResult.UNCONFIRMED and known.status.state is DeviceState.ONLINE):
                self._reports[health.device] = replace(self._report(health.device), last_good=self._now())

    def _report(self, device: str) -> DeviceReport:
        return self._reports.get(device) or DeviceReport(DeviceStatus(device, DeviceState.CLOSED))

    def _whole(self, device: str) -> DeviceReport:
        """The drawer has no word of its own: where one is set up, it is as well as the printer it hangs on."""
        report = self._report(device)
        if device != DRAWER or DRAWER not in self._built.devices:
            return report
        printer = self._report(PRINTER)
        status = DeviceStatus(DRAWER, printer.status.state, printer.status.detail)
        return replace(report, status=status, last_error=printer.last_error)

    def _watch(self) -> None:
        """Compares the device files that exist now with those of a moment ago, and wakes what came or went."""
        present = self._present()
        while not self._stop.wait(HOT_PLUG_S):
            now = self._present()
            for device in now ^ present:
                _log.info("%s was plugged %s", device, "in" if device in now else "out")
                self._built.devices[device].wake()
            present = now

    def _present(self) -> frozenset[str]:
        return frozenset(
            device
            for device, site in self._built.sites.items()
            if isinstance(site.reference, FileReference | SerialReference) and Path(site.reference.path).exists()
        )
