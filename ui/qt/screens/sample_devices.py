"""Devices for pictures of screens and for tests: each is as it is told to be, and answers when it is told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from devices.health import Health, HealthResult
from devices.states import DeviceError, DeviceReport, DeviceState, DeviceStatus
from terminal.domain.errors import Refusal
from ui.qt.screens.sample_shop import NOW
from ui.viewmodels.wedge_setup import Key


def _reports() -> list[DeviceReport]:
    printer = DeviceStatus("printer", DeviceState.ONLINE)
    trouble = DeviceError("paper_out", NOW - timedelta(hours=3))
    port = "tcp://192.168.1.50:9100"
    return [
        DeviceReport(printer, port, trouble, NOW - timedelta(seconds=8)),
        DeviceReport(DeviceStatus("drawer", DeviceState.ONLINE), port, None, NOW - timedelta(minutes=4)),
        DeviceReport(DeviceStatus("scanner", DeviceState.ONLINE), "wedge", None, NOW - timedelta(minutes=1)),
        DeviceReport(DeviceStatus("line_display", DeviceState.CLOSED)),
    ]


@dataclass(frozen=True)
class SampleMeasured:
    """Fulfils ``Measured``: a scanner that is quick, has a prefix and sends Enter, unless told otherwise."""

    median_ms: float = 8
    longest_ms: int = 12
    gap_ms: int = 25
    prefix: str = "~"
    suffix: str = "enter"
    trouble: str | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """The options to save."""
        return {"wedge_prefix": self.prefix, "wedge_suffix": self.suffix, "wedge_gap_ms": str(self.gap_ms)}


@dataclass(frozen=True)
class SamplePort:
    """Fulfils ``FoundPort``."""

    kind: str
    place: str
    name: str
    urls: tuple[str, ...]


SAMPLE_PORTS = (
    SamplePort("usb", "/dev/usb/lp0", "", ("file:///dev/usb/lp0",)),
    SamplePort(
        "serial",
        "/dev/ttyUSB0",
        "USB-Serial Controller",
        ("serial:///dev/ttyUSB0?baud=115200", "serial:///dev/ttyUSB0?baud=9600"),
    ),
)


@dataclass
class SampleBench:
    """Fulfils ``DeviceBench``.

    ``asked`` are the devices that were to be tried out, ``tuned`` is how a scanner types, ``refuses`` why no test page
    can be printed and no drawer opens.
    """

    shown: list[DeviceReport] = field(default_factory=_reports)
    asked: list[str] = field(default_factory=list)
    measured: SampleMeasured = field(default_factory=SampleMeasured)
    tuned: dict[str, str] = field(default_factory=dict)
    ports: tuple[SamplePort, ...] = SAMPLE_PORTS
    refuses: Refusal | None = None

    def reports(self) -> tuple[DeviceReport, ...]:
        """What it was told to say."""
        return tuple(self.shown)

    def check_health(self, device: str) -> None:
        """Notes it."""
        self.asked.append(device)

    def measure_scans(self, scans: Sequence[Sequence[Key]]) -> SampleMeasured:
        """What it was told to find."""
        return self.measured

    def tune_scanner(self, settings: Mapping[str, str]) -> None:
        """Notes it."""
        self.tuned |= settings

    def found_ports(self) -> Sequence[SamplePort]:
        """Those that it was told of."""
        return self.ports

    def try_printer(self, port: str, paper_mm: str) -> Health:
        """Notes it; the page is on its way, and nobody knows more."""
        self.asked.append(f"{port} {paper_mm}")
        if self.refuses is not None:
            raise self.refuses
        return Health("printer", HealthResult.UNCONFIRMED)

    def try_drawer(self, port: str, pin: str) -> Health:
        """Notes it; nobody here sees whether it opened."""
        self.asked.append(f"drawer {port} {pin}")
        if self.refuses is not None:
            raise self.refuses
        return Health("drawer", HealthResult.UNCONFIRMED)
