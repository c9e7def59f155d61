"""How a device is doing, in UnifiedPOS words, as the status strip shows it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final

from terminal.domain.records import record

PRINTER: Final = "printer"
DRAWER: Final = "drawer"
SCANNER: Final = "scanner"
LINE_DISPLAY: Final = "line_display"
WEDGE: Final = "wedge"
"""In place of a port: the scanner types like a keyboard."""
NOT_SET: Final = "not_set"
NO_REPLY: Final = "no_reply"
PORT_INVALID: Final = "port_invalid"


class DeviceState(StrEnum):
    """Whether a device can work now. ``UNKNOWN`` is a state of its own: no reply is neither good nor bad news."""

    CLOSED = "closed"
    """Not in use: nothing is configured, or the device was stopped."""
    UNKNOWN = "unknown"
    """In use, but it has not told how it is."""
    ONLINE = "online"
    """It answers and can work; ``detail`` may carry a warning such as ``paper_near_end``."""
    ERROR = "error"
    """It answers and needs a hand: ``paper_out``, ``cover_open``, ``fault``; or ours: ``font_missing``, ``claimed``."""
    OFFLINE = "offline"
    """It cannot be reached; ``detail`` is a ``FaultKind``."""


TROUBLED: Final = frozenset({DeviceState.ERROR, DeviceState.OFFLINE})
"""The states of a device that somebody has to see to."""


@record
class DeviceStatus:
    """One device's state. ``device`` is ``printer``, ``scanner`` …; ``f"{device}_{detail}"`` is a sentence's kind."""

    device: str
    state: DeviceState
    detail: str = ""


@record
class DeviceError:
    """What last went wrong: the ``detail`` of that state, and when it began."""

    detail: str
    at: datetime


@record
class DeviceReport:
    """All that is known of one device. ``port`` is as the settings have it, empty where there is none.

    ``last_good`` is when it last answered or was seen at work; ``None`` when it never was. Times are UTC.
    """

    status: DeviceStatus
    port: str = ""
    last_error: DeviceError | None = None
    last_good: datetime | None = None

    @property
    def device(self) -> str:
        """Its name."""
        return self.status.device


StatusListener = Callable[[DeviceStatus], None]
