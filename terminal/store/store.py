"""Making and opening a terminal's store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.store import journal
from terminal.store.engine import KEY_BYTES, Attachment, Connections, Files, Switch
from terminal.store.generations import Generations, remove_others
from terminal.store.home import Home, Occupancy, secret_name, set_aside
from terminal.store.print_jobs import StoredPrintQueue
from terminal.store.programmes import Programmes
from terminal.store.recovered import take_back
from terminal.store.replica import StoredReplica
from terminal.store.schema import JOURNAL, REPLICA, RevisionLine, bring_up_to_date, create_file, revision_of
from terminal.store.states import MemberStates
from terminal.store.unit_of_work import Known, StoredUnitOfWork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from terminal.ports.replica import JournalHead
    from terminal.ports.secrets import SecretStore
    from terminal.ports.store import NewFrame, TerminalIdentity


class TerminalStore:
    """The till's store: the journal open for writing, the replica attached for reading. Usable from any thread."""

    def __init__(
        self, connections: Connections, occupancy: Occupancy, group_key: bytes, server_key: bytes | None = None
    ) -> None:
        self._connections, self._occupancy = connections, occupancy
        self._known = Known(Programmes(), MemberStates(), group_key, server_key)

    def unit_of_work(self) -> StoredUnitOfWork:
        """One transaction, to be entered with ``with``."""
        return StoredUnitOfWork(self._connections, self._known, reading=False)

    def view(self) -> StoredUnitOfWork:
        """A unit that only reads: it never waits for a writer and cannot commit."""
        return StoredUnitOfWork(self._connections, self._known, reading=True)

    def print_queue(self) -> StoredPrintQueue:
        """The durable queue for the printer's thread."""
        return StoredPrintQueue(self._connections, self._occupancy.home)

    def open_epoch(self, epoch: int, opening: NewFrame) -> TerminalIdentity:
        """Starts ``epoch``, a later one with a key of its own, with its ``epoch_opened`` frame as seq 1."""
        connection = self._connections.here()
        connection.begin()
        try:
            identity = journal.open_next_epoch(connection, epoch)
            journal.append(connection, identity, opening)
            connection.commit()
        finally:
            connection.rollback()
        return identity

    def epoch_heads(self) -> dict[int, JournalHead]:
        """The end of every epoch of the journal, by its number."""
        connection = self._connections.here()
        connection.begin(reading=True)
        try:
            return journal.heads(connection)
        finally:
            connection.rollback()

    def take_back(self, epoch: int, after: JournalHead, frames: Sequence[bytes]) -> JournalHead:
        """Appends frames of this terminal that the journal lacks, all or none; gives the end of their epoch then.

        Raises ``Refusal("frames_not_ours")`` for frames that are not this terminal's next ones.
        """
        connection = self._connections.here()
        connection.begin()
        try:
            head = take_back(connection, epoch, after, frames)
            connection.commit()
        finally:
            connection.rollback()
        return head

    def verify_chain(self) -> journal.ChainReport:
        """Reads the whole journal and checks it."""
        connection = self._connections.here()
        connection.begin(reading=True)
        try:
            return journal.verify_chain(connection)
        finally:
            connection.rollback()

    def close(self) -> None:
        """Closes the connections of all threads."""
        self._connections.close()
        self._occupancy.leave()


def create_terminal_store(
    home: Path, identity: TerminalIdentity, secrets: SecretStore, group_key: bytes, opening: NewFrame
) -> TerminalStore:
    """Makes the home of a freshly enrolled terminal and opens it.

    ``opening`` is the ``epoch_opened`` frame. The home exists once everything is on disk; files that belong to no
    terminal are set aside. Raises ``Refusal``: ``store_exists``, ``keyring_unavailable``, ``disk_full``.
    """
    layout = Home(home)
    layout.make()
    occupancy = Occupancy(layout).alone()
    try:
        if layout.marker.exists():
            raise Refusal("store_exists", file=layout.marker.name)
        key = os.urandom(KEY_BYTES)
        secrets.write(secret_name(identity.terminal_id, "database"), key)
        secrets.write(secret_name(identity.terminal_id, "group"), group_key)
        _create_files(layout, key, identity, opening)
        layout.write_marker(identity.terminal_id)
    finally:
        occupancy.leave()
    return open_terminal_store(home, secrets)


def open_terminal_store(home: Path, secrets: SecretStore) -> TerminalStore:
    """Opens the till's store, bringing its schema up to date first.

    Raises ``Refusal``: ``not_enrolled``, ``store_key_missing``, ``store_key_wrong``, ``store_newer``,
    ``store_in_use``, ``store_damaged``, ``keyring_unavailable`` and its kin.
    """
    layout = Home(home)
    key = database_key(layout, secrets)
    group_key = _secret(secrets, layout.terminal_id(), "group")
    server_key = secrets.read(secret_name(layout.terminal_id(), "server"))

    def files() -> Files:
        return Files(layout.journal, Attachment(layout.replica, "replica"))

    occupancy = _enter_up_to_date(layout, key)
    try:
        return TerminalStore(Connections(Switch(layout.marker, files), key), occupancy, group_key, server_key)
    except BaseException:
        occupancy.leave()
        raise


def open_replica_store(home: Path, secrets: SecretStore) -> StoredReplica:
    """Opens the sync process's store. Raises what ``open_terminal_store`` raises."""
    layout = Home(home)
    key = database_key(layout, secrets)

    def files() -> Files:
        return Files(layout.replica, Attachment(layout.journal, "journal"))

    occupancy = _enter_up_to_date(layout, key)
    try:
        return StoredReplica(Connections(Switch(layout.marker, files), key), occupancy, Generations(layout, key))
    except BaseException:
        occupancy.leave()
        raise


def database_key(home: Home, secrets: SecretStore) -> bytes:
    """The key of both files. Raises ``Refusal``: ``not_enrolled``, ``store_key_missing``."""
    return _secret(secrets, home.terminal_id(), "database")


def _secret(secrets: SecretStore, terminal_id: str, purpose: str) -> bytes:
    name = secret_name(terminal_id, purpose)
    secret = secrets.read(name)
    if secret is None:
        raise Refusal("store_key_missing", name=name)
    return secret


def _create_files(layout: Home, key: bytes, identity: TerminalIdentity, opening: NewFrame) -> None:
    for unclaimed in (layout.journal, layout.replica):
        set_aside(unclaimed)
    create_file(layout.replica, key, REPLICA)
    create_file(layout.journal, key, JOURNAL)
    connections = Connections(layout.journal, key)
    try:
        connection = connections.here()
        connection.begin()
        journal.write_identity(connection, identity)
        journal.append(connection, identity, opening)
        connection.commit()
    finally:
        connections.close()


def _enter_up_to_date(layout: Home, key: bytes) -> Occupancy:
    remove_others(layout)
    files: tuple[tuple[Path, RevisionLine], ...] = ((layout.journal, JOURNAL), (layout.replica, REPLICA))
    occupancy = Occupancy(layout).share()
    try:
        if all(revision_of(file, key) == line.newest for file, line in files):
            return occupancy
    except BaseException:
        occupancy.leave()
        raise
    occupancy.leave()
    alone = Occupancy(layout).alone()
    try:
        for file, line in files:
            bring_up_to_date(file, key, line)
    finally:
        alone.leave()
    return Occupancy(layout).share()
