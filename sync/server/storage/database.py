"""The database: SQLite by default, PostgreSQL by URL, one way of writing for both."""

import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from sync.server.storage.database_url import DOUBTFUL, WRITING, is_lost, make_engine, read_url
from sync.server.storage.migrations.running import migrate
from terminal.domain.errors import Refusal

RETRY_SECONDS: Final = 5
_ROWS_PER_LOOKUP = 500
_ATTEMPTS_MAX = 6
_IN_THE_WAY = frozenset({"40P01", "40001", "23505"})  # deadlock, serialization failure, unique violation
_OUT_OF_ORDER = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}

_log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Database:
    """An open, migrated database. ``write`` transactions are serial on SQLite and row-locked on PostgreSQL.

    Both ``write`` and ``read`` raise ``Refusal("database_unavailable", retry_after_seconds=…)`` when the database goes
    away. Whether a write that ends so was kept is then unknown: nothing of it may be acknowledged, and it is repeated.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = threading.Lock() if self._is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether one transaction at a time writes."""
        return self._is_sqlite

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends and rolls back when it raises."""
        connecting = self._engine.connect
        with _refusing(), self._turn, connecting().execution_options(**{WRITING: True}) as connection:
            with connection.begin():
                yield connection
            if connection.info.pop(DOUBTFUL, False):
                raise _unavailable()

    def write_again(self, work: Callable[[Connection], Result]) -> Result:
        """What ``work`` gives in a transaction of its own, repeated when other transactions were in its way.

        In the way are those that wait for each other, and one that has just made a row that this one makes too. Nothing
        of a transaction that is repeated was kept; ``work`` must not remember anything of it either.
        """
        for _ in range(_ATTEMPTS_MAX - 1):
            try:
                with self.write() as connection:
                    return work(connection)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                    raise
                _log.info("a transaction is repeated: %s", type(error.orig).__name__)
        with self.write() as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        options = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _refusing(), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


def open_database(url: str, partitions: int = 0) -> Database:
    """The database at ``url``, created or brought up to date by its migrations.

    ``partitions`` lays the tables of a new PostgreSQL database out in that many hash partitions each; an existing one
    stays as it was made. Raises ``Refusal``: ``database_url_invalid``, ``database_unavailable``, ``disk_full``,
    ``partitions_need_postgresql``, ``partitions_fixed``.
    """
    try:
        engine = make_engine(read_url(url))
    except (ArgumentError, ImportError, ValueError) as error:
        raise Refusal("database_url_invalid", url=_without_password(url)) from error
    try:
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            migrate(connection, partitions)
    except Refusal:
        engine.dispose()
        raise
    except DBAPIError as error:
        engine.dispose()
        full = _sqlite_code(error) == sqlite3.SQLITE_FULL
        raise Refusal("disk_full") if full else _unavailable() from error
    return Database(engine)


@contextmanager
def _refusing() -> Iterator[None]:
    """What means that the database is away becomes the refusal that asks to come back; everything else stays."""
    try:
        yield
    except NoConnectionFree as error:
        raise _unavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated or is_lost(error.orig) or _sqlite_code(error) in _OUT_OF_ORDER:
            raise _unavailable() from error
        raise


def _unavailable() -> Refusal:
    return Refusal("database_unavailable", retry_after_seconds=RETRY_SECONDS)


def _sqlite_code(error: DBAPIError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", url)[:80]


def sqlite_url(home: Path) -> str:
    """The URL of the default database in the server's folder."""
    return URL.create("sqlite", database=str(home / "server.db")).render_as_string(hide_password=False)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, or replaces all other columns of those whose primary key is there already."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), list(rows))


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows whose primary key is not there yet."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(table).on_conflict_do_nothing(), list(rows))


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """``values`` in sorted portions that fit into one IN list; sorted, so that rows are always locked in one order."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _ROWS_PER_LOOKUP):
        yield ordered[start : start + _ROWS_PER_LOOKUP]
