"""The keys that terminals sign with, read for many terminals at once and remembered for a while."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from sync.server.storage.database import Database, chunks
from sync.server.storage.tables import epochs, terminals
from terminal.domain.records import record

REMEMBERED = timedelta(seconds=60)
_TERMINALS_MAX = 65_536


@record
class KnownTerminal:
    """What a terminal's signatures are checked by: its requests by one of ``keys``, batches by their epoch's key."""

    keys: tuple[bytes, ...]
    epoch: int
    epoch_keys: Mapping[int, bytes] = field(default_factory=dict)

    def keys_for_pushing(self, epoch: int) -> tuple[bytes, ...]:
        """The keys by one of which the terminal itself may sign a push of ``epoch``.

        A later epoch is opened with the current key alone. When the answer to that was lost, the one before it still
        brings the same push; and what an older machine has goes to quarantine rather than nowhere.
        """
        older = [opened for opened in self.epoch_keys if opened < self.epoch]
        if epoch == self.epoch:
            older = [max(older)] if older else []
        elif epoch > self.epoch:
            older = []
        return (*self.keys, *(self.epoch_keys[opened] for opened in older))


def keys_of(connection: Connection, names: Collection[str]) -> dict[str, tuple[bytes, ...]]:
    """The public keys with which each terminal may sign its requests now; nothing for a name that nobody has."""
    found: dict[str, tuple[bytes, ...]] = {}
    for portion in chunks(names):
        statement = select(terminals.c.terminal, terminals.c.public_key).where(terminals.c.terminal.in_(portion))
        found.update({row.terminal: (bytes(row.public_key),) for row in connection.execute(statement)})
    return found


def key_before(connection: Connection, terminal: str) -> bytes | None:
    """The key of the epoch before the terminal's current one, as far as that was opened."""
    statement = (
        select(epochs.c.public_key)
        .join(terminals, terminals.c.terminal == epochs.c.terminal)
        .where(epochs.c.terminal == terminal, epochs.c.epoch < terminals.c.epoch)
        .order_by(epochs.c.epoch.desc())
        .limit(1)
    )
    key = connection.execute(statement).scalar_one_or_none()
    return None if key is None else bytes(key)


class KeyShelf:
    """Remembers keys. An epoch's key never changes; a terminal's own may, so whoever is refused by it reads again."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, KnownTerminal]] = {}

    def remembered(self, names: Iterable[str]) -> dict[str, KnownTerminal]:
        """What is known without asking the database."""
        oldest = self._now() - REMEMBERED
        with self._lock:
            entries = {name: entry for name in names if (entry := self._known.get(name))}
        return {name: known for name, (read_at, known) in entries.items() if read_at >= oldest}

    def read(self, names: Collection[str]) -> dict[str, KnownTerminal]:
        """The terminals as the database has them now; nothing for a name that nobody has."""
        if not names:
            return {}
        at = self._now()
        with self._database.read() as connection:
            found = _known(connection, names)
        with self._lock:
            if len(self._known) > _TERMINALS_MAX:
                self._known.clear()
            self._known.update({name: (at, known) for name, known in found.items()})
        return found


def _known(connection: Connection, names: Collection[str]) -> dict[str, KnownTerminal]:
    own = keys_of(connection, names)
    newest: dict[str, int] = {}
    by_epoch: dict[str, dict[int, bytes]] = {name: {} for name in own}
    for portion in chunks(own):
        current = select(terminals.c.terminal, terminals.c.epoch).where(terminals.c.terminal.in_(portion))
        newest.update({row.terminal: row.epoch for row in connection.execute(current)})
        opened = select(epochs.c.terminal, epochs.c.epoch, epochs.c.public_key).where(epochs.c.terminal.in_(portion))
        for row in connection.execute(opened):
            by_epoch[row.terminal][row.epoch] = bytes(row.public_key)
    return {name: KnownTerminal(keys, newest[name], by_epoch[name]) for name, keys in own.items()}
