"""What has been given back of each sale: never more than was paid for it, whichever terminals did it.

A refund may arrive before its sale, from another terminal: it is counted all the same, and waits to be compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.accounts.books import PostingException, case_of
from sync.server.storage.database import chunks, insert_new
from sync.server.storage.tables import exceptions, sale_sums
from terminal.domain.frames import Frame, FrameKind

RESOLVED: Final = "resolved"
_SUM_MAX = 2**53
_UNKNOWN = -1
_WAITING = "sale_unknown_yet"


def remember_sales(connection: Connection, frames: Iterable[Frame], now: datetime) -> Iterator[PostingException]:
    """Keeps what was due and redeemed for every sale among ``frames``; refunds that waited for one are compared."""
    sales = {
        frame.body["sale"]: frame
        for frame in frames
        if frame.kind is FrameKind.SALE and isinstance(frame.body.get("sale"), str)
    }
    rows = [{"sale": sale, **_said(frame), "refunded": 0, "returned": 0} for sale, frame in sales.items()]
    insert_new(connection, sale_sums, rows)
    for portion in chunks(sales):
        late = select(sale_sums.c.sale).where(sale_sums.c.sale.in_(portion), sale_sums.c.due == _UNKNOWN)
        for sale in connection.execute(late).scalars().all():
            frame = sales[sale]
            known = update(sale_sums).where(sale_sums.c.sale == sale).values(**_said(frame)).returning(sale_sums)
            yield from _exceeded(frame, connection.execute(known).one())
            _resolve(connection, sale, now)


def refund_exceptions(connection: Connection, frame: Frame) -> Iterator[PostingException]:
    """Counts a refund; ``refund_exceeds_sale`` when all refunds of a sale come to more than the sale did.

    ``sale_unknown_yet`` when no such sale has arrived.
    """
    sale = frame.body.get("sale")
    if frame.kind is not FrameKind.REFUND or not isinstance(sale, str):
        return
    row = _count(connection, sale, _sum(frame.body.get("refunded")), _sum(frame.body.get("returned")))
    if row.due == _UNKNOWN:
        figures = {"refunded": row.refunded, "returned": row.returned}
        yield case_of(frame, 0, _WAITING, data={"sale": sale, **figures})
    else:
        yield from _exceeded(frame, row)


def _count(connection: Connection, sale: str, refunded: int, returned: int) -> Row[Any]:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = insert(sale_sums).values(sale=sale, due=_UNKNOWN, redeemed=_UNKNOWN, refunded=refunded, returned=returned)
    counted = new.on_conflict_do_update(
        index_elements=[sale_sums.c.sale],
        set_={
            "refunded": sale_sums.c.refunded + new.excluded.refunded,
            "returned": sale_sums.c.returned + new.excluded.returned,
        },
    )
    return connection.execute(counted.returning(*sale_sums.c)).one()


def _exceeded(frame: Frame, row: Row[Any]) -> Iterator[PostingException]:
    if row.refunded > row.due or row.returned > row.redeemed:
        figures = {"refunded": row.refunded, "due": row.due, "returned": row.returned, "redeemed": row.redeemed}
        yield case_of(frame, 0, "refund_exceeds_sale", data={"sale": row.sale, **figures})


def _resolve(connection: Connection, sale: str, now: datetime) -> None:
    """The cases of refunds that waited for ``sale`` are settled."""
    waiting = select(exceptions).where(exceptions.c.code == _WAITING, exceptions.c.decided_at.is_(None))
    for case in connection.execute(waiting).all():
        if msgspec.json.decode(case.data).get("sale") == sale:
            here = _same_case(case)
            connection.execute(update(exceptions).where(*here).values(decided_at=now, decision=RESOLVED))


def _same_case(case: Row[Any]) -> Sequence[Any]:
    return [column == getattr(case, column.name) for column in exceptions.primary_key]


def _said(frame: Frame) -> dict[str, int]:
    return {"due": _sum(frame.body.get("total")), "redeemed": _sum(frame.body.get("redeemed"))}


def _sum(value: Any) -> int:
    return value if type(value) is int and 0 <= value <= _SUM_MAX else 0
