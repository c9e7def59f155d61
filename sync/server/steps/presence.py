"""When each terminal last spoke and how far its clock is off: for people, never a reason to refuse."""

import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, update

from sync.server.storage.database import Database
from sync.server.storage.tables import terminals

_NOTED_AGAIN_SECONDS = 60
_ROWS_PER_TRANSACTION = 500
_note = (
    update(terminals)
    .where(terminals.c.terminal == bindparam("of_terminal"))
    .values(seen_at=bindparam("at"), clock_skew_seconds=bindparam("skew"))
)


class Presence:
    """Notes in memory, a terminal at most once a minute, and writes many at once."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._noted: dict[str, datetime] = {}
        self._unwritten: dict[str, tuple[datetime, int | None]] = {}

    def note(self, terminal: str, their_time: datetime | None) -> None:
        """``terminal`` spoke just now, and its clock showed ``their_time``."""
        now = self._now()
        with self._lock:
            last = self._noted.get(terminal)
            if last and abs((now - last).total_seconds()) < _NOTED_AGAIN_SECONDS:
                return
            self._noted[terminal] = now
            self._unwritten[terminal] = (now, round((their_time - now).total_seconds()) if their_time else None)

    def write(self) -> None:
        """Writes what was noted since the last time."""
        with self._lock:
            notes, self._unwritten = sorted(self._unwritten.items()), {}
        # In the order of ids, in which intake locks terminals too.
        for start in range(0, len(notes), _ROWS_PER_TRANSACTION):
            portion = notes[start : start + _ROWS_PER_TRANSACTION]
            with self._database.write() as connection:
                connection.execute(
                    _note, [{"of_terminal": name, "at": at, "skew": skew} for name, (at, skew) in portion]
                )
