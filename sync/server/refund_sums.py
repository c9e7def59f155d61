"""What has been given back of each sale: never more than was paid for it, whichever terminals did it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, update

from sync.server.books import PostingException
from sync.server.database import insert_new
from sync.server.tables import sale_sums
from terminal.domain.frames import Frame, FrameKind

_SUM_MAX = 2**53


def remember_sales(connection: Connection, frames: Iterable[Frame]) -> None:
    """Keeps what was due and redeemed for every sale among ``frames``."""
    sales = (frame for frame in frames if frame.kind is FrameKind.SALE and isinstance(frame.body.get("sale"), str))
    rows = [
        {
            "sale": frame.body["sale"],
            "due": _sum(frame.body.get("total")),
            "redeemed": _sum(frame.body.get("redeemed")),
            "refunded": 0,
            "returned": 0,
        }
        for frame in sales
    ]
    insert_new(connection, sale_sums, rows)


def refund_exceptions(connection: Connection, frame: Frame) -> Iterator[PostingException]:
    """Counts a refund; ``refund_exceeds_sale`` when all refunds of a sale come to more than the sale did."""
    sale = frame.body.get("sale")
    if frame.kind is not FrameKind.REFUND or not isinstance(sale, str):
        return
    counted = (
        update(sale_sums)
        .where(sale_sums.c.sale == sale)
        .values(
            refunded=sale_sums.c.refunded + _sum(frame.body.get("refunded")),
            returned=sale_sums.c.returned + _sum(frame.body.get("returned")),
        )
        .returning(sale_sums)
    )
    for row in connection.execute(counted):
        if row.refunded > row.due or row.returned > row.redeemed:
            figures = {"refunded": row.refunded, "due": row.due, "returned": row.returned, "redeemed": row.redeemed}
            yield PostingException(frame.seq, 0, "refund_exceeds_sale", None, {"sale": sale, **figures})


def _sum(value: Any) -> int:
    return value if type(value) is int and 0 <= value <= _SUM_MAX else 0
