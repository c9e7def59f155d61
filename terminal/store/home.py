"""The terminal's home folder: which terminal it is, where its files are, what its secrets are called, who is in it."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Self

from sqlcipher3 import dbapi2

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.store.errors import explained, explaining, not_entered
from terminal.store.schema import sync_to_disk

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE_FOLDER = 0o700
SHARING_PATIENCE_MS = 1000  # whoever is in alone at an opening only removes a file or two
FIRST_REPLICA = "replica.db"
_REPLICA = re.compile(r"replica(?:-([1-9][0-9]{0,8}))?\.db")


@record
class Home:
    """The layout of a home folder."""

    folder: Path

    @property
    def journal(self) -> Path:
        """What this terminal did."""
        return self.folder / "journal.db"

    @property
    def replica(self) -> Path:
        """What the server says: the generation of that file which the marker names, the first where it names none.

        Raises ``Refusal("store_damaged")`` when the marker cannot be understood.
        """
        name = (self._marked() or {}).get("replica", FIRST_REPLICA)
        if not isinstance(name, str) or not _REPLICA.fullmatch(name):
            raise Refusal("store_damaged")
        return self.folder / name

    @property
    def marker(self) -> Path:
        """Not secret: names the terminal, so that its keys can be found. Written last: with it the home exists."""
        return self.folder / "terminal.json"

    def terminal_id(self) -> str:
        """The terminal that lives here. Raises ``Refusal("not_enrolled")``."""
        marked = self._marked()
        if marked is None:
            raise Refusal("not_enrolled", home=str(self.folder))
        if "terminal" not in marked:
            raise Refusal("store_damaged")
        return str(marked["terminal"])

    def generations(self) -> dict[int, Path]:
        """The replica's files that there are, by generation, in use or not. The first is generation 1."""
        found = {file: _REPLICA.fullmatch(file.name) for file in self.folder.glob("replica*.db")}
        return {int(match[1] or 1): file for file, match in found.items() if match}

    def generation(self) -> int:
        """The generation of the replica that is in use."""
        match = _REPLICA.fullmatch(self.replica.name)
        return int(match[1] or 1) if match else 1

    def replica_of(self, generation: int) -> Path:
        """The replica's file of a later generation than the first."""
        return self.folder / f"replica-{generation}.db"

    def make(self) -> None:
        """Makes the folder, for its owner's eyes only. Raises ``Refusal``: ``store_unreachable``, ``disk_full``."""
        with explaining():
            self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    def _marked(self) -> dict[str, object] | None:
        try:
            marked = json.loads(self.marker.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise Refusal("store_damaged") from error
        except OSError as error:
            raise explained(error) from error
        if not isinstance(marked, dict):
            raise Refusal("store_damaged")
        return marked

    def write_marker(self, terminal_id: str, replica: str = FIRST_REPLICA) -> None:
        """Makes this the home of ``terminal_id`` with that ``replica``, durably and at once.

        Raises ``Refusal("disk_full")``.
        """
        work = self.marker.with_name(self.marker.name + ".new")
        with explaining():
            work.write_text(json.dumps({"terminal": terminal_id, "replica": replica}) + "\n", encoding="utf-8")
            sync_to_disk(work)
            os.replace(work, self.marker)
            sync_to_disk(self.folder)


def secret_name(terminal_id: str, purpose: str) -> str:
    """What the keyring calls a terminal's secret: ``database``, ``device`` or ``group``."""
    return f"terminal/{terminal_id}/{purpose}"


def set_aside(file: Path) -> None:
    """Renames a database file that nobody claims. It is not deleted: it may hold sales that were never sent."""
    number = 1
    while (aside := file.with_name(f"{file.name}.set-aside-{number}")).exists():
        number += 1
    with explaining():
        for suffix in ("", "-wal"):  # SQLite looks for the second beside the first
            part = file.with_name(file.name + suffix)
            if part.exists():
                os.replace(part, aside.with_name(aside.name + suffix))
        file.with_name(file.name + "-shm").unlink(missing_ok=True)


class Occupancy:
    """Who is in a home: any number of processes that use it, or a single one that replaces its files.

    A file renamed under a running process would swallow that process's sales. The lock is an SQLite file because
    its locks are shared or exclusive on every system and end with the process. ``lock`` is that file, ``kind`` what is
    refused while somebody else is in: what is shared may be another thing than the home's files.
    """

    def __init__(self, home: Home, lock: str = "in-use.lock", kind: str = "store_in_use") -> None:
        self.home, self._kind = home, kind
        with explaining():
            self._connection = dbapi2.connect(home.folder / lock, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA busy_timeout = 0")

    def share(self) -> Self:
        """Enters as one of many. Raises ``Refusal`` of ``kind`` while someone is in alone."""
        patience = f"PRAGMA busy_timeout = {SHARING_PATIENCE_MS}"
        return self._enter(patience, "BEGIN", "SELECT count(*) FROM sqlite_master")

    def alone(self) -> Self:
        """Enters alone. Raises ``Refusal`` of ``kind`` while anyone is in."""
        return self._enter("BEGIN EXCLUSIVE")

    def leave(self) -> None:
        """Leaves."""
        self._connection.close()

    def _enter(self, *statements: str) -> Self:
        try:
            for statement in statements:
                self._connection.execute(statement)
        except dbapi2.Error as error:
            self._connection.close()
            raise not_entered(error, self._kind) from error
        return self
