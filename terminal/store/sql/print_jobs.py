"""What ``terminal.store.print_jobs`` asks of the database."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update

from terminal.ports.printing import CANCELLABLE_STATES, SETTLED_STATES, WAITING_STATES, JobState
from terminal.store.print_jobs import DOCUMENT, KICK
from terminal.store.sql.columns import Instant, among, one_of
from terminal.store.sql.journal_tables import print_job

_job = print_job.c


def _stands_in(states: Iterable[JobState]) -> ColumnElement[bool]:
    return one_of(_job.state, states)


_THIS = _job.output_id == bindparam("id")
_NOW = bindparam("now", type_=Instant)
_DOCUMENTS = select(print_job).where(_job.kind == DOCUMENT).order_by(_job.output_id.desc())
_WAITING = select(print_job).where(_stands_in(WAITING_STATES))

NEW_JOB = insert(print_job)
COUNTS = select(_job.state, func.count().label("count")).where(_job.kind == DOCUMENT).group_by(_job.state)
LATEST = _DOCUMENTS.limit(bindparam("limit"))
ONE = _DOCUMENTS.where(_THIS)
KNOWN = select(_job.output_id).where(_THIS)
NEXT = _WAITING.where(_job.kind == DOCUMENT).order_by(_job.output_id).limit(1)
KICKS = _WAITING.where(_job.kind == KICK).order_by(_job.output_id.desc())
CANCEL = (
    update(print_job)
    .where(_THIS, _stands_in(CANCELLABLE_STATES))
    .values(state=JobState.CANCELLED.value, reason=bindparam("why"), asked_by=bindparam("by"), changed_at=_NOW)
)
MARK = (
    update(print_job)
    .where(_THIS, among(_job.state, "before"))
    .values(
        state=bindparam("new"), reason=bindparam("why"), attempts=_job.attempts + bindparam("counted"), changed_at=_NOW
    )
)
LET_GO_OF_TEXT = update(print_job).where(_THIS, _stands_in(SETTLED_STATES)).values(document="")
