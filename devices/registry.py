"""The kinds of device there are, and how each is built from a terminal's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from devices.display.line_display import LineDisplay
from devices.health import HealthListener
from devices.printer.jobs import PaperSettings
from devices.printer.spooler import Spooler
from devices.printer.trial_page import trial_page
from devices.scanner.serial_scanner import ScanListener, SerialScanner
from devices.scanner.typing_scanner import TypingScanner
from devices.settings import DeviceSettings
from devices.states import (
    DRAWER,
    LINE_DISPLAY,
    PORT_INVALID,
    PRINTER,
    SCANNER,
    WEDGE,
    DeviceState,
    DeviceStatus,
    StatusListener,
)
from devices.transports.reference import Reference, parse_reference
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.printing import PrintQueue


class Device(Protocol):
    """An adapter. It has a thread of its own and never raises; its listeners are called on that thread."""

    @property
    def device(self) -> str:
        """Its name, such as ``printer`` or ``scanner``."""
        ...

    def start(self) -> None:
        """Starts its thread; waits for nothing."""
        ...

    def stop(self) -> None:
        """Ends its thread and waits for that."""
        ...

    def wake(self) -> None:
        """Something is there to do, or was plugged in or out."""
        ...

    def check_health(self, told: HealthListener) -> None:
        """Tries it out where people see it, after what it is doing now; ``told`` hears once what came of it."""
        ...


@record
class Links:
    """What devices are tied to: where jobs come from, who hears of states and scans, what time it is."""

    queue: PrintQueue
    on_status: StatusListener
    on_scan: ScanListener
    now: Callable[[], datetime]


@record
class Site:
    """A device's place: its ``port`` as the settings have it, and the reference that names; ``None`` if it has none."""

    port: str
    reference: Reference | None = None


Build = Callable[[DeviceSettings, Reference, Links], Device]


@record
class Kind:
    """A kind of device: which port it is set up with, and how its adapter is built."""

    port: Callable[[DeviceSettings], str]
    build: Build


@dataclass(slots=True)
class PrinterDevice:
    """The printer: its spooler, and the page that tries it out."""

    spooler: Spooler
    settings: DeviceSettings
    now: Callable[[], datetime]
    device: str = PRINTER

    def start(self) -> None:
        """See ``Device``."""
        self.spooler.start()

    def stop(self) -> None:
        """See ``Device``."""
        self.spooler.stop()

    def wake(self) -> None:
        """See ``Device``."""
        self.spooler.wake()

    def check_health(self, told: HealthListener) -> None:
        """Prints a test page."""
        page = trial_page(self.settings.printer_port, self.now(), self.settings.language)
        self.spooler.print_page(page, told)

    def kick(self, told: HealthListener | None = None) -> None:
        """Opens the drawer that hangs on it."""
        self.spooler.open_drawer(self.settings.drawer_pin, told)


@dataclass(slots=True)
class DrawerOnPrinter:
    """A cash drawer on the printer's connector: it has neither port nor thread, and is as well as the printer."""

    printer: PrinterDevice
    device: str = DRAWER

    def start(self) -> None:
        """The printer starts."""

    def stop(self) -> None:
        """The printer stops."""

    def wake(self) -> None:
        """The printer is woken."""

    def check_health(self, told: HealthListener) -> None:
        """Opens it."""
        self.printer.kick(told)


def _printer(settings: DeviceSettings, reference: Reference, links: Links) -> Device:
    paper = PaperSettings(settings.printer_width, settings.printer_profile, settings.printer_text)
    spooler = Spooler(
        reference,
        links.queue,
        links.on_status,
        paper,
        drawer_pin=settings.drawer_pin,
        drawer_sensor=settings.drawer_sensor,
    )
    return PrinterDevice(spooler, settings, links.now)


def _scanner(settings: DeviceSettings, reference: Reference, links: Links) -> Device:
    return SerialScanner(reference, links.on_scan, links.on_status, rules=settings.scan_rules)


def _line_display(settings: DeviceSettings, reference: Reference, links: Links) -> Device:
    return LineDisplay(reference, links.on_status, settings.display_protocol)


KINDS: Mapping[str, Kind] = {
    PRINTER: Kind(lambda settings: settings.printer_port, _printer),
    SCANNER: Kind(lambda settings: settings.scanner_port, _scanner),
    LINE_DISPLAY: Kind(lambda settings: settings.display_port, _line_display),
}


@record
class Built:
    """The adapters of a terminal, and the place of every kind of device, also of those that are not set up."""

    devices: Mapping[str, Device]
    sites: Mapping[str, Site]


def build_devices(settings: DeviceSettings, links: Links, kinds: Mapping[str, Kind] = KINDS) -> Built:
    """Builds what ``settings`` name. A port that cannot be read is said to ``links.on_status``; the rest is built."""
    devices: dict[str, Device] = {}
    sites: dict[str, Site] = {}
    for name, kind in kinds.items():
        sites[name] = site = _site(name, kind.port(settings), links.on_status)
        if site.reference is not None:
            devices[name] = kind.build(settings, site.reference, links)
        elif name == SCANNER and site.port == WEDGE:
            devices[name] = TypingScanner(links.on_status)
        if name == PRINTER:
            sites[DRAWER] = Site(settings.printer_port if settings.has_drawer else "")
        printer = devices.get(name)
        if isinstance(printer, PrinterDevice) and settings.has_drawer:
            devices[DRAWER] = DrawerOnPrinter(printer)
    return Built(devices, sites)


def _site(name: str, port: str, on_status: StatusListener) -> Site:
    if not port or port == WEDGE:
        return Site(port)
    try:
        return Site(port, parse_reference(port))
    except Refusal:
        on_status(DeviceStatus(name, DeviceState.ERROR, PORT_INVALID))
        return Site(port)
