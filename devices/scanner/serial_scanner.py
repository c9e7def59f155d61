"""A serial or USB-CDC scanner, read by a thread of its own; comes back by itself after being unplugged."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.backoff import Backoff
from devices.faults import DeviceFault
from devices.scanner.packets import PacketReader
from devices.scanner.scan import Scan, classify
from devices.states import DeviceState, DeviceStatus, StatusListener
from devices.transports.connection import Connection
from devices.transports.opening import open_connection
from devices.transports.reference import Reference

DEVICE = "scanner"
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
    _wake: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _published: DeviceStatus | None = None

    def start(self) -> None:
        """Starts the thread."""
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Tries the port now, when it was missing before."""
        self._wake.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends the thread and waits for it, ``timeout_s`` at most."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        self._publish(DeviceState.UNKNOWN)
        while not self._stop.is_set():
            self._wake.clear()
            try:
                with open_connection(self.reference) as connection:
                    self._read(connection)
            except DeviceFault as fault:
                _log.info("%s", fault)
                self._publish(DeviceState.OFFLINE, fault.kind.value)
            except Exception:
                _log.exception("the scanner's thread met a fault of ours")
                self._publish(DeviceState.ERROR, "fault")
            if not self._stop.is_set():
                self._wake.wait(self.backoff.next_wait_s())
        self._publish(DeviceState.CLOSED)

    def _read(self, connection: Connection) -> None:
        self._publish(DeviceState.ONLINE)
        self.backoff.reset()
        packets = PacketReader()
        while not self._stop.is_set():
            for text in packets.feed(connection.read(_READ_S)):
                self._deliver(classify(text))

    def _deliver(self, scan: Scan) -> None:
        try:
            self.scanned(scan)
        except Exception:
            _log.exception("a scan could not be delivered")

    def _publish(self, state: DeviceState, detail: str = "") -> None:
        status = DeviceStatus(DEVICE, state, detail)
        if status == self._published:
            return
        self._published = status
        try:
            self.listener(status)
        except Exception:
            _log.exception("the listener of the scanner's state failed")
