"""What the journal's file holds of a person, dropped when the server says that they are to be forgotten.

Profiles go, and what receipts said: those that were kept for printing again and those in kept answers. Frames stay.
"""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, text, update

from terminal.ports.printing import WAITING_STATES, JobState, ReceiptDocument, document_to_json
from terminal.store.journal_tables import enrolled_member, forgotten_member, kept_answer, points_entry, print_job, sale
from terminal.store.replica_tables import server_member
from terminal.store.statements import Statement

PERSON_FORGOTTEN = "person_forgotten"
_NOTHING = document_to_json(ReceiptDocument("", ()))
_WAITING = [state.value for state in WAITING_STATES]
_IS_ERASED = text("server_member.erased = 1")  # in the words of the partial index
_TO_FORGET = Statement(
    select(server_member.c.member_id).where(
        _IS_ERASED, ~exists().where(forgotten_member.c.member_id == server_member.c.member_id)
    )
)
_FORGET_PROFILE = Statement(delete(enrolled_member).where(enrolled_member.c.member_id == bindparam("id")))
_FORGOTTEN = Statement(insert(forgotten_member))
_OF_ENTRY = (points_entry.c.epoch == sale.c.epoch) & (points_entry.c.seq == sale.c.seq)
_SALES_OF = Statement(
    select(sale.c.sale_id).join(points_entry, _OF_ENTRY).where(points_entry.c.member_id == bindparam("id")).distinct()
)


def to_forget(connection: Connection) -> tuple[str, ...]:
    """The ids of erased members, and other names of theirs, of whom something may be here still."""
    return tuple(row.member_id for row in _TO_FORGET.rows(connection))


def forget(connection: Connection, member_id: str) -> None:
    """Drops all that is here of the person, for good."""
    _FORGET_PROFILE.run_many(connection, [{"id": member_id}])
    sales = [row.sale_id for row in _SALES_OF.rows(connection, id=member_id)]
    for sale_id in sales:
        of_sale = print_job.c.sale_id == sale_id
        cancelled = update(print_job).where(of_sale, print_job.c.state.in_(_WAITING))
        connection.execute(cancelled.values(state=JobState.CANCELLED.value, reason=PERSON_FORGOTTEN))
        connection.execute(update(print_job).where(of_sale).values(document=""))
    _blank_answers(connection, (member_id, *sales))
    _FORGOTTEN.run(connection, member_id=member_id)


def _blank_answers(connection: Connection, named: Sequence[str]) -> None:
    for name in named:
        rows = connection.execute(select(kept_answer).where(func.instr(kept_answer.c.answer, name) > 0)).all()
        for row in rows:
            blank = json.dumps(_without_documents(json.loads(row.answer)), ensure_ascii=False, separators=(",", ":"))
            connection.execute(update(kept_answer).where(kept_answer.c.key == row.key).values(answer=blank))


def _without_documents(value: object) -> object:
    if isinstance(value, dict):
        return {key: _NOTHING if key == "document" else _without_documents(part) for key, part in value.items()}
    return [_without_documents(part) for part in value] if isinstance(value, list) else value
