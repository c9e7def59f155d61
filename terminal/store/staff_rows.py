"""The people who work at this terminal, and the trail of what they were let do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.staff import Colleague, Credential, Role
from terminal.ports.staff import StaffEvent, StaffNote, StaffRecord
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.store.connection import Connection

_PUT = Statement("staff_rows.PUT")
_ALL = Statement("staff_rows.ALL")
_REMOVE = Statement("staff_rows.REMOVE")
_NEW_NOTE = Statement("staff_rows.NEW_NOTE")
_NOTES = Statement("staff_rows.NOTES")


def everyone(connection: Connection) -> tuple[StaffRecord, ...]:
    """All staff, in the order in which they were added."""
    return tuple(
        StaffRecord(
            Colleague(row.staff_id, row.name, Role(row.role)),
            Credential(row.salt, row.digest, row.wrong, row.locked_until),
            bool(row.active),
        )
        for row in _ALL.rows(connection)
    )


def put(connection: Connection, record: StaffRecord) -> None:
    """Adds them, or keeps what has changed."""
    _PUT.run(
        connection,
        staff_id=record.colleague.staff_id,
        name=record.colleague.name,
        role=record.colleague.role.value,
        salt=record.credential.salt,
        digest=record.credential.digest,
        wrong=record.credential.wrong,
        locked_until=record.credential.locked_until,
        active=int(record.is_active),
    )


def remove(connection: Connection, staff_id: str) -> None:
    """Forgets them; the trail keeps their name."""
    _REMOVE.run(connection, wanted=staff_id)


def note(connection: Connection, new: StaffNote) -> None:
    """Adds a line to the trail."""
    _NEW_NOTE.run(
        connection,
        number=None,
        at=new.at,
        event=new.event.value,
        name=new.name,
        deed=new.deed,
        asked_by=new.asked_by,
    )


def latest_notes(connection: Connection, limit: int) -> tuple[StaffNote, ...]:
    """The latest lines of the trail, newest first."""
    rows = _NOTES.rows(connection, limit=limit)
    return tuple(StaffNote(row.at, StaffEvent(row.event), row.name, row.deed, row.asked_by) for row in rows)
