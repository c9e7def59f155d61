"""Statements written with SQLAlchemy, compiled once, run on the driver.

Running a compiled statement through SQLAlchemy costs five times what SQLite needs for it, and a sale runs some thirty
of them. Column types convert values both ways as they would there.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Delete,
    Insert,
    Select,
    TypeDecorator,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import Text, TypeEngine
from sqlcipher3 import dbapi2

from terminal.domain.errors import Broken
from terminal.store.errors import explained

_DIALECT = SQLiteDialect_pysqlite(paramstyle="qmark")
_Convert = Callable[[Any], Any]


class _TextList(TypeDecorator[Sequence[str]]):
    """Texts as one JSON array, so that a statement reads the same for any number of them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: object) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """``column`` is one of the texts given as the parameter ``name``."""
    given = func.json_each(bindparam(name, type_=_TextList)).table_valued("value")
    return column.in_(select(given.c.value))


class Statement:
    """A statement with its parameters given by name at every run.

    Every run raises what ``terminal.store.errors.explained`` makes of the driver's error.
    """

    def __init__(self, construct: Select[Any] | CompoundSelect[Any] | Insert | Delete) -> None:
        compiled = construct.compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._parameters = [_parameter(compiled.binds[name]) for name in compiled.positiontup or ()]
        columns = list(construct.selected_columns) if isinstance(construct, (Select, CompoundSelect)) else []
        self._reading = [_reader(column.type) for column in columns]
        self._row: Callable[[Iterable[Any]], Any] = _row_maker([str(column.key) for column in columns])

    def rows(self, connection: Connection, **given: Any) -> list[Any]:
        """All rows, as tuples with the names of the columns."""
        return [self._converted(row) for row in self._run(connection, given).fetchall()]

    def first(self, connection: Connection, **given: Any) -> Any | None:
        """The first row, or ``None``."""
        row = self._run(connection, given).fetchone()
        return None if row is None else self._converted(row)

    def scalar(self, connection: Connection, **given: Any) -> Any | None:
        """The first column of the first row, or ``None``."""
        row = self.first(connection, **given)
        return None if row is None else row[0]

    def run(self, connection: Connection, **given: Any) -> int:
        """Runs an insert; gives the row's number."""
        return int(self._run(connection, given).lastrowid)

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Runs for every one of ``rows``."""
        values = [self._values(row) for row in rows]
        try:
            _driver(connection).executemany(self._text, values)
        except dbapi2.Error as error:
            raise explained(error) from error

    def _run(self, connection: Connection, given: Mapping[str, Any]) -> dbapi2.Cursor:
        try:
            return _driver(connection).execute(self._text, self._values(given))
        except dbapi2.Error as error:
            raise explained(error) from error

    def _values(self, given: Mapping[str, Any]) -> list[Any]:
        return [
            constant if name is None else given[name] if convert is None else convert(given[name])
            for name, convert, constant in self._parameters
        ]

    def _converted(self, row: Sequence[Any]) -> Any:
        return self._row(
            [value if convert is None else convert(value) for convert, value in zip(self._reading, row, strict=True)]
        )


def _driver(connection: Connection) -> dbapi2.Connection:
    driver = connection.connection.driver_connection
    if driver is None:
        raise Broken("the connection is closed")
    return driver


def _parameter(bind: BindParameter[Any]) -> tuple[str | None, _Convert | None, Any]:
    """Its name and conversion; without a name, its constant."""
    convert = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if bind.required or bind.value is None:
        return bind.key, convert, None
    return None, None, convert(bind.value) if convert else bind.value


def _row_maker(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    row = namedtuple("row", names, rename=True)  # type: ignore[misc]  # the names are known when it runs
    return row._make


def _reader(column_type: TypeEngine[Any]) -> _Convert | None:
    return column_type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
