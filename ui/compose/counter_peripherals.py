"""The till's devices at work behind its window. What drives them is loaded when they start: the window comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.printer.profiles import printer_profile
from devices.scanner.scan import classify
from devices.scanner.wedge import Wedge
from devices.settings import DeviceSettings
from devices.states import DRAWER, PRINTER, WEDGE, DeviceReport, DeviceStatus
from ui.compose.scanning import scan_reading, tuned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.health import Health, HealthListener
    from devices.scanner.wedge_setup import Key, MeasuredScanner
    from devices.supervisor import Supervisor
    from devices.transports.finding import FoundPort
    from terminal.ports.printing import PrintQueue
    from ui.viewmodels.peripherals import ScanReading, WedgeDetector


class CounterPeripherals:
    """Implements ``ui.viewmodels.peripherals.Peripherals`` with the supervised devices."""

    def __init__(
        self, settings: DeviceSettings, queue: PrintQueue, read: Callable[[], DeviceSettings] | None = None
    ) -> None:
        self._settings, self._queue, self._read = settings, queue, read
        self._supervisor: Supervisor | None = None
        self._listeners: tuple[Callable[[ScanReading], None], Callable[[DeviceStatus], None]] | None = None

    def start(self, scanned: Callable[[ScanReading], None], changed: Callable[[DeviceStatus], None]) -> None:
        """Starts what is set up."""
        self._listeners = (scanned, changed)
        self._begin()

    def stop(self) -> None:
        """Stops every device."""
        if self._supervisor is not None:
            self._supervisor.stop()

    def restart(self) -> None:
        """The devices stop and start again by the settings as they are now."""
        self.stop()
        if self._read is not None:
            self._settings = self._read()
        self._begin()

    def found_ports(self) -> Sequence[FoundPort]:
        """The ports that a printer may hang on."""
        from devices.transports.finding import found_ports

        return found_ports()

    def try_printer(self, port: str, paper_mm: str) -> Health:
        """What came of a test page there. The devices rest meanwhile: most ports take one client at a time."""
        width = printer_profile(self._settings.printer_profile).width_dots(int(paper_mm))
        alone = DeviceSettings(
            printer_port=port,
            printer_width=width,
            printer_profile=self._settings.printer_profile,
            printer_text=self._settings.printer_text,
            language=self._settings.language,
        )
        return self._tried_alone(alone, PRINTER)

    def try_drawer(self, port: str, pin: str) -> Health:
        """What came of opening a drawer on the printer there, by that pin; the devices rest meanwhile."""
        alone = DeviceSettings(
            printer_port=port,
            printer_profile=self._settings.printer_profile,
            has_drawer=True,
            drawer_pin=int(pin),
            drawer_sensor=self._settings.drawer_sensor,
        )
        return self._tried_alone(alone, DRAWER)

    def _tried_alone(self, alone: DeviceSettings, device: str) -> Health:
        from ui.compose.device_trials import try_out

        self.stop()
        try:
            return try_out(alone, device, 0)
        finally:
            self._begin()

    def _begin(self) -> None:
        from devices.supervisor import Supervisor

        if self._listeners is not None:
            scanned, changed = self._listeners
            self._supervisor = Supervisor(
                self._settings, self._queue, changed, lambda scan: scanned(scan_reading(scan))
            )
            self._supervisor.start()

    def print_job_queued(self) -> None:
        """The printer looks now."""
        if self._supervisor is not None:
            self._supervisor.print_job_queued()

    def show(self, lines: tuple[str, str]) -> None:
        """The line display shows that, as soon as it can."""
        if self._supervisor is not None:
            self._supervisor.show(lines)

    def drawer(self) -> Callable[[], None] | None:
        """The drawer that hangs on the printer, where the settings say that one does."""
        return self._open_drawer if self._settings.has_drawer and self._settings.printer_port else None

    def _open_drawer(self) -> None:
        if self._supervisor is not None:
            self._supervisor.open_drawer()

    def read(self, typed: str) -> ScanReading:
        """What a scan that came in as keys says."""
        scan = classify(typed, self._settings.scan_rules)
        if self._supervisor is not None:
            self._supervisor.typed(scan)
        return scan_reading(scan)

    def wedge(self) -> WedgeDetector | None:
        """A fresh detector, unless a scanner has a port of its own."""
        return Wedge(self._settings.wedge) if self._settings.scanner_port in {"", WEDGE} else None

    def reports(self) -> tuple[DeviceReport, ...]:
        """How every device is; nothing before they are started."""
        return self._supervisor.reports() if self._supervisor is not None else ()

    def check_health(self, device: str, told: HealthListener) -> None:
        """Tries a device out."""
        if self._supervisor is not None:
            self._supervisor.check_health(device, told)

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> MeasuredScanner:
        """What the scans say of the scanner that typed them."""
        from devices.scanner.wedge_setup import measure

        return measure(scans)

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """The next detector goes by these options."""
        self._settings = replace(self._settings, wedge=tuned(self._settings.wedge, settings))
