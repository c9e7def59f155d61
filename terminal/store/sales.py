"""Committed sales and refunds, read back from their frames."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select

from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.claims import KIND
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, decode_frame
from terminal.ports.store import StoredRefund, StoredSale
from terminal.store import figures
from terminal.store.columns import parse_instant
from terminal.store.journal_tables import (
    coupon_use,
    journal_frame,
    points_entry,
    refund,
    refund_line,
    sale,
    sale_line,
    tender,
)
from terminal.store.statements import Statement, among

_OF_SALE = (journal_frame.c.epoch == sale.c.epoch) & (journal_frame.c.seq == sale.c.seq)
_OF_REFUND = (journal_frame.c.epoch == refund.c.epoch) & (journal_frame.c.seq == refund.c.seq)
_SALES = select(sale.c.sale_id, sale.c.number, journal_frame.c.payload).join(journal_frame, _OF_SALE)
_REFUNDS = select(refund.c.refund_id, refund.c.sale_id, journal_frame.c.payload).join(journal_frame, _OF_REFUND)
_NEWEST_FIRST = (sale.c.epoch.desc(), sale.c.seq.desc())
_BY_ID = Statement(_SALES.where(sale.c.sale_id == bindparam("sale_id")))
_BY_NUMBER = Statement(_SALES.where(sale.c.day == bindparam("day"), sale.c.number == bindparam("number")))
_ON_DAY = Statement(_SALES.where(sale.c.day == bindparam("day")).order_by(sale.c.epoch, sale.c.seq))
_LAST = Statement(_SALES.order_by(*_NEWEST_FIRST).limit(1))


def _latest(theirs: ColumnElement[bool]) -> Statement:
    """The newest sales with entries that are ``theirs``."""
    newest = (
        select(sale.c.epoch, sale.c.seq)
        .select_from(points_entry)
        .join(sale, (points_entry.c.epoch == sale.c.epoch) & (points_entry.c.seq == sale.c.seq))
        .where(theirs)
        .group_by(points_entry.c.epoch, points_entry.c.seq)
        .order_by(points_entry.c.epoch.desc(), points_entry.c.seq.desc())
        .limit(bindparam("limit"))
        .subquery()
    )
    of_sale = (newest.c.epoch == sale.c.epoch) & (newest.c.seq == sale.c.seq)
    return Statement(_SALES.join(newest, of_sale).order_by(*_NEWEST_FIRST))


_OF_ID = _latest(points_entry.c.member_id == bindparam("member"))
"""In the order of the index: it reads no more than it gives, however long the history is."""
_OF_IDS = _latest(among(points_entry.c.member_id, "members"))
_LAST_NUMBER = Statement(select(func.max(sale.c.number)).where(sale.c.day == bindparam("day")))
_LAST_AT = Statement(select(journal_frame.c.at).join(sale, _OF_SALE).order_by(*_NEWEST_FIRST).limit(1))
_MADE_AT = Statement(
    select(journal_frame.c.at).where(
        journal_frame.c.epoch == bindparam("epoch"), journal_frame.c.seq == bindparam("seq")
    )
)
_IN_ORDER = (refund.c.epoch, refund.c.seq)
_REFUNDS_OF = Statement(_REFUNDS.where(refund.c.sale_id == bindparam("sale_id")).order_by(*_IN_ORDER))
_REFUNDS_ON = Statement(_REFUNDS.where(refund.c.day == bindparam("day")).order_by(*_IN_ORDER))
_NEW_SALE, _NEW_LINE, _NEW_TENDER = Statement(insert(sale)), Statement(insert(sale_line)), Statement(insert(tender))
_NEW_REFUND, _NEW_REFUND_LINE = Statement(insert(refund)), Statement(insert(refund_line))
_NEW_COUPON_USE = Statement(insert(coupon_use))
_COUPON_USES = Statement(
    select(func.coalesce(func.sum(coupon_use.c.uses), 0)).where(coupon_use.c.number == bindparam("number"))
)
_CLAIM_FRAMES = Statement(
    select(journal_frame.c.payload)
    .join(coupon_use, (journal_frame.c.epoch == coupon_use.c.epoch) & (journal_frame.c.seq == coupon_use.c.seq))
    .where(coupon_use.c.number == bindparam("number"), coupon_use.c.coupon == bindparam("kind"))
    .order_by(coupon_use.c.epoch, coupon_use.c.seq)
)


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
