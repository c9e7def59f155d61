"""The server's schema: one line of revisions that ends at the tables, each with its distribution key in front."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import UniqueConstraint, create_engine, select

import sync.server.database as database_module
from sync.server.accounts import read_account
from sync.server.database import open_database, sqlite_url
from sync.server.tables import members, metadata
from tests.sync.world import World


def test_the_migrations_end_at_the_tables(world: World) -> None:
    with world.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_the_first_release_comes_up_with_its_members(tmp_path: Path) -> None:
    engine = create_engine(sqlite_url(tmp_path))
    config = Config()
    config.set_main_option("script_location", database_module.__file__.replace("database.py", "migrations"))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
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
    folder = database_module.__file__.replace("database.py", "migrations")
    config.set_main_option("script_location", folder)
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_every_unique_constraint_contains_the_distribution_key_and_nothing_points_across() -> None:
    for table in metadata.sorted_tables:
        key = next(iter(table.primary_key.columns))
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint):
                assert key in list(constraint.columns), table.name
        assert not table.foreign_keys
        assert not [index for index in table.indexes if index.unique]
