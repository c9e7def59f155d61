"""Committed sales and refunds, read back from their frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.claims import KIND
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, decode_frame
from terminal.ports.store import StoredRefund, StoredSale
from terminal.store import figures
from terminal.store.conversions import parse_instant
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from terminal.store.connection import Connection

_BY_ID = Statement("sales.BY_ID")
_BY_NUMBER = Statement("sales.BY_NUMBER")
_ON_DAY = Statement("sales.ON_DAY")
_LAST = Statement("sales.LAST")
_OF_ID = Statement("sales.OF_ID")
_OF_IDS = Statement("sales.OF_IDS")
_LAST_NUMBER = Statement("sales.LAST_NUMBER")
_LAST_AT = Statement("sales.LAST_AT")
_MADE_AT = Statement("sales.MADE_AT")
_REFUNDS_OF = Statement("sales.REFUNDS_OF")
_REFUNDS_ON = Statement("sales.REFUNDS_ON")
_NEW_SALE = Statement("sales.NEW_SALE")
_NEW_LINE = Statement("sales.NEW_LINE")
_NEW_TENDER = Statement("sales.NEW_TENDER")
_NEW_REFUND = Statement("sales.NEW_REFUND")
_NEW_REFUND_LINE = Statement("sales.NEW_REFUND_LINE")
_NEW_COUPON_USE = Statement("sales.NEW_COUPON_USE")
_COUPON_USES = Statement("sales.COUPON_USES")
_CLAIM_FRAMES = Statement("sales.CLAIM_FRAMES")


def next_number(connection: Connection, day: date) -> str:
    """The receipt number after the last one of ``day``."""
    return _shown(1 + (_LAST_NUMBER.scalar(connection, day=day) or 0))


def add(connection: Connection, epoch: int, new: StoredSale, seq: int, key: str | None) -> None:
    """Indexes the frame ``seq`` as a sale, with its lines and tenders."""
    sale_id = new.sale_id
    _NEW_SALE.run(
        connection, sale_id=sale_id, number=int(new.number), day=new.day, epoch=epoch, seq=seq, command_key=key
    )
    figures.add_sale(connection, epoch, seq, new)
    lines, tenders = new.body["lines"], new.body["tenders"]
    _NEW_LINE.run_many(connection, (_line(sale_id, n, line) for n, line in enumerate(lines, start=1)))
    _NEW_TENDER.run_many(
        connection, ({"sale_id": sale_id, "place": n, **paid} for n, paid in enumerate(tenders, start=1))
    )
    _use_coupons(connection, epoch, seq, sale_id, bearer_uses(new.body, new.entries))


def by_id(connection: Connection, sale_id: str) -> StoredSale | None:
    """The sale with that id."""
    return _sale(_BY_ID.first(connection, sale_id=sale_id))


def by_number(connection: Connection, number: str, day: date) -> StoredSale | None:
    """The sale of ``day`` with that receipt number."""
    if not (number.isascii() and number.isdigit()):
        return None
    return _sale(_BY_NUMBER.first(connection, day=day, number=int(number)))


def last(connection: Connection) -> StoredSale | None:
    """The newest sale."""
    return _sale(_LAST.first(connection))


def last_at(connection: Connection) -> datetime | None:
    """When the newest sale was made."""
    return _LAST_AT.scalar(connection)


def on_day(connection: Connection, day: date) -> tuple[StoredSale, ...]:
    """The sales of ``day``, oldest first."""
    return tuple(_stored(row) for row in _ON_DAY.rows(connection, day=day))


def of_member(connection: Connection, member_ids: Sequence[str], limit: int) -> tuple[StoredSale, ...]:
    """The latest sales to the member with these ids, newest first; those that only gave points to them are none."""
    if len(member_ids) == 1:
        rows = _OF_ID.rows(connection, member=member_ids[0], limit=limit)
    else:
        rows = _OF_IDS.rows(connection, members=tuple(member_ids), limit=limit)
    return tuple(found for found in map(_stored, rows) if found.member_id in member_ids)


def add_refund(connection: Connection, epoch: int, new: StoredRefund, seq: int, day: date, key: str | None) -> None:
    """Indexes the frame ``seq`` as a refund made on ``day``, with its lines."""
    refund_id = new.refund_id
    _NEW_REFUND.run(
        connection, refund_id=refund_id, sale_id=new.sale_id, day=day, epoch=epoch, seq=seq, command_key=key
    )
    made_at = _MADE_AT.scalar(connection, epoch=epoch, seq=seq)
    if made_at is None:
        raise Broken(f"there is no frame ({epoch}, {seq})")
    figures.add_refund(connection, epoch, seq, new, (day, made_at))
    _NEW_REFUND_LINE.run_many(connection, ({"refund_id": refund_id, **line} for line in new.body["lines"]))
    given_back = (use for use in bearer_returns(new.body, ()) if coupon_uses(connection, use.number))
    _use_coupons(connection, epoch, seq, new.sale_id, given_back)


def coupon_uses(connection: Connection, number: str) -> int:
    """How often the bearer coupon with that number was used here, less what refunds gave back."""
    return int(_COUPON_USES.scalar(connection, number=number) or 0)


def use_claim(connection: Connection, epoch: int, seq: int, number: str) -> None:
    """Counts a claim as used by the frame ``seq``."""
    _use_coupons(connection, epoch, seq, "", [BearerUse(number, KIND, 1)])


def claim_frames(connection: Connection, number: str) -> tuple[Frame, ...]:
    """The frames that used the claim with that number, oldest first."""
    return tuple(decode_frame(row.payload) for row in _CLAIM_FRAMES.rows(connection, number=number, kind=KIND))


def refunds_of(connection: Connection, sale_id: str) -> tuple[StoredRefund, ...]:
    """The refunds of a sale, oldest first."""
    return _refunds(_REFUNDS_OF.rows(connection, sale_id=sale_id))


def refunds_on(connection: Connection, day: date) -> tuple[StoredRefund, ...]:
    """The refunds made on ``day``, oldest first."""
    return _refunds(_REFUNDS_ON.rows(connection, day=day))


def _line(sale_id: str, number: int, line: Mapping[str, Any]) -> dict[str, Any]:
    discount = line["discount"] if "discount" in line else sum(amount for _, amount in line.get("discounts", ()))
    return {"sale_id": sale_id, "line": number, **line, "discount": discount}


def _use_coupons(connection: Connection, epoch: int, seq: int, sale_id: str, uses: Iterable[BearerUse]) -> None:
    _NEW_COUPON_USE.run_many(
        connection,
        (
            {
                "epoch": epoch,
                "seq": seq,
                "number": use.number,
                "coupon": use.coupon,
                "sale_id": sale_id,
                "uses": use.uses,
            }
            for use in uses
        ),
    )


def _refunds(rows: Iterable[Any]) -> tuple[StoredRefund, ...]:
    return tuple(StoredRefund(row.refund_id, row.sale_id, decode_frame(row.payload).body) for row in rows)


def _sale(row: Any | None) -> StoredSale | None:
    return None if row is None else _stored(row)


def _stored(row: Any) -> StoredSale:
    return sale_in(decode_frame(row.payload))


def sale_in(frame: Frame) -> StoredSale:
    """The sale that a frame says."""
    return StoredSale(
        sale_id=frame.body["sale"],
        number=frame.body["number"],
        at=parse_instant(frame.at),
        day=frame.day,
        member_id=frame.body.get("member"),
        body=frame.body,
        programme=frame.programme,
        terminal=frame.terminal,
        entries=frame.entries,
    )


def _shown(number: int) -> str:
    return f"{number:04d}"
