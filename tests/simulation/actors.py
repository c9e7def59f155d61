"""Who takes part: terminals and the group server, on machines that can lose power and be copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from sync.client.keys import TerminalKeys, read_keys
from sync.client.process import RecordingRound
from sync.client.relay.carrying import CarryingRound, Membership
from sync.client.relay.opening import open_lane
from sync.client.round import SyncRound
from sync.protocol.server import GroupServer
from sync.server.auditing.auditing import Auditing
from sync.server.keys import ServerKeys
from sync.server.posting.posting import Posting
from sync.server.service import Service
from sync.server.storage.database import open_database, sqlite_url
from terminal.domain.errors import Refusal
from terminal.ports.clock import SetClock
from terminal.ports.secrets import MemorySecrets
from terminal.store.backup import back_up, restore
from terminal.store.home import Home, secret_name
from terminal.store.store import open_replica_store, open_terminal_store
from terminal.usecases.till import Till
from tests.simulation.facts import Fact, link_of
from tests.simulation.faults import Cut, Machine, PowerCut, limit_disk

WORKERS = 2


class Terminal:
    """A home with a till and a sync process.

    ``place`` says where it stands. ``reached`` and ``last_success`` are what this terminal can know of its line, kept
    apart from what it keeps itself.
    """

    def __init__(self, name: int, place: int, home: Path, secrets: MemorySecrets, clock: SetClock) -> None:
        self.name = name
        self.place = place
        self.home = home
        self.secrets = secrets
        self.clock = clock
        self.copy: Path | None = None
        self.trouble = ""
        self.returned: set[Fact] = set()
        self.reached = False
        self.last_success: datetime | None = None
        self.machine = Machine(home, home.with_name(home.name + ".cut"))
        self.open()
        self.recall_link()

    def open(self) -> None:
        """Starts both processes."""
        self.store = open_terminal_store(self.home, self.secrets)
        self.replica = open_replica_store(self.home, self.secrets)
        self.till = Till(self.store, self.clock)
        self.terminal_id = self.replica.identity().terminal_id
        self.lane = open_lane(self.replica, self.keys(), self._group_key(), self.clock.now)
        for connections in (self.store._connections, self.replica._connections):
            self.machine.watch_till(connections)

    def close(self) -> None:
        """Ends both processes."""
        self.replica.close()
        self.store.close()

    @contextmanager
    def at_risk(self, cut: Cut | None, pages: int | None) -> Iterator[None]:
        """A block in which power may fail, after which the terminal runs again, or the disk may be full."""
        self._limit(pages)
        try:
            with self.machine.failing(cut):
                yield
        except PowerCut:
            self.close()
            self.machine.put_back()
            self.open()
            self.recall_link()
            raise
        self._limit(None)

    def keys(self) -> TerminalKeys:
        """What it signs with now."""
        return read_keys(self.home, self.secrets)

    def round(self, server: GroupServer, pause: "Pause") -> RecordingRound:
        """A round that has not begun, with the other lanes' batches."""
        identity, keys = self.replica.identity(), self.keys()
        inner = SyncRound(server, self.replica, keys, pause)
        membership = Membership(identity.terminal_id, identity.store, keys.server)
        carrying = CarryingRound(inner, server, self.replica.lanes, membership, self.lane.hearsay, self._seconds)
        return RecordingRound(carrying, self.replica, self.clock)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """A block in which neither process runs: an operator is at work."""
        self.close()
        try:
            yield
        finally:
            self.open()

    def recall_link(self) -> None:
        """What it can know of its line is no more than what its file kept."""
        row = link_of(self)
        self.reached, self.last_success = bool(row.reached), row.last_success_at

    def back_up(self, folder: Path) -> None:
        """Keeps a copy, in place of an earlier one."""
        shutil.rmtree(folder, ignore_errors=True)
        self.copy = back_up(self.home, self.secrets, folder)

    def restore(self) -> None:
        """A new disk, with what the last copy holds."""
        assert self.copy
        self.close()
        shutil.rmtree(self.home)
        restore(self.copy, self.home, self.secrets)
        self.open()
        self.recall_link()

    def clone(self, name: int, home: Path, clock: SetClock) -> "Terminal":
        """A second machine from an image of this one's disk."""
        self.machine.copy_to(home)
        secrets = MemorySecrets()
        secrets.kept.update(self.secrets.kept)
        return Terminal(name, self.place, home, secrets, clock)

    def _group_key(self) -> bytes:
        key = self.secrets.read(secret_name(Home(self.home).terminal_id(), "group"))
        assert key is not None
        return key

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

    def _limit(self, pages: int | None) -> None:
        for connections in (self.store._connections, self.replica._connections):
            limit_disk(connections.here().driver, pages)


class Pause:
    """What a round does instead of waiting for the server to post: nothing, or the server posts meanwhile."""

    def __init__(self, server: "Server", posts: bool) -> None:
        self._server = server
        self._posts = posts

    def __call__(self, _seconds: float) -> None:
        """Waits."""
        if not self._posts:
            return
        try:
            self._server.post_all()
        except PowerCut:
            self._server.recover()
        except (DBAPIError, Refusal):
            if self._server.pages is None:
                raise


class Server:
    """The group server on one machine, with its files' copies elsewhere."""

    def __init__(self, folder: Path, keys: ServerKeys, clock: SetClock) -> None:
        self.folder = folder
        self.keys = keys
        self.clock = clock
        self.pages: int | None = None
        self.copy: Path | None = None
        self.machine = Machine(folder, folder.with_name("server.cut"))
        self.open()

    def open(self) -> None:
        """Starts it."""
        self.database = open_database(sqlite_url(self.folder))
        engine = self.database._engine
        self.machine.watch(engine)
        event.listen(engine, "checkout", self._checked_out)
        self.service = Service(self.database, self.keys, self.now)
        self.workers = [Posting(self.database, self.keys, self.now) for _ in range(WORKERS)]
        self.auditors = [Auditing(self.database, self.now) for _ in range(WORKERS)]

    def now(self) -> datetime:
        """The time by this machine."""
        return self.clock.now()

    def close(self) -> None:
        """Ends it."""
        self.database.close()

    def recover(self) -> None:
        """Starts it after a power cut, or the replica that took over: with all that it ever acknowledged."""
        self.close()
        self.machine.put_back()
        self.open()

    def fail_over(self) -> None:
        """The synchronous replica takes over."""
        self.machine.copy_to(self.folder.with_name("server.cut"))
        self.recover()

    def back_up(self, folder: Path) -> None:
        """Keeps a copy of the database, in place of an earlier one."""
        self.machine.copy_to(folder)
        self.copy = folder

    def restore(self) -> None:
        """Goes back to the last copy: what was acknowledged since is gone."""
        assert self.copy
        self.close()
        for file in self.folder.glob("server.db*"):
            file.unlink()
        for file in self.copy.iterdir():
            shutil.copyfile(file, self.folder / file.name)
        self.open()

    def post_all(self) -> int:
        """Posts all that waits."""
        return self.workers[0].post_all()

    def audit_all(self) -> int:
        """Audits all that is posted."""
        return self.auditors[0].audit_all()

    def _checked_out(self, connection: DBAPIConnection, *_pool: object) -> None:
        limit_disk(connection, self.pages)
