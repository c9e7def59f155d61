"""Seeing to it that cells have a snapshot which is worth starting from."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from sync.protocol.snapshots import REPLICA_REVISION
from sync.server.keys import ServerKeys
from sync.server.snapshots.building import OvertakenError, Snapshot, build_snapshot
from sync.server.storage.database import Database
from sync.server.storage.tables import cells, snapshots

MEMBERS_MIN = 5_000
BEHIND_SHARE_MAX = 5  # a fifth
AGE_MAX = timedelta(days=7)
PAUSE = timedelta(minutes=15)  # each erasure takes a cell's snapshots away, and a day of them should not make a hundred
LOOK_SECONDS = 60.0
BREATH_SECONDS = 0.002

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_log = logging.getLogger(__name__)


class SnapshotKeeper:
    """Makes snapshots where they are missing or far behind, while the server does its work."""

    def __init__(self, database: Database, keys: ServerKeys, now: Callable[[], datetime]) -> None:
        self._database, self._keys, self._now = database, keys, now
        self._made: dict[str, datetime] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="snapshots", daemon=True)

    def start(self) -> None:
        """Begins to look after the cells."""
        self._thread.start()

    def stop(self) -> None:
        """Ends; a snapshot that is being made is given up."""
        self._stopping.set()
        self._thread.join()

    def run_once(self) -> tuple[Snapshot, ...]:
        """Makes the snapshots that are due; gives those."""
        return tuple([self._build(cell) for cell in self._due()])

    def _build(self, cell: str) -> Snapshot:
        self._made[cell] = self._now()
        return build_snapshot(self._database, self._keys, cell, self._now, self._breathe)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.run_once()
            except _StoppedError:
                return
            except OvertakenError:
                _log.info("a snapshot was overtaken and will be made again")
            except Exception:
                # Terminals pull pages meanwhile; what the reason was, only a person can tell.
                _log.exception("making a snapshot failed")
            self._stopping.wait(LOOK_SECONDS)

    def _due(self) -> list[str]:
        with self._database.read() as connection:
            figures = connection.execute(select(cells).where(cells.c.members >= MEMBERS_MIN)).all()
            made = connection.execute(
                select(snapshots.c.cell, snapshots.c.number, snapshots.c.made_at)
                .where(snapshots.c.revision == REPLICA_REVISION)
                .order_by(snapshots.c.made_at)
            ).all()
        newest = {row.cell: row for row in made}
        return [cell.cell for cell in figures if self._is_due(cell, newest.get(cell.cell))]

    def _is_due(self, cell: Any, last: Any | None) -> bool:
        if self._now() - self._made.get(cell.cell, _LONG_AGO) < PAUSE:
            return False
        if last is None or last.number < cell.forgotten:
            return True
        behind = int(cell.number - last.number)
        return behind * BEHIND_SHARE_MAX > cell.members or (behind > 0 and bool(last.made_at < self._now() - AGE_MAX))

    def _breathe(self) -> None:
        """Between portions, requests and posting get the processor."""
        if self._stopping.wait(BREATH_SECONDS):
            raise _StoppedError


class _StoppedError(Exception):
    """The server ends; nothing is half made, because only the last step counts."""
