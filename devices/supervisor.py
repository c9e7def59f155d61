"""Starts and stops the devices that the settings name, knows how each one is, and notices plugging in and out."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from devices.printer.commands import DRAWER_PINS, PROFILE_DEFAULT
from devices.printer.jobs import PaperSettings
from devices.printer.spooler import Spooler
from devices.scanner.serial_scanner import ScanListener, SerialScanner
from devices.states import DeviceState, DeviceStatus, StatusListener
from devices.transports.reference import FileReference, Reference, SerialReference, parse_reference
from terminal.domain.errors import Refusal
from terminal.ports.printing import PrintQueue

HOT_PLUG_S = 3.0
PRINTER, SCANNER = "printer", "scanner"
PORT_INVALID = "port_invalid"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """The devices of one terminal. An empty port means there is none."""

    printer_port: str = ""
    printer_width: int = 576
    printer_profile: str = PROFILE_DEFAULT
    drawer_pin: int = DRAWER_PINS[0]
    scanner_port: str = ""


class Supervisor:
    """The devices of one terminal. Listeners are called on the devices' threads; the UI posts them to its own."""

    def __init__(
        self, settings: DeviceSettings, queue: PrintQueue, on_status: StatusListener, on_scan: ScanListener
    ) -> None:
        self._settings = settings
        self._on_status = on_status
        self._lock = threading.Lock()
        self._statuses = {device: DeviceStatus(device, DeviceState.CLOSED) for device in (PRINTER, SCANNER)}
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self._spooler: Spooler | None = None
        self._scanner: SerialScanner | None = None
        self._ports: dict[str, Reference] = {}
        printer, scanner = self._reference(PRINTER), self._reference(SCANNER)
        if printer is not None:
            paper = PaperSettings(settings.printer_width, settings.printer_profile)
            self._spooler = Spooler(printer, queue, self._note, paper)
        if scanner is not None:
            self._scanner = SerialScanner(scanner, on_scan, self._note)

    def start(self) -> None:
        """Starts what is configured; nothing here waits for a device."""
        for device in (self._spooler, self._scanner):
            if device is not None:
                device.start()
        self._watcher = threading.Thread(target=self._watch, name="hot-plug", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stops every device and waits for its thread."""
        self._stop.set()
        for device in (self._spooler, self._scanner):
            if device is not None:
                device.stop()
        if self._watcher is not None:
            self._watcher.join(HOT_PLUG_S)

    def statuses(self) -> dict[str, DeviceStatus]:
        """How each device is, by its name."""
        with self._lock:
            return dict(self._statuses)

    def print_job_queued(self) -> None:
        """A print job was committed: the printer looks now."""
        if self._spooler is not None:
            self._spooler.wake()

    def open_drawer(self) -> bool:
        """Kicks the cash drawer; false when there is no printer that could."""
        if self._spooler is None:
            return False
        self._spooler.open_drawer(self._settings.drawer_pin)
        return True

    def _reference(self, device: str) -> Reference | None:
        """Where the device is; ``None`` when there is none, or when its port cannot be read, which is said."""
        port = self._settings.printer_port if device == PRINTER else self._settings.scanner_port
        if not port:
            return None
        try:
            reference = self._ports[device] = parse_reference(port)
        except Refusal:
            self._note(DeviceStatus(device, DeviceState.ERROR, PORT_INVALID))
            return None
        return reference

    def _note(self, status: DeviceStatus) -> None:
        with self._lock:
            self._statuses[status.device] = status
        self._on_status(status)

    def _watch(self) -> None:
        """Compares the device files that exist now with those of a moment ago, and wakes what came or went."""
        present = self._present()
        while not self._stop.wait(HOT_PLUG_S):
            now = self._present()
            for device in now ^ present:
                _log.info("%s was plugged %s", device, "in" if device in now else "out")
                waking = self._spooler if device == PRINTER else self._scanner
                if waking is not None:
                    waking.wake()
            present = now

    def _present(self) -> frozenset[str]:
        return frozenset(
            device
            for device, reference in self._ports.items()
            if isinstance(reference, FileReference | SerialReference) and Path(reference.path).exists()
        )
