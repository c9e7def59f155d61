"""A line display (UnifiedPOS ``LineDisplay``), written to by a thread of its own; it comes back after being unplugged.

Nobody waits for it: whoever has something to show leaves it here, and the last text is the one that counts.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from devices.backoff import Backoff
from devices.device_thread import DeviceThread
from devices.display.protocols import BLANK, CLEAR, COLUMNS, DisplayProtocol, Lines, encode_lines, encode_start
from devices.faults import DeviceFault
from devices.health import Check, HealthListener, HealthResult
from devices.states import LINE_DISPLAY, NO_REPLY, DeviceState, StatusListener
from devices.transports.connection import Connection
from devices.transports.opening import open_connection
from devices.transports.reference import Reference
from terminal.domain.records import record

WRITE_S = 1.0
TRIAL: Lines = ("STILLPOINT", "0123456789 +-.,:/$%")
_LISTEN_S = 0.001
"""Not zero: for USB that would mean for ever."""

_log = logging.getLogger(__name__)


@record
class DisplayPace:
    """Seconds: between two texts, between two looks at the port, until the same text is sent again, for a trial's text.

    The same text is sent again because a pole that was switched off and on is blank, and cannot say so.
    """

    coalesce_s: float = 0.1
    look_s: float = 1.0
    repeat_s: float = 15.0
    trial_s: float = 3.0


@dataclass(slots=True)
class LineDisplay:
    """Start it once, show what is to be shown, stop it once. ``listener`` is called on its thread.

    Poles do not answer, so one that takes its bytes is ``UNKNOWN`` with ``no_reply``, never ``ONLINE``.
    """

    reference: Reference
    listener: StatusListener
    protocol: DisplayProtocol = DisplayProtocol.CD5220
    backoff: Backoff = field(default_factory=lambda: Backoff(first_s=0.5, ceiling_s=10.0))
    pace: DisplayPace = field(default_factory=DisplayPace)
    seconds: Callable[[], float] = time.monotonic
    device: str = LINE_DISPLAY
    _check: Check = field(default_factory=lambda: Check(LINE_DISPLAY))
    _thread: DeviceThread = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _wanted: Lines = BLANK
    _shown: Lines | None = None
    _shown_at: float = 0.0
    _not_before: float = float("-inf")
    _connection: Connection | None = None

    def __post_init__(self) -> None:
        """Gives it its thread."""
        self._thread = DeviceThread(LINE_DISPLAY, self.listener, self._round)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Tries the port now, when it was missing before."""
        self._not_before = float("-inf")
        self._thread.wake()

    def show(self, lines: Lines) -> None:
        """Both lines at once; whatever they were before is gone."""
        with self._lock:
            self._wanted = lines
        self._thread.wake()

    def display_text_at(self, row: int, column: int, text: str) -> None:
        """``text`` from that place on, counted from 0; what goes over the end of the line is left out."""
        with self._lock:
            lines = [line.ljust(COLUMNS) for line in self._wanted]
            lines[row] = (lines[row][:column] + text + lines[row][column + len(text) :])[:COLUMNS]
            self._wanted = (lines[0], lines[1])
        self._thread.wake()

    def clear_text(self) -> None:
        """Nothing in either line."""
        self.show(BLANK)

    def check_health(self, told: HealthListener) -> None:
        """Shows a text of its own for a moment: somebody has to look. ``told`` is called on the thread."""
        self._check.ask(told)
        self.wake()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends the thread, waits for it, ``timeout_s`` at most, and leaves the display dark."""
        self._thread.stop(timeout_s)
        self._check.answer(HealthResult.FAILED, DeviceState.CLOSED.value)
        if self._connection is not None:
            with suppress(DeviceFault):  # one that is gone is dark
                self._connection.write(CLEAR, WRITE_S)
            self._drop()

    def _round(self) -> float:
        """Sends what is not shown yet, or looks whether the port is still there; gives the seconds until the next."""
        wait_s = self._not_before - self.seconds()
        if wait_s > 0:
            return wait_s
        try:
            self._serve(self._connection or self._open())
        except DeviceFault as fault:
            _log.info("%s", fault)
            self._drop()
            self._thread.publish(DeviceState.OFFLINE, fault.kind.value)
            self._check.answer(HealthResult.FAILED, fault.kind.value)
            return self._rest(self.backoff.next_wait_s())
        self.backoff.reset()
        self._thread.publish(DeviceState.UNKNOWN, NO_REPLY)
        return self.pace.look_s

    def _open(self) -> Connection:
        connection = self._connection = open_connection(self.reference)
        connection.write(encode_start(self.protocol), WRITE_S)
        self._shown = None
        return connection

    def _serve(self, connection: Connection) -> None:
        if self._check.is_asked:
            self._send(connection, TRIAL, self.pace.trial_s)
            self._check.answer(HealthResult.UNCONFIRMED)
            return
        with self._lock:
            wanted = self._wanted
        if wanted == self._shown and self.seconds() - self._shown_at < self.pace.repeat_s:
            connection.read(_LISTEN_S)  # says nothing of use, but fails when the port is gone
            return
        self._send(connection, wanted, self.pace.coalesce_s)

    def _send(self, connection: Connection, lines: Lines, stays_s: float) -> None:
        connection.write(encode_lines(self.protocol, lines), WRITE_S)
        self._shown, self._shown_at = lines, self.seconds()
        self._rest(stays_s)

    def _rest(self, seconds: float) -> float:
        """Leaves the port alone that long, however often something new is to be shown meanwhile."""
        self._not_before = self.seconds() + seconds
        return seconds

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
