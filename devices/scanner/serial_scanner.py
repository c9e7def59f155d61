"""A serial or USB-CDC scanner, read by a thread of its own; comes back by itself after being unplugged."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.backoff import Backoff
from devices.device_thread import DeviceThread
from devices.faults import DeviceFault
from devices.health import Check, HealthListener, HealthResult
from devices.scanner.packets import PacketReader
from devices.scanner.scan import NO_RULES, Scan, ScanRules, classify
from devices.states import SCANNER, DeviceState, StatusListener
from devices.transports.connection import Connection
from devices.transports.opening import open_connection
from devices.transports.reference import Reference

_READ_S = 0.25

_log = logging.getLogger(__name__)

ScanListener = Callable[[Scan], None]


@dataclass(slots=True)
class SerialScanner:
    """Start it once, stop it once. Both listeners are called on its thread."""

    reference: Reference
    scanned: ScanListener
    listener: StatusListener
    backoff: Backoff = field(default_factory=lambda: Backoff(first_s=0.5, ceiling_s=5.0))
    device: str = SCANNER
    rules: ScanRules = NO_RULES
    _check: Check = field(default_factory=lambda: Check(SCANNER))
    _thread: DeviceThread = field(init=False)

    def __post_init__(self) -> None:
        """Gives it its thread."""
        self._thread = DeviceThread(SCANNER, self.listener, self._round)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Tries the port now, when it was missing before."""
        self._thread.wake()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends the thread and waits for it, ``timeout_s`` at most."""
        self._thread.stop(timeout_s)
        self._check.answer(HealthResult.FAILED, DeviceState.CLOSED.value)

    def check_health(self, told: HealthListener) -> None:
        """Waits for the next scan; fails at once where the port cannot be opened."""
        self._check.ask(told)
        self.wake()

    def _round(self) -> float:
        """Reads for as long as the port is there; gives the seconds until it is tried again."""
        try:
            with open_connection(self.reference) as connection:
                self._read(connection)
        except DeviceFault as fault:
            _log.info("%s", fault)
            self._thread.publish(DeviceState.OFFLINE, fault.kind.value)
            self._check.answer(HealthResult.FAILED, fault.kind.value)
        return self.backoff.next_wait_s()

    def _read(self, connection: Connection) -> None:
        self._thread.publish(DeviceState.ONLINE)
        self.backoff.reset()
        packets = PacketReader()
        while not self._thread.stopping():
            for text in packets.feed(connection.read(_READ_S)):
                self._deliver(classify(text, self.rules))

    def _deliver(self, scan: Scan) -> None:
        self._thread.publish(DeviceState.ONLINE)
        try:
            self.scanned(scan)
        except Exception:
            _log.exception("a scan could not be delivered")
        self._check.answer(HealthResult.PASSED, scan.value)  # whoever waits for it has the scan by now
