"""What goes wrong with a machine: power that fails around a commit, and a disk that is full.

A power cut takes the files as they stand at that instant: before the commit, after it, or with a part of it written.
They are put back under the reopened store, so that its own recovery has to make sense of them.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import PoolProxiedConnection

from terminal.store.connection import Connection
from terminal.store.engine import Connections

_PLENTY_OF_PAGES = 1_000_000


class PowerCut(BaseException):
    """The machine is off. No code of the programme may catch it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Power fails at commit ``place`` of a step, counted from 0: ``before``, ``after`` or ``torn`` at ``share``/8."""

    place: int
    when: str
    share: int = 4

    @classmethod
    def read(cls, text: str) -> "Cut | None":
        """From ``0:torn:3``; nothing from an empty text."""
        if not text:
            return None
        place, when, *share = text.split(":")
        return cls(int(place), when, int(share[0]) if share else 4)


class Machine:
    """The files in one folder and the engines that write them."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder = folder
        self._beside = beside
        self._cut: Cut | None = None
        self._commits = 0

    def watch(self, engine: Engine) -> None:
        """Power may fail whenever ``engine`` commits."""
        commit = engine.dialect.do_commit

        def committing(dbapi_connection: PoolProxiedConnection) -> None:
            self._commit(lambda: commit(dbapi_connection))

        engine.dialect.do_commit = committing  # type: ignore[method-assign]  # where all commits of an engine pass

    def watch_till(self, connections: Connections) -> None:
        """Power may fail whenever one of these connections, or one opened later, commits."""
        opening = connections._open

        def watched() -> Connection:
            return self._watched(opening())

        connections._open = watched  # type: ignore[method-assign]  # where all of them come from
        self._watched(connections.here())

    def _watched(self, connection: Connection) -> Connection:
        commit = connection.commit
        connection.commit = lambda: self._commit(commit)  # type: ignore[method-assign]  # where all commits pass
        return connection

    @contextmanager
    def failing(self, cut: Cut | None) -> Iterator[None]:
        """A block in which power fails at ``cut``."""
        self._cut, self._commits = cut, 0
        try:
            yield
        finally:
            self._cut = None

    def put_back(self) -> None:
        """The files as the power cut left them, in the place of those that were open then."""
        for file in self._folder.iterdir():
            if file.suffix != ".lock":
                file.unlink()
        for file in self._beside.iterdir():
            shutil.move(file, self._folder / file.name)

    def copy_to(self, folder: Path) -> None:
        """The files as they stand, as a copy of the disk would have them."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file in self._folder.iterdir():
            # What SQLite shares between processes is not on disk, and locks end with their process.
            if file.suffix != ".lock" and not file.name.endswith("-shm"):
                shutil.copyfile(file, folder / file.name)

    def _commit(self, commit: Callable[[], None]) -> None:
        cut, place = self._cut, self._commits
        self._commits += 1
        if cut is None or cut.place != place:
            commit()
            return
        self._cut = None
        written = self._log_sizes()
        if cut.when != "before":
            commit()
        self.copy_to(self._beside)
        if cut.when == "torn":
            self._tear(written, cut.share)
        raise PowerCut

    def _log_sizes(self) -> dict[str, int]:
        return {log.name: log.stat().st_size for log in self._folder.glob("*-wal")}

    def _tear(self, before: dict[str, int], share: int) -> None:
        """What the commit added to the log is there only in part, so the commit is not."""
        for kept in self._beside.glob("*-wal"):
            size = before.get(kept.name, 0)
            if (grown := kept.stat().st_size - size) > 0:
                with kept.open("r+b") as copied:
                    copied.truncate(size + grown * share // 8)


def limit_disk(connection: DBAPIConnection, pages: int | None) -> None:
    """Lets the open database grow by ``pages`` more and no further; ``None`` makes room again."""
    cursor = connection.cursor()
    # SQLite never allows less than the file already has, and says how many pages it allows.
    cursor.execute(f"PRAGMA max_page_count = {_PLENTY_OF_PAGES if pages is None else 1}")
    row = cursor.fetchone()
    if pages and row:
        cursor.execute(f"PRAGMA max_page_count = {row[0] + pages}")
    cursor.close()
