"""What the journal's file holds of a person, dropped when the server says that they are to be forgotten.

Profiles go, and what receipts said: those that were kept for printing again and those in kept answers. Frames stay.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from terminal.ports.printing import ReceiptDocument, document_to_json
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.store.connection import Connection

_TO_FORGET = Statement("erased.TO_FORGET")
_FORGET_PROFILE = Statement("erased.FORGET_PROFILE")
_FORGOTTEN = Statement("erased.FORGOTTEN")
_SALES_OF = Statement("erased.SALES_OF")
_CANCEL_JOBS = Statement("erased.CANCEL_JOBS")
_EMPTY_JOBS = Statement("erased.EMPTY_JOBS")
_ANSWERS_NAMING = Statement("erased.ANSWERS_NAMING")
_BLANK_ANSWER = Statement("erased.BLANK_ANSWER")

PERSON_FORGOTTEN = "person_forgotten"
_NOTHING = document_to_json(ReceiptDocument("", ()))


def to_forget(connection: Connection) -> tuple[str, ...]:
    """The ids of erased members, and other names of theirs, of whom something may be here still."""
    return tuple(row.member_id for row in _TO_FORGET.rows(connection))


def forget(connection: Connection, member_id: str) -> None:
    """Drops all that is here of the person, for good."""
    _FORGET_PROFILE.run_many(connection, [{"id": member_id}])
    sales = [row.sale_id for row in _SALES_OF.rows(connection, id=member_id)]
    for sale_id in sales:
        _CANCEL_JOBS.change(connection, of=sale_id, reason=PERSON_FORGOTTEN)
        _EMPTY_JOBS.change(connection, of=sale_id)
    _blank_answers(connection, (member_id, *sales))
    _FORGOTTEN.run(connection, member_id=member_id)


def _blank_answers(connection: Connection, named: Sequence[str]) -> None:
    for name in named:
        for row in _ANSWERS_NAMING.rows(connection, name=name):
            blank = json.dumps(_without_documents(json.loads(row.answer)), ensure_ascii=False, separators=(",", ":"))
            _BLANK_ANSWER.change(connection, of=row.key, blank=blank)


def _without_documents(value: object) -> object:
    if isinstance(value, dict):
        return {key: _NOTHING if key == "document" else _without_documents(part) for key, part in value.items()}
    return [_without_documents(part) for part in value] if isinstance(value, list) else value
