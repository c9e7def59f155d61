"""What ``terminal.store.ledger_pages`` asks of the database. Lists have too many shapes to compile them all."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Integer, Text, bindparam, cast, func, select, text, tuple_
from sqlalchemy import type_coerce as as_type

from terminal.domain.ledger import EntryKind
from terminal.store.ledger_pages import Shape
from terminal.store.sql.columns import among
from terminal.store.sql.compiling import statement
from terminal.store.sql.journal_tables import journal_frame, points_entry, sale
from terminal.store.sql.replica_tables import lane_batch, lane_entry
from terminal.store.statements import Statement

_entry, _frame, _lane, _batch = points_entry.c, journal_frame.c, lane_entry.c, lane_batch.c
_FIRST = bindparam("first", type_=Date)
# The index tells points out of a reservation from the others.
_INDEXED_KINDS = {EntryKind.REDEEM: "points_entry.kind IN ('redeem', 'redeem_reserved')"}

FRAME = select(_frame.payload, _frame.hash).where(_frame.epoch == bindparam("epoch"), _frame.seq == bindparam("seq"))
BATCH_WITH = (
    select(_batch.first, _batch.previous_hash, _batch.frames)
    .where(
        _batch.terminal_id == bindparam("terminal"),
        _batch.epoch == bindparam("epoch"),
        _batch.first <= bindparam("seq"),
        _batch.last >= bindparam("seq"),
    )
    .limit(1)
)


@lru_cache(maxsize=32)
def own_entries(shape: Shape) -> Statement:
    """Entries of this journal."""
    day: ColumnElement[Any] = _unindexed(_entry.day) if shape.few else _entry.day
    key = (day, _entry.epoch, _entry.seq, _entry.position)
    before = tuple_(bindparam("day", type_=Date), bindparam("epoch"), bindparam("seq"), bindparam("line"))
    listed = (
        select(_entry.epoch, _entry.seq, _entry.position)
        .where(tuple_(*key) < before, day >= _FIRST, *_conditions(shape, _entry.points))
        .order_by(*(column.desc() for column in key))
        .limit(bindparam("limit", type_=Integer))
    )
    if shape.kind is not None:
        listed = listed.where(text(_INDEXED_KINDS.get(shape.kind, f"points_entry.kind = '{shape.kind.value}'")))
    if shape.members:
        listed = listed.where(among(_entry.member_id, "members"))
    if shape.unsent:
        durable = tuple_(bindparam("durable_epoch"), bindparam("durable_seq"))
        listed = listed.where(tuple_(_entry.epoch, _entry.seq) > durable)
    chosen = listed.subquery()
    same = (_entry.epoch == chosen.c.epoch) & (_entry.seq == chosen.c.seq) & (_entry.position == chosen.c.position)
    of_frame = (_frame.epoch == _entry.epoch) & (_frame.seq == _entry.seq)
    of_sale = (sale.c.epoch == _entry.epoch) & (sale.c.seq == _entry.seq)
    columns = (points_entry, _frame.kind.label("frame"), _frame.at, sale.c.number)
    joined = chosen.join(points_entry, same).join(journal_frame, of_frame).outerjoin(sale, of_sale)
    return statement(select(*columns).select_from(joined))


@lru_cache(maxsize=32)
def heard_entries(shape: Shape) -> Statement:
    """Entries of other lanes."""
    document = cast(_lane.entry, Text)
    kind = func.json_extract(document, "$.kind", type_=Text)
    points = func.json_extract(document, "$.points", type_=Integer)
    key = (_lane.day, _lane.terminal_id, _lane.epoch, _lane.seq, _lane.position)
    before = tuple_(
        bindparam("day", type_=Date), bindparam("terminal"), bindparam("epoch"), bindparam("seq"), bindparam("line")
    )
    listed = (
        select(lane_entry, kind.label("kind"), points.label("points"))
        .where(tuple_(*key) < before, _lane.day >= _FIRST, *_conditions(shape, points))
        .order_by(*(column.desc() for column in key))
        .limit(bindparam("limit", type_=Integer))
    )
    if shape.kind is not None:
        listed = listed.where(kind == shape.kind.value)
    return statement(listed.where(among(_lane.member_id, "members")) if shape.members else listed)


def _unindexed(day: Column[date]) -> ColumnElement[date]:
    return as_type(cast(day, Text).op("||")(""), Date)


def _conditions(shape: Shape, points: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return () if not shape.sign else (points > 0 if shape.sign > 0 else points < 0,)
