"""Bills set aside. Their rows come and go; no frame tells of them."""

import json

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.ports.parked import ParkedBill
from terminal.store.journal_tables import parked_bill
from terminal.store.statements import Statement

_ALL = Statement(select(parked_bill).order_by(parked_bill.c.parked_at, parked_bill.c.park_id))
_COUNT = Statement(select(func.count()).select_from(parked_bill))
_REMOVE = Statement(delete(parked_bill).where(parked_bill.c.park_id == bindparam("wanted")))


def put(connection: Connection, bill: ParkedBill) -> None:
    """Sets a bill aside; the same one again takes its own place."""
    kept = {
        "parked_at": bill.parked_at,
        "cashier": bill.cashier,
        "member_id": bill.member,
        "due": bill.due,
        "body": json.dumps(bill.body, ensure_ascii=False, separators=(",", ":")),
    }
    statement = upsert(parked_bill).values(park_id=bill.park_id, **kept)
    connection.execute(statement.on_conflict_do_update(index_elements=["park_id"], set_=kept))


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
