"""Statements as ``terminal.store.statements`` runs them: text, parameters, columns."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import BindParameter, Boolean, CompoundSelect, Date, Delete, Insert, Select, Update
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import TypeEngine

from terminal.domain.errors import Broken
from terminal.store import sql
from terminal.store.sql.columns import Converted
from terminal.store.statements import Compiled, Statement

Construct = Select[Any] | CompoundSelect[Any] | Insert | Update | Delete
Document = tuple[str, list[tuple[str | None, str | None, Any]], list[tuple[str, str | None]]]
"""The text; of each parameter its name, its conversion and its constant; of each column its name and conversion."""
_CONSTRUCTS = (Select, CompoundSelect, Insert, Update, Delete)
_DIALECT = SQLiteDialect_pysqlite(paramstyle="qmark")


def compiled(construct: Construct) -> Document:
    """The statement, compiled for SQLite."""
    done = construct.compile(dialect=_DIALECT)
    columns = list(construct.selected_columns) if isinstance(construct, (Select, CompoundSelect)) else []
    return (
        str(done),
        [_parameter(done.binds[name]) for name in done.positiontup or ()],
        [(str(column.key), _conversion(column.type)) for column in columns],
    )


def statement(construct: Construct) -> Statement:
    """The statement, for one whose shape is known only when it is asked for."""
    return Statement("", Compiled(*compiled(construct)))


def every_statement() -> Mapping[str, Document]:
    """All that are written, by name."""
    return {name: compiled(construct) for name, construct in sorted(_written())}


def _written() -> Iterator[tuple[str, Construct]]:
    for module in iter_modules(sql.__path__):
        if module.name == "__main__":
            continue
        for name, value in vars(import_module(f"{sql.__name__}.{module.name}")).items():
            if name.isupper() and not name.startswith("_") and isinstance(value, _CONSTRUCTS):
                yield f"{module.name}.{name}", value


def _parameter(bind: BindParameter[Any]) -> tuple[str | None, str | None, Any]:
    if bind.expanding:
        raise Broken(f"{bind.key} would be as many parameters as it has values: `one_of` or `among` make one statement")
    if bind.required or bind.value is None:
        return bind.key, _conversion(bind.type), None
    convert = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return None, None, convert(bind.value) if convert else bind.value


def _conversion(kind: TypeEngine[Any]) -> str | None:
    match kind:
        case Converted():
            return kind.conversion
        case Date():
            return "date"
        case Boolean():
            return "flag"
    return None
