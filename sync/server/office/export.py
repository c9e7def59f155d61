"""The ledger on its way out: every posted entry, for accounting and analysis. Members are ids, never people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import select

from sync.server.storage.database import Database
from sync.server.storage.tables import ledger

ROWS_AT_ONCE = 1000
_KEY = (ledger.c.member, ledger.c.terminal, ledger.c.epoch, ledger.c.seq, ledger.c.line)


def export_ledger(database: Database, first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    """Every entry of the business days ``first`` to ``last``, member by member, from one state of the database.

    ``moves`` are the lots it moved: id, earning brand, points. ``document`` is the entry where the server made it.
    """
    wanted = select(ledger).order_by(*_KEY)
    if first:
        wanted = wanted.where(ledger.c.day >= first.isoformat())
    if last:
        wanted = wanted.where(ledger.c.day <= last.isoformat())
    with database.read() as connection:
        for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(wanted).mappings():
            document = msgspec.json.decode(row["document"]) if row["document"] else None
            yield {**row, "moves": msgspec.json.decode(row["moves"]), "document": document}
