"""The thread that every adapter has to itself: rounds of work until it is stopped; its states told as they change."""

import logging
import threading
from collections.abc import Callable

from devices.states import DeviceState, DeviceStatus, StatusListener

_log = logging.getLogger(__name__)


class DeviceThread:
    """Start it once, wake it when there is something to do, stop it once.

    ``work`` does one round and gives the seconds until the next, unless woken before; it raises nothing that it could
    not answer for: whatever leaves it is logged, is the state ``ERROR``, and it is tried again. ``listener`` is called
    on this thread.
    """

    def __init__(self, device: str, listener: StatusListener, work: Callable[[], float], retry_s: float = 5.0) -> None:
        self.device = device
        self._listener, self._work, self._retry_s = listener, work, retry_s
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=device, daemon=True)
        self._published: DeviceStatus | None = None

    def start(self) -> None:
        """Starts the thread; nothing here waits for the device."""
        self._thread.start()

    def wake(self) -> None:
        """Begins the next round now."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stops after the round under way and waits for the thread, ``timeout_s`` at most."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def stopping(self) -> bool:
        """Whether somebody wants it to end."""
        return self._stop.is_set()

    def publish(self, state: DeviceState, detail: str = "") -> None:
        """Tells how the device is, unless that was the last thing told; that it is well is told each time it shows."""
        status = DeviceStatus(self.device, state, detail)
        if status == self._published and state is not DeviceState.ONLINE:
            return
        self._published = status
        try:
            self._listener(status)
        except Exception:
            _log.exception("the listener of the state of %s failed", self.device)

    def _run(self) -> None:
        self.publish(DeviceState.UNKNOWN)
        while not self._stop.is_set():
            self._wake.clear()
            self._wake.wait(self._round())
        self.publish(DeviceState.CLOSED)

    def _round(self) -> float:
        try:
            return self._work()
        except Exception:
            _log.exception("the thread of %s met a fault of ours", self.device)
            self.publish(DeviceState.ERROR, "fault")
            return self._retry_s
