"""What ``terminal.store.lookups`` asks of the database."""

from sqlalchemy import bindparam, delete, exists, insert, select

from terminal.store.sql.journal_tables import wanted_member
from terminal.store.sql.replica_tables import lookup_answer

_wanted, _answer = wanted_member.c, lookup_answer.c

_SAME = (_answer.kind == _wanted.kind) & (_answer.value == _wanted.value) & (_answer.asked_at == _wanted.asked_at)

WANT = insert(wanted_member).prefix_with("OR REPLACE")

FORGET = delete(wanted_member).where(_wanted.asked_at < bindparam("before", type_=_wanted.asked_at.type))

UNANSWERED = select(wanted_member).where(~exists().where(_SAME)).order_by(_wanted.asked_at)

ANSWER_TO = select(_answer.found).where(
    _answer.kind == bindparam("kind"),
    _answer.value == bindparam("value"),
    _answer.asked_at == bindparam("asked_at", type_=_answer.asked_at.type),
)

ANSWER = insert(lookup_answer).prefix_with("OR REPLACE")

FORGET_ANSWERS = delete(lookup_answer).where(_answer.asked_at < bindparam("before", type_=_answer.asked_at.type))
