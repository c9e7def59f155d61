"""After the database was put back from an older copy: terminals know a feed that never was, and start anew.

The feed gives its numbers once more, so a terminal's cursor may lie within it and yet stand for other states: what
changed below it would never arrive. All numbers are therefore moved beyond any that was ever given, and every cursor
from before counts as forgotten. Frames need nothing: terminals bring again what the server lacks.
"""

from typing import Final

from sqlalchemy import delete, select, update

from sync.server.storage.database import Database
from sync.server.storage.tables import cells, feed, snapshot_pieces, snapshots

NUMBERS_SKIPPED: Final = 2**36
"""More than any cell ever gives, and far below what a message can hold."""


def begin_feed_anew(database: Database) -> int:
    """Has every terminal take all its members anew with its next sync; gives the number of cells."""
    with database.write() as connection:
        names = connection.execute(select(cells.c.cell).order_by(cells.c.cell).with_for_update()).scalars().all()
        # Snapshots bear numbers of before; the next ones bear the new.
        connection.execute(delete(snapshot_pieces))
        connection.execute(delete(snapshots))
        moved = cells.c.number + NUMBERS_SKIPPED
        connection.execute(update(cells).values(number=moved, forgotten=moved))
        connection.execute(update(feed).values(number=feed.c.number + NUMBERS_SKIPPED))
        return len(names)
