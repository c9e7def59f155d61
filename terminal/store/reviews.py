"""What waits for a person at this terminal, as far as tables say so, and the marks of who has looked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from terminal.ports.office import Seen, SetAside
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from terminal.ports.replica import Position
    from terminal.store.connection import Connection

_MARKS = Statement("reviews.MARKS")
_MARK = Statement("reviews.MARK")
_SET_ASIDE = Statement("reviews.SET_ASIDE")
_OWING = Statement("reviews.OWING")
_TAKEN_AFTER = Statement("reviews.TAKEN_AFTER")

# Each member once, by way of the latest entries: a plain DISTINCT would walk the whole ledger in the order of members.
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
    _MARK.run(connection, **values)
