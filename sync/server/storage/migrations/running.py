"""Bringing a database up to date, in the layout it was made in."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from terminal.domain.errors import Refusal

_FIRST_TABLE = "programme"
_PARTITIONS = "SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass(:name)"


def migrate(connection: Connection, partitions: int = 0, revision: str = "head") -> None:
    """Creates the tables, or brings them up to ``revision``.

    Raises ``Refusal``: ``partitions_need_postgresql``, and ``partitions_fixed`` for a database made in another layout.
    """
    if partitions and connection.dialect.name != "postgresql":
        raise Refusal("partitions_need_postgresql")
    made_with = _made_with(connection)
    if made_with is not None and partitions not in {0, made_with}:
        raise Refusal("partitions_fixed", partitions=made_with)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    config.attributes["partitions"] = partitions if made_with is None else made_with
    command.upgrade(config, revision)


def _made_with(connection: Connection) -> int | None:
    """How many partitions the tables have; ``None`` when there are no tables."""
    if not inspect(connection).has_table(_FIRST_TABLE):
        return None
    if connection.dialect.name != "postgresql":
        return 0
    return int(connection.execute(text(_PARTITIONS), {"name": _FIRST_TABLE}).scalar_one())
