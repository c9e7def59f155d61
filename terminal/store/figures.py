"""Sums over the rows of sales and refunds: a day's figures in a few milliseconds, however long the journal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Label, bindparam, func, insert, select, text, tuple_

from terminal.domain.frames import FrameKind
from terminal.ports.figures import QUARTER_SECONDS, BackSums, PeriodSums, SoldSums, TierSums, Visitors
from terminal.ports.store import StoredRefund, StoredSale
from terminal.store.journal_tables import journal_frame, refund_figure, sale, sale_figure
from terminal.store.statements import Statement

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


_NEW_SALE, _NEW_REFUND = Statement(insert(sale_figure)), Statement(insert(refund_figure))
_SOLD = Statement(select(_sold.day, _sold.quarter, *_sums()).where(_PERIOD_SOLD).group_by(_sold.day, _sold.quarter))
_UNDONE = Statement(
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
_COUNTED = Statement(select(*_COUNTS).where(_PERIOD_SOLD))
_SOLD_AT = Statement(
    select(journal_frame.c.at)
    .join(sale, (sale.c.epoch == journal_frame.c.epoch) & (sale.c.seq == journal_frame.c.seq))
    .where(sale.c.sale_id == bindparam("sale_id"))
)
_BACKS = Statement(
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
_TIERS = Statement(
    select(
        _sold.tier,
        func.count().label("sales"),
        func.count(_sold.member_id.distinct()).label("members"),
    )
    .where(_STANDS)
    .group_by(_sold.tier)
)
_VISITOR = select(func.min(_sold.came_before).label("came_before")).where(_STANDS).group_by(_sold.member_id).subquery()
_VISITORS = Statement(
    select(
        func.count().label("members"),
        func.coalesce(func.sum(_VISITOR.c.came_before), 0).label("known"),
    ).select_from(_VISITOR)
)
_ENROLLED = Statement(
    select(func.count())
    .select_from(journal_frame)
    .where(
        journal_frame.c.day.between(bindparam("first"), bindparam("last")),
        text(f"kind = '{FrameKind.MEMBER_ENROLLED.value}'"),
    )
)
_DAYS = Statement(select(_sold.day).where(_PERIOD_SOLD).group_by(_sold.day))


def add_sale(connection: Connection, epoch: int, seq: int, new: StoredSale) -> None:
    """The row of a sale."""
    body = new.body
    _NEW_SALE.run(
        connection,
        day=new.day,
        epoch=epoch,
        seq=seq,
        quarter=quarter_of(new.at),
        member_id=new.member_id,
        tier=body.get("tier", ""),
        came_before=int(body.get("facts", {}).get("visits", 0) > 0),
        total=body["total"],
        earned=body.get("earned", 0),
        redeemed=body.get("redeemed", 0),
    )


def add_refund(connection: Connection, epoch: int, seq: int, new: StoredRefund, made: tuple[date, datetime]) -> None:
    """The row of a refund that was ``made`` on that business day, at that instant."""
    body, sold_at = new.body, _SOLD_AT.scalar(connection, sale_id=new.sale_id)
    _NEW_REFUND.run(
        connection,
        day=made[0],
        epoch=epoch,
        seq=seq,
        quarter=quarter_of(made[1]),
        sale_id=new.sale_id,
        sale_quarter=None if sold_at is None else quarter_of(sold_at),
        void=int(bool(body.get("void"))),
        refunded=body.get("refunded", 0),
        taken_back=body.get("clawed_back", 0),
        returned=body.get("returned", 0),
    )


def quarter_of(instant: datetime) -> int:
    """Which quarter of an hour since 1970 it is."""
    return int(instant.timestamp()) // QUARTER_SECONDS


def between(connection: Connection, first: date, last: date) -> PeriodSums:
    """The sums of the business days from ``first`` to ``last``."""
    days = {"first": first, "last": last}
    undone = {(row.day, row.quarter): row for row in _UNDONE.rows(connection, **days)}
    sold = (part for row in _SOLD.rows(connection, **days) for part in _parts(row, undone.get((row.day, row.quarter))))
    return PeriodSums(
        sold=tuple(sold),
        backs=tuple(
            BackSums(row.day, row.quarter, bool(row.void), *row[3:]) for row in _BACKS.rows(connection, **days)
        ),
        enrolled=int(_ENROLLED.scalar(connection, **days) or 0),
    )


def counted(connection: Connection, first: date, last: date) -> tuple[int, int]:
    """How many sales of those business days stand, and how many of them are members'."""
    days = {"first": first, "last": last}
    every, undone = _COUNTED.rows(connection, **days)[0], _UNDONE.rows(connection, **days)
    sales = every.sales - sum(row.sales for row in undone)
    return sales, every.member_sales - sum(row.member_sales for row in undone)


def visitors(connection: Connection, first: date, last: date) -> Visitors:
    """Who came on the business days from ``first`` to ``last``."""
    days = {"first": first, "last": last}
    came = _VISITORS.first(connection, **days)
    tiers = tuple(TierSums(*row) for row in _TIERS.rows(connection, **days))
    return Visitors(came.members, came.known, tiers) if came else Visitors()


def days_between(connection: Connection, first: date, last: date) -> tuple[date, ...]:
    """The business days with sales from ``first`` to ``last``, oldest first."""
    return tuple(row.day for row in _DAYS.rows(connection, first=first, last=last))


def _parts(row: Any, undone: Any | None) -> Iterator[SoldSums]:
    """A quarter of an hour, apart by whether members bought and whether it stands."""
    every, members = _figures(row)
    every_undone, members_undone = _figures(undone) if undone is not None else (_NOTHING, _NOTHING)
    kinds = {
        (False, False): _less(_less(every, members), _less(every_undone, members_undone)),
        (False, True): _less(every_undone, members_undone),
        (True, False): _less(members, members_undone),
        (True, True): members_undone,
    }
    for (by_member, void), sums in kinds.items():
        if sums[0]:
            yield SoldSums(row.day, row.quarter, by_member, void, *sums)


_NOTHING = (0, 0, 0, 0)
_Sums = tuple[int, int, int, int]


def _figures(row: Any) -> tuple[_Sums, _Sums]:
    """Sales, total, earned, redeemed: of all, and of members."""
    members = (row.member_sales, row.member_total or 0, row.member_earned or 0, row.member_redeemed or 0)
    return (row.sales, row.total, row.earned, row.redeemed), members


def _less(sums: _Sums, others: _Sums) -> _Sums:
    return sums[0] - others[0], sums[1] - others[1], sums[2] - others[2], sums[3] - others[3]
