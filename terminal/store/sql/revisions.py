"""Running Alembic's revisions on one file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from terminal.store.errors import explained

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


def run_revisions(raw: dbapi2.Connection, folder: Path, newest: str) -> None:
    """Brings the file that ``raw`` is to from whatever it is at to ``newest``, and closes it."""
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "handle_error", _raise_explained)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(folder))
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, newest)
            connection.commit()
    finally:
        raw.close()


def _raise_explained(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, dbapi2.Error):
        raise explained(error) from error
