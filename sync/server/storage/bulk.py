"""Many rows at once, on PostgreSQL as fast as it takes them: a row of its own costs less than its share of a statement.

New rows go by COPY. What is looked up or replaced goes as one text per column with a line for each row, because to
make an array of a thousand values takes the driver longer than PostgreSQL takes to store them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString

import psycopg
from psycopg.sql import SQL, Composable, Identifier
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

_NULL: Final = "\x01"
_LINE: Final = "\n"

Row = Sequence[Any]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows of which none may be there; all of them name the same columns in the same order."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(table.insert(), list(rows))
        return
    columns = SQL(", ").join(map(Identifier, rows[0]))
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), columns)
    with driver(connection) as cursor, cursor.copy(statement) as sink:
        for row in rows:
            sink.write_row(list(row.values()))


def lines(values: Iterable[str | None]) -> str:
    """Values, none of which holds a control character, as one text; ``column`` takes it apart again."""
    return _LINE.join([_NULL if value is None else value for value in values])


def column(form: LiteralString) -> Composable:
    """A column made of ``lines``, of the type ``form``; takes one parameter."""
    return SQL("string_to_array(%s, E'\\n', E'\\x01')::{}[]").format(SQL(form))


@contextmanager
def driver(connection: Connection) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
    """A cursor of the driver below ``connection``, in its transaction. What it raises is raised as SQLAlchemy does."""
    below = connection.connection.driver_connection
    assert isinstance(below, psycopg.Connection)
    try:
        with below.cursor(binary=True) as cursor:
            yield cursor
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error
