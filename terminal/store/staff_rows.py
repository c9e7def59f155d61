"""The people who work at this terminal, and the trail of what they were let do."""

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.domain.staff import Colleague, Credential, Role
from terminal.ports.staff import StaffEvent, StaffNote, StaffRecord
from terminal.store.journal_tables import staff, staff_note
from terminal.store.statements import Statement

_ALL = Statement(select(staff).order_by(staff.c.place))
_REMOVE = Statement(delete(staff).where(staff.c.staff_id == bindparam("wanted")))
_NEW_NOTE = Statement(insert(staff_note))
_NOTES = Statement(select(staff_note).order_by(staff_note.c.number.desc()).limit(bindparam("limit")))


def everyone(connection: Connection) -> tuple[StaffRecord, ...]:
    """All staff, in the order in which they were added."""
    return tuple(
        StaffRecord(
            Colleague(row.staff_id, row.name, Role(row.role)),
            Credential(row.salt, row.digest, row.wrong, row.locked_until),
        )
        for row in _ALL.rows(connection)
    )


def put(connection: Connection, record: StaffRecord) -> None:
    """Adds them, or keeps what has changed."""
    kept = {
        "name": record.colleague.name,
        "role": record.colleague.role.value,
        "salt": record.credential.salt,
        "digest": record.credential.digest,
        "wrong": record.credential.wrong,
        "locked_until": record.credential.locked_until,
    }
    statement = upsert(staff).values(staff_id=record.colleague.staff_id, **kept)
    connection.execute(statement.on_conflict_do_update(index_elements=["staff_id"], set_=kept))


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
