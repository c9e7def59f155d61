"""A group server and terminals for tests: real stores, real use-cases, over HTTP or in the process."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from sync.client.enrolment import Place, enrol_terminal
from sync.client.http import HttpServer
from sync.client.keys import read_keys
from sync.client.round import SyncRound
from sync.programme.compiler import compile_yaml
from sync.protocol.server import GroupServer
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import publish
from sync.server.service import Service
from sync.server.storage.database import Database, open_database
from sync.server.web.application import create_application
from sync.server.web.running import Address, Runner
from terminal.domain.ledger import MemberState
from terminal.domain.lines import Line
from terminal.ports.clock import SetClock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.sync import SyncReport
from terminal.store.replica import StoredReplica
from terminal.store.store import TerminalStore, open_replica_store, open_terminal_store
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.sell import SaleDone, Sell, sell
from terminal.usecases.till import Till

START = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
PROGRAMME = (Path(__file__).parent / "programme.yaml").read_text(encoding="utf-8")


def bundle(version: int = 1) -> bytes:
    """The test programme, compiled, as that version."""
    return compile_yaml(PROGRAMME.replace("version: 1", f"version: {version}", 1), "programme.yaml").bundle


class World:
    """A group server without a network: its service, and posting when a test says so."""

    def __init__(self, url: str, programme: bytes | None = None) -> None:
        self.url = url
        self.clock = SetClock(START)
        self.keys = ServerKeys.generate()
        self.database: Database = open_database(url)
        self.service = Service(self.database, self.keys, self.clock.now)
        publish(self.database, self.keys, programme or bundle(), self.clock.now)

    def restart(self) -> None:
        """Ends the server's process state; what it stored is opened anew."""
        self.database.close()
        self.database = open_database(self.url)
        self.service = Service(self.database, self.keys, self.clock.now)

    def post(self, _seconds: float = 0) -> None:
        """Posts everything that waits, and audits it."""
        self.service.posting.post_all()
        self.service.auditing.audit_all()

    def code(self, store: str = "xinyi") -> str:
        """A new enrolment code."""
        return self.service.enrolment.new_code(store).code

    def lane(self, folder: Path, store: str = "xinyi", server: GroupServer | None = None) -> "Lane":
        """A freshly enrolled terminal that syncs with ``server``, or directly with the service."""
        server = server or Direct(self)
        secrets = MemorySecrets()
        enrol_terminal(server, Place(folder, secrets, "http://server.invalid"), self.code(store), self.clock)
        return Lane.opened(folder, secrets, self.clock, server, self.post)

    def close(self) -> None:
        """Closes the database."""
        self.database.close()


@dataclass
class Direct:
    """The service of a world, also after a restart, as a terminal's server."""

    world: World

    def __getattr__(self, step: str) -> Callable[[Any], Any]:
        return getattr(self.world.service, step)  # type: ignore[no-any-return]  # one of GroupServer's steps


@dataclass
class Lane:
    """A terminal: the till's door to its store, and the sync process's."""

    folder: Path
    secrets: MemorySecrets
    clock: SetClock
    store: TerminalStore
    replica: StoredReplica
    till: Till
    server: GroupServer
    pause: Callable[[float], None]
    _sold: int = field(default=0)

    @classmethod
    def opened(
        cls,
        folder: Path,
        secrets: MemorySecrets,
        clock: SetClock,
        server: GroupServer,
        pause: Callable[[float], None],
    ) -> Self:
        """The terminal in ``folder``."""
        store = open_terminal_store(folder, secrets)
        replica = open_replica_store(folder, secrets)
        return cls(folder, secrets, clock, store, replica, Till(store, clock), server, pause)

    @property
    def terminal_id(self) -> str:
        """The terminal's id."""
        return self.replica.identity().terminal_id

    def round(self, server: GroupServer | None = None) -> SyncRound:
        """A round that has not begun."""
        return SyncRound(server or self.server, self.replica, read_keys(self.folder, self.secrets), self.pause)

    def sync(self, server: GroupServer | None = None) -> SyncReport:
        """One round."""
        return self.round(server).run_once()

    def enrol(self, phone: str, name: str = "") -> str:
        """Enrols a member; gives the id."""
        return enrol_member(self.till, EnrolMember(phone, name)).member_id

    def sell(self, member: str | None, amount: int, redeem: int = 0) -> SaleDone:
        """Sells one thing."""
        line = Line("tea", "Tea", "drink", Fraction(1), amount)
        return sell(self.till, Sell(member, (line,), redeem, print_receipt=False))

    def balance(self, phone: str) -> int:
        """The points a cashier sees; phone in E.164."""
        state = self.state(phone)
        return state.balance(self.clock.now().date())

    def state(self, phone: str) -> MemberState:
        """The member's state as this terminal computes it."""
        with self.store.view() as unit:
            member_id = unit.find_member("phone", phone)
            assert member_id is not None
            record = unit.member(member_id)
            assert record is not None
            return record.state

    def knows(self, phone: str) -> bool:
        """Whether the phone belongs to a member here."""
        with self.store.view() as unit:
            return unit.find_member("phone", phone) is not None

    def close(self) -> None:
        """Closes both doors."""
        self.replica.close()
        self.store.close()


class Served:
    """A world's service over real HTTP on a free port, posting included."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._listening = threading.Event()
        self._runner = Runner(create_application(world.service), Address(port=0), self._announced)
        self._thread = threading.Thread(target=self._runner.serve_until_stopped)
        self._clients: list[HttpServer] = []
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._listening.wait(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        self._runner.should_exit = True
        self._thread.join()

    def client(self, lane: Lane | None = None) -> HttpServer:
        """The server over HTTP: for a lane, signed with its key; without one, only to enrol."""
        keys = read_keys(lane.folder, lane.secrets).newest_first if lane else None
        client = HttpServer(self.url, self._world.clock.now, keys)
        self._clients.append(client)
        return client

    def lane(self, folder: Path, store: str = "xinyi") -> Lane:
        """A terminal enrolled and syncing over HTTP."""
        lane = self._world.lane(folder, store, self.client())
        lane.server = self.client(lane)
        return lane

    def get(self, path: str) -> httpx.Response:
        """A plain GET."""
        return httpx.get(f"{self.url}{path}")

    def _announced(self, url: str) -> None:
        self.url = url
        self._listening.set()


def later(world: World, **span: int) -> None:
    """Lets time pass."""
    world.clock.instant += timedelta(**span)
