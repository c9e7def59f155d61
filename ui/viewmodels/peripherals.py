"""The devices at the counter, as the window needs them; ``ui.compose`` fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.health import Health, HealthListener
    from devices.states import DeviceReport, DeviceStatus
    from terminal.domain.in_store_codes import PackedGoods
    from ui.viewmodels.wedge_setup import Key, Measured


@record
class ScanReading:
    """What a scanner read. ``may_be_member`` is false for what can only be an article, or nothing we know.

    ``packed`` is what a label of the store's own scale says; ``is_coupon`` is true for what can only be a coupon.
    """

    text: str
    may_be_member: bool
    packed: PackedGoods | None = None
    is_coupon: bool = False


class WedgeDecision(Protocol):
    """First replay the ``replay`` oldest held keys, then do with the key at hand what ``fate`` says.

    ``fate`` is ``hold``, ``pass``, ``swallow`` or ``none``; ``scan`` is a whole scan, or empty.
    """

    @property
    def fate(self) -> str:
        """What becomes of the key at hand."""
        ...

    @property
    def replay(self) -> int:
        """How many held keys were typed by hand."""
        ...

    @property
    def scan(self) -> str:
        """A whole scan, or empty."""
        ...


class WedgeDetector(Protocol):
    """Tells a scanner that types like a keyboard from fingers; times are milliseconds."""

    @property
    def deadline_ms(self) -> int | None:
        """When ``pause`` must be called if no key comes before; ``None`` while nothing is held."""
        ...

    def key(self, text: str, at_ms: int, *, overlaps: bool = False) -> WedgeDecision:
        """A key went down, while the one before was still down if it ``overlaps``."""
        ...

    def pause(self, at_ms: int) -> WedgeDecision:
        """Time passed without a key."""
        ...


class FoundPort(Protocol):
    """A port that a printer may hang on; see ``devices.transports.finding``."""

    @property
    def kind(self) -> str:
        """``usb``, ``serial`` or ``spooler``."""
        ...

    @property
    def place(self) -> str:
        """What the system calls it."""
        ...

    @property
    def name(self) -> str:
        """What hangs on it, where that is known."""
        ...

    @property
    def urls(self) -> Sequence[str]:
        """What to try, the likeliest first."""
        ...


class DeviceBench(Protocol):
    """Where devices are looked at, tried out and set up. No call waits for a device."""

    def reports(self) -> tuple[DeviceReport, ...]:
        """What is known of each kind of device."""
        ...

    def check_health(self, device: str) -> None:
        """Tries a device out; ``Till.device_tried`` hears what came of it."""
        ...

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> Measured:
        """What some scans say of a scanner that types."""
        ...

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """From now on the scanner that types is heard by these options."""
        ...

    def found_ports(self) -> Sequence[FoundPort]:
        """The ports that a printer may hang on. Called beside the store's thread, as are the two trials."""
        ...

    def try_printer(self, port: str, paper_mm: str) -> Health:
        """What came of a test page there. Raises ``Refusal``."""
        ...

    def try_drawer(self, port: str, pin: str) -> Health:
        """What came of opening a drawer on the printer there, by that pin of its connector. Raises ``Refusal``."""
        ...


class Peripherals(Protocol):
    """The devices of this terminal. Both listeners are called on the devices' own threads."""

    def start(self, scanned: Callable[[ScanReading], None], changed: Callable[[DeviceStatus], None]) -> None:
        """Starts what is set up; waits for nothing."""
        ...

    def stop(self) -> None:
        """Stops every device."""
        ...

    def print_job_queued(self) -> None:
        """A receipt was committed: the printer looks now."""
        ...

    def show(self, lines: tuple[str, str]) -> None:
        """Shows two lines to the customer, where there is a line display; waits for nothing."""
        ...

    def drawer(self) -> Callable[[], None] | None:
        """What opens the cash drawer; ``None`` where there is none."""
        ...

    def read(self, typed: str) -> ScanReading:
        """What a scan that came in as keys says."""
        ...

    def reports(self) -> tuple[DeviceReport, ...]:
        """What is known of each kind of device; waits for nothing."""
        ...

    def check_health(self, device: str, told: HealthListener) -> None:
        """Tries a device out; ``told`` is called once, on whatever thread."""
        ...

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> Measured:
        """What some scans say of a scanner that types."""
        ...

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """By these options a scanner types from now on; ``wedge`` then gives a detector for it."""
        ...

    def wedge(self) -> WedgeDetector | None:
        """A fresh detector, unless no scanner here types like a keyboard."""
        ...

    def found_ports(self) -> Sequence[FoundPort]:
        """The ports that a printer may hang on; it may take a moment."""
        ...

    def try_printer(self, port: str, paper_mm: str) -> Health:
        """What came of a test page there; the devices rest meanwhile. Raises ``Refusal``."""
        ...

    def try_drawer(self, port: str, pin: str) -> Health:
        """What came of opening a drawer on the printer there, by that pin; likewise. Raises ``Refusal``."""
        ...

    def restart(self) -> None:
        """The devices stop and start again by the settings as they are now; it may take a moment."""
        ...
