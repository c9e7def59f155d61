"""The server's schema: one line of revisions that ends at the tables."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select

from sync.server.accounts.accounts import read_account
from sync.server.storage import migrations
from sync.server.storage.database import open_database, sqlite_url
from sync.server.storage.migrations.running import migrate
from sync.server.storage.tables import members, metadata, office_log
from tests.sync.world import World


def test_the_migrations_end_at_the_tables(world: World) -> None:
    with world.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _not_a_partition})
        assert compare_metadata(context, metadata) == []


def test_a_database_of_the_first_release_comes_up_with_its_members(tmp_path: Path) -> None:
    engine = create_engine(sqlite_url(tmp_path))
    with engine.connect() as connection, connection.begin():
        migrate(connection, revision="0001")
        connection.exec_driver_sql("INSERT INTO member VALUES ('m1', NULL, '{\"spend\":5}', NULL, '[]', '[]')")
    engine.dispose()
    database = open_database(sqlite_url(tmp_path))
    with database.read() as connection:
        (row,) = connection.execute(select(members)).mappings().all()
    account = read_account(row)
    assert (account.state.spend_minor, account.household, account.booked) == (5, None, 0)
    database.close()


def test_the_revisions_form_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_the_offices_log_of_an_earlier_release_is_kept(tmp_path: Path) -> None:
    engine = create_engine(sqlite_url(tmp_path))
    with engine.connect() as connection, connection.begin():
        migrate(connection, revision="0002")
        connection.exec_driver_sql(
            "INSERT INTO office_log (at, by, operation, member, reason) VALUES ('2026-11-01 06:00:00', '', '', 'm', '')"
        )
    engine.dispose()
    database = open_database(sqlite_url(tmp_path))
    with database.read() as connection:
        (row,) = connection.execute(select(office_log)).all()
    database.close()
    assert (row.member, row.number, row.at.isoformat()) == ("m", 1, "2026-11-01T06:00:00+00:00")


def _not_a_partition(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or re.search(r"_p\d+$", name or "") is None
