"""Opening everything a round needs, from a home folder and its keyring."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from sync.client.http import HttpServer
from sync.client.keys import TerminalKeys, read_keys
from sync.client.looking_up import MemberLookups
from sync.client.process import RecordingRound, SingleInstance
from sync.client.relay.carrying import CarryingRound, Membership
from sync.client.relay.opening import is_on, open_lane, running_relay
from sync.client.round import SyncRound
from sync.client.watched import WatchedServer
from terminal.domain.records import record
from terminal.ports.clock import Clock
from terminal.ports.replica import ReplicaStore
from terminal.ports.secrets import SecretStore
from terminal.ports.sync import SyncReport, Watch
from terminal.store.home import secret_name
from terminal.store.replica import StoredReplica
from terminal.store.store import open_replica_store


@record
class Session:
    """An open replica, a round over HTTP that records its outcome in it, and the relay, to be entered with ``with``.

    ``lookups`` answer what the till wants to know between rounds.
    """

    lookups: MemberLookups
    store: ReplicaStore
    recording: RecordingRound
    relay: Callable[[], AbstractContextManager[None]]


@contextmanager
def open_session(
    home: Path, secrets: SecretStore, clock: Clock, pause: Callable[[float], None] = time.sleep
) -> Iterator[Session]:
    """The only session of this home. Raises ``sync_running``, ``not_enrolled`` or ``store_key_missing``."""
    keys = read_keys(home, secrets)
    with SingleInstance(home):
        store = open_replica_store(home, secrets)
        try:
            server = HttpServer(store.identity().server_url, clock.now, keys.newest_first)
            try:
                yield _session(SyncRound(server, store, keys, pause), server, store, keys, _Place(secrets, clock))
            finally:
                server.close()
        finally:
            store.close()


@record
class _Place:
    secrets: SecretStore
    clock: Clock


def _session(
    sync_round: SyncRound, server: HttpServer, store: StoredReplica, keys: TerminalKeys, place: _Place
) -> Session:
    identity, clock, lookups = store.identity(), place.clock, MemberLookups(server, store)
    group_key = place.secrets.read(secret_name(identity.terminal_id, "group"))
    if group_key is None or not is_on(store):
        return Session(lookups, store, RecordingRound(sync_round, store, clock), nullcontext)
    lane = open_lane(store, keys, group_key, clock.now)
    membership = Membership(identity.terminal_id, identity.store, keys.server)
    carrying = CarryingRound(sync_round, server, store.lanes, membership, lane.hearsay)
    return Session(lookups, store, RecordingRound(carrying, store, clock), lambda: running_relay(store, lane))


@record
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


def first_round(home: Path, secrets: SecretStore, clock: Clock, watch: Watch) -> SyncReport:
    """The first round of a terminal that has just been enrolled, told to ``watch`` as it goes on.

    What was fetched is kept when it ends early, and the next round goes on from there. Raises ``Refusal``, ``stopped``
    among them when ``watch`` wants no more.
    """
    keys = read_keys(home, secrets)
    with SingleInstance(home), closing(open_replica_store(home, secrets)) as store:
        with closing(HttpServer(store.identity().server_url, clock.now, keys.newest_first)) as server:
            report = SyncRound(WatchedServer(server, watch), store, keys, time.sleep).run_once()
        store.record_attempt(True, clock.now())
        return report
