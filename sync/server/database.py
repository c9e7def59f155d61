"""The database: SQLite by default, PostgreSQL by URL, one way of writing for both."""

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from terminal.domain.errors import Refusal

_BUSY_SECONDS = 30
_ROWS_PER_LOOKUP = 500
_WRITING = "stillpoint_writing"


class Database:
    """An open, migrated database. ``write`` transactions are serial on SQLite and row-locked on PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = threading.Lock() if self._is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends and rolls back when it raises."""
        connecting = self._engine.connect
        with self._turn, connecting().execution_options(**{_WRITING: True}) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        options = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


def open_database(url: str) -> Database:
    """The database at ``url``, created or brought up to date by its migrations.

    Raises ``Refusal``: ``database_url_invalid``, ``database_unavailable``, ``disk_full``.
    """
    try:
        engine = _engine(make_url(url))
    except (ArgumentError, ImportError) as error:
        raise Refusal("database_url_invalid", url=_without_password(url)) from error
    try:
        with engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
            _migrate(connection)
    except DBAPIError as error:
        engine.dispose()
        raise _unavailable(error) from error
    return Database(engine)


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", url)[:80]


def _unavailable(error: DBAPIError) -> Refusal:
    full = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return Refusal("disk_full" if full else "database_unavailable")


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


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=8, max_overflow=56, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_size=8, max_overflow=40, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Autocommit in the driver: transactions begin by our own BEGIN, immediate where something will be written.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
