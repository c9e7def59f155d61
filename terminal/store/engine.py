"""Encrypted SQLite connections, and SQLAlchemy engines over them.

The other process's file is attached read-only. That is more than caution: BEGIN IMMEDIATE takes the write lock of
every attached file that could be written, so a writable attachment would make the cashier wait for sync.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from terminal.domain.errors import Broken
from terminal.store.errors import explain_errors_of, explaining_opening

BUSY_TIMEOUT_MS = 3000
KEY_BYTES = 32
_READING = "reading"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach read-only, and the schema name to give it."""

    file: Path
    schema: str


def open_file(file: Path, key: bytes, *, create: bool = False) -> dbapi2.Connection:
    """A raw connection to one encrypted file.

    Raises ``Refusal``: ``store_key_wrong``, ``store_unreachable``, ``store_busy``, ``disk_full``.
    """
    with explaining_opening():
        connection = dbapi2.connect(
            f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,  # each thread has its own; only close() comes from another
        )
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: dbapi2.Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f'PRAGMA key = "{_raw_key(key)}"')
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")


def _raw_key(key: bytes) -> str:
    if len(key) != KEY_BYTES:
        raise Broken(f"a database key has {KEY_BYTES} bytes, not {len(key)}")
    return f"x'{key.hex()}'"


class Connections:
    """One held connection per thread to ``main``, with ``attached`` beside it.

    A connection closes when its thread ends, and all of them when the store is closed.
    """

    def __init__(self, main: Path, key: bytes, attached: Attachment | None = None) -> None:
        self._main, self._key, self._attached = main, key, attached
        self._engine = create_engine(
            "sqlite+pysqlite://",
            module=dbapi2,
            creator=self._connect,
            poolclass=NullPool,
            hide_parameters=True,  # they are personal data
        )
        event.listen(self._engine, "begin", _begin)
        explain_errors_of(self._engine)
        self._of_thread = threading.local()
        self._lock = threading.Lock()
        self._all: WeakSet[Connection] = WeakSet()
        self._closed = False
        self.here()

    def here(self) -> Connection:
        """This thread's connection."""
        held: Connection | None = getattr(self._of_thread, "connection", None)
        if self._closed:
            raise Broken("the store is closed")
        if held is None:
            held = self._engine.connect()
            with self._lock:
                self._all.add(held)
            self._of_thread.connection = held
        return held

    def close(self) -> None:
        """Closes the connections of all threads; none may be at work."""
        with self._lock:
            self._closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()

    def _connect(self) -> dbapi2.Connection:
        connection = open_file(self._main, self._key)
        if self._attached is None:
            return connection
        address = f"{self._attached.file.absolute().as_uri()}?mode=ro"
        with explaining_opening():
            try:
                connection.execute(f"ATTACH ? AS {self._attached.schema} KEY ?", (address, _raw_key(self._key)))
            except BaseException:
                connection.close()
                raise
        return connection


def begin(connection: Connection, *, reading: bool = False) -> None:
    """Starts a transaction: with the write lock at once, or only ``reading``."""
    if connection.in_transaction():
        raise Broken("a unit of work is already open in this thread")
    connection.info[_READING] = reading
    connection.begin()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.info.get(_READING) else "BEGIN IMMEDIATE")
