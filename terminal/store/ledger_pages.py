"""The points ledger as a list: own entries out of the journal, other lanes' as far as heard, newest first.

Pages are found by their first key, never by counting. ``points_entry_by_day`` covers all that filters ask, so only the
entries of one page are looked up. Where few entries are left to choose from (one member's, what is unsent), the day is
read as an expression, so that they are found by what makes them few and sorted then. What was adjusted by hand is rare
and has an index of its own.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from terminal.domain.frames import FrameKind, chain
from terminal.domain.ledger import EntryKind
from terminal.domain.records import record
from terminal.ports.office import EntryFilter, EntryPlace, EntryState, ListedEntry, StoredFrame
from terminal.store import lane_rows
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from terminal.ports.replica import Position, Progress
    from terminal.store.connection import Connection

SORTED_MAX = 20_000
"""So many entries are sorted in a moment; more are walked through in the order of days."""
_FRAME, _BATCH_WITH = Statement("ledger_pages.FRAME"), Statement("ledger_pages.BATCH_WITH")
_AFTER_ALL_TERMINALS, _AFTER_ALL_EPOCHS = "\U0010ffff", 2**62


@record
class Shape:
    """Which conditions a statement has; their values come at every run. ``few`` says that sorting costs little."""

    kind: EntryKind | None = None
    members: bool = False
    sign: int = 0
    unsent: bool = False
    few: bool = False


@record
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
    from terminal.store.sql.ledger_pages import heard_entries, own_entries  # compiled as they are asked for

    is_few = members is not None or (wanted.unsent and here.unsent_frames <= SORTED_MAX)
    shape = Shape(wanted.kind, members is not None, wanted.sign, wanted.unsent, is_few)
    last = wanted.last or date.max
    given = {
        "first": wanted.first or date.min,
        "members": members or (),
        "durable_epoch": here.progress.durable[0],
        "durable_seq": here.progress.durable[1],
        "limit": limit,
    }
    own = [_own_row(row, here) for row in own_entries(shape).rows(connection, **given, **_own_key(after, last))]
    heard = []
    if not wanted.unsent:
        heard = [_heard_row(row) for row in heard_entries(shape).rows(connection, **given, **_heard_key(after, last))]
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
