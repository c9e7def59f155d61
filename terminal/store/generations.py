"""The replica's files, one generation after the other.

Taking over a whole database page by page is much quicker than taking over its rows, but it makes another file. It is
written beside the one in use, given what the server does not send, and then the home's marker names it: at every
instant either the old file is the replica, whole, or the new one is.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from terminal.domain.errors import Refusal
from terminal.store.engine import Attachment, attach, open_file
from terminal.store.errors import explaining
from terminal.store.home import Home, Occupancy
from terminal.store.schema import REPLICA, sync_to_disk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SENT = ("server_member", "identifier", "lot")
_BEFORE = "before"


class Generations:
    """The replica's files in one home."""

    def __init__(self, home: Home, key: bytes) -> None:
        self._home, self._key = home, key

    @property
    def folder(self) -> Path:
        """The home's folder."""
        return self._home.folder

    def write(self, image: Iterable[bytes], members: int) -> Path:
        """Writes the plain ``image`` as the file of the next generation, which nobody uses yet.

        Raises ``Refusal``: ``disk_full``, ``store_unreachable``, or ``snapshot_damaged`` when it is no replica of
        today's schema with that many ``members``.
        """
        from terminal.store.page_writer import write_pages  # with its cipher, which no window needs to sell

        file = self._home.replica_of(self._home.generation() + 1)
        remove(file)  # an attempt that was cut off
        try:
            write_pages(file, self._key, image)
            with explaining(), closing(open_file(file, self._key)) as connection:
                if _shape_of(connection) != (REPLICA.newest, members):
                    raise Refusal("snapshot_damaged")
        except BaseException:
            remove(file)
            raise
        return file

    def complete(self, file: Path, cursor: int) -> None:
        """Gives ``file`` what the replica in use holds beside members; afterwards it is whole and on disk.

        Nobody may write to the replica in use from here to the switch.
        """
        from terminal.store.sql.replica_tables import metadata  # SQLAlchemy is not loaded at every start for this

        with explaining(), closing(open_file(file, self._key)) as connection:
            attach(connection, Attachment(self._home.replica, _BEFORE), self._key)
            connection.execute("BEGIN IMMEDIATE")
            for table in metadata.sorted_tables:
                if table.name not in _SENT:
                    columns = ", ".join(f'"{column.name}"' for column in table.columns)
                    connection.execute(
                        f"INSERT INTO main.{table.name} ({columns}) SELECT {columns} FROM {_BEFORE}.{table.name}"
                    )
            connection.execute("UPDATE main.link SET cursor = ?, since = ?, page = page + 1", (cursor, cursor))
            connection.execute("COMMIT")
            connection.execute("PRAGMA main.wal_checkpoint(TRUNCATE)")
        sync_to_disk(file)
        sync_to_disk(self._home.folder)

    def switch(self, file: Path) -> None:
        """Makes ``file`` the replica, durably and at once."""
        self._home.write_marker(self._home.terminal_id(), file.name)

    def remove_old(self) -> None:
        """Removes what is two generations back: whoever still reads the last one may finish."""
        current = self._home.generation()
        for number, file in self._home.generations().items():
            if number < current - 1:
                remove(file)


def remove_others(home: Home) -> None:
    """Removes every generation but the one in use, if nobody else is in the home."""
    if not _others(home):
        return
    try:
        alone = Occupancy(home).alone()
    except Refusal:
        return
    try:
        for file in _others(home):  # looked at again: whoever was still in may have switched
            remove(file)
    finally:
        alone.leave()


def _others(home: Home) -> list[Path]:
    current = home.replica
    return [file for file in home.generations().values() if file != current]


def remove(file: Path) -> None:
    """Removes a database that nobody needs. What the system holds on to (an open file on Windows) stays for later."""
    for suffix in ("", "-wal", "-shm"):
        try:
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        except OSError:
            return


def _shape_of(connection: dbapi2.Connection) -> tuple[str, int]:
    try:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        count = connection.execute("SELECT count(*) FROM server_member").fetchone()
    except dbapi2.OperationalError as error:
        raise Refusal("snapshot_damaged") from error
    return (str(revision[0]) if revision else ""), int(count[0])
