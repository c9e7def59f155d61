"""How long a new terminal takes to get a million members, and what the till feels of it meanwhile.

A group in PostgreSQL, its server in one process and terminals in others.
"""

import multiprocessing
import os
import signal
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
import zstandard

from sync.client.enrolment import Place, enrol_terminal
from sync.client.http import HttpServer
from sync.client.keys import read_keys
from sync.client.round import SyncRound
from sync.programme.compiler import compile_yaml
from sync.protocol.messages import PullAnswer, PullRequest
from sync.protocol.snapshots import PIECE_BYTES, REPLICA_REVISION, Pieces
from sync.protocol.steps import ContentRequest, SnapshotAnswer, SnapshotRequest
from sync.server.keys import ServerKeys
from sync.server.processes.sharing import Plan
from sync.server.processes.supervisor import Supervisor
from sync.server.programmes.programmes import publish
from sync.server.service import Pace
from sync.server.snapshots.building import Snapshot, build_snapshot
from sync.server.steps.enrolment import Enrolment
from sync.server.storage.database import open_database
from sync.server.web.logs import LogSettings
from sync.server.web.running import Address
from terminal.domain.errors import Refusal
from terminal.domain.lines import Line
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import open_replica_store, open_terminal_store
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.identify import identify
from terminal.usecases.sell import Sell, sell
from terminal.usecases.till import Till
from tests.benchmarks.crowd import add_members, cell_name, copy
from tests.sync.world import PROGRAMME

MEMBERS = 1_000_000
PAGES_MEASURED = 100
QUIET_SALES = 400
_KNOWN_HERE = 50
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class FirstSyncFigures:
    """Seconds. ``by_pages`` is for all members, worked out from the first ``pages_measured`` pages.

    ``reference`` is the same database in the clear: downloaded, decompressed, and checked by SQLite.
    """

    members: int
    sealed_bytes: int
    image_bytes: int
    building: float
    by_snapshot: float
    by_pages: float
    pages_measured: int
    reference: float
    reference_parts: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class CounterFigures:
    """Milliseconds, 99th percentiles, quiet and while the members arrive; how many sales were made meanwhile."""

    identify_quiet: float
    identify_busy: float
    sell_quiet: float
    sell_busy: float
    sales_meanwhile: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Group:
    """A server with members, a snapshot of them, and a folder for terminals."""

    url: str
    keys: ServerKeys
    database_url: str
    snapshot: Snapshot
    building: float
    folder: Path

    def terminal(self, name: str) -> tuple[Path, MemorySecrets]:
        """A new terminal that has never synced."""
        database = open_database(self.database_url)
        home, secrets = self.folder / name, MemorySecrets()
        with closing(HttpServer(self.url, _CLOCK.now)) as server:
            code = Enrolment(database, self.keys, _CLOCK.now).new_code("xinyi").code
            enrol_terminal(server, Place(home, secrets, self.url), code, _CLOCK)
        database.close()
        return home, secrets


class OnlyPages(HttpServer):
    """A server without snapshots, whose line breaks after some pages."""

    pages_left = PAGES_MEASURED

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """None."""
        raise Refusal("snapshot_missing")

    def pull(self, request: PullRequest) -> PullAnswer:
        """A page, as long as there are any left."""
        if not self.pages_left:
            raise Refusal("server_unreachable")
        self.pages_left -= 1
        return super().pull(request)


def measure_first_sync(postgres_url: str, members: int = MEMBERS) -> FirstSyncFigures:
    """From a fresh terminal to all members, both ways, beside the reference; in one run."""
    with serving(postgres_url, members) as group:
        home, secrets = group.terminal("by snapshot")
        started = time.perf_counter()
        pulled = run_round(home, secrets, HttpServer)
        by_snapshot = time.perf_counter() - started
        if pulled != members:
            raise SystemExit(f"{pulled} members instead of {members}")
        parts = reference(group, home, secrets)
        home, secrets = group.terminal("by pages")
        started = time.perf_counter()
        run_round(home, secrets, OnlyPages)
        seconds = time.perf_counter() - started
        with closing(open_replica_store(home, secrets)) as replica:
            share = replica.member_count() / members
        return FirstSyncFigures(
            members=members,
            sealed_bytes=group.snapshot.size,
            image_bytes=group.snapshot.unpacked,
            building=group.building,
            by_snapshot=by_snapshot,
            by_pages=seconds / share,
            pages_measured=PAGES_MEASURED,
            reference=sum(parts),
            reference_parts=parts,
        )


