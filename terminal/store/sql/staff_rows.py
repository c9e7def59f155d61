"""What ``terminal.store.staff_rows`` asks of the database."""

from sqlalchemy import bindparam, delete, insert, select

from terminal.store.sql.columns import upsert
from terminal.store.sql.journal_tables import staff, staff_note

ALL = select(staff).order_by(staff.c.place)

REMOVE = delete(staff).where(staff.c.staff_id == bindparam("wanted"))

NEW_NOTE = insert(staff_note)

NOTES = select(staff_note).order_by(staff_note.c.number.desc()).limit(bindparam("limit"))

PUT = upsert(staff, "staff_id", "name", "role", "salt", "digest", "wrong", "locked_until", "active")
