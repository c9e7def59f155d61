"""One connection to the terminal's files, with at most one transaction at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.errors import Broken
from terminal.store.errors import explaining

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2


class Connection:
    """``driver`` is the database's own. ``stamp`` tells which files it is to: another one after every switch."""

    def __init__(self, driver: dbapi2.Connection, stamp: tuple[int, int] | None = None) -> None:
        self.driver, self.stamp = driver, stamp

    def in_transaction(self) -> bool:
        """Whether one has begun and not ended. The database ends one itself when the disk fails it."""
        return bool(self.driver.in_transaction)

    def begin(self, *, reading: bool = False) -> None:
        """Starts a transaction: with the write lock at once, or only ``reading``."""
        if self.in_transaction():
            raise Broken("a unit of work is already open in this thread")
        with explaining():
            self.driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    def commit(self) -> None:
        """What was written is on the disk when this returns."""
        with explaining():
            self.driver.execute("COMMIT")

    def rollback(self) -> None:
        """Forgets what was written and not committed; harmless without a transaction."""
        if self.in_transaction():
            with explaining():
                self.driver.execute("ROLLBACK")

    def close(self) -> None:
        """Lets go of the files."""
        self.driver.close()
