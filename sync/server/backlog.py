"""How much waits to be posted, how fast it drains, and when intake should ask for patience."""

import threading
from collections.abc import Callable
from datetime import datetime

from terminal.domain.errors import Refusal

FRAMES_WAITING_MAX = 500_000
_RETRY_SECONDS_MAX = 300


class Backlog:
    """Frames stored and not yet posted, as far as this process knows. Used from any thread."""

    def __init__(self, waiting: int, now: Callable[[], datetime], waiting_max: int = FRAMES_WAITING_MAX) -> None:
        self._lock = threading.Lock()
        self._waiting = waiting
        self._waiting_max = waiting_max
        self._now = now
        self._last_posted_at: datetime | None = None
        self._frames_per_second = 1000.0
        self.arrived = threading.Event()

    def add(self, frames: int) -> None:
        """``frames`` were stored."""
        with self._lock:
            self._waiting += frames
        self.arrived.set()

    def posted(self, frames: int) -> None:
        """``frames`` were posted; measures the rate."""
        now = self._now()
        with self._lock:
            self._waiting = max(0, self._waiting - frames)
            if self._last_posted_at:
                seconds = max((now - self._last_posted_at).total_seconds(), 0.001)
                self._frames_per_second = 0.8 * self._frames_per_second + 0.2 * frames / seconds
            self._last_posted_at = now

    def require_room(self) -> None:
        """Raises ``Refusal("server_busy", retry_after_seconds=…)`` from the measured rate when too much waits."""
        with self._lock:
            excess = self._waiting - self._waiting_max
            if excess < 0:
                return
            seconds = int((excess + self._waiting_max / 10) / max(self._frames_per_second, 1)) + 1
        raise Refusal("server_busy", retry_after_seconds=min(seconds, _RETRY_SECONDS_MAX))
