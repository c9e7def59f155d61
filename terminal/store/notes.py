"""Small things kept by name: answers already given, and settings."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.store.journal_tables import kept_answer, setting
from terminal.store.statements import Statement

_ANSWER = Statement(select(kept_answer.c.answer).where(kept_answer.c.key == bindparam("key")))
_NEW_ANSWER = Statement(insert(kept_answer))
_SETTINGS = Statement(select(setting.c.name, setting.c.value))


def answer_for(connection: Connection, key: str) -> Mapping[str, Any] | None:
    """The answer kept under ``key``."""
    kept = _ANSWER.scalar(connection, key=key)
    return None if kept is None else dict(json.loads(kept))


def keep_answer(connection: Connection, key: str, answer: Mapping[str, Any]) -> None:
    """Keeps an answer; a key is used once."""
    _NEW_ANSWER.run(connection, key=key, answer=json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def read_settings(connection: Connection) -> dict[str, str]:
    """All that has been set, by name."""
    return dict(_SETTINGS.rows(connection))


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Sets ``name`` to ``value``."""
    statement = upsert(setting).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
