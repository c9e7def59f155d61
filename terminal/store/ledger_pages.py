"""The points ledger as a list: own entries out of the journal, other lanes' as far as heard, newest first.

Pages are found by their first key, never by counting. ``points_entry_by_day`` covers all that filters ask, so only the
entries of one page are looked up. Where few entries are left to choose from (one member's, what is unsent), the day is
read as an expression, so that they are found by what makes them few and sorted then. What was adjusted by hand is rare
and has an index of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Text,
    bindparam,
    cast,
    func,
    select,
    text,
    tuple_,
)
from sqlalchemy import type_coerce as as_type

from terminal.domain.frames import FrameKind, chain
from terminal.domain.ledger import EntryKind
from terminal.ports.office import EntryFilter, EntryPlace, EntryState, ListedEntry, StoredFrame
from terminal.ports.replica import Position, Progress
from terminal.store import lane_rows
from terminal.store.journal_tables import journal_frame, points_entry, sale
from terminal.store.replica_tables import lane_batch, lane_entry
from terminal.store.statements import Statement, among

SORTED_MAX = 20_000
"""So many entries are sorted in a moment; more are walked through in the order of days."""
_entry, _frame, _lane, _batch = points_entry.c, journal_frame.c, lane_entry.c, lane_batch.c
_AFTER_ALL_TERMINALS, _AFTER_ALL_EPOCHS = "\U0010ffff", 2**62
_FIRST = bindparam("first", type_=Date)
# The index tells points out of a reservation from the others.
_INDEXED_KINDS = {EntryKind.REDEEM: "points_entry.kind IN ('redeem', 'redeem_reserved')"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which conditions a statement has; their values come at every run. ``few`` says that sorting costs little."""

    kind: EntryKind | None = None
    members: bool = False
    sign: int = 0
    unsent: bool = False
    few: bool = False


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Whose journal it is, and how far it has come on the server."""

    terminal_id: str
    progress: Progress
    unsent_frames: int


def entries(
    connection: Connection,
    here: Standpoint,
    wanted: EntryFilter,
    members: Sequence[str] | None,
    after: EntryPlace | None,
    limit: int,
) -> tuple[ListedEntry, ...]:
    """One page. ``members`` are all the ids meant by ``wanted.member``."""
    is_few = members is not None or (wanted.unsent and here.unsent_frames <= SORTED_MAX)
    shape = _Shape(wanted.kind, members is not None, wanted.sign, wanted.unsent, is_few)
    last = wanted.last or date.max
    given = {
        "first": wanted.first or date.min,
        "members": members or (),
        "durable_epoch": here.progress.durable[0],
        "durable_seq": here.progress.durable[1],
        "limit": limit,
    }
    own = [_own_row(row, here) for row in _own(shape).rows(connection, **given, **_own_key(after, last))]
    heard = []
    if not wanted.unsent:
        heard = [_heard_row(row) for row in _heard(shape).rows(connection, **given, **_heard_key(after, last))]
    return tuple(islice(sorted([*own, *heard], key=lambda one: one.place, reverse=True), limit))


def frame(connection: Connection, progress: Progress, place: EntryPlace) -> StoredFrame | None:
    """The frame at ``place``, with the chain hash after it."""
    if place.is_own:
        row = _FRAME.first(connection, epoch=place.epoch, seq=place.seq)
        return StoredFrame(row.payload, row.hash, _state(progress, (place.epoch, place.seq))) if row else None
    row = _BATCH_WITH.first(connection, terminal=place.terminal, epoch=place.epoch, seq=place.seq)
    if row is None:
        return None
    frames = lane_rows.unpack(row.frames)[: place.seq - row.first + 1]
    head = row.previous_hash
    for payload in frames:
        head = chain(head, payload)
    return StoredFrame(frames[-1], head, EntryState.HEARD)


_FRAME = Statement(
    select(_frame.payload, _frame.hash).where(_frame.epoch == bindparam("epoch"), _frame.seq == bindparam("seq"))
)
_BATCH_WITH = Statement(
    select(_batch.first, _batch.previous_hash, _batch.frames)
    .where(
        _batch.terminal_id == bindparam("terminal"),
        _batch.epoch == bindparam("epoch"),
        _batch.first <= bindparam("seq"),
        _batch.last >= bindparam("seq"),
    )
    .limit(1)
)


def _own_key(after: EntryPlace | None, last: date) -> Mapping[str, Any]:
    """Behind which key to begin: the list begins with the last day, where nothing was listed yet."""
    if after is None:
        return {"day": last, "epoch": _AFTER_ALL_EPOCHS, "seq": 0, "line": 0}
    if after.is_own:
        return {"day": after.day, "epoch": after.epoch, "seq": after.seq, "line": after.line}
    return {"day": after.day, "epoch": 0, "seq": 0, "line": 0}  # own entries of a day come before the others'


def _heard_key(after: EntryPlace | None, last: date) -> Mapping[str, Any]:
    if after is None or after.is_own:
        day = last if after is None else after.day
        return {"day": day, "terminal": _AFTER_ALL_TERMINALS, "epoch": 0, "seq": 0, "line": 0}
    where = {"terminal": after.terminal, "epoch": after.epoch, "seq": after.seq, "line": after.line}
    return {"day": after.day, **where}


@lru_cache(maxsize=32)
def _own(shape: _Shape) -> Statement:
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
    return Statement(select(*columns).select_from(joined))


@lru_cache(maxsize=32)
def _heard(shape: _Shape) -> Statement:
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
    return Statement(listed.where(among(_lane.member_id, "members")) if shape.members else listed)


def _unindexed(day: Column[date]) -> ColumnElement[date]:
    return as_type(cast(day, Text).op("||")(""), Date)


def _conditions(shape: _Shape, points: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return () if not shape.sign else (points > 0 if shape.sign > 0 else points < 0,)


def _own_row(row: Any, here: Standpoint) -> ListedEntry:
    kind = EntryKind.REDEEM if row.kind == "redeem_reserved" else EntryKind(row.kind)
    return ListedEntry(
        place=EntryPlace(row.day, True, here.terminal_id, row.epoch, row.seq, row.position),
        member_id=row.member_id,
        kind=kind,
        points=row.points,
        state=_state(here.progress, (row.epoch, row.seq)),
        at=row.at,
        frame=FrameKind(row.frame),
        sale_number=None if row.number is None else f"{row.number:04}",
    )


def _heard_row(row: Any) -> ListedEntry:
    place = EntryPlace(row.day, False, row.terminal_id, row.epoch, row.seq, row.position)
    return ListedEntry(place, row.member_id, EntryKind(row.kind), row.points, EntryState.HEARD)


def _state(progress: Progress, position: Position) -> EntryState:
    if position <= progress.posted:
        return EntryState.POSTED
    return EntryState.SENT if position <= progress.durable else EntryState.UNSENT
