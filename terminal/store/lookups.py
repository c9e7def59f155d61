"""Members that are not carried here: the till asks in the journal's file, the sync process answers in the replica's.

Both speak of identifiers by keyed hash, and of members by id.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from terminal.ports.replica import WantedMember
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from terminal.store.connection import Connection

_WANT = Statement("lookups.WANT")
_FORGET = Statement("lookups.FORGET")
_UNANSWERED = Statement("lookups.UNANSWERED")
_ANSWER_TO = Statement("lookups.ANSWER_TO")
_ANSWER = Statement("lookups.ANSWER")
_FORGET_ANSWERS = Statement("lookups.FORGET_ANSWERS")

KEPT = timedelta(hours=1)


def want(connection: Connection, wanted: WantedMember) -> None:
    """Asks; questions of long ago are dropped."""
    _FORGET.run_many(connection, [{"before": wanted.asked_at - KEPT}])
    _WANT.run(connection, kind=wanted.kind, value=wanted.value, asked_at=wanted.asked_at)


def unanswered(connection: Connection) -> tuple[WantedMember, ...]:
    """What has been asked and not answered, the oldest first."""
    return tuple(WantedMember(row.kind, row.value, row.asked_at) for row in _UNANSWERED.rows(connection))


def answer(connection: Connection, answered: Iterable[WantedMember], *, found: bool) -> None:
    """Answers; answers of long ago are dropped."""
    for wanted in answered:
        _FORGET_ANSWERS.run_many(connection, [{"before": wanted.asked_at - KEPT}])
        _ANSWER.run(connection, kind=wanted.kind, value=wanted.value, asked_at=wanted.asked_at, found=int(found))


def answer_to(connection: Connection, kind: str, value: str, asked_at: datetime) -> bool | None:
    """Whether that question was answered with a member; ``None`` while it is open."""
    found = _ANSWER_TO.scalar(connection, kind=kind, value=value, asked_at=asked_at)
    return None if found is None else bool(found)
