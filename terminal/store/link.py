"""How far sync has come, as the replica remembers it and the till shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from terminal.domain.errors import Broken
from terminal.ports.replica import Position, Progress
from terminal.ports.store import LinkState
from terminal.store import journal
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.store.connection import Connection

_LINK = Statement("link.LINK")
_OLDEST_AFTER = Statement("link.OLDEST_AFTER")
_COUNT_FROM = Statement("link.COUNT_FROM")


def read_progress(connection: Connection) -> Progress:
    """How far sync has come."""
    row = _only_row(connection)
    return Progress((row.durable_epoch, row.durable_seq), (row.posted_epoch, row.posted_seq), row.cursor, row.since)


def read_state(connection: Connection) -> LinkState:
    """What the till's strip shows about the line and what waits to be sent."""
    row = _only_row(connection)
    oldest = _OLDEST_AFTER.first(connection, epoch=row.durable_epoch, seq=row.durable_seq)
    return LinkState(
        reached=bool(row.reached),
        last_success_at=row.last_success_at,
        unsent_frames=_count_from(connection, (oldest.epoch, oldest.seq)) if oldest else 0,
        oldest_unsent_at=oldest.at if oldest else None,
        refusal=row.refusal,
    )


def _count_from(connection: Connection, first: Position) -> int:
    last = journal.head(connection).position
    if last[0] == first[0]:
        return last[1] - first[1] + 1  # seq has no gaps
    return int(_COUNT_FROM.scalar(connection, epoch=first[0], seq=first[1]) or 0)


def _only_row(connection: Connection) -> Any:
    row = _LINK.first(connection)
    if row is None:
        raise Broken("the replica does not say how far sync has come")
    return row
