"""What ``terminal.store.sales`` asks of the database."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select

from terminal.store.sql.columns import among
from terminal.store.sql.journal_tables import (
    coupon_use,
    journal_frame,
    points_entry,
    refund,
    refund_line,
    sale,
    sale_line,
    tender,
)

_OF_SALE = (journal_frame.c.epoch == sale.c.epoch) & (journal_frame.c.seq == sale.c.seq)

_OF_REFUND = (journal_frame.c.epoch == refund.c.epoch) & (journal_frame.c.seq == refund.c.seq)

_SALES = select(sale.c.sale_id, sale.c.number, journal_frame.c.payload).join(journal_frame, _OF_SALE)

_REFUNDS = select(refund.c.refund_id, refund.c.sale_id, journal_frame.c.payload).join(journal_frame, _OF_REFUND)

_NEWEST_FIRST = (sale.c.epoch.desc(), sale.c.seq.desc())

BY_ID = _SALES.where(sale.c.sale_id == bindparam("sale_id"))

BY_NUMBER = _SALES.where(sale.c.day == bindparam("day"), sale.c.number == bindparam("number"))

ON_DAY = _SALES.where(sale.c.day == bindparam("day")).order_by(sale.c.epoch, sale.c.seq)

LAST = _SALES.order_by(*_NEWEST_FIRST).limit(1)


def _latest(theirs: ColumnElement[bool]) -> Select[Any]:
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
    return _SALES.join(newest, of_sale).order_by(*_NEWEST_FIRST)


OF_ID = _latest(points_entry.c.member_id == bindparam("member"))
"""In the order of the index: it reads no more than it gives, however long the history is."""

OF_IDS = _latest(among(points_entry.c.member_id, "members"))

LAST_NUMBER = select(func.max(sale.c.number)).where(sale.c.day == bindparam("day"))

LAST_AT = select(journal_frame.c.at).join(sale, _OF_SALE).order_by(*_NEWEST_FIRST).limit(1)

MADE_AT = select(journal_frame.c.at).where(
    journal_frame.c.epoch == bindparam("epoch"), journal_frame.c.seq == bindparam("seq")
)

_IN_ORDER = (refund.c.epoch, refund.c.seq)

REFUNDS_OF = _REFUNDS.where(refund.c.sale_id == bindparam("sale_id")).order_by(*_IN_ORDER)

REFUNDS_ON = _REFUNDS.where(refund.c.day == bindparam("day")).order_by(*_IN_ORDER)

NEW_SALE, NEW_LINE, NEW_TENDER = (insert(sale)), (insert(sale_line)), (insert(tender))

NEW_REFUND, NEW_REFUND_LINE = (insert(refund)), (insert(refund_line))

NEW_COUPON_USE = insert(coupon_use)

COUPON_USES = select(func.coalesce(func.sum(coupon_use.c.uses), 0)).where(coupon_use.c.number == bindparam("number"))

CLAIM_FRAMES = (
    select(journal_frame.c.payload)
    .join(coupon_use, (journal_frame.c.epoch == coupon_use.c.epoch) & (journal_frame.c.seq == coupon_use.c.seq))
    .where(coupon_use.c.number == bindparam("number"), coupon_use.c.coupon == bindparam("kind"))
    .order_by(coupon_use.c.epoch, coupon_use.c.seq)
)
