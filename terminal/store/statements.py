"""What the database is asked, run on the driver.

Statements are written with SQLAlchemy, in ``terminal.store.sql``, and compiled into ``statements.json`` before the
program is delivered (``make statements``). A till at work does not load the library: its window opens sooner, and the
process stays within its memory (``make bench-window``).
"""

from __future__ import annotations

import json
from collections import namedtuple
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from terminal.store.conversions import FROM, INTO
from terminal.store.errors import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from terminal.store.connection import Connection

COMPILED = Path(__file__).with_name("statements.json")


class Compiled:
    """A statement's text, and how values are converted on their way in and out.

    Of each parameter comes its name, its conversion and, where it has no name, the constant; of each column its name
    and its conversion.
    """

    def __init__(self, text: str, parameters: Sequence[Sequence[Any]], columns: Sequence[Sequence[Any]]) -> None:
        self.text = text
        self.parameters = [(name, INTO.get(conversion), constant) for name, conversion, constant in parameters]
        self._reading = [FROM.get(conversion) for _, conversion in columns]
        self._row: Callable[[Iterable[Any]], Any] = _row_maker([name for name, _ in columns])

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order of the text."""
        return [
            constant if name is None else _converted(convert, given[name])
            for name, convert, constant in self.parameters
        ]

    def row(self, read: Sequence[Any]) -> Any:
        """What the driver read, as a tuple with the names of the columns."""
        return self._row([_converted(convert, value) for convert, value in zip(self._reading, read, strict=True)])


class Statement:
    """The statement with that name, or as it was ``compiled`` just now; its parameters are given by name at every run.

    Every run raises what ``terminal.store.errors.explained`` makes of the driver's error.
    """

    def __init__(self, name: str, compiled: Compiled | None = None) -> None:
        self._name, self._given = name, compiled

    @cached_property
    def compiled(self) -> Compiled:
        """Read when it is first needed."""
        return self._given or Compiled(*_all_compiled()[self._name])

    def rows(self, connection: Connection, **given: Any) -> list[Any]:
        """All rows, as tuples with the names of the columns."""
        return [self.compiled.row(row) for row in self._run(connection, given).fetchall()]

    def each(self, connection: Connection, **given: Any) -> Iterable[Any]:
        """The rows one by one, however many there are."""
        return (self.compiled.row(row) for row in self._run(connection, given))

    def first(self, connection: Connection, **given: Any) -> Any | None:
        """The first row, or ``None``."""
        row = self._run(connection, given).fetchone()
        return None if row is None else self.compiled.row(row)

    def scalar(self, connection: Connection, **given: Any) -> Any | None:
        """The first column of the first row, or ``None``."""
        row = self.first(connection, **given)
        return None if row is None else row[0]

    def run(self, connection: Connection, **given: Any) -> int:
        """Runs an insert; gives the row's number."""
        return int(self._run(connection, given).lastrowid)

    def change(self, connection: Connection, **given: Any) -> int:
        """Runs an update or a deletion; gives how many rows it met."""
        return int(self._run(connection, given).rowcount)

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Runs for every one of ``rows``."""
        values = [self.compiled.values(row) for row in rows]
        try:
            connection.driver.executemany(self.compiled.text, values)
        except dbapi2.Error as error:
            raise explained(error) from error

    def _run(self, connection: Connection, given: Mapping[str, Any]) -> dbapi2.Cursor:
        try:
            return connection.driver.execute(self.compiled.text, self.compiled.values(given))
        except dbapi2.Error as error:
            raise explained(error) from error


@cache
def _all_compiled() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(COMPILED.read_bytes())
    return found


def _converted(convert: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if convert is None or value is None else convert(value)


def _row_maker(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    row = namedtuple("row", names, rename=True)  # type: ignore[misc]  # the names are known when it runs
    return row._make
