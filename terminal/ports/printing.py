"""Receipts as documents, and the durable queue they wait in.

A document says what the paper shows, not how a printer is told to: the printer device turns rows into dots. It is
JSON-able (``document_to_json``) because the print job is stored in the sale's own transaction.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COPY_WORDS = "補印 COPY"
TRAINING_WORDS = "練習 TRAINING"
PRINTING_CLAIMED = "printing_claimed"
"""The kind of refusal where another process works the queue off."""
BROKEN_DOCUMENT = "printer_document_broken"
"""Why a job was cancelled that can never be read or drawn."""
KICK_VALID = timedelta(seconds=5)
"""A drawer that could not be opened at once stays shut: nobody may stand before it later."""


class RowKind(StrEnum):
    """How a row is laid out."""

    TEXT = "text"
    COLUMNS = "columns"
    RULE = "rule"
    BLANK = "blank"
    BARCODE = "barcode"
    QR = "qr"
    IMAGE = "image"


class Align(StrEnum):
    """Where a text row stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@record
class Row:
    """One row of paper.

    TEXT wraps ``left`` and aligns it. COLUMNS puts ``left`` at the left edge, ``middle`` (a quantity) before the
    last column and ``right`` (an amount) flush right; a long ``left`` wraps. BARCODE and QR encode ``left``.
    IMAGE draws ``left``, a one-bit PNG as base64: 576 dots of it are as wide as the paper.
    ``scale`` is 1 (body) or 2 (totals, headings).
    """

    kind: RowKind
    left: str = ""
    middle: str = ""
    right: str = ""
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1


@record
class ReceiptDocument:
    """A receipt, refund slip or report, top to bottom. ``title`` names it in lists of jobs.

    ``number`` is the sale's and ``zone`` the shop's time zone by its IANA name: what the mark of a copy says.
    """

    title: str
    rows: tuple[Row, ...]
    number: str = ""
    zone: str = ""


_ROW_FIELDS = tuple((field.name, field.default) for field in fields(Row))  # asdict would take a third of a sale's time


class JobState(StrEnum):
    """A print job's life: queued → sending → sent_unconfirmed → complete | held | cancelled."""

    QUEUED = "queued"
    """Nothing of it has been sent."""
    SENDING = "sending"
    """Bytes of it may be on their way; it comes again, marked as a copy, when the process dies now."""
    SENT_UNCONFIRMED = "sent_unconfirmed"
    """All of it was sent and nobody can say whether it is on paper; the printer may still do so, once it goes on.

    Only a person has it printed again."""
    COMPLETE = "complete"
    """The printer said that it is on paper."""
    HELD = "held"
    """The printer cannot take it now; it goes on by itself when the cause is gone."""
    CANCELLED = "cancelled"
    """It will not be printed, and the job says why."""


WAITING_STATES = (JobState.QUEUED, JobState.HELD, JobState.SENDING)
"""The states in which a job will still go to the printer by itself."""

SETTLED_STATES = tuple(state for state in JobState if state not in WAITING_STATES)
"""The states of a job that the printer is done with."""

CANCELLABLE_STATES = (JobState.QUEUED, JobState.HELD)
"""The states in which a person may cancel a job: no byte of it is under way."""

NEXT_STATES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SENDING, JobState.HELD, JobState.CANCELLED}),
    JobState.HELD: frozenset({JobState.SENDING, JobState.HELD, JobState.CANCELLED}),
    JobState.SENDING: frozenset(
        {JobState.SENDING, JobState.SENT_UNCONFIRMED, JobState.COMPLETE, JobState.HELD, JobState.CANCELLED}
    ),
    JobState.SENT_UNCONFIRMED: frozenset({JobState.COMPLETE}),
    JobState.COMPLETE: frozenset(),
    JobState.CANCELLED: frozenset(),
}
"""What a job may become. Whoever prints a settled job again makes a new one, which is a copy. A printer that stopped
after it had all of a job may say later that the job is on paper."""


class CancelReason(StrEnum):
    """Why a person does not want a job printed any more; each is a sentence's kind."""

    NOT_WANTED = "print_not_wanted"
    TOO_LATE = "print_too_late"
    GIVEN_OTHERWISE = "print_given_otherwise"


@record
class PrintJob:
    """A document waiting for paper. ``attempts`` counts the times any byte of it may have reached the printer.

    ``copy`` says that the document was composed as a copy: it bears its mark.
    """

    output_id: int
    document: ReceiptDocument
    state: JobState
    attempts: int
    copy: bool


@record
class JobRecord:
    """What the queue tells of a job, also of one that is done.

    ``reason`` is an error kind: why it is held or was cancelled. ``asked_by`` is who asked for a copy, or cancelled
    the job. Instants are the machine's; ``None`` for jobs older than they are. ``document`` is ``None`` where the text
    was let go of: the job is long done, or its member was erased.
    """

    output_id: int
    sale_id: str | None
    title: str
    state: JobState
    reason: str
    attempts: int
    copy: bool
    asked_by: str
    queued_at: datetime | None
    changed_at: datetime | None
    document: ReceiptDocument | None


