"""The devices at the counter, as the window needs them; ``ui.compose`` fills it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices.states import DeviceStatus


@dataclass(frozen=True, slots=True)
class ScanReading:
    """What a scanner read. ``may_be_member`` is false for what can only be an article, or nothing we know."""

    text: str
    may_be_member: bool


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

    def key(self, text: str, at_ms: int) -> WedgeDecision:
        """A key went down."""
        ...

    def pause(self, at_ms: int) -> WedgeDecision:
        """Time passed without a key."""
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

    def drawer(self) -> Callable[[], None] | None:
        """What opens the cash drawer; ``None`` where there is none."""
        ...

    def read(self, typed: str) -> ScanReading:
        """What a scan that came in as keys says."""
        ...

    def wedge(self) -> WedgeDetector | None:
        """A fresh detector, unless no scanner here types like a keyboard."""
        ...
