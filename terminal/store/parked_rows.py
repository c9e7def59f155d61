"""Bills set aside. Their rows come and go; no frame tells of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from terminal.ports.parked import ParkedBill
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.store.connection import Connection

_PUT = Statement("parked_rows.PUT")
_ALL = Statement("parked_rows.ALL")
_COUNT = Statement("parked_rows.COUNT")
_REMOVE = Statement("parked_rows.REMOVE")


def put(connection: Connection, bill: ParkedBill) -> None:
    """Sets a bill aside; the same one again takes its own place."""
    _PUT.run(
        connection,
        park_id=bill.park_id,
        parked_at=bill.parked_at,
        cashier=bill.cashier,
        member_id=bill.member,
        due=bill.due,
        body=json.dumps(bill.body, ensure_ascii=False, separators=(",", ":")),
    )


def listed(connection: Connection) -> tuple[ParkedBill, ...]:
    """All that are set aside, oldest first."""
    return tuple(
        ParkedBill(row.park_id, row.parked_at, row.cashier, row.member_id, row.due, json.loads(row.body))
        for row in _ALL.rows(connection)
    )


def count(connection: Connection) -> int:
    """How many are set aside."""
    return int(_COUNT.scalar(connection) or 0)


def remove(connection: Connection, park_id: str) -> None:
    """Forgets a bill that was taken up."""
    _REMOVE.run(connection, wanted=park_id)
