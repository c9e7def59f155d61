"""The figures that the database has and no process counts, read again only when they have become old."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from sync.server.intake.backlog import Backlog
from sync.server.metrics import Figures
from sync.server.storage.database import Database
from sync.server.storage.tables import exceptions, quarantine

_OLD = timedelta(seconds=10)


class FiguresReader:
    """Counts cases for whoever scrapes, however often that is."""

    def __init__(self, database: Database, backlog: Backlog, now: Callable[[], datetime]) -> None:
        self._database = database
        self._backlog = backlog
        self._now = now
        self._lock = threading.Lock()
        self._read_at: datetime | None = None
        self._cases: tuple[dict[str, int], dict[str, int]] = ({}, {})

    def figures(self) -> Figures:
        """The figures now; counts of cases may be some seconds old."""
        quarantined, noted = self._counted()
        totals = self._backlog.totals
        return Figures(
            backlog=self._backlog.waiting,
            unaudited=max(0, totals.posted - totals.audited),
            posting_rate=self._backlog.frames_per_second,
            quarantined=quarantined,
            exceptions=noted,
        )

    def _counted(self) -> tuple[dict[str, int], dict[str, int]]:
        with self._lock:
            now = self._now()
            if self._read_at is None or abs(now - self._read_at) >= _OLD:
                with self._database.read() as connection:
                    self._cases = (_counts(connection, quarantine.c.reason), _counts(connection, exceptions.c.code))
                self._read_at = now
            return self._cases


def _counts(connection: Connection, column: ColumnElement[str]) -> dict[str, int]:
    rows = connection.execute(select(column.label("name"), func.count().label("cases")).group_by(column))
    return {row.name: row.cases for row in rows}
