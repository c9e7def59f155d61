"""Opening a drawer through the printer it hangs on, and knowing whether it opened, in UnifiedPOS words.

``ESC p`` waits in the printer's buffer like any other command: a printer that is out of paper would open the drawer
once it is cured, before nobody. Such a printer is sent the pulse in real time, ``DLE DC4 1``, which some models ignore
then. What cannot be opened is opened with its key, and that is said.
"""

import time
from enum import StrEnum
from typing import Protocol

from terminal.domain.records import record

DRAWER_PINS = (2, 5)
PULSE_TENTHS = 2
"""How long a pulse in real time lasts, in tenths of a second."""
OPENING_S = 1.0
"""How long a drawer may take from the pulse to the switch."""
_LOOK_S = 0.05


class Sensor(StrEnum):
    """What the level of the connector's switch pin means: drawers are wired either way, or have no switch."""

    NONE = "none"
    HIGH_OPEN = "high_open"
    LOW_OPEN = "low_open"


class Opening(StrEnum):
    """What came of opening a drawer."""

    OPENED = "opened"
    """Its switch says so."""
    KICKED = "kicked"
    """It was given its pulse, and nothing here can tell more."""
    USE_KEY = "use_key"
    """It stayed shut, or the printer is in no state to open it."""


class DrawerPort(Protocol):
    """The printer as the drawer knows it. Every failure is a ``DeviceFault``."""

    def is_ready(self) -> bool | None:
        """Whether it carries out what it is sent now; ``None`` when it does not say."""
        ...

    def drawer_pin_high(self) -> bool | None:
        """Whether the connector's switch pin is high; ``None`` when it does not say."""
        ...

    def kick(self, command: bytes) -> None:
        """Sends a pulse's command."""
        ...


def real_time_pulse(pin: int) -> bytes:
    """``DLE DC4 1 m t``: a pulse that waits behind nothing. Never part of a document."""
    return bytes([0x10, 0x14, 0x01, DRAWER_PINS.index(pin), PULSE_TENTHS])


@record
class CashDrawer:
    """A drawer on connector pin 2 or 5 of a printer."""

    pin: int = DRAWER_PINS[0]
    sensor: Sensor = Sensor.NONE

    def opened(self, pin_high: bool | None) -> bool | None:
        """UnifiedPOS ``DrawerOpened``; ``None`` where it has no switch (``CapStatus`` false) or nothing was said."""
        if pin_high is None or self.sensor is Sensor.NONE:
            return None
        return pin_high is (self.sensor is Sensor.HIGH_OPEN)

    def open(self, port: DrawerPort, pulse: bytes) -> Opening:
        """Opens it and looks whether it did; ``pulse`` is the printer's command for its pin."""
        is_ready = port.is_ready()
        port.kick(real_time_pulse(self.pin) if is_ready is False else pulse)
        opened = self._await_opening(port)
        if opened is None:
            return Opening.USE_KEY if is_ready is False else Opening.KICKED
        return Opening.OPENED if opened else Opening.USE_KEY

    def _await_opening(self, port: DrawerPort) -> bool | None:
        deadline = time.monotonic() + OPENING_S
        while True:
            opened = None if self.sensor is Sensor.NONE else self.opened(port.drawer_pin_high())
            if opened is not False or time.monotonic() > deadline:
                return opened
            time.sleep(_LOOK_S)
