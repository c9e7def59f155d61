"""What ``terminal.store.notes`` asks of the database."""

from sqlalchemy import bindparam, insert, select

from terminal.store.sql.columns import upsert
from terminal.store.sql.journal_tables import kept_answer, setting

ANSWER = select(kept_answer.c.answer).where(kept_answer.c.key == bindparam("key"))

NEW_ANSWER = insert(kept_answer)

SETTINGS = select(setting.c.name, setting.c.value)

SET = upsert(setting, "name", "value")
