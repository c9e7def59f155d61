"""Keys that were pressed in time and come late: how long to wait for them. Knows no toolkit.

The window system stamps a key when it is pressed and hands it over when the machine gets to it. A window that decides
by its own timer that no more keys come must know how late the machine is: keys may be on their way to a thread that
has not run yet.
"""

from collections import deque
from dataclasses import dataclass, field

KEYS = 64
"""So many keys tell how quickly one can come; more would not notice that a clock was set."""
LATE_MAX_MS = 250
IN_TIME_MS = 5
"""Timers are no better than that."""
AGAIN_MS = 20
AGAIN_MAX = 12
"""A machine that is never in time must not keep typed keys for ever."""


@dataclass(slots=True)
class LateKeys:
    """Times are milliseconds: ``stamp_ms`` by the window system's clock, ``now_ms`` by one of ours."""

    _delays: deque[float] = field(default_factory=lambda: deque(maxlen=KEYS))
    _due_ms: float = 0.0
    _agains: int = 0

    def came(self, stamp_ms: int, now_ms: float) -> int:
        """A key came; gives how late it was, by the one that came quickest of the last ones."""
        self._delays.append(now_ms - stamp_ms)
        self._agains = 0
        return min(round(self._delays[-1] - min(self._delays)), LATE_MAX_MS)

    def expect(self, now_ms: float, wait_ms: int) -> int:
        """A timer is set; gives ``wait_ms``."""
        self._due_ms = now_ms + wait_ms
        return wait_ms

    def again_ms(self, now_ms: float) -> int:
        """The timer fired; gives how long to wait once more because it was late, as keys may be then. 0 is enough."""
        if now_ms - self._due_ms <= IN_TIME_MS or self._agains >= AGAIN_MAX:
            return 0
        self._agains += 1
        return self.expect(now_ms, AGAIN_MS)
