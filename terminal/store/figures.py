"""Sums over the rows of sales and refunds: a day's figures in a few milliseconds, however long the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from terminal.ports.figures import QUARTER_SECONDS, BackSums, PeriodSums, SoldSums, TierSums, Visitors
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from terminal.ports.store import StoredRefund, StoredSale
    from terminal.store.connection import Connection

_NEW_SALE = Statement("figures.NEW_SALE")
_NEW_REFUND = Statement("figures.NEW_REFUND")
_SOLD = Statement("figures.SOLD")
_UNDONE = Statement("figures.UNDONE")
_COUNTED = Statement("figures.COUNTED")
_SOLD_AT = Statement("figures.SOLD_AT")
_BACKS = Statement("figures.BACKS")
_TIERS = Statement("figures.TIERS")
_VISITORS = Statement("figures.VISITORS")
_ENROLLED = Statement("figures.ENROLLED")
_DAYS = Statement("figures.DAYS")


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
