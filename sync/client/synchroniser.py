"""Opening everything a round needs, from a home folder and its keyring."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.client.enrolment import read_keys
from sync.client.http import HttpServer
from sync.client.process import RecordingRound, SingleInstance
from sync.client.round import SyncRound
from terminal.ports.clock import Clock
from terminal.ports.replica import ReplicaStore
from terminal.ports.secrets import SecretStore
from terminal.ports.sync import SyncReport
from terminal.store.store import open_replica_store


@dataclass(frozen=True, slots=True)
class Session:
    """An open replica and a round over HTTP that records its outcome in it."""

    store: ReplicaStore
    recording: RecordingRound


@contextmanager
def open_session(
    home: Path, secrets: SecretStore, clock: Clock, pause: Callable[[float], None] = time.sleep
) -> Iterator[Session]:
    """The only session of this home. Raises ``sync_running``, ``not_enrolled`` or ``store_key_missing``."""
    keys = read_keys(home, secrets)
    with SingleInstance(home):
        store = open_replica_store(home, secrets)
        try:
            server = HttpServer(store.identity().server_url, clock.now, keys.device)
            try:
                yield Session(store, RecordingRound(SyncRound(server, store, keys, pause), store, clock))
            finally:
                server.close()
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class HomeSynchroniser:
    """Implements ``Synchroniser`` for a home: each round opens what it needs and closes it again."""

    home: Path
    secrets: SecretStore
    clock: Clock

    def run_once(self) -> SyncReport:
        """One round. Raises ``Refusal``, ``sync_running`` among them when a sync process follows this home."""
        with open_session(self.home, self.secrets, self.clock) as session:
            return session.recording.run_once()


def open_synchroniser(home: Path, secrets: SecretStore, clock: Clock) -> HomeSynchroniser:
    """What brings the terminal in ``home`` and its server up to date, a round at a time."""
    return HomeSynchroniser(home, secrets, clock)
