"""How much waits to be posted, how fast it drains, and when intake should ask for patience.

The figures are those of the database, across all processes, as often as somebody samples them; between two samples a
process adds what it knows itself.
"""

import random
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from sync.server.storage.database import Database
from sync.server.storage.tables import epochs
from terminal.domain.errors import Refusal
from terminal.domain.records import record

FRAMES_WAITING_MAX = 500_000
INTERVAL_SECONDS_MAX = 300
_RETRY_SECONDS_MAX = 300
_RATE_AT_FIRST = 1000.0
_NEWEST_COUNTS = 0.3


@record
class Totals:
    """Frames of all terminals at one instant: stored, posted, and audited."""

    durable: int
    posted: int
    audited: int


def totals_of(database: Database) -> Totals:
    """The totals as the database has them."""
    sums = (func.coalesce(func.sum(column), 0) for column in (epochs.c.durable, epochs.c.posted, epochs.c.audited))
    with database.read() as connection:
        durable, posted, audited = connection.execute(select(*sums)).one()
    return Totals(int(durable), int(posted), int(audited))


class Backlog:
    """Frames stored and not yet posted. Used from any thread."""

    def __init__(
        self,
        totals: Totals,
        now: Callable[[], datetime],
        waiting_max: int = FRAMES_WAITING_MAX,
        chance: random.Random | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._totals = totals
        self._sampled_at = now()
        self._waiting = totals.durable - totals.posted
        self._now = now
        self._chance = chance or random.Random()
        self._promised = 0
        self._frames_per_second = _RATE_AT_FIRST
        self.waiting_max = waiting_max
        self.arrived = threading.Event()

    @property
    def waiting(self) -> int:
        """Frames that are not posted yet."""
        return self._waiting

    @property
    def totals(self) -> Totals:
        """The last sample."""
        return self._totals

    @property
    def frames_per_second(self) -> float:
        """How many frames are posted in a second while some wait, by all processes together."""
        return self._frames_per_second

    def add(self, frames: int) -> None:
        """``frames`` were stored by this process."""
        with self._lock:
            self._waiting += frames
        self.arrived.set()

    def posted(self, frames: int) -> None:
        """``frames`` were posted by this process."""
        with self._lock:
            self._waiting = max(0, self._waiting - frames)

    def observe(self, totals: Totals) -> None:
        """Takes a sample: what waits, and how much was posted since the one before."""
        now = self._now()
        with self._lock:
            before, seconds = self._totals, (now - self._sampled_at).total_seconds()
            self._totals, self._sampled_at = totals, now
            self._waiting = totals.durable - totals.posted
            drained = max(0, totals.posted - before.posted)
            self._promised = max(0, self._promised - drained)
            # Where nothing waited, what was posted says nothing about how fast it could have been.
            if seconds > 0 and before.durable > before.posted:
                self._frames_per_second += _NEWEST_COUNTS * (drained / seconds - self._frames_per_second)

    def require_room(self, frames: int = 1) -> None:
        """Raises ``Refusal("server_busy", retry_after_seconds=…)`` when too much waits.

        Whoever is sent away is told when there will be room for all who were sent away before, so that they come back
        one after the other.
        """
        with self._lock:
            excess = self._waiting - self.waiting_max
            if excess < 0:
                self._promised = 0
                return
            seconds = (excess + self.waiting_max / 10 + self._promised) / max(self._frames_per_second, 1)
            self._promised += frames
        if seconds > _RETRY_SECONDS_MAX:
            seconds = self._chance.uniform(_RETRY_SECONDS_MAX / 2, _RETRY_SECONDS_MAX)
        raise Refusal("server_busy", retry_after_seconds=int(seconds) + 1)

    def interval_seconds(self, least: int) -> int:
        """How long terminals without news should wait: until what waits is posted, ``least`` when little does."""
        seconds = round(self._waiting / max(self._frames_per_second, 1))
        return max(least, min(seconds, INTERVAL_SECONDS_MAX))