class PrintQueue(Protocol):
    """The durable queue, as the printer's thread sees it. Every call is a transaction of its own."""

    def claim(self) -> bool:
        """Makes this the only one that works the queue off, until it is released or its process ends, however it ends.

        False while another one does, of this process or another: its jobs are not to be touched. Asked again by whoever
        has it, it stays true.
        """
        ...

    def release(self) -> None:
        """Lets another one claim the queue; nothing where it was not claimed."""
        ...

    def next_job(self) -> PrintJob | None:
        """The oldest job that is queued or held, or was being sent when the process died; ``None`` when idle."""
        ...

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        """Records a job's new state; ``SENDING`` counts an attempt. ``reason`` is an error kind.

        False, and nothing recorded, where ``NEXT_STATES`` does not allow it: somebody cancelled the job meanwhile.
        """
        ...

    def next_kick(self) -> int | None:
        """The job of opening the cash drawer, while it is any use (``KICK_VALID``); one that is not is cancelled."""
        ...

    def drop_kicks(self) -> None:
        """Cancels every kick that waits: whoever asked for it asked another process."""
        ...


class PrintJobs(Protocol):
    """The durable queue, as a unit of work adds to it and looks into it."""

    def add_print_job(
        self, document: ReceiptDocument, sale_id: str | None, copy: bool = False, asked_by: str = ""
    ) -> int:
        """Queues a document for the printer; gives its output id. A copy bears its mark already."""
        ...

    def add_kick(self) -> int:
        """Has the cash drawer opened, now or not at all; gives the job's output id."""
        ...

    def job_counts(self) -> Mapping[str, int]:
        """How many documents for the printer stand in each state."""
        ...

    def print_jobs(self, limit: int) -> Sequence[JobRecord]:
        """The latest ``limit`` documents for the printer, newest first; kicks of the drawer are none."""
        ...

    def print_job(self, output_id: int) -> JobRecord | None:
        """One document for the printer; ``None`` where there is no such job."""
        ...

    def cancel_print_job(self, output_id: int, reason: str, asked_by: str) -> bool:
        """Cancels a job that is queued or held; false when it is neither any more."""
        ...


_COPY_ROW = Row(RowKind.TEXT, COPY_WORDS, align=Align.CENTRE, bold=True, scale=2)


def kick_is_valid(queued_at: datetime | None, now: datetime) -> bool:
    """Whether somebody still stands before a drawer that was to be opened at ``queued_at``; not if the clock went."""
    return queued_at is not None and timedelta() <= now - queued_at <= KICK_VALID


def as_printed(job: PrintJob, now: datetime) -> PrintJob:
    """The job as it goes to paper at ``now``: a copy from the moment that any byte of it may have been there before."""
    if job.copy or not job.attempts:
        return job
    return replace(job, document=marked_as_copy(job.document, now), copy=True)


def marked_as_copy(document: ReceiptDocument, at: datetime, by: str = "") -> ReceiptDocument:
    """The document with 補印 COPY at top and bottom, each with the sale's number, the time, and who asked for it.

    The mark is the same in every language, and a copy of a copy has one. ``by`` is empty where nobody asked: it is sent
    again after a fault.
    """
    instant = at.astimezone(ZoneInfo(document.zone) if document.zone else None)
    facts = " ・ ".join(part for part in (document.number, f"{instant:%Y-%m-%d %H:%M}", by) if part)
    mark = (_COPY_ROW, Row(RowKind.TEXT, facts, align=Align.CENTRE))
    is_marked = document.rows[:1] == mark[:1]
    rows = document.rows[len(mark) : -len(mark)] if is_marked else document.rows
    return replace(document, rows=(*mark, *rows, *mark))


def marked_as_training(document: ReceiptDocument) -> ReceiptDocument:
    """The document with 練習 TRAINING at top and bottom, the same in every language: it is worth nothing."""
    mark = Row(RowKind.TEXT, TRAINING_WORDS, align=Align.CENTRE, bold=True, scale=2)
    return replace(document, rows=(mark, *document.rows, mark))


def document_to_json(document: ReceiptDocument) -> dict[str, Any]:
    """The document as JSON-able values; what is as usual is left out."""
    return {
        "title": document.title,
        **({"number": document.number} if document.number else {}),
        **({"zone": document.zone} if document.zone else {}),
        "rows": [
            {name: value for name, usual in _ROW_FIELDS if (value := getattr(row, name)) != usual}
            for row in document.rows
        ],
    }


def document_from_json(raw: Mapping[str, Any]) -> ReceiptDocument:
    """The document that ``document_to_json`` wrote."""
    rows = (
        Row(**{**row, "kind": RowKind(row["kind"]), "align": Align(row.get("align", Align.LEFT))})
        for row in raw["rows"]
    )
    return ReceiptDocument(raw["title"], tuple(rows), raw.get("number", ""), raw.get("zone", ""))
