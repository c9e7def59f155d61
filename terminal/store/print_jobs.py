"""Print jobs: written in the sale's transaction, worked off by the printer's thread."""

import json

from sqlalchemy import Connection, func, insert, select, update

from terminal.domain.errors import Broken
from terminal.ports.printing import JobState, PrintJob, ReceiptDocument, document_from_json, document_to_json
from terminal.store.engine import Connections, begin
from terminal.store.journal_tables import print_job
from terminal.store.statements import Statement

DOCUMENTS_KEPT = 200
_WAITING = (JobState.QUEUED, JobState.HELD, JobState.SENDING)
_NEW_JOB = Statement(insert(print_job))
_DONE = (JobState.COMPLETE, JobState.CANCELLED)


def add(connection: Connection, document: ReceiptDocument, sale_id: str | None, copy: bool) -> int:
    """Queues a document; gives its output id."""
    return _NEW_JOB.run(
        connection,
        output_id=None,
        sale_id=sale_id,
        document=json.dumps(document_to_json(document), ensure_ascii=False),
        state=JobState.QUEUED.value,
        attempts=0,
        copy=int(copy),
        reason="",
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs stand in each state that occurs."""
    rows = connection.execute(select(print_job.c.state, func.count()).group_by(print_job.c.state))
    return {state: int(count) for state, count in rows}


class StoredPrintQueue:
    """The durable queue over the journal's file. Each thread that calls it has a connection of its own."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def next_job(self) -> PrintJob | None:
        """The oldest job that is queued or held, or was being sent when the process died."""
        connection = self._connections.here()
        begin(connection, reading=True)
        try:
            row = connection.execute(
                select(print_job)
                .where(print_job.c.state.in_([state.value for state in _WAITING]))
                .order_by(print_job.c.output_id)
                .limit(1)
            ).one_or_none()
        finally:
            connection.rollback()
        if row is None:
            return None
        document = document_from_json(json.loads(row.document))
        return PrintJob(row.output_id, document, JobState(row.state), row.attempts, bool(row.copy))

    def mark(self, output_id: int, state: JobState, reason: str = "") -> None:
        """Records a job's new state; ``SENDING`` counts an attempt."""
        connection = self._connections.here()
        begin(connection)
        try:
            _mark(connection, output_id, state, reason)
            connection.commit()
        finally:
            connection.rollback()


def _mark(connection: Connection, output_id: int, state: JobState, reason: str) -> None:
    attempt = int(state is JobState.SENDING)
    marked = connection.execute(
        update(print_job)
        .where(print_job.c.output_id == output_id)
        .values(state=state.value, reason=reason, attempts=print_job.c.attempts + attempt)
    )
    if marked.rowcount != 1:
        raise Broken(f"there is no print job {output_id}")
    if state in _DONE:
        # What became of a receipt is kept for ever; what it said can be composed again from the sale.
        connection.execute(
            update(print_job)
            .where(
                print_job.c.state.in_([done.value for done in _DONE]),
                print_job.c.output_id == output_id - DOCUMENTS_KEPT,
            )
            .values(document="")
        )
