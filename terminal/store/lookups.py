"""Members that are not carried here: the till asks in the journal's file, the sync process answers in the replica's.

Both speak of identifiers by keyed hash, and of members by id.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from terminal.ports.replica import WantedMember
from terminal.store.journal_tables import wanted_member
from terminal.store.replica_tables import lookup_answer
from terminal.store.statements import Statement

KEPT = timedelta(hours=1)

_wanted, _answer = wanted_member.c, lookup_answer.c
_SAME = (_answer.kind == _wanted.kind) & (_answer.value == _wanted.value) & (_answer.asked_at == _wanted.asked_at)
_WANT = Statement(insert(wanted_member).prefix_with("OR REPLACE"))
_FORGET = Statement(delete(wanted_member).where(_wanted.asked_at < bindparam("before", type_=_wanted.asked_at.type)))
_UNANSWERED = Statement(select(wanted_member).where(~exists().where(_SAME)).order_by(_wanted.asked_at))
_ANSWER_TO = Statement(
    select(_answer.found).where(
        _answer.kind == bindparam("kind"),
        _answer.value == bindparam("value"),
        _answer.asked_at == bindparam("asked_at", type_=_answer.asked_at.type),
    )
)
_ANSWER = Statement(insert(lookup_answer).prefix_with("OR REPLACE"))
_FORGET_ANSWERS = Statement(
    delete(lookup_answer).where(_answer.asked_at < bindparam("before", type_=_answer.asked_at.type))
)


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
