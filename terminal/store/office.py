"""Implements ``terminal.ports.office.OfficeRecords`` inside a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.store import ledger_pages, link, members, people, reviews
from terminal.store.ledger_pages import Standpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from terminal.ports.office import EntryFilter, EntryPlace, Face, ListedEntry, Seen, SetAside, StoredFrame
    from terminal.store.connection import Connection
    from terminal.store.members import Own


class StoredOffice:
    """The records as one connection sees them. ``writable`` gives it for writing."""

    def __init__(self, connection: Connection, own: Own, writable: Callable[[], Connection]) -> None:
        self._connection, self._own, self._writable = connection, own, writable

    def entries(self, wanted: EntryFilter, after: EntryPlace | None, limit: int) -> tuple[ListedEntry, ...]:
        """The next entries, newest first."""
        connection = self._connection
        here = Standpoint(
            self._own.terminal_id, link.read_progress(connection), link.read_state(connection).unsent_frames
        )
        ids = None if wanted.member is None else members.account_ids(connection, wanted.member)
        return ledger_pages.entries(connection, here, wanted, ids, after, limit)

    def frame(self, place: EntryPlace) -> StoredFrame | None:
        """The frame that an entry is in."""
        return ledger_pages.frame(self._connection, link.read_progress(self._connection), place)

    def faces(self, member_ids: Sequence[str]) -> Mapping[str, Face]:
        """Those of whom personal data are known here, by id."""
        return people.faces(self._connection, member_ids)

    def faces_after(self, member_id: str | None, limit: int) -> tuple[Face, ...]:
        """The next members of the server's, newest first."""
        return people.faces_after(self._connection, member_id, limit)

    def newcomers(self) -> tuple[Face, ...]:
        """Members of whom the server has not said anything yet."""
        return people.newcomers(self._connection)

    def set_aside(self) -> tuple[SetAside, ...]:
        """Refusals of sync that wait for a person."""
        return reviews.set_aside(self._connection)

    def overdrawn(self, since: date, limit: int) -> Mapping[str, int]:
        """What is owed, by id: as later entries here leave it, else as the server says."""
        connection = self._connection
        found = reviews.owing(connection, since, limit)
        for member_id in reviews.taken_after(connection, link.read_progress(connection).posted, limit):
            record = members.member_record(connection, self._own, members.ids_of(connection, member_id))
            if record is not None:
                found[record.member_id] = record.state.deficit
        return {member_id: deficit for member_id, deficit in found.items() if deficit > 0}

    def seen(self) -> Mapping[str, Seen]:
        """What was looked at, by key."""
        return reviews.seen(self._connection)

    def mark_seen(self, key: str, seen: Seen) -> None:
        """Remembers that somebody looked at it."""
        reviews.mark_seen(self._writable(), key, seen)
