"""What waits for a person at this terminal, as far as tables say so, and the marks of who has looked."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Date, bindparam, select, tuple_
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.ports.office import Seen, SetAside
from terminal.ports.replica import Position
from terminal.store.journal_tables import points_entry, review_mark
from terminal.store.replica_tables import parked_refusal, server_member
from terminal.store.statements import Statement

_entry, _server = points_entry.c, server_member.c
_MARKS = Statement(select(review_mark))
_SET_ASIDE = Statement(select(parked_refusal).order_by(parked_refusal.c.parked_id.desc()).limit(bindparam("limit")))
_LATELY = (
    select(_entry.member_id)
    .where(_entry.day >= bindparam("since", type_=Date))
    .order_by(_entry.day.desc(), _entry.epoch.desc(), _entry.seq.desc(), _entry.position.desc())
    .limit(bindparam("entries"))
)
_OWING = Statement(
    select(_server.member_id, _server.deficit)
    .where(_server.deficit > 0, _server.member_id.in_(_LATELY))
    .limit(bindparam("limit"))
)
# Each member once, by way of the latest entries: a plain DISTINCT would walk the whole ledger in the order of members.
_TAKEN = (
    select(_entry.member_id)
    .where(tuple_(_entry.epoch, _entry.seq) > tuple_(bindparam("epoch"), bindparam("seq")), _entry.points < 0)
    .order_by(_entry.epoch.desc(), _entry.seq.desc(), _entry.position.desc())
    .limit(bindparam("entries"))
    .subquery()
)
_TAKEN_AFTER = Statement(select(_TAKEN.c.member_id).distinct().limit(bindparam("limit")))
SET_ASIDE_MAX = 200
ENTRIES_MAX = 5_000
"""So many of the latest entries are looked through for members who owe."""


def set_aside(connection: Connection) -> tuple[SetAside, ...]:
    """Refusals of sync that wait for a person, newest first."""
    rows = _SET_ASIDE.rows(connection, limit=SET_ASIDE_MAX)
    return tuple(SetAside(row.parked_id, row.at, row.kind, json.loads(row.data)) for row in rows)


def owing(connection: Connection, since: date, limit: int) -> dict[str, int]:
    """What those who moved points here since then owe as the server says, by id."""
    return {
        row.member_id: row.deficit for row in _OWING.rows(connection, since=since, entries=ENTRIES_MAX, limit=limit)
    }


def taken_after(connection: Connection, position: Position, limit: int) -> tuple[str, ...]:
    """The ids from whom points were taken here in frames later than ``position``."""
    rows = _TAKEN_AFTER.rows(connection, epoch=position[0], seq=position[1], entries=ENTRIES_MAX, limit=limit)
    return tuple(row.member_id for row in rows)


def seen(connection: Connection) -> Mapping[str, Seen]:
    """Who has looked at what, by key."""
    return {row.key: Seen(row.seen_at, row.seen_by) for row in _MARKS.rows(connection)}


def mark_seen(connection: Connection, key: str, mark: Seen) -> None:
    """Remembers the first look."""
    values = {"key": key, "seen_at": mark.at, "seen_by": mark.by}
    connection.execute(upsert(review_mark).values(**values).on_conflict_do_nothing(index_elements=["key"]))
