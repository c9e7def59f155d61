"""Where the database is: SQLite by default, PostgreSQL by URL, also one of a cluster whose nodes take turns at leading.

Several hosts are written as libpq writes them: ``postgresql://user:password@h1:5432,h2:5432,h3:5432/name``. Only the
one that takes writes is used, also when the URL does not say ``target_session_attrs=read-write``.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

WRITING: Final = "stillpoint_writing"
DOUBTFUL: Final = "stillpoint_doubtful"
_BUSY_SECONDS = 30
_SEVERAL_HOSTS = re.compile(r"(?P<scheme>[^:/]+://(?:[^@/]*@)?)(?P<hosts>[^@/?]*,[^@/?]*)(?P<rest>.*)", re.DOTALL)
_DEFAULT_PORT = "5432"

# What a URL may say otherwise. A host that is switched off never refuses: without these, a connection to it waits for
# minutes.
_PATIENCE: Mapping[str, str] = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# The server goes away, was never one that takes writes, or has no room: 08 connections, 53 resources, 57P shutting down
# or starting up, 25006 a leader that no longer is one.
_LOST = ("08", "25006", "53", "57P")
_WARNING = "01000"


def read_url(text: str) -> URL:
    """The URL in ``text``. Raises ``ArgumentError`` when it is none."""
    several = _SEVERAL_HOSTS.fullmatch(text)
    if several is None:
        url = make_url(text)
    else:
        hosts, ports = zip(*map(_host_and_port, several["hosts"].split(",")), strict=True)
        url = make_url(several["scheme"] + several["rest"])
        url = url.update_query_dict({"host": ",".join(hosts), "port": ",".join(ports)})
        if "target_session_attrs" not in url.query:
            url = url.update_query_dict({"target_session_attrs": "read-write"})
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


def is_sqlite(text: str) -> bool:
    """Whether the URL in ``text`` is a file of SQLite's, which one process writes."""
    return read_url(text).get_backend_name() == "sqlite"


def make_engine(url: URL) -> Engine:
    """What connects to ``url``. A connection that turns out to be useless is thrown away, and its like with it."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=8, max_overflow=56, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    engine = create_engine(url, pool_size=8, max_overflow=40, pool_pre_ping=True, connect_args=patience)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "handle_error", _throw_away)
    return engine


def is_lost(error: BaseException | None) -> bool:
    """Whether PostgreSQL could not be reached, or is not the server that takes writes."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate.startswith(_LOST)


def _host_and_port(place: str) -> tuple[str, str]:
    host, colon, port = place.rpartition(":")
    if not colon or port.endswith("]"):
        return place.strip("[]"), _DEFAULT_PORT
    return host.strip("[]"), port


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Autocommit in the driver: transactions begin by our own BEGIN, immediate where something will be written.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgresql(connection: Any, entry: ConnectionPoolEntry) -> None:
    def heard(notice: psycopg.errors.Diagnostic) -> None:
        # A COMMIT whose wait for the standby was cancelled succeeds, with a warning: the leader alone has it.
        if notice.sqlstate == _WARNING:
            entry.info[DOUBTFUL] = True

    connection.add_notice_handler(heard)


def _throw_away(context: ExceptionContext) -> None:
    if is_lost(context.original_exception):
        context.is_disconnect = True
