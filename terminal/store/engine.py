"""Encrypted SQLite connections, one for each thread.

The other process's file is attached read-only. That is more than caution: BEGIN IMMEDIATE takes the write lock of
every attached file that could be written, so a writable attachment would make the cashier wait for sync.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

from sqlcipher3 import dbapi2

from terminal.domain.errors import Broken, Refusal
from terminal.domain.records import record
from terminal.store.connection import Connection
from terminal.store.errors import explaining_opening

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUSY_TIMEOUT_MS = 3000
KEY_BYTES = 32


@record
class Attachment:
    """A file to attach read-only, and the schema name to give it."""

    file: Path
    schema: str


@record
class Files:
    """What a connection is to: ``main``, with ``attached`` beside it."""

    main: Path
    attached: Attachment | None = None


@record
class Switch:
    """A marker that names files. Once it has been replaced, the next transaction of every thread is on ``files()``."""

    marker: Path
    files: Callable[[], Files]

    def stamp(self) -> tuple[int, int] | None:
        """Another one as soon as the marker is another file; ``None`` when it cannot be seen. Costs a microsecond."""
        try:
            found = os.stat(self.marker)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


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
    connection.execute(f'PRAGMA key = "{raw_key(key)}"')
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")


def raw_key(key: bytes) -> str:
    """The key as SQLCipher wants it said."""
    return f"x'{raw_key_bytes(key).hex()}'"


def raw_key_bytes(key: bytes) -> bytes:
    """The key, which must have the length of one."""
    if len(key) != KEY_BYTES:
        raise Broken(f"a database key has {KEY_BYTES} bytes, not {len(key)}")
    return key


def attach(connection: dbapi2.Connection, attachment: Attachment, key: bytes) -> None:
    """Puts another file beside the connection's own, for reading."""
    address = f"{attachment.file.absolute().as_uri()}?mode=ro"
    with explaining_opening():
        connection.execute(f"ATTACH ? AS {attachment.schema} KEY ?", (address, raw_key(key)))


class Connections:
    """One held connection per thread to ``main``, with ``attached`` beside it; with a ``switch``, to what it names.

    A connection closes when its thread ends, and all of them when the store is closed.
    """

    def __init__(self, main: Path | Switch, key: bytes, attached: Attachment | None = None) -> None:
        self._switch = main if isinstance(main, Switch) else None
        self._files = main.files if isinstance(main, Switch) else lambda: Files(main, attached)
        self._key = key
        self._of_thread = threading.local()
        self._lock = threading.Lock()
        self._all: WeakSet[Connection] = WeakSet()
        self._closed = False
        self.here()

    def here(self) -> Connection:
        """This thread's connection, to the files that are the current ones unless it is in a transaction."""
        held: Connection | None = getattr(self._of_thread, "connection", None)
        if self._closed:
            raise Broken("the store is closed")
        if held is None:
            return self._open()
        if held.in_transaction() or self._is_current(held):
            return held
        return self._reopened(held)

    def begun(self, *, reading: bool = False) -> Connection:
        """This thread's connection with a transaction begun. What is written goes to the files current by then."""
        while True:
            connection = self.here()
            connection.begin(reading=reading)
            if reading or self._is_current(connection):
                return connection
            connection.rollback()  # the files were switched while this waited for its turn to write

    def close(self) -> None:
        """Closes the connections of all threads; none may be at work."""
        with self._lock:
            self._closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()

    def _is_current(self, connection: Connection) -> bool:
        return self._switch is None or self._switch.stamp() in (None, connection.stamp)

    def _open(self) -> Connection:
        # The stamp first: a switch between the two is then noticed at the next transaction.
        stamp = self._switch.stamp() if self._switch else None
        connection = Connection(self._connect(), stamp)
        with self._lock:
            self._all.add(connection)
        self._of_thread.connection = connection
        return connection

    def _reopened(self, held: Connection) -> Connection:
        try:
            connection = self._open()
        except Refusal:
            return held  # selling goes on with what was current; the next transaction tries again
        with self._lock:
            self._all.discard(held)
        held.close()
        return connection

    def _connect(self) -> dbapi2.Connection:
        files = self._files()
        connection = open_file(files.main, self._key)
        if files.attached is None:
            return connection
        try:
            attach(connection, files.attached, self._key)
        except BaseException:
            connection.close()
            raise
        return connection
