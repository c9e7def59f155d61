"""The server's schema: one line of revisions that ends at the tables, each with its distribution key in front."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import UniqueConstraint

import sync.server.database as database_module
from sync.server.tables import metadata
from tests.sync.world import World


def test_the_migrations_end_at_the_tables(world: World) -> None:
    with world.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


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
