"""Receipts as documents, and the durable queue they wait in.

A document says what the paper shows, not how a printer is told to: the printer device turns rows into dots. It is
JSON-able (``document_to_json``) because the print job is stored in the sale's own transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Protocol


class RowKind(StrEnum):
    """How a row is laid out."""

    TEXT = "text"
    COLUMNS = "columns"
    RULE = "rule"
    BLANK = "blank"
    BARCODE = "barcode"
    QR = "qr"


class Align(StrEnum):
    """Where a text row stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of paper.

    TEXT wraps ``left`` and aligns it. COLUMNS puts ``left`` at the left edge, ``middle`` (a quantity) before the
    last column and ``right`` (an amount) flush right; a long ``left`` wraps. BARCODE and QR encode ``left``.
    ``scale`` is 1 (body) or 2 (totals, headings).
    """

    kind: RowKind
    left: str = ""
    middle: str = ""
    right: str = ""
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """A receipt, refund slip or report, top to bottom. ``title`` names it in lists of jobs."""

    title: str
    rows: tuple[Row, ...]


_ROW_FIELDS = tuple((field.name, field.default) for field in fields(Row))  # asdict would take a third of a sale's time


class JobState(StrEnum):
    """A print job's life: queued → sending → sent_unconfirmed → complete | held | cancelled."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT_UNCONFIRMED = "sent_unconfirmed"
    COMPLETE = "complete"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A document waiting for paper. ``attempts`` counts the times any byte of it may have reached the printer."""

    output_id: int
    document: ReceiptDocument
    state: JobState
    attempts: int
    copy: bool


class PrintQueue(Protocol):
    """The durable queue, as the printer's thread sees it. Every call is a transaction of its own."""

    def next_job(self) -> PrintJob | None:
        """The oldest job that is queued or held, or was being sent when the process died; ``None`` when idle."""
        ...

    def mark(self, output_id: int, state: JobState, reason: str = "") -> None:
        """Records a job's new state; ``SENDING`` counts an attempt. ``reason`` is an error kind."""
        ...


def document_to_json(document: ReceiptDocument) -> dict[str, Any]:
    """The document as JSON-able values; what is as usual is left out."""
    return {
        "title": document.title,
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
    return ReceiptDocument(raw["title"], tuple(rows))