def measure_counter_during_first_sync(
    postgres_url: str, members: int = MEMBERS, *, by_pages: bool = False
) -> CounterFigures:
    """The till sells in this process while another one takes the members in."""
    with serving(postgres_url, members) as group:
        home, secrets = group.terminal("counter")
        with closing(open_terminal_store(home, secrets)) as store:
            till = Till(store, _CLOCK)
            counter = Counter(till)
            counter.sales(QUIET_SALES // 4, lambda: False)  # warm
            quiet = counter.sales(QUIET_SALES, lambda: False)
            context = multiprocessing.get_context("spawn")
            kind = OnlyPages if by_pages else HttpServer
            process = context.Process(target=run_round, args=(home, secrets, kind))
            process.start()
            started = time.perf_counter()
            busy = counter.sales(1_000_000, lambda: not process.is_alive())
            process.join()
        return CounterFigures(
            identify_quiet=_p99(quiet[0]),
            identify_busy=_p99(busy[0]),
            sell_quiet=_p99(quiet[1]),
            sell_busy=_p99(busy[1]),
            sales_meanwhile=len(busy[1]),
            seconds=time.perf_counter() - started,
        )


class Counter:
    """Members of this terminal's own, and sales to them."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._phones = [f"0912{place:06}" for place in range(_KNOWN_HERE)]
        for phone in self._phones:
            enrol_member(till, EnrolMember(phone, "客人"))
        self._line = Line("tea", "Tea", "drink", Fraction(1), 1000)

    def sales(self, most: int, ended: Callable[[], bool]) -> tuple[list[float], list[float]]:
        """Identifies and sells until ``ended`` or ``most``; gives the milliseconds of both."""
        identified: list[float] = []
        sold: list[float] = []
        while len(sold) < most and not ended():
            started = time.perf_counter()
            card = identify(self._till, self._phones[len(sold) % _KNOWN_HERE])
            between = time.perf_counter()
            sell(self._till, Sell(card.member_id, (self._line,), 0, print_receipt=False))
            ended_at = time.perf_counter()
            identified.append((between - started) * 1000)
            sold.append((ended_at - between) * 1000)
            time.sleep(0.002)  # not even the busiest counter sells without a breath
        return identified, sold


def run_round(home: Path, secrets: MemorySecrets, kind: type[HttpServer]) -> int:
    """One round, or as much of it as the line allows; gives how many members came."""
    keys = read_keys(home, secrets)
    with closing(open_replica_store(home, secrets)) as replica:
        server = kind(replica.identity().server_url, _CLOCK.now, keys.newest_first)
        try:
            return SyncRound(server, replica, keys, time.sleep).run_once().pulled
        except Refusal as refusal:
            if refusal.kind != "server_unreachable":
                raise
            return 0
        finally:
            server.close()


def reference(group: Group, home: Path, secrets: MemorySecrets) -> tuple[float, float, float]:
    """Seconds to download as many bytes, to decompress them, and to check the plain database."""
    keys = read_keys(home, secrets)
    terminal, digest = _terminal_of(home, secrets), group.snapshot.digest
    with closing(HttpServer(group.url, _CLOCK.now, keys.newest_first)) as server:
        answer = server.snapshot(SnapshotRequest(terminal, REPLICA_REVISION))
        started = time.perf_counter()
        with (group.folder / "sealed").open("wb", buffering=0) as file:
            for portion in server.snapshot_content(ContentRequest(terminal, digest)):
                file.write(portion)
        download = time.perf_counter() - started
    _unseal(group.folder, bytes.fromhex(answer.key))
    started = time.perf_counter()
    with (group.folder / "packed").open("rb") as packed, (group.folder / "plain.db").open("wb") as plain:
        zstandard.ZstdDecompressor().copy_stream(packed, plain)
        plain.flush()
        os.fsync(plain.fileno())
    decompress = time.perf_counter() - started
    started = time.perf_counter()
    with closing(sqlite3.connect(group.folder / "plain.db")) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise SystemExit("the image is not a sound database")
    return download, decompress, time.perf_counter() - started


@contextmanager
def serving(postgres_url: str, members: int) -> Iterator[Group]:
    """A group of so many members in an empty database, its snapshot, and its server in processes of its own."""
    database, keys = open_database(postgres_url), ServerKeys.generate()
    programme = PROGRAMME.replace("brand: chawu, name:", f"brand: chawu, cell: {cell_name(0)}, name:")
    publish(database, keys, compile_yaml(programme, "programme.yaml").bundle, _CLOCK.now)
    with psycopg.connect(postgres_url) as connection:
        add_members(connection, keys, range(members), 1)
        copy(connection, "cell (cell, number, members)", [(cell_name(0), members, members)])
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    started = time.perf_counter()
    snapshot = build_snapshot(database, keys, cell_name(0), _CLOCK.now)
    building = time.perf_counter() - started
    database.close()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(postgres_url, keys, theirs))
    process.start()
    try:
        with tempfile.TemporaryDirectory(prefix="sp-") as folder:
            yield Group(ours.recv(), keys, postgres_url, snapshot, building, Path(folder))
    finally:
        if process.pid:
            os.kill(process.pid, signal.SIGTERM)
        process.join()


def _serve(postgres_url: str, keys: ServerKeys, pipe: Connection) -> None:
    """As ``stillpoint server run`` does: one process serves, and another one posts."""
    plan = Plan(postgres_url, keys, _CLOCK.now, Address(port=0), Pace(), LogSettings(), workers=1, posting=1)
    Supervisor(plan, pipe.send).run()


def _unseal(folder: Path, key: bytes) -> None:
    pieces = Pieces(key)
    with (folder / "sealed").open("rb") as sealed, (folder / "packed").open("wb") as packed:
        place = 0
        while piece := sealed.read(PIECE_BYTES):
            packed.write(pieces.open(place, piece))
            place += 1


def _terminal_of(home: Path, secrets: MemorySecrets) -> str:
    with closing(open_replica_store(home, secrets)) as replica:
        return replica.identity().terminal_id


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]
