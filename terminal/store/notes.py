"""Small things kept by name: answers already given, and settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from terminal.store.connection import Connection

_ANSWER = Statement("notes.ANSWER")
_NEW_ANSWER = Statement("notes.NEW_ANSWER")
_SETTINGS = Statement("notes.SETTINGS")
_SET = Statement("notes.SET")


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
    _SET.run(connection, name=name, value=value)
