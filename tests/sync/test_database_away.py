"""A database that goes away: what was not answered was not acknowledged, and the next leader is found."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from sync.server.storage.database import RETRY_SECONDS, Database, open_database
from sync.server.storage.database_url import read_url
from sync.server.storage.tables import batches, stores
from terminal.domain.errors import Refusal
from tests.sync.commit_proxy import CommitProxy, Loss
from tests.sync.world import Lane, Served, World

PHONE = "+886912345678"
NOWHERE = "127.0.0.1:1"
pytestmark = pytest.mark.postgres


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[CommitProxy]:
    with CommitProxy(postgres_url) as passing:
        yield passing


@pytest.fixture
def far(proxy: CommitProxy, tmp_path: Path) -> Iterator[tuple[World, Lane]]:
    """A server whose way to the database leads through the proxy, and a terminal with something to push."""
    world = World(proxy.url(NOWHERE))
    lane = world.lane(tmp_path / "lane")
    lane.enrol(PHONE.replace("+886", "0"))
    lane.sell(PHONE, 1000)
    yield world, lane
    lane.close()
    world.close()


@pytest.mark.parametrize("loss", Loss)
def test_a_commit_whose_answer_is_lost_is_not_acknowledged_and_repeated_without_harm(
    loss: Loss, proxy: CommitProxy, far: tuple[World, Lane], postgres_url: str
) -> None:
    world, lane = far
    proxy.loss = loss
    with refused():
        lane.sync()
    assert stored_batches(postgres_url) == (1 if loss is Loss.BEFORE_ANSWER else 0)
    report = lane.sync()
    world.post()
    assert (report.frames, report.durable, stored_batches(postgres_url)) == (3, 3, 1)
    lane.sync()
    assert lane.balance(PHONE) == 100


def test_posting_that_loses_its_database_is_done_again(proxy: CommitProxy, far: tuple[World, Lane]) -> None:
    world, lane = far
    lane.pause = lambda _seconds: None
    lane.sync()
    proxy.loss = Loss.BEFORE_ANSWER
    with refused():
        world.post()
    world.post()
    lane.sync()
    assert lane.balance(PHONE) == 100
    assert lane.sync().posted == 3


def test_over_http_it_is_503_with_a_time_to_come_back(proxy: CommitProxy, far: tuple[World, Lane]) -> None:
    with Served(far[0]) as served:
        assert served.get("/ready").status_code == 200
        proxy.go_away()
        answer = served.get("/ready")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_SECONDS))
        assert answer.json()["error"]["kind"] == "database_unavailable"


def test_connections_that_were_ended_are_replaced_unseen(postgres_url: str) -> None:
    with opened(postgres_url) as database:
        count(database)
        end_all(postgres_url)
        count(database)


def test_a_transaction_that_is_ended_is_refused_and_leaves_nothing(postgres_url: str) -> None:
    with opened(postgres_url) as database:
        with refused(), database.write() as connection:
            connection.execute(stores.insert().values(store="xinyi", terminals=0))
            end_all(postgres_url)
            connection.execute(stores.insert().values(store="zhongshan", terminals=0))
        assert count(database) == 0


def test_a_leader_that_takes_no_more_writes_is_left(postgres: str, postgres_url: str, proxy: CommitProxy) -> None:
    with opened(proxy.url(NOWHERE)) as database, setting(postgres, "default_transaction_read_only", "on") as undo:
        for _ in range(2):
            with refused(), database.write() as connection:
                connection.execute(stores.insert().values(store="xinyi", terminals=0))
        undo()
        with database.write() as connection:
            connection.execute(stores.insert().values(store="xinyi", terminals=0))
        assert count(database) == 1


def test_a_commit_that_only_the_leader_has_is_not_acknowledged(postgres: str, postgres_url: str) -> None:
    with opened(postgres_url) as database, setting(postgres, "synchronous_standby_names", "nobody"):
        cancelling = threading.Thread(target=cancel_wait_for_standby, args=(postgres,))
        cancelling.start()
        with refused(), database.write() as connection:
            connection.execute(stores.insert().values(store="xinyi", terminals=0))
        cancelling.join()
        assert count(database) == 1


@pytest.mark.parametrize(
    ("url", "hosts", "ports", "attributes"),
    [
        ("postgresql://u:p@a:1,b:2/d", "a,b", "1,2", "read-write"),
        ("postgresql://u:p@a,b:2/d?target_session_attrs=any", "a,b", "5432,2", "any"),
        ("postgresql+psycopg://a,[::1]:2/d?sslmode=require", "a,::1", "5432,2", "read-write"),
    ],
)
def test_several_hosts_are_written_as_libpq_writes_them(url: str, hosts: str, ports: str, attributes: str) -> None:
    read = read_url(url)
    assert (read.query["host"], read.query["port"]) == (hosts, ports)
    assert (read.drivername, read.database, read.host) == ("postgresql+psycopg", "d", None)
    assert read.query["target_session_attrs"] == attributes
    assert read.username == ("u" if "@" in url else None)


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert (caught.value.kind, caught.value.data) == ("database_unavailable", {"retry_after_seconds": RETRY_SECONDS})


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


@contextmanager
def setting(postgres: str, name: str, value: str) -> Iterator[Callable[[], None]]:
    """The whole server with another setting; gives what undoes it."""

    def change(statement: str, shown: str) -> None:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(statement)
            connection.execute("SELECT pg_reload_conf()")
        while seen(postgres, f"SHOW {name}") != shown:
            pass

    before = seen(postgres, f"SHOW {name}")
    try:
        change(f"ALTER SYSTEM SET {name} = '{value}'", value)
        yield lambda: change(f"ALTER SYSTEM RESET {name}", before)
    finally:
        change(f"ALTER SYSTEM RESET {name}", before)


def seen(url: str, question: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return str(row[0]) if row else ""


def stored_batches(url: str) -> int:
    return int(seen(url, f"SELECT count(*) FROM {batches.name}"))


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(stores)).scalar_one()


def end_all(url: str) -> None:
    """Ends every other connection to the database, as a server that goes down does."""
    seen(url, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
              "AND pid <> pg_backend_pid()")  # fmt: skip


def cancel_wait_for_standby(postgres: str) -> None:
    cancel = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    while seen(postgres, cancel) == "0":
        pass
