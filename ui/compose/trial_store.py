"""A store that is thrown away: real in everything but that nobody keeps its key."""

from __future__ import annotations

import secrets as randomness
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.domain.frames import FrameKind
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import LinkState, NewFrame, TerminalIdentity
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store
from terminal.store.unit_of_work import Known, StoredUnitOfWork

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.ports.clock import Clock
    from terminal.store.engine import Connections


class JustSyncedUnit(StoredUnitOfWork):
    """A unit whose last sync was just now, whenever somebody asks."""

    def __init__(self, connections: Connections, known: Known, clock: Clock, *, reading: bool) -> None:
        super().__init__(connections, known, reading=reading)
        self._clock = clock

    def link(self) -> LinkState:
        """What waits to be sent, and that the server was reached."""
        return replace(super().link(), reached=True, last_success_at=self._clock.now())


class JustSyncedStore(TerminalStore):
    """An open store that counts as just synced by ``clock``, whatever that is set to."""

    def __init__(self, opened: TerminalStore, clock: Clock) -> None:
        vars(self).update(vars(opened))
        self._clock = clock

    def unit_of_work(self) -> StoredUnitOfWork:
        """One transaction."""
        return JustSyncedUnit(self._connections, self._known, self._clock, reading=False)

    def view(self) -> StoredUnitOfWork:
        """A unit that only reads."""
        return JustSyncedUnit(self._connections, self._known, self._clock, reading=True)


def trial_store(home: Path, identity: TerminalIdentity, clock: Clock, bundle: tuple[bytes, str, int]) -> TerminalStore:
    """A store in ``home`` whose key nobody keeps, with a programme: its document, digest and version."""
    secrets = MemorySecrets()
    opened = create_terminal_store(home, identity, secrets, randomness.token_bytes(32), _opening(clock))
    with closing(open_replica_store(home, secrets)) as replica:
        replica.add_programme(*bundle, b"")
    return opened


def _opening(clock: Clock) -> NewFrame:
    now = clock.now()
    return NewFrame(FrameKind.EPOCH_OPENED, now, now.date(), "", {"public_key": "", "previous": None})
