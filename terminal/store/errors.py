"""What the database and the file system say, as refusals: the one place that knows their error codes."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from terminal.domain.errors import Broken, Refusal

if TYPE_CHECKING:
    import sqlite3  # for the locks of others; it never opens a file here
    from collections.abc import Iterator

_PRIMARY = 0xFF
_KINDS = {
    dbapi2.SQLITE_FULL: "disk_full",
    dbapi2.SQLITE_IOERR: "disk_failing",
    dbapi2.SQLITE_CORRUPT: "store_damaged",
    dbapi2.SQLITE_NOTADB: "store_damaged",
    dbapi2.SQLITE_BUSY: "store_busy",
    dbapi2.SQLITE_LOCKED: "store_busy",
    dbapi2.SQLITE_CANTOPEN: "store_unreachable",
    dbapi2.SQLITE_READONLY: "store_unreachable",
    dbapi2.SQLITE_PERM: "store_unreachable",
}
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def explained(error: dbapi2.Error | sqlite3.Error | OSError) -> Refusal | Broken:
    """What to raise instead: a refusal when the environment is at fault, else ``Broken``."""
    if isinstance(error, OSError):
        return Refusal("disk_full" if error.errno in _NO_SPACE else "store_unreachable")
    kind = _KINDS.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
    return Refusal(kind) if kind else Broken(f"database: {error}")


def not_entered(error: dbapi2.Error | sqlite3.Error, kind: str) -> Refusal | Broken:
    """What to raise when a lock file was not entered: ``kind`` if somebody else is in, else what the disk says."""
    found = explained(error)
    return Refusal(kind) if isinstance(found, Refusal) and found.kind == "store_busy" else found


@contextmanager
def explaining() -> Iterator[None]:
    """A block whose database and file errors leave as refusals."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        raise explained(error) from error


@contextmanager
def explaining_opening() -> Iterator[None]:
    """The same while a file is being opened, where an unreadable first page means the wrong key."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        if getattr(error, "sqlite_errorcode", None) == dbapi2.SQLITE_NOTADB:
            raise Refusal("store_key_wrong") from error
        raise explained(error) from error
