"""The cash drawer's shifts, read back from their frames."""

from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text, tuple_

from terminal.domain.frames import decode_frame
from terminal.domain.tenders import CASH
from terminal.ports.store import CashFrame
from terminal.store.columns import parse_instant
from terminal.store.journal_tables import journal_frame, refund, sale
from terminal.store.statements import Statement

_frame = journal_frame.c
_END: Final = (2**62, 0)
_SHIFTS = Statement(
    select(_frame.payload)
    .where(text("kind IN ('shift_opened', 'shift_closed', 'cash_moved')"))  # in the words of the partial index
    .order_by(_frame.epoch.desc(), _frame.seq.desc())
)


def _between(table: Any) -> Statement:
    """The frames that ``table`` indexes, later than one and earlier than another."""
    place = tuple_(table.c.epoch, table.c.seq)
    of_frame = (_frame.epoch == table.c.epoch) & (_frame.seq == table.c.seq)
    return Statement(
        select(_frame.payload)
        .join(table, of_frame)
        .where(
            place > tuple_(bindparam("after_epoch"), bindparam("after_seq")),
            place < tuple_(bindparam("before_epoch"), bindparam("before_seq")),
        )
    )


_SALES, _REFUNDS = _between(sale), _between(refund)


def frames(connection: Connection) -> tuple[CashFrame, ...]:
    """The frames about shifts, newest first."""
    found = (decode_frame(row.payload) for row in _SHIFTS.rows(connection))
    return tuple(
        CashFrame(frame.kind, parse_instant(frame.at), frame.day, (frame.epoch, frame.seq), frame.body)
        for frame in found
    )


def between(connection: Connection, after: tuple[int, int], before: tuple[int, int] | None) -> tuple[int, int]:
    """Cash that sales took, change taken off, and that refunds gave back, in frames between two places."""
    end = before or _END
    span = {"after_epoch": after[0], "after_seq": after[1], "before_epoch": end[0], "before_seq": end[1]}
    sales = (decode_frame(row.payload).body for row in _SALES.rows(connection, **span))
    refunds = (decode_frame(row.payload).body for row in _REFUNDS.rows(connection, **span))
    taken = sum(amount for body in sales for kind, amount in body["paid"] if kind == CASH)
    given = sum(tender["amount"] for body in refunds for tender in body["tenders"] if tender["type"] == CASH)
    return taken, given
