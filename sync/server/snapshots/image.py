"""The replica of a cell as a plain database, made in memory: nothing of it is written to a disk."""

import sqlite3
import struct
from collections.abc import Iterator, Sequence

from resources.schemas import schema
from sync.protocol.messages import MemberMessage
from sync.protocol.snapshots import PAGE_BYTES, REPLICA_REVISION, RESERVED_BYTES
from sync.server.snapshots.rows import IDENTIFIER_COLUMNS, LOT_COLUMNS, MEMBER_COLUMNS, Rows

_PORTION_BYTES = 1024 * PAGE_BYTES
_SCHEMA_FORMAT = 4
_UTF8 = 1
_LEAF_OF_TABLE = 13
_VERSION_MADE_BY = 3_040_000


class Image:
    """A database with ``RESERVED_BYTES`` free in every page, to be filled with members in the order of the feed."""

    def __init__(self) -> None:
        self._connection = _empty_database()
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.executescript(schema("replica"))
        self._connection.execute("BEGIN")
        self._connection.execute("INSERT INTO alembic_version VALUES (?)", (REPLICA_REVISION,))

    def add(self, messages: Sequence[MemberMessage]) -> None:
        """Takes members over as a terminal would that pulls them."""
        rows = Rows()
        for message in messages:
            rows.add(message)
        self._connection.executemany(_insert("server_member", MEMBER_COLUMNS), rows.members)
        # A phone may have changed hands: the later one in the feed has it.
        self._connection.executemany(_insert("identifier", IDENTIFIER_COLUMNS, "OR REPLACE"), rows.identifiers)
        self._connection.executemany(_insert("lot", LOT_COLUMNS), rows.lots)

    def finish(self) -> bytes:
        """The whole database, page by page."""
        self._connection.execute("COMMIT")
        return self._connection.serialize()

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()


def portions(image: bytes) -> Iterator[memoryview]:
    """A large image in portions that are copied nowhere."""
    view = memoryview(image)
    for start in range(0, len(image), _PORTION_BYTES):
        yield view[start : start + _PORTION_BYTES]


def _empty_database() -> sqlite3.Connection:
    """SQLite takes the size of the reserved space from a file it opens; the copy has no bound on its size."""
    with_space = sqlite3.connect(":memory:")
    try:
        with_space.deserialize(_empty_page())
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        with_space.backup(connection)
        return connection
    finally:
        with_space.close()


def _empty_page() -> bytes:
    """The only page of a database without a table (sqlite.org/fileformat2.html, 1.3 and 1.6)."""
    header = struct.pack(
        ">16sHBBBBBB12I20x2I",
        b"SQLite format 3\0",
        PAGE_BYTES,
        *(1, 1, RESERVED_BYTES),  # a rollback journal, for writing and reading
        *(64, 32, 32),  # fractions that the format fixes
        *(1, 1),  # changes, pages
        *(0, 0),  # no free pages
        *(0, _SCHEMA_FORMAT, 0, 0, _UTF8, 0, 0, 0),
        *(1, _VERSION_MADE_BY),  # made at change 1
    )
    leaf = struct.pack(">BHHHB", _LEAF_OF_TABLE, 0, 0, PAGE_BYTES - RESERVED_BYTES, 0)
    return (header + leaf).ljust(PAGE_BYTES, b"\0")


def _insert(table: str, columns: Sequence[str], conflict: str = "") -> str:
    return f"INSERT {conflict} INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
