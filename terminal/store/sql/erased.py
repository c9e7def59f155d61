"""What ``terminal.store.erased`` asks of the database."""

from sqlalchemy import bindparam, delete, exists, func, insert, select, text, update

from terminal.ports.printing import WAITING_STATES, JobState
from terminal.store.sql.columns import one_of
from terminal.store.sql.journal_tables import (
    enrolled_member,
    forgotten_member,
    kept_answer,
    points_entry,
    print_job,
    sale,
)
from terminal.store.sql.replica_tables import server_member

_IS_ERASED = text("server_member.erased = 1")  # in the words of the partial index

TO_FORGET = select(server_member.c.member_id).where(
    _IS_ERASED, ~exists().where(forgotten_member.c.member_id == server_member.c.member_id)
)

FORGET_PROFILE = delete(enrolled_member).where(enrolled_member.c.member_id == bindparam("id"))

FORGOTTEN = insert(forgotten_member)

_OF_ENTRY = (points_entry.c.epoch == sale.c.epoch) & (points_entry.c.seq == sale.c.seq)

SALES_OF = (
    select(sale.c.sale_id).join(points_entry, _OF_ENTRY).where(points_entry.c.member_id == bindparam("id")).distinct()
)

_JOBS = update(print_job).where(print_job.c.sale_id == bindparam("of"))

CANCEL_JOBS = _JOBS.where(one_of(print_job.c.state, WAITING_STATES)).values(
    state=JobState.CANCELLED.value, reason=bindparam("reason")
)

EMPTY_JOBS = _JOBS.values(document="")

ANSWERS_NAMING = select(kept_answer).where(func.instr(kept_answer.c.answer, bindparam("name")) > 0)

BLANK_ANSWER = update(kept_answer).where(kept_answer.c.key == bindparam("of")).values(answer=bindparam("blank"))
