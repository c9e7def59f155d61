"""Devices for pictures of screens and for tests: each is as it is told to be, and answers when it is told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from devices.states import DeviceError, DeviceReport, DeviceState, DeviceStatus
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


@dataclass
class SampleBench:
    """Fulfils ``DeviceBench``; ``asked`` are the devices that were to be tried out, ``tuned`` how a scanner types."""

    shown: list[DeviceReport] = field(default_factory=_reports)
    asked: list[str] = field(default_factory=list)
    measured: SampleMeasured = field(default_factory=SampleMeasured)
    tuned: dict[str, str] = field(default_factory=dict)

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
