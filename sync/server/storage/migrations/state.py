"""Whether a database has been brought up to date."""

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def is_current(connection: Connection) -> bool:
    """Whether every migration of this version has been applied."""
    return set(MigrationContext.configure(connection).get_current_heads()) == set(_heads())


@cache
def _heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory(str(Path(__file__).parent)).get_heads())
