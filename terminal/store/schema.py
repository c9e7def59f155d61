"""New files, and bringing a file's schema up to date: always beside it, renamed into place when whole and on disk.

A new file is made as the newest revision has it, an older one by all revisions since. Revisions that this version does
not know are refused: a newer Stillpoint wrote them, and guessing at its schema would damage the store.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from resources.schemas import schema
from terminal.domain.errors import Broken, Refusal
from terminal.domain.records import record
from terminal.store.engine import open_file
from terminal.store.errors import explaining

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MIGRATIONS = Path(__file__).parent / "migrations"
_PAGES_AT_ONCE = 8192


@record
class RevisionLine:
    """The revisions of one file, oldest first: the first is the oldest that can be opened, the last is today's."""

    folder: Path
    revisions: tuple[str, ...]

    @property
    def name(self) -> str:
        """What kind of file it is."""
        return self.folder.name

    @property
    def newest(self) -> str:
        """Today's revision."""
        return self.revisions[-1]


JOURNAL = RevisionLine(
    _MIGRATIONS / "journal",
    (
        "journal_0001",
        "journal_0002",
        "journal_0003",
        "journal_0004",
        "journal_0005",
        "journal_0006",
        "journal_0007",
        "journal_0008",
        "journal_0009",
        "journal_0010",
        "journal_0011",
    ),
)
REPLICA = RevisionLine(_MIGRATIONS / "replica", ("replica_0001", "replica_0002", "replica_0003"))

_FIRST_ROWS: Mapping[str, str] = {
    "replica": "INSERT INTO link (one, cursor, page, durable_epoch, durable_seq, posted_epoch, posted_seq, reached)"
    " VALUES (1, 0, 0, 0, 0, 0, 0, 0);",
}
"""What is there before anything has happened."""


def create_file(file: Path, key: bytes, line: RevisionLine) -> None:
    """Makes ``file`` with today's schema; it appears whole or not at all. Raises ``Refusal("store_exists")``."""
    if file.exists():
        raise Refusal("store_exists", file=file.name)
    work = _work_copy(file)
    _remove(work)
    stamp = f"INSERT INTO alembic_version VALUES ('{line.newest}');"
    with explaining(), closing(open_file(work, key, create=True)) as connection:
        connection.executescript(f"BEGIN; {schema(line.name)} {_FIRST_ROWS.get(line.name, '')} {stamp} COMMIT;")
    _put_in_place(work, file)


def bring_up_to_date(file: Path, key: bytes, line: RevisionLine) -> bool:
    """Upgrades ``file`` if it is older than ``line.newest`` and says whether it did.

    The caller makes sure that nobody else has the file open. Raises ``Refusal``: ``store_newer``, ``disk_full``,
    ``store_key_wrong``.
    """
    _remove(_work_copy(file))
    found = revision_of(file, key)
    if found == line.newest:
        return False
    if found not in line.revisions:
        raise Refusal("store_newer", found=found, newest=line.newest)
    copy_file(file, _work_copy(file), key)
    _upgrade_and_rename(_work_copy(file), file, key, line)
    return True


def revision_of(file: Path, key: bytes) -> str:
    """The schema revision of ``file``. Raises ``Refusal("store_damaged")`` for a file that has none: cut to nothing."""
    with explaining(), closing(open_file(file, key)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise Refusal("store_damaged")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def copy_file(source: Path, target: Path, key: bytes, told: Callable[[int, int], None] | None = None) -> None:
    """A consistent, equally encrypted copy of a file that may be in use, made through SQLite itself.

    ``told`` hears now and then how many pages of how many are copied; what it raises ends the copy.
    """
    with (
        explaining(),
        closing(open_file(source, key)) as reading,
        closing(open_file(target, key, create=True)) as writing,
    ):
        if told is None:
            reading.backup(writing)
            return
        heard = told
        reading.execute("BEGIN")  # one view for all portions, or whoever writes meanwhile makes it begin again
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(writing, pages=_PAGES_AT_ONCE, progress=lambda _status, left, total: heard(total - left, total))


def sync_to_disk(path: Path) -> None:
    """Makes a closed file or a folder's entries durable. Raises ``Refusal("disk_full")``."""
    with explaining():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _upgrade_and_rename(work: Path, file: Path, key: bytes, line: RevisionLine) -> None:
    from terminal.store.sql.revisions import run_revisions  # with all of SQLAlchemy: only where there are new ones

    run_revisions(open_file(work, key, create=True), line.folder, line.newest)
    _put_in_place(work, file)


def _put_in_place(work: Path, file: Path) -> None:
    leftover = file.with_name(file.name + "-wal")
    if leftover.exists() and leftover.stat().st_size:
        raise Broken(f"{leftover.name} still holds transactions")  # it would be replayed over the new file
    sync_to_disk(work)
    os.replace(work, file)
    sync_to_disk(file.parent)


def _work_copy(file: Path) -> Path:
    return file.with_name(file.name + ".upgrade")


def _remove(work: Path) -> None:
    for name in (work.name, work.name + "-wal", work.name + "-shm"):
        work.with_name(name).unlink(missing_ok=True)
