"""The cash drawer's shifts, read back from their frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from terminal.domain.frames import decode_frame
from terminal.domain.tenders import CASH
from terminal.ports.store import CashFrame
from terminal.store.conversions import parse_instant
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.store.connection import Connection

_SHIFTS = Statement("cash_rows.SHIFTS")
_SALES = Statement("cash_rows.SALES")
_REFUNDS = Statement("cash_rows.REFUNDS")

_END: Final = (2**62, 0)


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
