"""What ``terminal.store.figures`` asks of the database."""

from typing import Any

from sqlalchemy import Label, bindparam, func, insert, select, text, tuple_

from terminal.domain.frames import FrameKind
from terminal.store.sql.journal_tables import journal_frame, refund_figure, sale, sale_figure

_sold, _back = sale_figure.c, refund_figure.c

_PERIOD_SOLD = _sold.day.between(bindparam("first"), bindparam("last"))

_PERIOD_BACK = _back.day.between(bindparam("first"), bindparam("last"))

_VOIDED = (
    select(sale.c.epoch, sale.c.seq)
    .join(refund_figure, _back.sale_id == sale.c.sale_id)
    .where(_PERIOD_BACK, _back.void == 1)
)

_STANDS = _PERIOD_SOLD & _sold.member_id.is_not(None) & ~tuple_(_sold.epoch, _sold.seq).in_(_VOIDED)

_BY_MEMBER = _sold.member_id.is_not(None)


def _sums() -> tuple[Label[int], ...]:
    """All, and those of members: so that rows come grouped in the order in which they lie, and nothing is sorted."""
    return (
        func.count().label("sales"),
        func.sum(_sold.total).label("total"),
        func.sum(_sold.earned).label("earned"),
        func.sum(_sold.redeemed).label("redeemed"),
        func.count(_sold.member_id).label("member_sales"),
        func.sum(_sold.total).filter(_BY_MEMBER).label("member_total"),
        func.sum(_sold.earned).filter(_BY_MEMBER).label("member_earned"),
        func.sum(_sold.redeemed).filter(_BY_MEMBER).label("member_redeemed"),
    )


NEW_SALE, NEW_REFUND = (insert(sale_figure)), (insert(refund_figure))

SOLD = select(_sold.day, _sold.quarter, *_sums()).where(_PERIOD_SOLD).group_by(_sold.day, _sold.quarter)

UNDONE = (
    select(_sold.day, _sold.quarter, *_sums())
    .select_from(refund_figure)
    .join(sale, sale.c.sale_id == _back.sale_id)
    .join(
        sale_figure,
        (_sold.day == sale.c.day)
        & (_sold.quarter == _back.sale_quarter)
        & (_sold.epoch == sale.c.epoch)
        & (_sold.seq == sale.c.seq),
    )
    .where(_PERIOD_BACK, _back.void == 1)
    .group_by(_sold.day, _sold.quarter)
)

_COUNTS: tuple[Any, ...] = (func.count().label("sales"), func.count(_sold.member_id).label("member_sales"))

COUNTED = select(*_COUNTS).where(_PERIOD_SOLD)

SOLD_AT = (
    select(journal_frame.c.at)
    .join(sale, (sale.c.epoch == journal_frame.c.epoch) & (sale.c.seq == journal_frame.c.seq))
    .where(sale.c.sale_id == bindparam("sale_id"))
)

BACKS = (
    select(
        _back.day,
        _back.quarter,
        _back.void,
        func.count().label("count"),
        func.sum(_back.refunded).label("refunded"),
        func.sum(_back.taken_back).label("taken_back"),
        func.sum(_back.returned).label("returned"),
    )
    .where(_PERIOD_BACK)
    .group_by(_back.day, _back.quarter, _back.void)
)

TIERS = (
    select(
        _sold.tier,
        func.count().label("sales"),
        func.count(_sold.member_id.distinct()).label("members"),
    )
    .where(_STANDS)
    .group_by(_sold.tier)
)

_VISITOR = select(func.min(_sold.came_before).label("came_before")).where(_STANDS).group_by(_sold.member_id).subquery()

VISITORS = select(
    func.count().label("members"),
    func.coalesce(func.sum(_VISITOR.c.came_before), 0).label("known"),
).select_from(_VISITOR)

ENROLLED = (
    select(func.count())
    .select_from(journal_frame)
    .where(
        journal_frame.c.day.between(bindparam("first"), bindparam("last")),
        text(f"kind = '{FrameKind.MEMBER_ENROLLED.value}'"),
    )
)

DAYS = select(_sold.day).where(_PERIOD_SOLD).group_by(_sold.day)
