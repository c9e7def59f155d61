"""Print jobs: written in the sale's transaction, worked off by the printer's thread.

A kick of the cash drawer is a job beside the documents: it has no paper to wait for and is any use for seconds only.
Instants are the machine's; they say when something happened to a job, never in which order jobs come.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from terminal.domain.errors import Broken, Refusal
from terminal.ports.printing import (
    BROKEN_DOCUMENT,
    NEXT_STATES,
    PRINTING_CLAIMED,
    SETTLED_STATES,
    JobRecord,
    JobState,
    PrintJob,
    ReceiptDocument,
    document_from_json,
    document_to_json,
    kick_is_valid,
)
from terminal.store.home import Home, Occupancy
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from terminal.store.connection import Connection
    from terminal.store.engine import Connections

DOCUMENT, KICK = "document", "kick"
_NEW_JOB = Statement("print_jobs.NEW_JOB")
_COUNTS = Statement("print_jobs.COUNTS")
_LATEST = Statement("print_jobs.LATEST")
_ONE = Statement("print_jobs.ONE")
_CANCEL = Statement("print_jobs.CANCEL")
_NEXT = Statement("print_jobs.NEXT")
_KICKS = Statement("print_jobs.KICKS")
_MARK = Statement("print_jobs.MARK")
_LET_GO_OF_TEXT = Statement("print_jobs.LET_GO_OF_TEXT")
_KNOWN = Statement("print_jobs.KNOWN")

DOCUMENTS_KEPT = 200
CLAIM_FILE = "printing.lock"
KICK_TOO_LATE = "drawer_too_late"
KICK_OF_BEFORE = "drawer_of_before"
_log = logging.getLogger(__name__)
_BEFORE = {state: [now.value for now in JobState if state in NEXT_STATES[now]] for state in JobState}


def add(connection: Connection, document: ReceiptDocument, sale_id: str | None, copy: bool, asked_by: str) -> int:
    """Queues a document; gives its output id."""
    text = json.dumps(document_to_json(document), ensure_ascii=False)
    return _add(connection, kind=DOCUMENT, sale_id=sale_id, document=text, copy=int(copy), asked_by=asked_by)


def add_kick(connection: Connection) -> int:
    """Queues a kick of the cash drawer; gives its output id."""
    return _add(connection, kind=KICK, sale_id=None, document="", copy=0, asked_by="")


def _add(connection: Connection, **what: object) -> int:
    now = _now()
    state = JobState.QUEUED.value
    return _NEW_JOB.run(
        connection, output_id=None, state=state, attempts=0, reason="", queued_at=now, changed_at=now, **what
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many documents stand in each state that occurs."""
    return {state: int(count) for state, count in _COUNTS.rows(connection)}


def latest(connection: Connection, limit: int) -> Sequence[JobRecord]:
    """The latest documents, newest first."""
    return [_record(row) for row in _LATEST.rows(connection, limit=limit)]


def one(connection: Connection, output_id: int) -> JobRecord | None:
    """The document with that output id."""
    row = _ONE.first(connection, id=output_id)
    return None if row is None else _record(row)


def cancel(connection: Connection, output_id: int, reason: str, asked_by: str) -> bool:
    """Cancels a job of which nothing is under way; false when it is settled, or just being sent."""
    cancelled = _CANCEL.change(connection, id=output_id, why=reason, by=asked_by, now=_now())
    return cancelled == 1


class StoredPrintQueue:
    """The durable queue over the journal's file. Each thread that calls it has a connection of its own."""

    def __init__(self, connections: Connections, home: Home) -> None:
        self._connections, self._home = connections, home
        self._claim: Occupancy | None = None

    def claim(self) -> bool:
        """Makes this the only one that works off the queue of this home; the claim ends with the process too."""
        if self._claim is None:
            try:
                self._claim = Occupancy(self._home, CLAIM_FILE, PRINTING_CLAIMED).alone()
            except Refusal as refusal:
                if refusal.kind != PRINTING_CLAIMED:
                    raise
        return self._claim is not None

    def release(self) -> None:
        """Lets somebody else claim it."""
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.leave()

    def next_job(self) -> PrintJob | None:
        """The oldest document that is queued or held, or was being sent when the process died.

        One that cannot be read is cancelled: another version of the program wrote it.
        """
        while True:
            with self._reading() as connection:
                row = _NEXT.first(connection)
            if row is None:
                return None
            document = _document(row)
            if document is not None:
                return PrintJob(row.output_id, document, JobState(row.state), row.attempts, bool(row.copy))
            _log.error("print job %d cannot be read", row.output_id)
            self.mark(row.output_id, JobState.CANCELLED, BROKEN_DOCUMENT)  # or nothing behind it would ever be printed

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        """Records a job's new state, if ``NEXT_STATES`` allows it; ``SENDING`` counts an attempt."""
        with self._writing() as connection:
            return _mark(connection, output_id, state, reason)

    def next_kick(self) -> int | None:
        """The latest kick that is any use still; one that is not is cancelled."""
        with self._reading() as connection:
            rows = _KICKS.rows(connection)
        now, found = _now(), None
        for row in rows:
            if found is None and kick_is_valid(row.queued_at, now):
                found = int(row.output_id)
            else:
                self.mark(row.output_id, JobState.CANCELLED, KICK_TOO_LATE)
        return found

    def drop_kicks(self) -> None:
        """Cancels every kick that waits."""
        with self._reading() as connection:
            rows = _KICKS.rows(connection)
        for row in rows:
            self.mark(row.output_id, JobState.CANCELLED, KICK_OF_BEFORE)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        connection = self._connections.here()
        connection.begin(reading=True)
        try:
            yield connection
        finally:
            connection.rollback()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        connection = self._connections.here()
        connection.begin()
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()


def _mark(connection: Connection, output_id: int, state: JobState, reason: str) -> bool:
    marked = _MARK.change(
        connection,
        id=output_id,
        before=_BEFORE[state],
        new=state.value,
        why=reason,
        counted=int(state is JobState.SENDING),
        now=_now(),
    )
    if marked == 1:
        if state in SETTLED_STATES:
            # What became of a receipt is kept for ever; what it said can be composed again from the sale.
            _LET_GO_OF_TEXT.change(connection, id=output_id - DOCUMENTS_KEPT)
        return True
    if _KNOWN.scalar(connection, id=output_id) is None:
        raise Broken(f"there is no print job {output_id}")
    return False


def _document(row: Any) -> ReceiptDocument | None:
    """The row's document; ``None`` where its text was let go of, or cannot be read."""
    try:
        return document_from_json(json.loads(row.document)) if row.document else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _record(row: Any) -> JobRecord:
    document = _document(row)
    return JobRecord(
        output_id=row.output_id,
        sale_id=row.sale_id,
        title=document.title if document else "",
        state=JobState(row.state),
        reason=row.reason,
        attempts=row.attempts,
        copy=bool(row.copy),
        asked_by=row.asked_by,
        queued_at=row.queued_at,
        changed_at=row.changed_at,
        document=document,
    )


def _now() -> datetime:
    return datetime.now(UTC)
