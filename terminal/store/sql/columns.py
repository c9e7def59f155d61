"""Column types that SQLite lacks, and lists of texts as parameters."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Table, Text, TypeDecorator, bindparam, func, literal, select
from sqlalchemy.dialects.sqlite import Insert, insert

from terminal.store.conversions import FROM, INTO


class Converted(TypeDecorator[Any]):
    """Kept as text, by the conversion that it names."""

    impl = Text
    conversion: str

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else str(INTO[self.conversion](value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """From text."""
        return None if value is None else FROM[self.conversion](value)


class Instant(Converted):
    """A point in time, stored as ISO 8601 text in UTC."""

    cache_ok = True
    conversion = "instant"


class Codes(Converted):
    """A few codes, stored as a JSON array."""

    cache_ok = True
    conversion = "codes"


class Texts(Converted):
    """Texts as one JSON array, so that a statement reads the same for any number of them."""

    cache_ok = True
    conversion = "texts"


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """``column`` is one of the texts given as the parameter ``name``."""
    given = func.json_each(bindparam(name, type_=Texts)).table_valued("value")
    return column.in_(select(given.c.value))


def one_of(column: ColumnElement[str], codes: Iterable[str]) -> ColumnElement[bool]:
    """``column`` is one of these texts."""
    return column.in_([literal(code) for code in codes])


def upsert(table: Table, key: str, *columns: str) -> Insert:
    """Adds a row with ``key`` and these columns, or gives the one that has the key these columns."""
    new = insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in (key, *columns)})
    return new.on_conflict_do_update(index_elements=[key], set_={name: new.excluded[name] for name in columns})
